"""What tests of the LLM writer share: reading events."""

from collections.abc import Callable, Sequence

from mcqgen.domain.item import Item
from mcqgen.domain.run import Event, ItemAccepted, ItemRejected, ItemSet, RunFinished
from mcqgen.domain.spending import StageUsage

Run = Callable[..., list[Event]]
"""Runs the pipeline against the local server; see tests/writers_llm/conftest.py."""


def result(events: Sequence[Event]) -> ItemSet:
    """The item set that a run ends with."""
    assert isinstance(events[-1], RunFinished)
    return events[-1].items


def accepted(events: Sequence[Event]) -> list[Item]:
    """The items in the order of acceptance."""
    return [event.item for event in events if isinstance(event, ItemAccepted)]


def rejected(events: Sequence[Event]) -> list[ItemRejected]:
    """The places that gave no item."""
    return [event for event in events if isinstance(event, ItemRejected)]


def codes(events: Sequence[Event]) -> set[str]:
    """Codes of the flaws that items were refused for."""
    return {flaw.code for lost in rejected(events) for flaw in lost.flaws}


def usage(items: ItemSet, stage: str) -> StageUsage:
    """What a stage used; raises StopIteration where it used nothing."""
    assert items.report.spending
    return next(used for used in items.report.spending.stages if used.stage == stage)
