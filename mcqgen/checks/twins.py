"""Which questions of a large set ask for the same fact, without comparing each with each by the slow checks."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mcqgen.checks.pairs import Pair, repeated_item, same_evidence, same_fact
from mcqgen.checks.reading import Reading, ReviewContext
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Item

_TWIN = (repeated_item, same_evidence, same_fact)
_NEAR = 0.7
"""Cosine of stem and key below which none of these checks finds anything but the same words of the source."""
_NEAREST = 20
"""Most others that one item is compared with: a copy in a hundred places is told often enough."""
_ROWS = 512
"""Items whose nearness to all is in memory at a time."""
_AT_ONCE = 64


@dataclass(frozen=True)
class Twins:
    """Two items that ask for the same fact."""

    first: int
    """Place in the given order; `first` < `second`."""
    second: int
    flaws: tuple[Flaw, ...]
    """What says so, about the second."""


def twins(items: Sequence[Item], context: ReviewContext, progress: Callable[[int, int], bool]) -> tuple[Twins, ...]:
    """Find the pairs that ask for the same fact: copies, the same evidence and key, or the same meaning.

    Items without a key are left out.

    Args:
        items: In any order.
        context: It has embeddings.
        progress: Told how many items were read, of how many; it ends the search with nothing by answering False.
    """
    whole = [at for at, item in enumerate(items) if any(option.is_key for option in item.options)]
    texts = [f"{items[at].stem} {items[at].key.text}" for at in whole]
    for begin in range(0, len(texts), _AT_ONCE):
        if not progress(begin, len(texts)):
            return ()
        context.vectors(texts[begin : begin + _AT_ONCE])
    near = set(_near(context.vectors(texts))) if texts else set()
    pairs = {(whole[one], whole[other]) for one, other in near} | set(_beside(items, whole))
    found = (Twins(one, other, _told(items[one], items[other], context)) for one, other in sorted(pairs))
    return tuple(pair for pair in found if pair.flaws)


def _told(old: Item, new: Item, context: ReviewContext) -> tuple[Flaw, ...]:
    pair = Pair(Reading(new, context), Reading(old, context))
    return tuple(flaw for check in _TWIN if all(map(pair.has, check.needs)) for flaw in check.flaws(pair))


def _near(vectors: NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Pairs of rows that lie near each other, each row with its nearest ones."""
    for begin in range(0, len(vectors), _ROWS):
        cosines = vectors[begin : begin + _ROWS] @ vectors.T
        for row, others in enumerate(cosines, begin):
            others[row] = -1.0
            close = np.flatnonzero(others >= _NEAR)
            for other in close[np.argsort(-others[close], kind="stable")][:_NEAREST]:
                yield min(row, int(other)), max(row, int(other))


def _beside(items: Sequence[Item], whole: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs whose evidence stands on the same page, at places that touch."""
    quotes = defaultdict(list)
    for at in whole:
        for quote in items[at].evidence:
            quotes[quote.document, quote.page].append((quote.start, quote.end, at))
    for places in quotes.values():
        places.sort()
        for number, (_, end, one) in enumerate(places):
            for start, _, other in places[number + 1 : number + 1 + _NEAREST]:
                if start >= end:
                    break
                if one != other:
                    yield min(one, other), max(one, other)
