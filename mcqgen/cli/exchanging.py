"""`mcqgen export`, `mcqgen convert` and `mcqgen formats`: items into and out of other systems."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mcqgen.cli.inputs import (
    Category,
    From,
    Json,
    Key,
    Points,
    Shuffle,
    Title,
    To,
    Versions,
    Without,
    load_settings,
    make_options,
)
from mcqgen.cli.words import OK, PARTIAL
from mcqgen.errors import RequestError

if TYPE_CHECKING:
    from mcqgen.formats.contract import ExportOptions, Format

Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="File to write; of several formats each is named like it."),
]


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Items of mcqgen: JSON or JSON Lines; - for stdin.")],
    to: To = None,
    out: Out = None,
    title: Title = "",
    category: Category = "",
    points: Points = 1.0,
    shuffle: Shuffle = True,
    versions: Versions = 1,
    key: Key = "with",
    without: Without = None,
) -> None:
    """Write items in the formats of other systems."""
    _pass_on(file, "", to, out, without, make_options(title, category, points, shuffle, versions, key), ours_only=True)


def convert(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Items in any format that can be read; - for stdin.")],
    to: To = None,
    out: Out = None,
    source: From = "",
    title: Title = "",
    category: Category = "",
    points: Points = 1.0,
    shuffle: Shuffle = True,
    versions: Versions = 1,
    key: Key = "with",
    without: Without = None,
) -> None:
    """Turn a question bank of one system into that of another."""
    _pass_on(
        file, source, to, out, without, make_options(title, category, points, shuffle, versions, key), ours_only=False
    )


def _pass_on(
    file: Path, source: str, to: list[str] | None, out: Path | None, without: list[Path] | None,
    options: "ExportOptions", *, ours_only: bool,
) -> None:  # fmt: skip
    from mcqgen.cli.item_files import read_items, without_repeats
    from mcqgen.cli.outputs import deliver, plan_targets

    if not to:
        raise RequestError("Say which format: --to moodle_xml, for example; 'mcqgen formats' lists them.")
    targets, settings = plan_targets(to, out), load_settings()
    items, complete = read_items(file, source, settings, ours_only=ours_only)
    if without:
        known = [read_items(bank, "", settings)[0] for bank in without]
        items = without_repeats(items, known, settings)
    written = deliver(items, targets, options)
    raise typer.Exit(OK if written and complete else PARTIAL)


def formats(as_json: Json = False) -> None:
    """List the formats and what each carries."""
    from mcqgen.formats import FORMATS

    if as_json:
        typer.echo(json.dumps([_described(entry) for entry in FORMATS.values()], ensure_ascii=False, indent=2))
        return
    for entry in FORMATS.values():
        fields = _described(entry)
        ways = "written and read" if fields["reads"] else "written"
        typer.echo(f"{entry.name:<12} {entry.label} (.{entry.extension}), {ways}; up to {entry.max_options} options")
        for word in ("carries", "leaves out"):
            if features := fields[word.replace(" ", "_")]:
                typer.echo(f"{'':<12} {word}: {', '.join(map(str, features))}")


def _described(entry: "Format") -> dict[str, Any]:
    from mcqgen.formats.contract import Feature, Importable

    return {
        "name": entry.name,
        "label": entry.label,
        "extension": entry.extension,
        "media_type": entry.media_type,
        "reads": isinstance(entry, Importable),
        "max_options": entry.max_options,
        "carries": [str(feature) for feature in Feature if feature in entry.supports],
        "leaves_out": [str(feature) for feature in Feature if feature not in entry.supports],
    }
