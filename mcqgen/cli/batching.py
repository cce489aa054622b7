"""`mcqgen batch`: items from each document of a folder."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from mcqgen.cli.inputs import (
    Category,
    Count,
    CreatedAt,
    Difficulties,
    Json,
    Key,
    NoOcr,
    Options,
    Password,
    Points,
    Quiet,
    Seed,
    Shuffle,
    Title,
    To,
    Topics,
    Versions,
    load_settings,
    make_options,
    make_request,
    stoppable,
)
from mcqgen.cli.modelling import (
    Bar,
    DryRun,
    Fallback,
    JudgeModel,
    Language,
    MaxCost,
    MaxTokens,
    Model,
    NoCache,
    Verify,
    tell_estimate,
    tell_held_back,
    tell_spending,
    with_models,
)
from mcqgen.cli.narration import Narrator
from mcqgen.cli.words import BAD, OK, PARTIAL, count_of, plain, say

if TYPE_CHECKING:
    from rich.table import Table

    from mcqgen.domain.batch import BatchReport
    from mcqgen.domain.blueprint import Request
    from mcqgen.settings import Settings

_PIPED_WIDTH = 160
"""Columns of a table that goes to a file or another program."""


def batch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder with documents, at any depth.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results; made if need be.")],
    count: Count = 10,
    difficulty: Difficulties = "medium",
    seed: Seed = 0,
    topic: Topics = None,
    options: Options = 4,
    password: Password = "",
    title: Title = "",
    created_at: CreatedAt = "",
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Documents done at the same time.")] = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try unchanged documents again that failed before.")
    ] = False,
    to: To = None,
    category: Category = "",
    points: Points = 1.0,
    shuffle: Shuffle = True,
    versions: Versions = 1,
    key: Key = "with",
    model: Model = "",
    judge_model: JudgeModel = "",
    verify: Verify = "",
    dry_run: DryRun = False,
    max_cost: MaxCost = None,
    max_tokens: MaxTokens = None,
    fallback: Fallback = "",
    bar: Bar = None,
    language: Language = "",
    no_cache: NoCache = False,
    as_json: Json = False,
    quiet: Quiet = False,
    no_ocr: NoOcr = False,
) -> None:
    """Make items from each document of a folder; started again, it does only what is new or changed."""
    from mcqgen.cli.outputs import deliver, plan_targets
    from mcqgen.domain.batch import BatchFinished, BatchReport, Status
    from mcqgen.formats import get_format, json_items

    others = [name for name in to or () if get_format(name).name != "json"]  # items.json is always there
    export_options = make_options(title, category, points, shuffle, versions, key)
    request = make_request(count, difficulty, topic, options, seed, language)
    settings = with_models(
        load_settings(no_ocr, workers),
        model=model, judge_model=judge_model, verify=verify, max_cost=max_cost, max_tokens=max_tokens,
        fallback=fallback, no_cache=no_cache, bar=bar,
    )  # fmt: skip
    if dry_run:
        _tell_plan(folder, out, request, settings, password, quiet)

    from mcqgen.batch import ITEMS, REPORT, run_batch

    report: BatchReport | None = None
    with stoppable() as stopped, Narrator(quiet) as narrator:
        for event in run_batch(
            folder, out, request, settings,
            title=title, password=password, created_at=created_at, retry_failed=retry_failed, cancelled=stopped,
        ):  # fmt: skip
            narrator.batch(event)
            report = event.report if isinstance(event, BatchFinished) else None
    assert report is not None  # the last event is always BatchFinished
    if as_json:
        sys.stdout.buffer.write((out / REPORT).read_bytes())
    else:
        _print_table(report)
    _complain(report)
    if not quiet:
        tell_held_back(sum(row.held_back for row in report.documents if row.status is Status.PARTIAL))
        tell_spending(report.spending, report.delivered)
    complete = report.delivered >= report.requested and not report.unfinished
    if others and report.delivered:
        items = json_items.load((out / ITEMS).read_bytes())
        complete = deliver(items, plan_targets(others, out / ITEMS, beside=True), export_options) and complete
    raise typer.Exit(OK if complete else PARTIAL)


def _tell_plan(
    folder: Path, out: Path, request: "Request", settings: "Settings", password: str, quiet: bool
) -> NoReturn:
    """Say what the batch would take if nothing of it were done, and leave."""
    from mcqgen.batch import preview_batch
    from mcqgen.cli.narration import narrate
    from mcqgen.domain.run import CostEstimated, DocumentFailed

    estimates, failed = [], False
    with stoppable() as stopped, Narrator(quiet) as narrator:
        for event in preview_batch(folder, out, request, settings, password=password, cancelled=stopped):
            narrate(event, narrator)
            failed = failed or isinstance(event, DocumentFailed)
            if isinstance(event, CostEstimated):
                estimates.append(event.estimate)
    tell_estimate(estimates)
    raise typer.Exit(BAD if not estimates else PARTIAL if failed else OK)


def _print_table(report: "BatchReport") -> None:
    """One row a document, and the sum."""
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=_PIPED_WIDTH)
    console.print(_table(report))


def _table(report: "BatchReport") -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table("document", "items", "status", "why", show_footer=True)
    table.columns[0].footer = count_of(len(report.documents), "document")
    table.columns[1].footer = f"{report.delivered}/{report.requested}"
    table.columns[1].justify = "right"
    table.columns[0].overflow = "fold"
    for row in report.documents:
        cells = row.path, f"{row.delivered}/{row.requested}", row.status.value, row.reason
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def _complain(report: "BatchReport") -> None:
    """Problems of a batch that belong to no row of its table."""
    for names, sentence in (
        (report.unfinished, "not reached; the same command goes on there"),
        (report.ignored, "passed over, for files of this kind cannot be read"),
        (report.leftovers, "left from earlier runs, no longer part of items.json"),
    ):
        if names:
            more = f" and {len(names) - 3} more" if len(names) > 3 else ""
            say(f"{count_of(len(names), 'file')} {sentence}: {', '.join(names[:3])}{more}.")
