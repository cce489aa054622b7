"""`mcqgen generate`: items from one document, or from several taken together."""

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
from mcqgen.cli.keeping import Keep, keeping, tell_kept
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
from mcqgen.cli.narration import Narrator, narrate
from mcqgen.cli.shaping import (
    CoverageMap,
    Forms,
    Objectives,
    deliver_forms,
    save_coverage,
    tell_coverage,
    with_forms,
    with_objectives,
)
from mcqgen.cli.words import BAD, OK, PARTIAL, count_of, plain, say
from mcqgen.errors import DocumentError, RequestError

if TYPE_CHECKING:
    from mcqgen.domain.blueprint import Request
    from mcqgen.domain.item import Item
    from mcqgen.domain.run import DocumentInfo, ItemSet
    from mcqgen.settings import Settings


def generate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="PDF, DOCX, PPTX, HTML, Markdown or text.")],
    count: Count = 10,
    difficulty: Difficulties = "medium",
    seed: Seed = 0,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; - for stdout.")] = None,
    topic: Topics = None,
    objectives: Objectives = None,
    forms: Forms = 1,
    coverage: CoverageMap = None,
    pages: Annotated[str, typer.Option("--pages", help="Only these pages, such as 10-42,50.")] = "",
    options: Options = 4,
    password: Password = "",
    title: Title = "",
    created_at: CreatedAt = "",
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
    keep: Keep = False,
) -> None:
    """Make items from one document, or from several taken together."""
    from mcqgen.cli.outputs import deliver, plan_targets
    from mcqgen.domain.run import ItemSet, RunFinished
    from mcqgen.formats import json_items

    targets = plan_targets(to, out) if to or out else ()
    for file in files:
        if not file.exists():
            raise DocumentError(f"'{file}' does not exist: check the path.")
    if forms != 1 and not (targets and all(target.path for target in targets)):
        raise RequestError("Several forms do not fit into one stream: give --out, and each gets a file.")
    request = with_objectives(make_request(count, difficulty, topic, options, seed, language), objectives)
    request = with_forms(request, forms)
    settings = with_models(
        load_settings(no_ocr),
        model=model, judge_model=judge_model, verify=verify, max_cost=max_cost, max_tokens=max_tokens,
        fallback=fallback, no_cache=no_cache, bar=bar,
    )  # fmt: skip
    export_options = make_options(title, category, points, shuffle, versions, key)
    if dry_run:
        _tell_plan(files, request, settings, pages, password, quiet)

    from mcqgen.pipeline import generate as run

    result: ItemSet | None = None
    with (
        keeping(keep, files, request, settings, title) as note,
        stoppable() as stopped,
        Narrator(quiet) as narrator,
    ):
        for event in run(
            files, request, settings,
            pages=pages, password=password, title=title, created_at=created_at, cancelled=stopped,
        ):  # fmt: skip
            note(event)
            narrate(event, narrator)
            result = event.items if isinstance(event, RunFinished) else None
    assert result is not None  # the last event is always RunFinished
    if not result.documents and not stopped():
        raise typer.Exit(BAD)  # each document's problem is told already
    if forms == 1 or not result.items:
        written = deliver(result, targets, export_options)
    else:
        written = deliver_forms(result, forms, targets, export_options, quiet)
    save_coverage(result.report.coverage, coverage)
    if as_json:
        sys.stdout.buffer.write(json_items.dump(result))
    elif all(target.path for target in targets):
        print_items(result)
    named = [] if forms > 1 else [str(target.path) for target in targets if target.path]
    _print_summary(result, named, quiet)
    tell_kept(keep, quiet)
    complete = written and not result.report.shortfall and not result.report.failures
    raise typer.Exit(OK if complete else PARTIAL)


def _tell_plan(
    files: list[Path], request: "Request", settings: "Settings", pages: str, password: str, quiet: bool
) -> NoReturn:
    """Say what the run would take, and leave."""
    from mcqgen.domain.run import CostEstimated, DocumentFailed
    from mcqgen.pipeline import preview

    estimates, failed = [], False
    with stoppable() as stopped, Narrator(quiet) as narrator:
        for event in preview(files, request, settings, pages=pages, password=password, cancelled=stopped):
            narrate(event, narrator)
            failed = failed or isinstance(event, DocumentFailed)
            if isinstance(event, CostEstimated):
                estimates.append(event.estimate)
    tell_estimate(estimates)
    raise typer.Exit(BAD if not estimates else PARTIAL if failed else OK)


def print_items(result: "ItemSet") -> None:
    """The items for people: stem, lettered options with the key marked, and the words that prove it."""
    documents = {document.id: document for document in result.documents}
    several = len(documents) > 1
    for number, item in enumerate(result.items, start=1):
        typer.echo(f"{number}. {plain(item.stem)}")
        for option in item.options:
            typer.echo(f"  {'*' if option.is_key else ' '} {option.id}. {plain(option.text)}")
        for quote in item.evidence:
            where = _where(documents.get(quote.document), quote.page, several=several)
            typer.echo(f"    “{plain(quote.quote)}”{f' ({where})' if where else ''}")
        typer.echo(f"    {_about(item)}\n")


def _where(document: "DocumentInfo | None", page: int, *, several: bool) -> str:
    if document is None:
        return f"p. {page}"
    name = [plain(document.name)] if several else []
    return ", ".join([*name, *([f"p. {page}"] if document.pages > 1 else [])])


def _about(item: "Item") -> str:
    one = item.predicted
    estimate = f"{item.difficulty.value} ({one.value:.2f} ± {one.error:.2f})" if one else item.difficulty.value
    return " · ".join(filter(None, [estimate, item.bloom.value, plain(item.topic), plain(item.objective)]))


def _print_summary(result: "ItemSet", files: list[str], quiet: bool) -> None:
    report = result.report
    if report.explanation:
        say(report.explanation)
    if report.shortfall:
        tell_held_back(report.held_back)
    for remark in report.remarks:
        say(remark)
    tell_coverage(report.coverage)
    for flaw in report.set_flaws:
        say(f"{flaw.message} {flaw.advice}")
    if not quiet and result.items:
        written = f"; written to {', '.join(files)}" if files else ""
        say(f"{count_of(report.delivered, 'item')}, * marks the key{written}.")
    if not quiet:
        tell_spending(report.spending, report.delivered)
