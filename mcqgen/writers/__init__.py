"""Writers: from item specs to items."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from mcqgen.domain.blueprint import ItemSpec
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Item


class Writer(Protocol):
    """Writes items for item specs, or revises one given its flaws."""

    name: str

    def write(self, specs: Sequence[ItemSpec]) -> Iterator[tuple[ItemSpec, Item | None]]:
        """Yield a first draft for each spec; None where its passages hold nothing to ask."""

    def revise(self, spec: ItemSpec, item: Item, flaws: Sequence[Flaw]) -> Item | None:
        """Write the item anew, rid of its flaws; None where there is no other way to ask."""
