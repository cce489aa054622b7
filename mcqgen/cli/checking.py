"""`mcqgen check` and `mcqgen checks`: the linter for question banks, and its rules."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mcqgen.cli.inputs import From, Json, Quiet, load_settings
from mcqgen.cli.words import BAD, OK, PARTIAL, count_of, plain, say
from mcqgen.errors import RequestError

if TYPE_CHECKING:
    from mcqgen.checks import Check, ReviewContext
    from mcqgen.domain.flaw import Flaw
    from mcqgen.domain.item import Item
    from mcqgen.domain.run import ItemSet
    from mcqgen.settings import Settings

    Wanted = Callable[["Flaw"], bool]

_NOT_OF_OTHERS = {"missing-rationale"}
"""Checks that only items of ours must pass: most question banks hold no rationale at all."""
_COMPLETE = (".json", ".jsonl")
"""Files that keep all of an item, so that they may be written anew."""


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Items in any format that can be read; - for stdin.")
    ],
    source: From = "",
    select: Annotated[
        str, typer.Option("--select", help="Only these checks: codes, their beginnings or names, such as O,T403.")
    ] = "",
    ignore: Annotated[str, typer.Option("--ignore", help="All but these checks.")] = "",
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="What makes the exit code 1: warning (errors too) or error.")
    ] = "warning",
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what can be mended safely: order, capitals, full stops, stray signs.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Where mended items go; without it, back into a JSON file.")
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find the flaws of items, whoever wrote them; exit 1 where there are errors or warnings.

    Of items from other systems neither evidence nor a rationale is asked; items with several right options are passed
    over.
    """
    from mcqgen.cli.item_files import read_items

    failing, wanted = _grave(fail_on), _wanted(select, ignore)
    if fix:
        _check_places(files, out)
    found: list[tuple[str, int, Flaw]] = []
    settings, complete, count = load_settings(), True, 0
    for file in files:
        items, whole = read_items(file, source, settings)
        complete, count = complete and whole, count + len(items.items)
        if fix:
            items = _mended(items, settings, wanted, out or file)
        for number, flaw in _flaws(items, settings):
            if wanted(flaw):
                found.append((str(file), number, flaw))
                if not as_json:
                    typer.echo(_line(str(file), number, flaw))
    if as_json:
        typer.echo(json.dumps([_fields(*one) for one in found], ensure_ascii=False, indent=2))
    if not quiet:
        say(_summary([flaw for _, _, flaw in found], count))
    if not count:
        raise typer.Exit(BAD)
    raise typer.Exit(PARTIAL if any(map(failing, (flaw for _, _, flaw in found))) or not complete else OK)


def checks(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Of one check, or its name; empty: list them all.")] = "",
    as_json: Json = False,
) -> None:
    """List the checks, or explain one with a bad and a good example and its source."""
    from mcqgen.checks import find, registry

    chosen = [find(code.upper() if code[:1].isalpha() and code[1:].isdigit() else code)] if code else []
    listed = chosen or list(registry().values())
    if as_json:
        typer.echo(json.dumps([_described(one) for one in listed], ensure_ascii=False, indent=2))
    elif chosen:
        (one,) = chosen
        typer.echo(f"{one.code} {one.name} ({one.severity})\n\n{one.explanation.replace('**', '')}\n\n{one.advice}")
    else:
        for one in listed:
            typer.echo(f"{one.code} {one.name:<24} {one.severity:<8} {one.explanation.splitlines()[0]}")


def _described(one: "Check[Any]") -> dict[str, object]:
    from mcqgen.checks import MENDS

    return {
        "code": one.code, "name": one.name, "severity": one.severity, "explanation": one.explanation,
        "advice": one.advice, "needs": sorted(one.needs), "fixable": one.code in MENDS,
    }  # fmt: skip


def _grave(fail_on: str) -> "Callable[[Flaw], bool]":
    """What tells whether a flaw makes the command fail."""
    from mcqgen.domain.flaw import Severity

    if fail_on not in (Severity.WARNING, Severity.ERROR):
        raise RequestError(f"'{fail_on}' is no severity to fail on: say --fail-on warning or --fail-on error.")
    passing = {Severity.NOTE} | ({Severity.WARNING} if fail_on == Severity.ERROR else set())
    return lambda flaw: flaw.severity not in passing


def _wanted(select: str, ignore: str) -> "Wanted":
    """What tells whether a flaw is of a chosen check; raises RequestError for a check that does not exist."""
    chosen, left_out = _codes(select), _codes(ignore)
    return lambda flaw: (not select or flaw.code in chosen) and flaw.code not in left_out


