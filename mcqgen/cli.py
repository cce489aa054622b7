"""The command line: data on stdout, progress and problems on stderr; exit 0 ok, 1 partial, 2 usage or bad input."""

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

import mcqgen
from mcqgen.errors import DocumentError, McqgenError, RequestError

if TYPE_CHECKING:
    from rich.table import Table

    from mcqgen.domain.batch import BatchEvent, BatchReport, Outcome
    from mcqgen.domain.blueprint import Request
    from mcqgen.domain.item import Item
    from mcqgen.domain.run import DocumentInfo, Event, ItemSet
    from mcqgen.settings import Settings

OK, PARTIAL, BAD = 0, 1, 2
_PIPED_WIDTH = 160
"""Columns of a table that goes to a file or another program."""

app = typer.Typer(
    help="Turn documents into multiple-choice items whose every key is proven by a verbatim quote of the source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Count = Annotated[int, typer.Option("-n", "--count", help="How many items.")]
Difficulties = Annotated[
    str, typer.Option("--difficulty", help="easy, medium, hard, mixed, or a mix such as easy:3,medium:5,hard:2.")
]
Seed = Annotated[int, typer.Option("--seed", help="Another seed gives other items; the same one the same.")]
Topics = Annotated[list[str] | None, typer.Option("--topic", help="Ask only about this; may be given several times.")]
Options = Annotated[int, typer.Option("--options", help="Options of an item, the key included: 3, 4 or 5.")]
Password = Annotated[str, typer.Option("--password", help="Opens encrypted PDF files.")]
Title = Annotated[str, typer.Option("--title", help="Title of the item set.")]
CreatedAt = Annotated[
    str, typer.Option("--created-at", help="Time to write into the results, such as 2026-01-31T12:00:00Z.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on the way; tell results and problems only.")]
NoOcr = Annotated[bool, typer.Option("--no-ocr", help="Leave pages without a text layer unread.")]


@app.callback(invoke_without_command=True)
def start(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Read the options that stand before the command."""
    if version:
        typer.echo(f"mcqgen {mcqgen.__version__}")
        raise typer.Exit


@app.command()
def generate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="PDF, DOCX, PPTX, HTML, Markdown or text.")],
    count: Count = 10,
    difficulty: Difficulties = "medium",
    seed: Seed = 0,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="JSON file to write; - for stdout.")] = None,
    topic: Topics = None,
    pages: Annotated[str, typer.Option("--pages", help="Only these pages, such as 10-42,50.")] = "",
    options: Options = 4,
    password: Password = "",
    title: Title = "",
    created_at: CreatedAt = "",
    as_json: Json = False,
    quiet: Quiet = False,
    no_ocr: NoOcr = False,
) -> None:
    """Make items from one document, or from several taken together."""
    from mcqgen.domain.run import ItemSet, RunFinished
    from mcqgen.formats import json_items
    from mcqgen.formats.files import check_writable, save

    to_stdout = as_json or str(out) == "-"
    target = None if out is None or str(out) == "-" else out
    for file in files:
        if not file.exists():
            raise DocumentError(f"'{file}' does not exist: check the path.")
    if target:
        check_writable(target)
    request, settings = _request(count, difficulty, topic, options, seed), _settings(no_ocr)

    from mcqgen.pipeline import generate as run

    result: ItemSet | None = None
    with _stoppable() as stopped, _Narrator(quiet) as narrator:
        for event in run(
            files, request, settings,
            pages=pages, password=password, title=title, created_at=created_at, cancelled=stopped,
        ):  # fmt: skip
            _narrate(event, narrator)
            result = event.items if isinstance(event, RunFinished) else None
    assert result is not None  # the last event is always RunFinished
    if not result.documents and not stopped():
        raise typer.Exit(BAD)  # each document's problem is told already
    if target and result.items:
        save(target, json_items.dump(result))
    if to_stdout:
        sys.stdout.buffer.write(json_items.dump(result))
    else:
        _print_items(result)
    _print_summary(result, target, quiet)
    raise typer.Exit(PARTIAL if result.report.shortfall or result.report.failures else OK)


@app.command()
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
    as_json: Json = False,
    quiet: Quiet = False,
    no_ocr: NoOcr = False,
) -> None:
    """Make items from each document of a folder; started again, it does only what is new or changed."""
    from mcqgen.domain.batch import BatchFinished, BatchReport

    request, settings = _request(count, difficulty, topic, options, seed), _settings(no_ocr, workers)

    from mcqgen.batch import REPORT, run_batch

    report: BatchReport | None = None
    with _stoppable() as stopped, _Narrator(quiet) as narrator:
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
    complete = report.delivered >= report.requested and not report.unfinished
    raise typer.Exit(OK if complete else PARTIAL)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the items' files."""
    from mcqgen.formats.json_items import json_schema

    sys.stdout.buffer.write((json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n").encode())


def main() -> NoReturn:
    """Run the command line; a problem that we know of becomes one sentence and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows a question mark instead of stopping the run.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except McqgenError as error:
        _say(str(error))
        sys.exit(BAD)
    sys.exit(OK)


def _say(sentence: str) -> None:
    typer.echo(_plain(sentence), err=True)


def _plain(text: str) -> str:
    """One line that a terminal shows and does not obey: documents may hold control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _request(count: int, difficulty: str, topics: Sequence[str] | None, options: int, seed: int) -> "Request":
    from mcqgen.domain.blueprint import Request
    from mcqgen.planning import parse_mix

    mix = parse_mix(difficulty, count)
    if not 3 <= options <= 5:
        raise RequestError(f"{options} options make no sense: ask for 3, 4 or 5.")
    return Request(mix=mix, topics=tuple(topics or ()), options=options, seed=seed)


def _settings(no_ocr: bool, workers: int | None = None) -> "Settings":
    from pydantic import ValidationError

    from mcqgen.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"MCQGEN_{str(first['loc'][0]).upper()}"
        raise RequestError(f"The environment variable {name} makes no sense: {first['msg']}.") from error
    changes = {"ocr": False} if no_ocr else {}
    return settings.model_copy(update=changes | ({"workers": workers} if workers else {}))


@contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl-C asks the work to stop and keep what it has; a second one breaks it off."""
    stop = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)
        _say("Stopping; what is accepted is kept. Press Ctrl-C again to break off.")

    signal.signal(signal.SIGINT, ask)
    try:
        yield stop.is_set
    finally:
        signal.signal(signal.SIGINT, before)


class _Narrator:
    """Tells on stderr what goes on: one live line on a terminal, else a line a step; nothing when quiet."""

    def __init__(self, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

        console = Console(stderr=True, highlight=False, markup=False)
        self._quiet = quiet
        self._live = None
        if console.is_terminal and not quiet:
            text = TextColumn("{task.description}", markup=False)
            self._live = Progress(SpinnerColumn(), text, BarColumn(), console=console, transient=True)
            self._task = self._live.add_task("", total=None)
        self._said = ""
        self._done = self._total = 0

    def __enter__(self) -> "_Narrator":
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    def step(self, sentence: str, done: int = 0, total: int = 0) -> None:
        """Something goes on, of which `done` of `total` is through."""
        if self._live:
            self._live.update(self._task, description=_plain(sentence), completed=done, total=total or None)
        elif not self._quiet and sentence != self._said:
            _say(sentence)
        self._said = sentence

    def problem(self, sentence: str) -> None:
        """Something that the user must know, even when quiet."""
        if self._live:
            self._live.console.print(_plain(sentence), soft_wrap=True)
        else:
            _say(sentence)

    def batch(self, event: "BatchEvent") -> None:
        """Tell what goes on in a batch."""
        from mcqgen.domain.batch import BatchStarted, DocumentFinished

        if isinstance(event, BatchStarted):
            self._total = event.to_do
            before = f", {event.total - event.to_do} done before" if event.to_do < event.total else ""
            self.step(f"{event.to_do} of {_count(event.total, 'document')} to do{before}.", 0, self._total)
        elif isinstance(event, DocumentFinished):
            self._done += 1
            self.step(f"{self._done}/{self._total} {_row(event.outcome)}", self._done, self._total)


def _narrate(event: "Event", narrator: _Narrator) -> None:
    """Tell what goes on in a run."""
    from mcqgen.domain.run import DocumentFailed, DocumentLoaded, ItemAccepted, Progress, Stage

    if isinstance(event, Progress) and event.stage is Stage.READING and event.detail:
        narrator.step(f"Reading {event.detail}", event.done, event.total)
    elif isinstance(event, Progress) and event.stage is Stage.PLANNING:
        narrator.step(f"Planning from {_count(event.total, 'passage')}", event.done, event.total)
    elif isinstance(event, Progress) and event.stage is Stage.WRITING:
        narrator.step("Writing items", event.done, event.total)
    elif isinstance(event, ItemAccepted):
        narrator.step(f"Item {event.accepted} of {event.requested}", event.accepted, event.requested)
    elif isinstance(event, DocumentFailed):
        narrator.problem(event.failure.reason)
    elif isinstance(event, DocumentLoaded):
        for warning in event.document.warnings:
            narrator.problem(f"{event.document.name}: {warning}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _print_items(result: "ItemSet") -> None:
    """The items for people: stem, lettered options with the key marked, and the words that prove it."""
    documents = {document.id: document for document in result.documents}
    for number, item in enumerate(result.items, start=1):
        typer.echo(f"{number}. {_plain(item.stem)}")
        for option in item.options:
            typer.echo(f"  {'*' if option.is_key else ' '} {option.id}. {_plain(option.text)}")
        for quote in item.evidence:
            where = _where(documents[quote.document], quote.page, several=len(documents) > 1)
            typer.echo(f"    “{_plain(quote.quote)}”{f' ({where})' if where else ''}")
        typer.echo(f"    {_about(item)}\n")


def _where(document: "DocumentInfo", page: int, *, several: bool) -> str:
    name = [_plain(document.name)] if several else []
    return ", ".join([*name, *([f"p. {page}"] if document.pages > 1 else [])])


def _about(item: "Item") -> str:
    return " · ".join(filter(None, [item.difficulty.value, item.bloom.value, _plain(item.topic)]))


def _print_summary(result: "ItemSet", target: Path | None, quiet: bool) -> None:
    report = result.report
    if report.explanation:
        _say(report.explanation)
    for flaw in report.set_flaws:
        _say(f"{flaw.message} {flaw.advice}")
    if not quiet and result.items:
        _say(f"{_count(report.delivered, 'item')}, * marks the key{f'; written to {target}' if target else ''}.")


def _row(outcome: "Outcome") -> str:
    return f"{outcome.path}: {outcome.reason or f'{outcome.delivered} of {outcome.requested}'}"


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
    table.columns[0].footer = _count(len(report.documents), "document")
    table.columns[1].footer = f"{report.delivered}/{report.requested}"
    table.columns[1].justify = "right"
    table.columns[0].overflow = "fold"
    for row in report.documents:
        cells = row.path, f"{row.delivered}/{row.requested}", row.status.value, row.reason
        table.add_row(*(Text(_plain(cell)) for cell in cells))
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
            _say(f"{_count(len(names), 'file')} {sentence}: {', '.join(names[:3])}{more}.")
