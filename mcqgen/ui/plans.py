"""A look ahead: what would be asked where, and what it would cost; nothing is written for it."""

from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass

from mcqgen.bank import Shelf
from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.run import BlueprintPlanned, CostEstimated, DocumentFailed, Failure
from mcqgen.domain.spending import Estimate
from mcqgen.settings import Settings
from mcqgen.ui import strings
from mcqgen.ui.background import in_background
from mcqgen.ui.orders import Order


@dataclass(frozen=True)
class Plan:
    """What a run would do."""

    places: dict[str, Counter[Difficulty]]
    """Questions by section or objective, in the order of the text."""
    unserved: tuple[str, ...] = ()
    """Objectives that the files are not about."""
    failures: tuple[Failure, ...] = ()
    estimate: Estimate | None = None
    problem: str = ""

    @property
    def questions(self) -> int:
        """Places that were found."""
        return sum(counts.total() for counts in self.places.values())


def start_plan(shelf: Shelf, order: Order, settings: Settings) -> "Future[Plan]":
    """Plan in a thread; the future always ends with a plan, never with an exception."""
    return in_background(
        "mcqgen-plan",
        lambda: _plan(shelf, order, settings),
        lambda problem: Plan({}, problem=problem),
        strings.PLAN_BROKE_OFF,
    )


def _plan(shelf: Shelf, order: Order, settings: Settings) -> Plan:
    from mcqgen.pipeline import preview

    places: dict[str, Counter[Difficulty]] = {}
    unserved: tuple[str, ...] = ()
    failures: list[Failure] = []
    estimate = None
    paths = [shelf.file_of(name) for name in order.documents]
    for event in preview(paths, order.request, order.choices.apply(settings), pages=order.choices.pages):
        match event:
            case BlueprintPlanned():
                unserved = event.blueprint.unserved
                for spec in event.blueprint.specs:
                    places.setdefault(spec.objective or spec.topic, Counter())[spec.difficulty] += 1
            case CostEstimated():
                estimate = event.estimate
            case DocumentFailed():
                failures.append(event.failure)
            case _:
                pass
    return Plan(places, unserved, tuple(failures), estimate)
