"""Writers: from item specs to items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from mcqgen.domain.blueprint import ItemSpec
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Item


class Writer(Protocol):
    """Writes items for item specs, or revises one given its flaws; one thing after the other."""

    name: str

    def write(self, specs: Sequence[ItemSpec]) -> Iterator[tuple[ItemSpec, Item | None]]:
        """Yield a first draft for each spec; None where its passages hold nothing to ask."""

    def revise(self, spec: ItemSpec, item: Item, flaws: Sequence[Flaw]) -> Item | None:
        """Write the item anew, rid of its flaws; None where there is no other way to ask."""


@dataclass(frozen=True)
class Draft:
    """What became of one order to a desk."""

    spec: ItemSpec
    item: Item | None
    flaws: tuple[Flaw, ...] = ()
    """What the desk itself found."""
    proven: bool = False
    """The answer to `Desk.prove`."""
    reason: str = ""
    """Why there is no item."""
    lasting: bool = False
    """Another place would fare no better: the provider is down, or the budget is spent."""


@runtime_checkable
class Desk(Protocol):
    """A writer with many orders in hand at a time; they come back from `finished`, in the same order in every run."""

    name: str

    @property
    def proves(self) -> bool:
        """Whether an item that passed the review is to be proven before it is accepted."""

    def write(self, specs: Sequence[ItemSpec]) -> None:
        """Order a first draft for each spec."""

    def revise(self, spec: ItemSpec, item: Item, flaws: Sequence[Flaw]) -> None:
        """Order the item anew, rid of its flaws."""

    def prove(self, spec: ItemSpec, item: Item) -> None:
        """Order a proof of the item."""

    def finished(self) -> Iterator[Draft]:
        """Yield what became of each order, also of those given meanwhile; ends when nothing is open."""

    def stop(self) -> None:
        """Give up what is open."""
