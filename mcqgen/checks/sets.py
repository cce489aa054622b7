"""X51x: what only a set shows: whether it can be passed by rules of thumb."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mcqgen.checks.base import Need, check
from mcqgen.checks.reading import Phrase, Reading
from mcqgen.domain.flaw import Severity

_POOLED = 100
"""From this number of items on a score says something about the set and not only about chance."""
_MARGIN = 0.03


@dataclass(frozen=True)
class Guess:
    """What a student scores who always follows one rule of thumb; ties are split."""

    strategy: str
    items: int
    score: float
    """Share of items answered rightly, 0 to 1."""
    chance: float
    """Share that blind guessing answers rightly."""
    error: float
    """Standard error of a blind guesser's share over as many items."""

    @property
    def excess(self) -> float:
        """Score above chance."""
        return self.score - self.chance


Score = Callable[[Reading], list[float]]


def _length(reading: Reading) -> list[float]:
    return [float(len(option.text)) for option in reading.options]


def _first(reading: Reading) -> list[float]:
    return [-float(place) for place in range(len(reading.options))]


def _like_stem(reading: Reading) -> list[float]:
    return [float(len(option.content & reading.stem.content)) for option in reading.options]


def _alike(first: Phrase, second: Phrase) -> float:
    union = first.matter | second.matter
    return len(first.matter & second.matter) / len(union) if union else 0.0


def _like_others(reading: Reading) -> list[float]:
    return [sum(_alike(o, p) for p in reading.options if p is not o) for o in reading.options]


def _no_absolutes(reading: Reading) -> list[float]:
    absolutes = reading.words.set("absolutes")
    return [float(absolutes.isdisjoint(option.tokens)) for option in reading.options]


STRATEGIES: dict[str, Score] = {
    "longest option": _length,
    "first option": _first,
    "option that shares most words with the stem": _like_stem,
    "option most like the others": _like_others,
    "option without absolute words": _no_absolutes,
}


def _won(scores: Sequence[float], key: int) -> float:
    best = [place for place, score in enumerate(scores) if score >= max(scores) - 1e-9]
    return 1 / len(best) if key in best else 0.0


@dataclass(frozen=True)
class Pool:
    """Items of one set, each with one key."""

    readings: tuple[Reading, ...]

    @cached_property
    def keys(self) -> tuple[int, ...]:
        """0-based place of each item's key."""
        return tuple([o.is_key for o in reading.item.options].index(True) for reading in self.readings)

    @cached_property
    def guesses(self) -> tuple[Guess, ...]:
        """One for each rule of thumb; empty for an empty set."""
        if not self.readings:
            return ()
        count = len(self.readings)
        chances = [1 / len(reading.options) for reading in self.readings]
        error = math.sqrt(sum(p * (1 - p) for p in chances)) / count
        return tuple(
            Guess(
                strategy=name,
                items=count,
                score=sum(_won(score(r), key) for r, key in zip(self.readings, self.keys, strict=True)) / count,
                chance=sum(chances) / count,
                error=error,
            )
            for name, score in STRATEGIES.items()
        )

    def has(self, need: Need) -> bool:
        """Whether what a check needs is there for every item."""
        return all(reading.has(need) for reading in self.readings)


def _told(guess: Guess) -> str:
    return (
        f"Always taking the {guess.strategy} scores {guess.score:.1%} of {guess.items} items; "
        f"chance is {guess.chance:.1%} ± {guess.error:.1%}."
    )


@check("X511", Severity.WARNING, "Rewrite the options that give way to this rule of thumb; shuffling does not help.")
def guessable_set(pool: Pool) -> Iterator[str]:
    """A rule of thumb passes the set without any knowledge.

    Five rules are tried: the longest option, the first, the one that shares most words with the stem, the one most
    like the others, one without absolute words; ties are split. From 100 items on a set must stay within 3 points
    of chance.

    **Bad**

        What does a thermostat do?
        * It switches the heating on and off around a chosen value.
        - It heats the room.
        - It opens windows.
        --- × 100

    **Good**

        What does a thermostat do?
        * It keeps the warmth steady.
        - It warms the garden at night.
        - It opens windows.
        --- × 20

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 28; measured on expert items of 16 languages: 0.9 points
    above chance for the longest option.
    """
    if len(pool.readings) >= _POOLED:
        for guess in pool.guesses:
            if guess.excess > _MARGIN:
                yield _told(guess)


@check("X512", Severity.NOTE, "Look at the options that give way to this rule of thumb.")
def guessable_quiz(pool: Pool) -> Iterator[str]:
    """A rule of thumb scores well in a set of fewer than 100 items.

    With 20 items the standard error is 10 points, so a single quiz only gets a note, when a rule scores more than two
    standard errors above chance.

    **Bad**

        What does a thermostat do?
        * It switches the heating on and off around a chosen value.
        - It heats the room.
        - It opens windows.
        --- × 20

    **Good**

        What does a thermostat do?
        * It switches the heating on and off around a chosen value.
        - It heats the room.
        - It opens windows.
        --- × 2

    **Source**: the binomial standard error of a blind guesser.
    """
    if len(pool.readings) < _POOLED:
        for guess in pool.guesses:
            if guess.excess > max(_MARGIN, 2 * guess.error):
                yield _told(guess)


@check("X513", Severity.NOTE, "Shuffle the options.")
def uneven_key_positions(pool: Pool) -> Iterator[str]:
    """The key stands at one place far more often than at others.

    Places are compared with an even spread by a chi-square test at one in a thousand; items of the same number of
    options only.

    **Bad**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        --- × 20

    **Good**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        --- × 2

    **Source**: Attali & Bar-Hillel (2003), Guess where: the position of correct answers in multiple-choice test
    items.
    """
    critical = {3: 13.82, 4: 16.27, 5: 18.47}
    for size, limit in critical.items():
        places = [k for k, r in zip(pool.keys, pool.readings, strict=True) if len(r.options) == size]
        expected = len(places) / size
        counts = [places.count(place) for place in range(size)]
        if expected and sum((count - expected) ** 2 / expected for count in counts) > limit:
            letters = ", ".join(f"{chr(65 + place)} {count}" for place, count in enumerate(counts))
            yield f"The key stands at {letters} of {len(places)} items with {size} options."
