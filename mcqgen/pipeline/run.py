"""What one run was asked and what it has so far."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mcqgen.domain.blueprint import Blueprint, Request
from mcqgen.domain.document import Document, Passage
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Item
from mcqgen.domain.run import DocumentInfo, Failure, ItemRejected, describe
from mcqgen.domain.spending import Spending
from mcqgen.settings import Settings
from mcqgen.writers.staff import Staff

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def never() -> bool:
    """A run that nobody cancels."""
    return False


@dataclass(frozen=True)
class Source:
    """A document that can be used, and its passages."""

    document: Document
    passages: tuple[Passage, ...]

    @property
    def info(self) -> DocumentInfo:
        """What is told of it."""
        return describe(self.document, len(self.passages))


@dataclass
class Run:
    """What one run was asked and what it has so far; of one thread only."""

    paths: Sequence[Path]
    request: Request
    settings: Settings
    pages: str
    password: str
    cancelled: Callable[[], bool]
    staff: Staff
    sources: list[Source] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    blueprint: Blueprint = field(default_factory=lambda: Blueprint(specs=()))
    items: list[Item] = field(default_factory=list)
    rejected: list[ItemRejected] = field(default_factory=list)
    set_flaws: tuple[Flaw, ...] = ()
    writer: str = ""
    remarks: tuple[str, ...] = ()
    held_back: int = 0
    spending: Spending | None = None
    within: tuple[Passage, ...] = ()
    """What the writer reads, where that is not all."""
    others: tuple[Item, ...] = ()
    """Items of other runs, none of which may be repeated."""

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """L2-normalised vectors (len(texts), 384)."""
        from mcqgen.index import Embedder

        return Embedder(self.settings).matrix(texts)

    @property
    def documents(self) -> tuple[Document, ...]:
        """Those that can be used."""
        return tuple(source.document for source in self.sources)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """What may be asked about."""
        return self.within or tuple(passage for source in self.sources for passage in source.passages)
