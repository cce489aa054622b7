"""`mcqgen calibrate`: what students answered goes into the items, and into the estimate of difficulty."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mcqgen.cli.inputs import Json, Quiet, load_settings
from mcqgen.cli.words import OK, PARTIAL, count_of, plain, say
from mcqgen.errors import FormatError, RequestError

if TYPE_CHECKING:
    from mcqgen.domain.item import Item
    from mcqgen.domain.run import ItemSet
    from mcqgen.settings import Settings

_WIDTH = 48


def calibrate(
    responses: Annotated[
        Path,
        typer.Argument(
            metavar="RESPONSES",
            help="CSV with the columns item, respondent, option; or an export of responses by Moodle or Canvas.",
        ),
    ],
    items: Annotated[Path, typer.Argument(metavar="ITEMS", help="The items that were asked: JSON or JSON Lines.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Where the items go with their statistics; empty: back.")
    ] = None,
    model: Annotated[
        str, typer.Option("--response-model", help="rasch, 2pl, or auto: Rasch from 30 respondents, 2PL from 500.")
    ] = "auto",
    refit: Annotated[
        bool, typer.Option("--refit/--no-refit", help="Learn the estimate of difficulty from these responses.")
    ] = True,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compute item statistics from students' responses, write them to the items, and learn from them."""
    from mcqgen import calibration
    from mcqgen.cli.item_files import read_items
    from mcqgen.cli.outputs import deliver, plan_targets
    from mcqgen.formats.contract import ExportOptions

    if model not in set(calibration.Model):
        raise RequestError(f"Unknown model '{model}': there are {', '.join(calibration.Model)}.")
    settings = load_settings()
    known, complete = read_items(items, "", settings, ours_only=True)
    try:
        found = calibration.read_responses(_read(responses), known.items)
    except FormatError as error:
        raise FormatError(f"{responses.name}: {error}") from error
    kept = calibration.calibrate(known.items, found, calibration.Model(model))
    if refit:
        kept = _learn(known, kept, settings, quiet)
    target = out or items
    name = "jsonl" if target.suffix == ".jsonl" else "json"
    result = known.model_copy(update={"items": tuple(kept)})
    deliver(result, plan_targets([name], target), ExportOptions(title=known.title))
    if as_json:
        typer.echo(json.dumps([_fields(number, item) for number, item in enumerate(kept, 1)], indent=2))
    else:
        _print(kept)
    if found.unmatched:
        named = ", ".join(f"'{plain(text)[:_WIDTH]}'" for text in found.unmatched[:5])
        say(f"{count_of(len(found.unmatched), 'question')} of the file is none of the items: {named}.")
    if not quiet:
        told = sum(item.statistics is not None for item in kept)
        say(f"{count_of(len(found.chosen), 'respondent')}, {told} of {count_of(len(kept), 'item')}; in '{target}'.")
    raise typer.Exit(OK if complete and not found.unmatched else PARTIAL)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise FormatError(f"It cannot be read: {(error.strerror or str(error)).lower()}.") from error


def _learn(known: "ItemSet", items: "list[Item]", settings: "Settings", quiet: bool) -> "list[Item]":
    """Refit the estimate of difficulty, keep it for further runs, and estimate the items anew."""
    from mcqgen.cli.item_files import review_context
    from mcqgen.difficulty import Gauge, load_weights, measure, refit, save_weights

    context = review_context(known, settings)
    assert context.embed is not None  # review_context always has one
    asked = [item for item in items if item.statistics]
    rows = [measure(item, context.language, context.embed) for item in asked]
    shares = [1 - item.statistics.p for item in asked if item.statistics]
    weights = refit(load_weights(settings.home), rows, shares)
    file = save_weights(weights, settings.home)
    if not quiet:
        say(f"The estimate of difficulty learnt from {count_of(weights.items, 'item')}; it is kept in '{file}'.")
    gauge = Gauge(weights, context.embed, lambda _: context.language)
    return [item.model_copy(update={"predicted": gauge(item)}) for item in items]


def _fields(number: int, item: "Item") -> dict[str, object]:
    told = item.statistics.model_dump() if item.statistics else None
    return {"number": number, "id": item.id, "stem": item.stem, "statistics": told}


def _print(items: "list[Item]") -> None:
    typer.echo(f"{'#':>4}  {'n':>5}  {'p':>5}  {'r_pb':>5}  {'b':>12}  {'a':>5}  remarks")
    for number, item in enumerate(items, 1):
        one = item.statistics
        if one is None:
            typer.echo(f"{number:>4}  nobody answered it  {plain(item.stem)[:_WIDTH]}")
            continue
        r_pb = "" if one.point_biserial is None else f"{one.point_biserial:.2f}"
        b = "" if one.b is None else f"{one.b:.2f} ± {one.b_error:.2f}"
        a = "" if one.a is None else f"{one.a:.2f}"
        remarks = "; ".join(_remarks(item))
        typer.echo(f"{number:>4}  {one.respondents:>5}  {one.p:>5.2f}  {r_pb:>5}  {b:>12}  {a:>5}  {remarks}".rstrip())


def _remarks(item: "Item") -> "list[str]":
    one = item.statistics
    assert one is not None
    remarks = []
    if one.point_biserial is not None and one.point_biserial < 0:
        remarks.append("the better students get it wrong: is the key right?")
    if one.non_functional:
        remarks.append(f"hardly anybody chooses {', '.join(one.non_functional)}")
    return remarks
