"""The way of the data: load → clean → chunk → index → plan → author. The only place where the stages meet."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mcqgen.authoring import author, tell_relabelled
from mcqgen.domain.blueprint import Blueprint, Request
from mcqgen.domain.document import Document, Passage
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Item
from mcqgen.domain.moment import timestamp
from mcqgen.domain.report import make_report
from mcqgen.domain.run import (
    BlueprintPlanned,
    CostEstimated,
    DocumentFailed,
    DocumentInfo,
    DocumentLoaded,
    Event,
    Failure,
    ItemAccepted,
    ItemRejected,
    ItemSet,
    Progress,
    RunFinished,
    Stage,
)
from mcqgen.domain.spending import Spending
from mcqgen.errors import DocumentError, MissingDependency, RequestError, UnsupportedLanguage
from mcqgen.settings import Settings
from mcqgen.writers.staff import Staff, hire

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mcqgen.checks import ReviewContext
    from mcqgen.difficulty import Gauge
    from mcqgen.domain.coverage import Coverage
    from mcqgen.writers import Desk, Writer

_AT_ONCE = 64
"""Passages that are embedded between two signs of progress, and two chances to stop."""


def never() -> bool:
    """A run that nobody cancels."""
    return False


@dataclass(frozen=True)
class _Source:
    """A document that can be used, and its passages."""

    document: Document
    passages: tuple[Passage, ...]


@dataclass
class _Run:
    """What one run was asked and what it has so far; of one thread only."""

    paths: Sequence[Path]
    request: Request
    settings: Settings
    pages: str
    password: str
    cancelled: Callable[[], bool]
    staff: Staff
    sources: list[_Source] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    blueprint: Blueprint = field(default_factory=lambda: Blueprint(specs=()))
    items: list[Item] = field(default_factory=list)
    rejected: list[ItemRejected] = field(default_factory=list)
    set_flaws: tuple[Flaw, ...] = ()
    writer: str = ""
    remarks: tuple[str, ...] = ()
    held_back: int = 0
    spending: Spending | None = None

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """L2-normalised vectors (len(texts), 384)."""
        from mcqgen.index import Embedder

        return Embedder(self.settings).matrix(texts)

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple(source.document for source in self.sources)

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for source in self.sources for passage in source.passages)


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
    _check(paths, request)
    moment = timestamp(created_at)
    hired = staff or hire(settings)
    run = _Run(paths, request, settings, pages, password, cancelled, hired)
    try:
        yield from _read(run)
        yield from _plan(run)
        yield from _write(run)
    finally:
        if staff is None:
            hired.close()
    yield RunFinished(items=_finish(run, title, moment))


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
    _check(paths, request)
    staff = hire(settings)
    run = _Run(paths, request, settings, pages, password, cancelled, staff)
    try:
        yield from _read(run)
        yield from _plan(run)
        if run.blueprint.specs:
            yield CostEstimated(estimate=staff.estimate(run.blueprint.specs, run.passages, request))
    finally:
        staff.close()


def _read(run: _Run) -> Iterator[Event]:
    """Load, clean and cut the documents one by one."""
    for number, path in enumerate(run.paths):
        if run.cancelled():
            return
        name = os.fsencode(path.name).decode("utf-8", "replace")
        yield Progress(stage=Stage.READING, done=number, total=len(run.paths), detail=name)
        try:
            source = _source(path, run)
        except (DocumentError, MissingDependency, RequestError, UnsupportedLanguage) as error:
            run.failures.append(Failure(name=name, reason=str(error)))
            yield DocumentFailed(failure=run.failures[-1])
        else:
            run.sources.append(source)
            sections = dict.fromkeys(passage.section[0] for passage in source.passages if passage.section)
            yield DocumentLoaded(document=_info(source), sections=tuple(sections))
    yield Progress(stage=Stage.READING, done=len(run.paths), total=len(run.paths))


def _plan(run: _Run) -> Iterator[Event]:
    """Embed and index the passages and choose what to ask; the index is let go of at once, for others to use."""
    texts = [passage.text for passage in run.passages]
    for begin in range(0, len(texts), _AT_ONCE):
        if run.cancelled():
            return
        yield Progress(stage=Stage.PLANNING, done=begin, total=len(texts))
        run.embed(texts[begin : begin + _AT_ONCE])
    if run.cancelled() or not texts:
        return
    import numpy as np

    from mcqgen.index import Embedder, PassageIndex
    from mcqgen.planning import plan, widen

    with PassageIndex(run.settings, Embedder(run.settings)) as index:
        vectors = [index.add(source.document, source.passages) for source in run.sources if source.passages]
    planned = plan(run.passages, np.concatenate(vectors), run.request, embed=run.embed)
    run.blueprint = widen(planned, run.passages, run.request) if run.staff.offline else _affordable(planned)
    yield BlueprintPlanned(blueprint=run.blueprint)


def _affordable(blueprint: Blueprint) -> Blueprint:
    """The reserves that a model gets: one for each item at most, for each costs what an item costs."""
    return blueprint.model_copy(update={"reserves": blueprint.reserves[: len(blueprint.specs)]})


def _write(run: _Run) -> Iterator[Event]:
    """Write, review and revise the items of the blueprint."""
    if run.cancelled() or not run.blueprint.specs:
        return
    from mcqgen.checks import ReviewContext, review_set

    if not run.staff.offline:
        yield CostEstimated(estimate=run.staff.estimate(run.blueprint.specs, run.passages, run.request))
    yield Progress(stage=Stage.WRITING, done=0, total=run.request.count)
    context = ReviewContext(
        documents={document.id: document for document in run.documents},
        embed=run.embed,
        item_language=run.request.language,
    )
    writer = run.staff.writer(run.documents, run.passages, run.request, embed=run.embed, cancelled=run.cancelled)
    run.writer = writer.name
    yield from _author(run, run.blueprint, writer, run.staff.revisions, context)
    yield from _fill_in(run, context)
    run.held_back = run.staff.held_back(writer)
    run.items = _remarked(run, writer)
    run.spending = run.staff.spending(writer, sum(item.provenance.model != "" for item in run.items))
    run.set_flaws = review_set(run.items, context)


def _remarked(run: _Run, writer: "Writer | Desk") -> list[Item]:
    """The items with what a judge noted after they were accepted, estimated anew where it noted something."""
    run.remarks += tell_relabelled(run.items)
    gauge, noted = _gauge(run), run.staff.remark(writer, run.items)
    return [
        new if new == old else new.model_copy(update={"predicted": gauge(new)})
        for old, new in zip(run.items, noted, strict=True)
    ]


def _gauge(run: _Run) -> "Gauge":
    """What estimates how hard an item is."""
    from mcqgen.difficulty import Gauge, load_weights

    languages = {document.id: document.language for document in run.documents}
    return Gauge(
        load_weights(run.settings.home),
        run.embed,
        lambda item: run.request.language or languages[item.evidence[0].document],
    )


def _author(
    run: _Run, blueprint: Blueprint, writer: "Writer | Desk", revisions: int, context: "ReviewContext"
) -> Iterator[ItemAccepted | ItemRejected]:
    """Write by a blueprint, and keep what comes of it."""
    from mcqgen.checks import repeats, review

    for settled in author(
        blueprint,
        writer,
        lambda item: review(item, context),
        lambda item, accepted: repeats(item, accepted, context),
        revisions=revisions,
        cancelled=run.cancelled,
        before=tuple(run.items),
        gauge=_gauge(run),
    ):
        if isinstance(settled, ItemAccepted):
            run.items.append(settled.item)
        else:
            run.rejected.append(settled)
        yield settled


def _fill_in(run: _Run, context: "ReviewContext") -> Iterator[Event]:
    """Where the model gave up for good, have the offline writer write the rest if that is wanted."""
    lost = [rejected for rejected in run.rejected if rejected.lasting]
    if not lost or run.settings.fallback != "offline" or run.cancelled():
        return
    from mcqgen.planning import widen

    specs = tuple(rejected.spec for rejected in lost)
    try:
        writer = run.staff.stand_in(run.documents, run.passages, run.request, embed=run.embed)
    except UnsupportedLanguage as error:
        run.remarks = (str(error),)
        return
    run.rejected = [rejected for rejected in run.rejected if not rejected.lasting]
    before = len(run.items)
    yield from _author(
        run, widen(Blueprint(specs=specs), run.passages, run.request), writer, run.settings.revisions, context
    )
    written = len(run.items) - before
    run.remarks = (f"Written offline, as the model could not go on: {written} of {len(specs)}. {lost[0].reason}",)
    run.writer = f"{run.writer}; {writer.name}"


def _finish(run: _Run, title: str, moment: str) -> ItemSet:
    """The item set, in reading order: the order of writing (reserves last) means nothing to a reader."""
    places = {document.id: number for number, document in enumerate(run.documents)}

    def place(item: Item) -> tuple[int, int, int]:
        first = item.evidence[0]
        return places[first.document], first.page, first.start

    items = tuple(sorted(run.items, key=place))
    return ItemSet(
        title=title or _title(run.documents),
        created_at=moment,
        documents=tuple(_info(source) for source in run.sources),
        items=items,
        report=make_report(
            run.request,
            items,
            run.rejected,
            planned=len(run.blueprint.specs),
            failures=run.failures,
            set_flaws=run.set_flaws,
            stopped=run.cancelled(),
            usable=bool(run.sources),
            writer=run.writer,
            remarks=run.remarks,
            held_back=run.held_back,
            spending=run.spending,
            coverage=_coverage(run, items),
        ),
    )


def _coverage(run: _Run, items: Sequence[Item]) -> "Coverage | None":
    """What the items cover; None where nothing was planned."""
    if not run.blueprint.specs:
        return None
    from mcqgen.planning import map_coverage

    return map_coverage(items, run.documents, run.passages, run.blueprint)


def _check(paths: Sequence[Path], request: Request) -> None:
    if not paths:
        raise RequestError("No document was given: name at least one file.")
    if request.count < 1:
        raise RequestError(f"{request.count} items make no sense: ask for at least 1.")
    if not 3 <= request.options <= 5:
        raise RequestError(f"{request.options} options make no sense: ask for 3, 4 or 5.")
    if request.language and not re.fullmatch("[a-z]{2}", request.language):
        raise RequestError(f"'{request.language}' names no language: give a code of two letters, such as en or es.")


def _source(path: Path, run: _Run) -> _Source:
    """Load a document and cut it into passages; raises what `mcqgen.documents.load` does, and UnsupportedLanguage."""
    from mcqgen.documents import load, split

    document = load(path, run.settings, pages=run.pages, password=run.password)
    same = next((other.name for other in run.documents if other.id == document.id), None)
    if same is not None:
        raise DocumentError(
            f"'{document.name}' says the same as '{same}', which is used already: leave one of them out."
        )
    # The writer itself says whether it takes a document; asked here, it costs one document and not the run.
    run.staff.check(document, run.request)
    return _Source(document, split(document, size=run.settings.passage_chars))


def _info(source: _Source) -> DocumentInfo:
    document = source.document
    return DocumentInfo(
        id=document.id,
        name=document.name,
        title=document.title,
        sha256=document.sha256,
        media_type=document.media_type,
        language=document.language,
        pages=len(document.pages),
        passages=len(source.passages),
        warnings=document.warnings,
    )


def _title(documents: Sequence[Document]) -> str:
    titles = [document.title for document in documents[:2]]
    if len(documents) > len(titles):
        titles.append(f"{len(documents) - len(titles)} more")
    return ", ".join(titles)
