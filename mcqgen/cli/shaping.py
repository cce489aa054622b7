"""Objectives in; the coverage map and parallel forms out."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mcqgen.cli.words import count_of, plain, say
from mcqgen.errors import RequestError

if TYPE_CHECKING:
    from mcqgen.cli.outputs import Target
    from mcqgen.domain.blueprint import Request
    from mcqgen.domain.coverage import Coverage
    from mcqgen.domain.run import ItemSet
    from mcqgen.formats.contract import ExportOptions

Objectives = Annotated[
    Path | None,
    typer.Option("--objectives", help="Learning objectives, one a line, or a CSV: objective, weight, bloom."),
]
CoverageMap = Annotated[
    Path | None, typer.Option("--coverage", help="SVG picture to write: what the items cover, by Bloom level.")
]
Forms = Annotated[
    int, typer.Option("--forms", help="Make so many parallel papers of --count items each: alike, and no fact twice.")
]


def with_objectives(request: "Request", file: Path | None) -> "Request":
    """The request, shared out over the objectives of a file; raises RequestError where it cannot be read."""
    if file is None:
        return request
    from mcqgen.planning import parse_objectives

    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f"The objectives in '{file}' cannot be read: give a text file in UTF-8.") from error
    return request.model_copy(update={"objectives": parse_objectives(text)})


def with_forms(request: "Request", forms: int) -> "Request":
    """The request for as many items as all forms need; raises RequestError for a number that makes no sense."""
    if forms == 1:
        return request
    from mcqgen.planning import check_forms

    check_forms(forms)
    return request.model_copy(update={"mix": {level: number * forms for level, number in request.mix.items()}})


def save_coverage(coverage: "Coverage | None", file: Path | None) -> None:
    """Write the picture."""
    if file and coverage:
        from mcqgen.formats.files import save
        from mcqgen.planning import draw_coverage

        save(file, draw_coverage(coverage).encode())


def tell_coverage(coverage: "Coverage | None") -> None:
    """Say which objectives went without an item, and why."""
    if coverage is None or coverage.by != "objective":
        return
    for text in coverage.unserved:
        say(f"The documents are not about the objective '{plain(text)}'.")
    for row in coverage.rows:
        if not row.count:
            say(f"No item came of the objective '{plain(row.name)}', though the documents are about it.")


def deliver_forms(
    result: "ItemSet", forms: int, targets: Sequence["Target"], options: "ExportOptions", quiet: bool
) -> bool:
    """Deal the items out to forms A, B, C … and write each beside the others; returns whether all went well.

    Raises:
        RequestError: There is no file to name them by, or there are too few items.
    """
    from mcqgen.cli.outputs import Target, deliver
    from mcqgen.planning import hardness, make_forms

    papers, written = make_forms(result.items, forms), True
    for letter, items in zip("ABCDEFGH", papers, strict=False):
        form = result.model_copy(update={"title": f"{result.title}, form {letter}", "items": items})
        placed = [Target(one.format, _named(one.path, letter)) for one in targets]
        written = deliver(form, placed, options) and written
        if not quiet:
            said = f"mean estimate of difficulty {hardness(items):.2f}"
            say(f"Form {letter}: {count_of(len(items), 'item')}, {said}; {', '.join(str(one.path) for one in placed)}.")
    left = len(result.items) - sum(map(len, papers))
    if left:
        say(f"{count_of(left, 'item')} left over: about a fact that is used, or too few to fill a round.")
    return written


def _named(path: Path | None, letter: str) -> Path:
    if path is None:
        raise RequestError("Several forms do not fit into one stream: give --out, and each gets a file.")
    return path.with_name(f"{path.stem}-{letter}{path.suffix}")
