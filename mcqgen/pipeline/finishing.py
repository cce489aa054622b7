"""The end: what was accepted, in reading order, with an honest report."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mcqgen.domain.document import Document
from mcqgen.domain.item import Item
from mcqgen.domain.report import make_report
from mcqgen.domain.run import ItemSet
from mcqgen.pipeline.run import Run

if TYPE_CHECKING:
    from mcqgen.domain.coverage import Coverage


def finish(run: Run, title: str, moment: str) -> ItemSet:
    """The item set, in reading order: the order of writing (reserves last) means nothing to a reader."""
    places = {document.id: number for number, document in enumerate(run.documents)}

    def place(item: Item) -> tuple[int, int, int]:
        first = item.evidence[0]
        return places[first.document], first.page, first.start

    items = tuple(sorted(run.items, key=place))
    return ItemSet(
        title=title or _title(run.documents),
        created_at=moment,
        documents=tuple(source.info for source in run.sources),
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


def _coverage(run: Run, items: Sequence[Item]) -> "Coverage | None":
    """What the items cover; None where nothing was planned, or one place alone."""
    if not run.blueprint.specs or run.within:
        return None
    from mcqgen.planning import map_coverage

    return map_coverage(items, run.documents, run.passages, run.blueprint)


def _title(documents: Sequence[Document]) -> str:
    titles = [document.title for document in documents[:2]]
    if len(documents) > len(titles):
        titles.append(f"{len(documents) - len(titles)} more")
    return ", ".join(titles)
