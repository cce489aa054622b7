"""`mcqgen bank …`: the questions that are kept: list, show, decide, export, add."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from mcqgen.cli.inputs import (
    Category,
    From,
    Json,
    Key,
    Points,
    Quiet,
    Shuffle,
    Title,
    To,
    Versions,
    Without,
    load_settings,
    make_options,
)
from mcqgen.cli.words import OK, PARTIAL, count_of, plain, say
from mcqgen.errors import RequestError

if TYPE_CHECKING:
    from datetime import datetime

    from mcqgen.bank import Decision, Kept, Query, Shelf, Version

bank = typer.Typer(help="Look through the questions that are kept, decide on them, and hand them out.")

Owner = Annotated[str, typer.Option("--owner", help="Whose, where teachers log in; empty: of this computer's user.")]
Ids = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="Of questions, as bank list tells them; - for stdin.")
]
Search = Annotated[str, typer.Option("--search", help="Words that question, options or topic hold, in any order.")]
Document = Annotated[str, typer.Option("--document", help="Only what is about this document: its name or id.")]
Topic = Annotated[str, typer.Option("--topic", help="Only what has this topic.")]
Level = Annotated[str, typer.Option("--difficulty", help="Only easy, medium or hard ones.")]
Run = Annotated[str, typer.Option("--run", help="Only what this run gave: its id.")]
Disputed = Annotated[bool, typer.Option("--disputed", help="Only where the teacher answered otherwise than the key.")]
_EVERYTHING = 10_000_000
_Choice = TypeVar("_Choice", bound=StrEnum)


@bank.command("list")
def list_questions(
    search: Search = "",
    document: Document = "",
    topic: Topic = "",
    difficulty: Level = "",
    status: Annotated[str, typer.Option("--status", help="Only draft, approved, rejected or retired ones.")] = "",
    run: Run = "",
    disputed: Disputed = False,
    removed: Annotated[bool, typer.Option("--removed", help="Removed questions instead.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most questions to list.")] = 50,
    owner: Owner = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """List questions, newest first: a line each, which begins with the id."""
    from dataclasses import replace

    with _shelf(owner) as shelf:
        query = _query(shelf, search, document, topic, difficulty, status, run, disputed)
        found = shelf.find(replace(query, removed=removed, order="newest", limit=limit))
    if as_json:
        _print_json([_described(kept) for kept in found.records])
    else:
        for kept in found.records:
            typer.echo(_line(kept))
    if not quiet:
        shown = f", the newest {len(found.records)} listed" if len(found.records) < found.total else ""
        say(f"{count_of(found.total, 'question')}{shown}.")


@bank.command()
def show(ids: Ids = None, owner: Owner = "", as_json: Json = False) -> None:
    """Show questions whole, with all that they said and all that was decided."""
    with _shelf(owner) as shelf:
        told = [(shelf.question(one), shelf.versions(one), shelf.decisions(one)) for one in _given(ids)]
        items = shelf.item_set([kept.id for kept, _, _ in told], "")
    if as_json:
        _print_json([_described(kept) | _history(versions, decisions) for kept, versions, decisions in told])
        return
    from mcqgen.cli.generating import print_items

    for kept, versions, decisions in told:
        typer.echo(_line(kept))
        print_items(items.model_copy(update={"items": (kept.item,)}))
        for version in versions:
            typer.echo(f"  version {version.number} {version.why}, {_signed(version.made_at, version.by)}")
        for one in decisions:
            undone = " (undone)" if one.undone else ""
            typer.echo(f"  {one.what} {one.before} → {one.after}, {_signed(one.at, one.by)}{undone}")


@bank.command()
def approve(ids: Ids = None, owner: Owner = "", quiet: Quiet = False) -> None:
    """Approve questions: they are handed out by bank export."""
    _decide(ids, "approved", owner, quiet)


@bank.command()
def reject(ids: Ids = None, owner: Owner = "", quiet: Quiet = False) -> None:
    """Reject questions; they stay in the bank, and are not made again as new ones."""
    _decide(ids, "rejected", owner, quiet)


@bank.command()
def retire(ids: Ids = None, owner: Owner = "", quiet: Quiet = False) -> None:
    """Retire questions that were asked often enough."""
    _decide(ids, "retired", owner, quiet)


@bank.command()
def export(
    ids: Ids = None,
    to: To = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; of several formats each is named like it.")
    ] = None,
    search: Search = "",
    document: Document = "",
    topic: Topic = "",
    difficulty: Level = "",
    status: Annotated[
        str, typer.Option("--status", help="Which, where no ids are given: draft, approved, rejected or retired.")
    ] = "approved",
    run: Run = "",
    disputed: Disputed = False,
    title: Title = "",
    category: Category = "",
    points: Points = 1.0,
    shuffle: Shuffle = True,
    versions: Versions = 1,
    key: Key = "with",
    without: Without = None,
    owner: Owner = "",
) -> None:
    """Write questions in the formats of other systems: those that are named, else all approved ones that fit."""
    from mcqgen.cli.item_files import read_items, without_repeats
    from mcqgen.cli.outputs import deliver, plan_targets

    if not to:
        raise RequestError("Say which format: --to moodle_xml, for example; 'mcqgen formats' lists them.")
    options = make_options(title, category, points, shuffle, versions, key)
    targets, settings = plan_targets(to, out), load_settings()
    with _shelf(owner) as shelf:
        query = _query(shelf, search, document, topic, difficulty, status, run, disputed)
        chosen = _given(ids) if ids else shelf.ids(query)
        if not chosen:
            raise RequestError(f"No {status} question fits: 'mcqgen bank list' tells what is there.".replace("  ", " "))
        items = shelf.item_set(chosen, title or "Questions")
    if without:
        items = without_repeats(items, [read_items(file, "", settings)[0] for file in without], settings)
    raise typer.Exit(OK if deliver(items, targets, options) else PARTIAL)


@bank.command()
def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Items in any format that can be read; - for stdin.")
    ],
    source: From = "",
    owner: Owner = "",
    quiet: Quiet = False,
) -> None:
    """Put items of files into the bank; what is there already is not added again."""
    from mcqgen.bank import Query
    from mcqgen.cli.item_files import read_items

    settings, complete = load_settings(), True
    with _shelf(owner) as shelf:
        for file in files:
            items, whole = read_items(file, source, settings)
            before = shelf.find(Query(limit=0)).total
            kept = shelf.add(items)
            new = shelf.find(Query(limit=0)).total - before
            complete = complete and whole
            if not quiet:
                known = f", {len(kept) - new} known already" if len(kept) > new else ""
                say(f"{file}: {count_of(new, 'question')} added{known}.")
    raise typer.Exit(OK if complete else PARTIAL)


@contextmanager
def _shelf(owner: str) -> "Iterator[Shelf]":
    from mcqgen.bank import open_bank

    with open_bank(load_settings()) as opened:
        yield opened.shelf(owner)


def _given(ids: Sequence[str] | None) -> list[str]:
    """The ids that are named, or that begin the lines of stdin; raises RequestError where there is none."""
    named = list(ids or ())
    if named == ["-"]:
        named = [line.split()[0] for line in sys.stdin if line.strip()]
    if not named:
        raise RequestError("Say which questions: give their ids, as 'mcqgen bank list' tells them, or - for stdin.")
    return named


def _decide(ids: Sequence[str] | None, status: str, owner: str, quiet: bool) -> None:
    from mcqgen.bank import Status

    chosen = _given(ids)
    with _shelf(owner) as shelf:
        changed = shelf.decide(chosen, Status(status))
    if not quiet:
        before = len(set(chosen)) - changed
        say(f"{count_of(changed, 'question')} {status}{f', {before} {status} before' if before else ''}.")


def _query(
    shelf: "Shelf", search: str, document: str, topic: str, difficulty: str, status: str, run: str, disputed: bool
) -> "Query":
    """What the options ask for, in the order of the documents."""
    from mcqgen.bank import Query, Status
    from mcqgen.domain.blueprint import Difficulty

    return Query(
        text=search,
        document=_document(shelf, document) if document else "",
        topic=topic,
        difficulty=_one_of(Difficulty, "difficulty", difficulty),
        status=_one_of(Status, "status", status),
        run=shelf.run(run).id if run else "",
        disputed=True if disputed else None,
        order="place",
        limit=_EVERYTHING,
    )


def _document(shelf: "Shelf", named: str) -> str:
    """Id of the document of this id or name; raises RequestError that lists what there is."""
    known = shelf.documents()
    for one in known:
        if named in (one.info.id, one.info.name):
            return one.info.id
    names = ", ".join(f"'{one.info.name}'" for one in known[:20]) or "none"
    raise RequestError(f"The bank knows no document '{named}'. Known: {names}.")


def _one_of(kind: "type[_Choice]", what: str, value: str) -> "_Choice | None":
    if not value:
        return None
    if value not in set(kind):
        raise RequestError(f"'{value}' is no {what}: say --{what} with one of {', '.join(kind)}.")
    return kind(value)


def _line(kept: "Kept") -> str:
    marks = [kept.status.value, kept.item.difficulty.value, *(["disputed"] if kept.disputed else [])]
    topic = f" [{kept.item.topic}]" if kept.item.topic else ""
    return plain(f"{kept.id} {' '.join(marks)}: {kept.item.stem}{topic}")


def _described(kept: "Kept") -> dict[str, Any]:
    return {
        "id": kept.id, "status": kept.status.value, "version": kept.version, "made_at": kept.made_at.isoformat(),
        "decided_at": kept.decided_at.isoformat() if kept.decided_at else None, "decided_by": kept.decided_by,
        "disputed": kept.disputed, "removed": kept.removed, "item": kept.item.model_dump(mode="json"),
    }  # fmt: skip


def _history(versions: "Sequence[Version]", decisions: "Sequence[Decision]") -> dict[str, Any]:
    return {
        "versions": [
            {"number": one.number, "why": one.why, "by": one.by, "made_at": one.made_at.isoformat(),
             "item": one.item.model_dump(mode="json")}
            for one in versions
        ],
        "decisions": [
            {"at": one.at.isoformat(), "by": one.by, "what": one.what, "before": one.before, "after": one.after,
             "undone": one.undone}
            for one in decisions
        ],
    }  # fmt: skip


def _signed(at: "datetime", by: str) -> str:
    return plain(f"{at:%Y-%m-%d %H:%M} UTC{f' by {by}' if by else ''}")


def _print_json(content: object) -> None:
    sys.stdout.buffer.write((json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace"))
