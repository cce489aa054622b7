"""The way of the data: load → clean → chunk → index → plan → author. The only place where the stages meet."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from mcqgen.domain.blueprint import Request
from mcqgen.domain.item import Item
from mcqgen.domain.moment import timestamp
from mcqgen.domain.run import CostEstimated, Event, RunFinished
from mcqgen.pipeline.again import ask_again, explain, files_of, keyed, plan_again
from mcqgen.pipeline.asking import check
from mcqgen.pipeline.finishing import finish
from mcqgen.pipeline.planning import plan
from mcqgen.pipeline.reading import read
from mcqgen.pipeline.run import Run, never
from mcqgen.pipeline.writing import write
from mcqgen.settings import Settings
from mcqgen.writers.staff import Staff, hire

__all__ = ["another", "generate", "never", "preview"]


def generate(
    paths: Sequence[Path],
    request: Request,
    settings: Settings,
    *,
    pages: str = "",
    password: str = "",
    title: str = "",
    created_at: str = "",
    cancelled: Callable[[], bool] = never,
    staff: Staff | None = None,
) -> Iterator[Event]:
    """Make items from documents, telling each step as a typed event.

    The last event is always `RunFinished`: its item set holds what was accepted, and its report explains any
    shortfall. A document that cannot be used is a `DocumentFailed`, and the run goes on. Several threads may
    generate at the same time.

    Args:
        paths: The documents.
        request: What is asked for.
        settings: Where state lives, and limits.
        pages: Ranges such as "10-42" to use of each document; empty: all.
        password: For encrypted documents.
        title: Of the item set; empty: the documents' own.
        created_at: ISO 8601 time of the item set; empty: SOURCE_DATE_EPOCH, or else now.
        cancelled: Asked often; when true, the run ends with what is accepted.
        staff: Who writes, where several runs share a budget; None: whom the settings name, for this run alone.

    Raises:
        RequestError: The request, the time or the model makes no sense.
        StateError: The state folder is in use or cannot be used.
        MissingDependency: A part of the installation is missing.
    """
    check(paths, request)
    moment = timestamp(created_at)
    hired = staff or hire(settings)
    run = Run(paths, request, settings, pages, password, cancelled, hired)
    try:
        yield from read(run)
        yield from plan(run)
        yield from write(run)
    finally:
        if staff is None:
            hired.close()
    yield RunFinished(items=finish(run, title, moment))


def preview(
    paths: Sequence[Path],
    request: Request,
    settings: Settings,
    *,
    pages: str = "",
    password: str = "",
    cancelled: Callable[[], bool] = never,
) -> Iterator[Event]:
    """Read and plan as `generate` does, and tell what writing would take; the last event is `CostEstimated`.

    No model is called. Where nothing can be asked, or the run is cancelled, it ends without an estimate.
    """
    check(paths, request)
    staff = hire(settings)
    run = Run(paths, request, settings, pages, password, cancelled, staff)
    try:
        yield from read(run)
        yield from plan(run)
        if run.blueprint.specs:
            yield CostEstimated(estimate=staff.estimate(run.blueprint.specs, run.passages, request))
    finally:
        staff.close()


def another(
    paths: Sequence[Path],
    item: Item,
    settings: Settings,
    *,
    instruction: str = "",
    avoid: Sequence[Item] = (),
    language: str = "",
    pages: str = "",
    password: str = "",
    created_at: str = "",
    cancelled: Callable[[], bool] = never,
    staff: Staff | None = None,
) -> Iterator[Event]:
    """Make one item like another: of the same place of its document, as hard, asking for something else.

    It is written from the passages around the item's evidence or else from those about its topic, and reviewed as
    every item is. The last event is `RunFinished`: its set holds the new item, or its report says why there is none.

    Args:
        paths: The item's document, alone or among others.
        item: The one to be like; any version of it.
        settings: As for `generate`.
        instruction: What the teacher wishes of the new item, in at most `LONGEST_INSTRUCTION` characters. The offline
            writer cannot follow it, and the report says so.
        avoid: Items that the new one must not repeat either.
        language: ISO 639-1 code of the language to write; empty: the document's.
        pages: As when the item was made.
        password: As for `generate`.
        created_at: As for `generate`.
        cancelled: As for `generate`.
        staff: As for `generate`.

    Raises:
        RequestError: The item has no evidence, none of the documents is its own, or the instruction is too long.
        StateError: As for `generate`.
        MissingDependency: As for `generate`.
    """
    request = ask_again(item, avoid, instruction, language)
    check(paths, request)
    moment = timestamp(created_at)
    hired = staff or hire(settings)
    run = Run(files_of(item, paths), request, settings, pages, password, cancelled, hired, others=keyed((item, *avoid)))
    try:
        yield from read(run)
        yield from plan_again(run, item)
        yield from write(run)
    finally:
        if staff is None:
            hired.close()
    yield RunFinished(items=explain(finish(run, "", moment), run))
