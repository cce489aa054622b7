"""What of the documents, or of the learning objectives, a set of items covers."""

from typing import Literal

from mcqgen.domain.base import Frozen
from mcqgen.domain.blueprint import Bloom


class CoverageRow(Frozen):
    """One section or objective."""

    name: str
    items: dict[Bloom, int] = {}
    """How many items at each level."""
    pages: tuple[int, ...] = ()
    """Pages on which their evidence stands, ascending."""

    @property
    def count(self) -> int:
        """All its items."""
        return sum(self.items.values())


class Coverage(Frozen):
    """Section or objective × Bloom level × number of items, and the pages touched."""

    by: Literal["section", "objective"]
    rows: tuple[CoverageRow, ...]
    """In the order of the documents, or as the objectives were given."""
    unserved: tuple[str, ...] = ()
    """Objectives that no part of the documents is about."""
    pages: int
    """Pages of all documents."""
    pages_touched: int
    """Pages that some evidence stands on."""
