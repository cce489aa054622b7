"""A folder of documents → items: resumable, a few documents at a time; one bad document stops nothing."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from mcqgen.batch.folder import ITEMS, REPORT, Task, duplicates, look_through, output_name
from mcqgen.batch.journal import Entry, Journal, journal_of, request_digest
from mcqgen.batch.results import combine, leftovers, make_folder, prepare, read_items, save_unless_equal
from mcqgen.domain.batch import (
    BatchEvent,
    BatchFinished,
    BatchReport,
    BatchStarted,
    DocumentFinished,
    Outcome,
    Status,
)
from mcqgen.domain.blueprint import Request
from mcqgen.domain.moment import timestamp
from mcqgen.domain.run import Event, ItemSet, Progress, RunFinished, Stage
from mcqgen.errors import McqgenError, MissingDependency, OutputError, StateError
from mcqgen.formats import json_items
from mcqgen.formats.files import save
from mcqgen.pipeline import generate, never, preview
from mcqgen.settings import Settings
from mcqgen.writers.staff import Staff, hire

__all__ = ["ITEMS", "REPORT", "output_name", "preview_batch", "run_batch"]

_LONGEST_SURPRISE = 300


@dataclass(frozen=True)
class _Batch:
    """What the threads of one batch share."""

    out: Path
    request: Request
    settings: Settings
    password: str
    created_at: str
    journal: Journal
    digest: str
    cancelled: Callable[[], bool]
    staff: Staff
    ended: threading.Event = field(default_factory=threading.Event)

    def stopped(self) -> bool:
        return self.ended.is_set() or self.cancelled()


def run_batch(
    folder: Path,
    out: Path,
    request: Request,
    settings: Settings,
    *,
    title: str = "",
    password: str = "",
    created_at: str = "",
    retry_failed: bool = False,
    cancelled: Callable[[], bool] = never,
) -> Iterator[BatchEvent]:
    """Make items from each document under `folder`, `settings.workers` documents at a time.

    Leaves under `out` one JSON file a document (at the document's own relative path, with ".json" added), all
    items together in items.json, and report.json. A journal under `settings.home` holds each result as soon as
    it is on disk: started again, after whatever end, a batch goes on where it was, and does only what is new,
    changed, or asked for differently. Files that are no longer current are never deleted, but reported.

    Args:
        folder: Where the documents are, at any depth.
        out: Where the results go; made if need be.
        request: What is asked of each document.
        settings: Where state lives, limits, and the number of workers.
        title: Of the combined items; empty: the folder's name.
        password: Tried on encrypted documents.
        created_at: ISO 8601 time of new results; empty: SOURCE_DATE_EPOCH, or else now.
        retry_failed: Try documents again that failed before and are unchanged.
        cancelled: Asked often; when true, what is finished is kept and the rest is left to the next run.

    Raises:
        DocumentError: The folder does not exist, is none, or holds no document.
        OutputError: The results cannot be written.
        StateError: Another batch is writing to the same place, or the state folder cannot be used.
        MissingDependency: A part of the installation is missing.
        RequestError: The model that the settings name makes no sense, or its key is missing.
    """
    moment = timestamp(created_at)
    tasks, ignored = look_through(folder, out)
    prepare(out, [ITEMS, REPORT])
    with journal_of(out, settings) as journal, closing(hire(settings)) as staff:
        digest = request_digest(request, settings, password)
        batch = _Batch(out, request, settings, password, moment, journal, digest, cancelled, staff)
        outcomes = _standing(batch, tasks, retry_failed) | duplicates(tasks)
        todo = [task for task in tasks if task.name not in outcomes]
        yield BatchStarted(total=len(tasks), to_do=len(todo))
        for outcome in _work(batch, todo):
            outcomes[outcome.path] = outcome
            yield DocumentFinished(outcome=outcome)
        report = _report(batch, tasks, ignored, outcomes)
        items = combine(out, report, title=title or folder.resolve().name, created_at=moment, seed=request.seed)
        report = report.model_copy(update={"spending": items.report.spending})
        save_unless_equal(out / ITEMS, json_items.dump(items))
        save_unless_equal(out / REPORT, (report.model_dump_json(indent=2) + "\n").encode())
    yield BatchFinished(report=report)


def preview_batch(
    folder: Path,
    out: Path,
    request: Request,
    settings: Settings,
    *,
    password: str = "",
    cancelled: Callable[[], bool] = never,
) -> Iterator[Event]:
    """Tell what each document under `folder` would take, one `CostEstimated` for each that can be asked.

    Arguments and errors are those of `run_batch`; nothing is written, and no model is called.
    """
    tasks, _ = look_through(folder, out)
    twice = duplicates(tasks)
    for task in tasks:
        if task.name not in twice and not cancelled():
            yield from preview([task.path], request, settings, password=password, cancelled=cancelled)


def _standing(batch: _Batch, tasks: Sequence[Task], retry_failed: bool) -> dict[str, Outcome]:
    """The outcomes, by name, of documents that need no work: same bytes, same request, and the items are there."""
    last = {entry.outcome.path: entry for entry in batch.journal.entries()}
    found = {}
    for task in tasks:
        entry = last.get(task.name)
        if entry is None or (entry.request, entry.sha256) != (batch.digest, task.sha256):
            continue
        failed = entry.outcome.status is Status.FAILED
        if (failed and not retry_failed) or (not failed and read_items(batch.out / entry.outcome.output)):
            found[task.name] = entry.outcome
    return found


def _work(batch: _Batch, tasks: Sequence[Task]) -> Iterator[Outcome]:
    """Do the documents, a few at a time, and tell each as it is done; raises what no document is to blame for."""
    with ThreadPoolExecutor(batch.settings.workers, thread_name_prefix="mcqgen-batch") as pool:
        futures = [pool.submit(_do, batch, task) for task in tasks]
        try:
            for future in as_completed(futures):
                if (outcome := future.result()) is not None:
                    yield outcome
        finally:
            batch.ended.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _do(batch: _Batch, task: Task) -> Outcome | None:
    """Do one document and record its outcome; None where the batch was stopped before it was done.

    What the model could not finish is kept and not recorded: the next run goes on with it, and finds what was answered
    in the cache.
    """
    if batch.stopped() or batch.staff.spent:
        return None
    interrupted = False
    try:
        items = _items(batch, task)
        outcome = _outcome(batch, task, items) if items else None
        interrupted = items is not None and items.report.interrupted
    except (StateError, OutputError, MissingDependency):
        raise
    except McqgenError as error:
        outcome = _failed(batch, task, str(error))
    except Exception as error:
        # Whatever a document sets off must not stop the others.
        surprise = f"unexpected {type(error).__name__}: {error}"[:_LONGEST_SURPRISE]
        outcome = _failed(batch, task, surprise.encode(errors="replace").decode())
    if outcome is not None and not interrupted:
        batch.journal.add(Entry(request=batch.digest, sha256=task.sha256, outcome=outcome))
    return outcome


def _items(batch: _Batch, task: Task) -> ItemSet | None:
    """Generate from one document; None where the batch was stopped meanwhile.

    After `settings.writing_timeout_s` of planning and writing the run ends with what is accepted.
    """
    deadline = float("inf")
    result: ItemSet | None = None

    def over() -> bool:
        return batch.stopped() or time.monotonic() > deadline

    for event in generate(
        [task.path],
        batch.request,
        batch.settings,
        password=batch.password,
        created_at=batch.created_at,
        cancelled=over,
        staff=batch.staff.share(),
    ):
        if isinstance(event, Progress) and event.stage is Stage.PLANNING and deadline == float("inf"):
            deadline = time.monotonic() + batch.settings.writing_timeout_s
        elif isinstance(event, RunFinished):
            result = event.items
    return None if batch.stopped() else result


def _outcome(batch: _Batch, task: Task, items: ItemSet) -> Outcome:
    """Save the items of a document, where it could be used."""
    if items.report.failures:
        return _failed(batch, task, items.report.failures[0].reason)
    output = output_name(task.name)
    make_folder((batch.out / output).parent)
    save(batch.out / output, json_items.dump(items))
    return Outcome(
        path=task.name,
        status=Status.PARTIAL if items.report.shortfall else Status.DONE,
        requested=items.report.requested,
        delivered=items.report.delivered,
        output=output,
        reason=items.report.explanation,
        held_back=items.report.held_back,
        warnings=items.documents[0].warnings,
    )


def _failed(batch: _Batch, task: Task, reason: str) -> Outcome:
    return Outcome(path=task.name, status=Status.FAILED, requested=batch.request.count, delivered=0, reason=reason)


def _report(
    batch: _Batch, tasks: Sequence[Task], ignored: tuple[str, ...], outcomes: Mapping[str, Outcome]
) -> BatchReport:
    rows = tuple(outcomes[task.name] for task in tasks if task.name in outcomes)
    unfinished = tuple(task.name for task in tasks if task.name not in outcomes)
    recorded = [entry.outcome for entry in batch.journal.entries()]
    return BatchReport(
        requested=sum(row.requested for row in rows) + len(unfinished) * batch.request.count,
        delivered=sum(row.delivered for row in rows),
        documents=rows,
        unfinished=unfinished,
        ignored=ignored,
        leftovers=leftovers(batch.out, recorded, rows),
    )
