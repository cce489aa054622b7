"""The second stage: passages are embedded and indexed, and what to ask is chosen."""

from collections.abc import Iterator

from mcqgen.domain.blueprint import Blueprint
from mcqgen.domain.run import BlueprintPlanned, Event, Progress, Stage
from mcqgen.pipeline.run import Run

_AT_ONCE = 64
"""Passages that are embedded between two signs of progress, and two chances to stop."""


def plan(run: Run) -> Iterator[Event]:
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
    from mcqgen.planning import plan as plan_run
    from mcqgen.planning import widen

    with PassageIndex(run.settings, Embedder(run.settings)) as index:
        vectors = [index.add(source.document, source.passages) for source in run.sources if source.passages]
    planned = plan_run(run.passages, np.concatenate(vectors), run.request, embed=run.embed)
    blueprint = planned if run.staff.offline else _affordable(planned)
    wide = run.staff.reads_all(run.documents, run.request)
    run.blueprint = widen(blueprint, run.passages, run.request) if wide else blueprint
    yield BlueprintPlanned(blueprint=run.blueprint)


def _affordable(blueprint: Blueprint) -> Blueprint:
    """The reserves that a model gets: one for each item at most, for each costs what an item costs."""
    return blueprint.model_copy(update={"reserves": blueprint.reserves[: len(blueprint.specs)]})
