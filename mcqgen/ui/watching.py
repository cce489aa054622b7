"""What a page knows of a run: the events so far folded into one value, or what the bank kept of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from mcqgen.bank import RunRecord, RunState
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
    Progress,
    Report,
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
    dropped: Mapping[str, int] = field(default_factory=dict)
    """Why drafts were refused for good, and how many."""
    report: Report | None = None
    """Once the run is over, unless it broke off."""
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
        return self.report is not None or bool(self.problem)


def recall(record: RunRecord, items: Sequence[Item], documents: Sequence[DocumentInfo], problem: str) -> Snapshot:
    """A run that this server did not make, or no longer remembers, by what the bank kept of it.

    Args:
        record: The run.
        items: Its questions.
        documents: What they were made of.
        problem: The sentence for a run that broke off without leaving one.
    """
    report = record.report
    broken = record.state in (RunState.BROKEN, RunState.INTERRUPTED)
    dropped = {drop.reason: drop.count for drop in report.reasons} if report else {}
    return Snapshot(
        mix=record.request.mix,
        stage=Stage.WRITING,
        done=len(items),
        total=record.request.count,
        stopping=record.state is RunState.STOPPED,
        documents=tuple(documents),
        failures=report.failures if report else (),
        items=tuple(items),
        dropped=dropped,
        report=report,
        problem=(record.problem or problem) if broken else "",
    )


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
            dropped = Counter(snapshot.dropped) + Counter([event.reason] if event.flaws else [])
            return replace(snapshot, dropped=dropped)
        case RunFinished():
            # The items stay in the order in which they came: nothing jumps under the reader's eyes at the end.
            return replace(snapshot, report=event.items.report, documents=event.items.documents)
    assert_never(event)
