"""What the page knows of a run: the events so far, folded into one value."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.item import Item
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
from mcqgen.domain.spending import Estimate


@dataclass(frozen=True)
class Snapshot:
    """A run as it stands."""

    mix: Mapping[Difficulty, int]
    """What was asked for."""
    stage: Stage = Stage.READING
    done: int = 0
    """Of the present stage, in its own unit (files, passages, questions)."""
    total: int = 0
    waiting: bool = False
    """Another run has the place."""
    stopping: bool = False
    documents: tuple[DocumentInfo, ...] = ()
    failures: tuple[Failure, ...] = ()
    items: tuple[Item, ...] = ()
    rejected: tuple[ItemRejected, ...] = ()
    result: ItemSet | None = None
    estimate: Estimate | None = None
    """What a model is likely to take; none where none is at work, or before that is known."""
    problem: str = ""
    """Why the run broke off, as a sentence; empty unless it did."""

    @property
    def requested(self) -> int:
        """How many questions were asked for."""
        return sum(self.mix.values())

    @property
    def over(self) -> bool:
        """Nothing more will come."""
        return self.result is not None or bool(self.problem)


def advance(snapshot: Snapshot, event: Event) -> Snapshot:
    """Fold one event into what is known."""
    match event:
        case Progress():
            return replace(snapshot, stage=event.stage, done=event.done, total=event.total)
        case DocumentLoaded():
            return replace(snapshot, documents=(*snapshot.documents, event.document))
        case DocumentFailed():
            return replace(snapshot, failures=(*snapshot.failures, event.failure))
        case BlueprintPlanned():
            return replace(snapshot, stage=Stage.WRITING, done=0, total=snapshot.requested)
        case CostEstimated():
            return replace(snapshot, estimate=event.estimate)
        case ItemAccepted():
            items = (*snapshot.items, event.item)
            return replace(snapshot, stage=Stage.WRITING, done=event.accepted, total=event.requested, items=items)
        case ItemRejected():
            return replace(snapshot, rejected=(*snapshot.rejected, event))
        case RunFinished():
            # The items stay in the order in which they came: nothing jumps under the reader's eyes at the end.
            return replace(snapshot, result=event.items)
    assert_never(event)
