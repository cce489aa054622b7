"""Choosing distractors: tempting, of the key's form, and not to be told from it by their length."""

import hashlib
from collections.abc import Sequence
from itertools import combinations

from mcqgen.writers.offline.draft import Choice

_SHORTLIST = 11
_MISPLACED = 0.12
"""Mean worth that a set loses by each rank that the key is off its place in the order of lengths."""
_PHRASE = 28
"""Options up to so many characters count as names: their lengths may differ freely by a few letters."""


def number_from(*words: str) -> int:
    """A number that depends on nothing but the words: a seed for choices that must look random and never change."""
    return int.from_bytes(hashlib.blake2b("\x00".join(words).encode(), digest_size=8).digest(), "big")


def choose(
    key: str, stem: str, choices: Sequence[Choice], wanted: int, misplaced: float = _MISPLACED
) -> tuple[Choice, ...]:
    """Choose `wanted` distractors; empty where no set is fit.

    The key's place in the order of lengths is drawn from the words of the question, so that neither the longest nor
    the shortest option is a better guess than any other; the best set that gives it that place wins, and one that
    misses it by a rank pays `misplaced` of its mean worth for it.
    """
    best = sorted(
        {choice.text: choice for choice in choices if _fits(key, choice.text)}.values(),
        key=lambda c: (-c.worth, c.text),
    )
    target = _place(number_from(stem, key), wanted)
    found: tuple[Choice, ...] = ()
    record = float("-inf")
    for some in combinations(best[:_SHORTLIST], wanted):
        texts = [key, *(choice.text for choice in some)]
        if _nested([text.lower() for text in texts]) or _shortened(texts):
            continue
        rank = sum(len(choice.text) < len(key) for choice in some)
        ties = sum(len(choice.text) == len(key) for choice in some)
        miss = 0 if rank <= target <= rank + ties else min(abs(target - rank), abs(target - rank - ties))
        score = sum(choice.worth for choice in some) / wanted - misplaced * miss
        if score > record:
            found, record = some, score
    return found


def _place(drawn: int, wanted: int) -> int:
    """How many of `wanted` distractors shall be shorter than the key.

    All or none is drawn half again as often as a number between: often no distractors are left that are longer, or
    shorter, than the key, and it then lands beside the place that was drawn.
    """
    tickets = [place for place in range(wanted + 1) for _ in range(3 if place in (0, wanted) else 2)]
    return tickets[drawn % len(tickets)]


def _nested(texts: Sequence[str]) -> bool:
    """Whether an option holds all words of another ("behavior", "criminal behavior"), or most of a long one's."""
    bags = [frozenset(text.split()) for text in texts]
    return any(
        (shared := len(one & other)) == (fewer := min(len(one), len(other))) or (fewer > 5 and shared > 0.7 * fewer)
        for one, other in combinations(bags, 2)
    )


def _shortened(texts: Sequence[str]) -> bool:
    """Whether an option is written in short in another: "NK cell" and "natural killer cell"."""
    initials = ["".join(word[0] for word in text.lower().split()) for text in texts]
    short = [[word.lower() for word in text.split() if len(word) > 1 and word.isupper()] for text in texts]
    return any(
        word in initials[other] for one, words in enumerate(short) for word in words for other in range(len(texts))
        if other != one
    )  # fmt: skip


def _fits(key: str, text: str) -> bool:
    longer, shorter = max(len(key), len(text)), min(len(key), len(text))
    return longer <= 1.5 * shorter if longer > _PHRASE else True