def _codes(listed: str) -> frozenset[str]:
    from mcqgen.checks import find, registry

    found: set[str] = set()
    for part in filter(None, map(str.strip, listed.split(","))):
        begins = {code for code in registry() if code.startswith(part.upper())}
        found |= begins or {find(part).code}
    return frozenset(found)


@dataclass(frozen=True)
class _Checked:
    """A file's items and what is needed to review them."""

    items: "ItemSet"
    context: "ReviewContext"

    @property
    def several(self) -> frozenset[int]:
        """Indices of the items with several right options, for which no rule is made."""
        items = enumerate(self.items.items)
        return frozenset(index for index, item in items if sum(option.is_key for option in item.options) > 1)

    def flaws(self, item: "Item") -> "list[Flaw]":
        """The flaws of one item; without the documents nothing is said on evidence."""
        from mcqgen.checks import review

        imported = item.provenance.writer.startswith("import ")
        return [flaw for flaw in review(item, self.context) if not (imported and flaw.name in _NOT_OF_OTHERS)]


def _flaws(items: "ItemSet", settings: "Settings") -> Iterator[tuple[int, "Flaw"]]:
    """Number of the item (0: the set) and flaw, item by item."""
    from mcqgen.checks import repeats, review_set
    from mcqgen.cli.item_files import related, review_context
    from mcqgen.domain.flaw import Severity

    checked = _Checked(items, review_context(items, settings))
    find, sound = related(items.items, checked.context), list[int]()
    if checked.several:
        several = count_of(len(checked.several), "item")
        say(f"{several} with several right options: passed over, as the rules are for one.")
    for index, item in enumerate(items.items):
        if index in checked.several:
            continue
        flaws = checked.flaws(item)
        yield from ((index + 1, flaw) for flaw in flaws)
        if not any(flaw.severity is Severity.ERROR for flaw in flaws):
            yield from ((index + 1, flaw) for flaw in repeats(item, find(index, sound), checked.context))
            sound.append(index)
    yield from ((0, flaw) for flaw in review_set([items.items[index] for index in sound], checked.context))


def _check_places(files: list[Path], out: Path | None) -> None:
    """Raise RequestError where mended items could not be written without loss or over one another."""
    if out and len(files) > 1:
        raise RequestError("Mended items of several files do not fit into one: give one file at a time with --out.")
    if bad := next((file for file in files if not out and file.suffix not in _COMPLETE), None):
        raise RequestError(f"'{bad}' is not JSON, which keeps all of an item: say where it goes with --out items.json.")


def _mended(items: "ItemSet", settings: "Settings", wanted: "Wanted", target: Path) -> "ItemSet":
    """Mend what is wanted, write it, and say how much; a file without anything to mend is left alone."""
    from mcqgen.checks import SHUFFLED, mend, review_set, shuffle
    from mcqgen.cli.item_files import review_context
    from mcqgen.cli.outputs import deliver, plan_targets
    from mcqgen.formats.contract import ExportOptions

    checked = _Checked(items, review_context(items, settings))
    kept = list(items.items)
    for index in set(range(len(kept))) - checked.several:
        kept[index] = mend(kept[index], [flaw for flaw in checked.flaws(kept[index]) if wanted(flaw)], checked.context)
    single = [item for index, item in enumerate(kept) if index not in checked.several]
    if any(flaw.code == SHUFFLED and wanted(flaw) for flaw in review_set(single, checked.context)):
        kept = list(shuffle(kept, checked.context, checked.several))
    changed = sum(old != new for old, new in zip(items.items, kept, strict=True))
    mended = items.model_copy(update={"items": tuple(kept)})
    if changed or target.suffix not in _COMPLETE or not target.exists():
        name = "jsonl" if target.suffix == ".jsonl" else "json"
        deliver(mended, plan_targets([name], target), ExportOptions(title=items.title))
    say(f"{count_of(changed, 'item')} mended in '{target}'.")
    return mended


def _summary(flaws: "list[Flaw]", count: int) -> str:
    from mcqgen.domain.flaw import Severity

    serious = sum(flaw.severity is not Severity.NOTE for flaw in flaws)
    notes = f", {count_of(len(flaws) - serious, 'note')}" if len(flaws) > serious else ""
    return f"{count_of(serious, 'flaw')}{notes} in {count_of(count, 'item')}."


def _line(file: str, number: int, flaw: "Flaw") -> str:
    place = f"{file}:{number}" if number else file
    return plain(f"{place} {flaw.code} {flaw.name} {flaw.severity}: {flaw.message} {flaw.advice}")


def _fields(file: str, number: int, flaw: "Flaw") -> dict[str, object]:
    return {"file": file, "item": number or None, **flaw.model_dump(mode="json")}
