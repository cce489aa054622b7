"""`mcqgen check`: the linter for question banks."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mcqgen.cli.inputs import From, Json, Quiet, load_settings
from mcqgen.cli.words import BAD, OK, PARTIAL, count_of, plain, say

if TYPE_CHECKING:
    from mcqgen.domain.flaw import Flaw
    from mcqgen.domain.run import ItemSet
    from mcqgen.settings import Settings

_NOT_OF_OTHERS = {"missing-rationale"}
"""Checks that only items of ours must pass: most question banks hold no rationale at all."""


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Items in any format that can be read; - for stdin.")
    ],
    source: From = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find the flaws of items, whoever wrote them; exit 1 where there are errors or warnings.

    Of items from other systems neither evidence nor a rationale is asked; items with several right options are passed
    over.
    """
    from mcqgen.cli.item_files import read_items
    from mcqgen.domain.flaw import Severity

    found: list[tuple[str, int, Flaw]] = []
    settings, complete, count = load_settings(), True, 0
    for file in files:
        items, whole = read_items(file, source, settings)
        complete, count = complete and whole, count + len(items.items)
        for number, flaw in _flaws(items, settings):
            found.append((str(file), number, flaw))
            if not as_json:
                typer.echo(_line(str(file), number, flaw))
    if as_json:
        typer.echo(json.dumps([_fields(*one) for one in found], ensure_ascii=False, indent=2))
    serious = sum(flaw.severity is not Severity.NOTE for _, _, flaw in found)
    if not quiet:
        notes = f", {count_of(len(found) - serious, 'note')}" if len(found) > serious else ""
        say(f"{count_of(serious, 'flaw')}{notes} in {count_of(count, 'item')}.")
    if not count:
        raise typer.Exit(BAD)
    raise typer.Exit(PARTIAL if serious or not complete else OK)


def _flaws(items: "ItemSet", settings: "Settings") -> Iterator[tuple[int, "Flaw"]]:
    """Number of the item (0: the set) and flaw, item by item; without the documents nothing is said on evidence."""
    from mcqgen.checks import repeats, review, review_set
    from mcqgen.cli.item_files import related, review_context
    from mcqgen.domain.flaw import Severity

    context = review_context(items, settings)
    find, sound = related(items.items, context), list[int]()
    several = {index for index, item in enumerate(items.items) if sum(option.is_key for option in item.options) > 1}
    if several:
        say(f"{count_of(len(several), 'item')} with several right options: passed over, as the rules are for one.")
    for index, item in enumerate(items.items):
        if index in several:
            continue
        imported = item.provenance.writer.startswith("import ")
        flaws = [flaw for flaw in review(item, context) if not (imported and flaw.name in _NOT_OF_OTHERS)]
        yield from ((index + 1, flaw) for flaw in flaws)
        if not any(flaw.severity is Severity.ERROR for flaw in flaws):
            yield from ((index + 1, flaw) for flaw in repeats(item, find(index, sound), context))
            sound.append(index)
    yield from ((0, flaw) for flaw in review_set([items.items[index] for index in sound], context))


def _line(file: str, number: int, flaw: "Flaw") -> str:
    place = f"{file}:{number}" if number else file
    return plain(f"{place}: {flaw.code} {flaw.severity} {flaw.message} {flaw.advice} [{flaw.name}]")


def _fields(file: str, number: int, flaw: "Flaw") -> dict[str, object]:
    return {"file": file, "item": number or None, **flaw.model_dump(mode="json")}
