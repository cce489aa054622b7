"""The third stage: items are written, reviewed, revised and accepted."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mcqgen.authoring import author, tell_relabelled
from mcqgen.domain.blueprint import Blueprint
from mcqgen.domain.item import Item
from mcqgen.domain.run import CostEstimated, Event, ItemAccepted, ItemRejected, Progress, Stage
from mcqgen.errors import UnsupportedLanguage
from mcqgen.pipeline.run import Run

if TYPE_CHECKING:
    from mcqgen.checks import ReviewContext
    from mcqgen.difficulty import Gauge
    from mcqgen.writers import Desk, Writer


def write(run: Run) -> Iterator[Event]:
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
    _tell_unheard(run, run.staff.offline)
    writer = run.staff.writer(run.documents, run.passages, run.request, embed=run.embed, cancelled=run.cancelled)
    run.writer = writer.name
    yield from _author(run, run.blueprint, writer, run.staff.revisions, context)
    yield from _fill_in(run, context)
    run.held_back = run.staff.held_back(writer)
    run.items = _remarked(run, writer)
    run.spending = run.staff.spending(writer, sum(item.provenance.model != "" for item in run.items))
    run.set_flaws = review_set(run.items, context)


def _remarked(run: Run, writer: "Writer | Desk") -> list[Item]:
    """The items with what a judge noted after they were accepted, estimated anew where it noted something."""
    run.remarks += tell_relabelled(run.items)
    gauge, noted = _gauge(run), run.staff.remark(writer, run.items)
    return [
        new if new == old else new.model_copy(update={"predicted": gauge(new)})
        for old, new in zip(run.items, noted, strict=True)
    ]


def _tell_unheard(run: Run, offline: bool) -> None:
    """Say that an instruction was not followed, where the offline writer wrote."""
    wish = run.request.instruction
    if offline and wish:
        run.remarks += (
            f"The offline writer cannot follow an instruction, so “{wish}” was left aside: choose a model.",
        )


def _gauge(run: Run) -> "Gauge":
    """What estimates how hard an item is."""
    from mcqgen.difficulty import Gauge, load_weights

    languages = {document.id: document.language for document in run.documents}
    return Gauge(
        load_weights(run.settings.home),
        run.embed,
        lambda item: run.request.language or languages[item.evidence[0].document],
    )


def _author(
    run: Run, blueprint: Blueprint, writer: "Writer | Desk", revisions: int, context: "ReviewContext"
) -> Iterator[ItemAccepted | ItemRejected]:
    """Write by a blueprint, and keep what comes of it."""
    from mcqgen.checks import repeats, review

    for settled in author(
        blueprint,
        writer,
        lambda item: review(item, context),
        lambda item, accepted: repeats(item, (*run.others, *accepted), context),
        revisions=revisions + (len(run.others) if run.staff.offline else 0),
        cancelled=run.cancelled,
        before=tuple(run.items),
        gauge=_gauge(run),
    ):
        if isinstance(settled, ItemAccepted):
            run.items.append(settled.item)
        else:
            run.rejected.append(settled)
        yield settled


def _fill_in(run: Run, context: "ReviewContext") -> Iterator[Event]:
    """Where the model gave up for good, have the offline writer write the rest if that is wanted."""
    lost = [rejected for rejected in run.rejected if rejected.lasting]
    if not lost or run.settings.fallback != "offline" or run.cancelled():
        return
    from mcqgen.planning import widen

    specs = tuple(rejected.spec for rejected in lost)
    try:
        writer = run.staff.stand_in(run.documents, run.passages, run.request, embed=run.embed)
    except UnsupportedLanguage as error:
        run.remarks += (str(error),)
        return
    run.rejected = [rejected for rejected in run.rejected if not rejected.lasting]
    before = len(run.items)
    yield from _author(
        run, widen(Blueprint(specs=specs), run.passages, run.request), writer, run.settings.revisions, context
    )
    written = len(run.items) - before
    _tell_unheard(run, written > 0)
    run.remarks += (f"Written offline, as the model could not go on: {written} of {len(specs)}. {lost[0].reason}",)
    run.writer = f"{run.writer}; {writer.name}"
