"""The linter: rules about items, and what they find.

`review` reads one item, `repeats` compares it with items that were accepted before, `review_set` looks at a whole set,
and `twins` finds those of a large set that ask for the same fact. Each rule is a `Check`; `registry` lists them all.
`mend` and `shuffle` do what can be done without a writer.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from mcqgen.checks.base import Check, Need
from mcqgen.checks.mending import MENDS, SHUFFLED, mend, shuffle
from mcqgen.checks.pairs import Pair
from mcqgen.checks.reading import Reading, ReviewContext
from mcqgen.checks.registry import EMBEDDED, ITEM, PAIR, SET, STRUCTURE, find, registry
from mcqgen.checks.sets import Guess, Pool
from mcqgen.checks.twins import Twins, twins
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Item

__all__ = [
    "MENDS",
    "SHUFFLED",
    "Check",
    "Guess",
    "Need",
    "ReviewContext",
    "Twins",
    "find",
    "guesses",
    "mend",
    "registry",
    "repeats",
    "review",
    "review_set",
    "shuffle",
    "twins",
]


class _Able(Protocol):
    def has(self, need: Need) -> bool: ...


def _apply(checks: Iterable[Check[Any]], subject: _Able) -> tuple[Flaw, ...]:
    able = {need for need in Need if subject.has(need)}
    return tuple(flaw for check in checks if check.needs <= able for flaw in check.flaws(subject))


def _broken(flaws: Iterable[Flaw]) -> bool:
    return any(flaw.severity is Severity.ERROR for flaw in flaws)


def review(item: Item, context: ReviewContext) -> tuple[Flaw, ...]:
    """Find the flaws of one item, cheapest checks first.

    After an error of structure no other check is made; after any error, none that needs embeddings.
    """
    reading = Reading(item, context)
    flaws = _apply(STRUCTURE, reading)
    if _broken(flaws):
        return flaws
    flaws += _apply(ITEM, reading)
    return flaws if _broken(flaws) else flaws + _apply(EMBEDDED, reading)


def repeats(item: Item, accepted: Sequence[Item], context: ReviewContext) -> tuple[Flaw, ...]:
    """Find whether a well-formed item asks again for what an accepted item asks; stops at the first such item."""
    new = Reading(item, context)
    for old in accepted:
        if flaws := _apply(PAIR, Pair(new, Reading(old, context))):
            return flaws
    return ()


def _pool(items: Sequence[Item], context: ReviewContext) -> Pool:
    readings = (Reading(item, context) for item in items)
    return Pool(tuple(r for r in readings if not _broken(_apply(STRUCTURE, r))))


def review_set(items: Sequence[Item], context: ReviewContext) -> tuple[Flaw, ...]:
    """Find the flaws of a set: whether rules of thumb pass it, and where its keys stand."""
    return _apply(SET, _pool(items, context))


def guesses(items: Sequence[Item], context: ReviewContext) -> tuple[Guess, ...]:
    """Score each rule of thumb over the set's well-formed items."""
    return _pool(items, context).guesses
