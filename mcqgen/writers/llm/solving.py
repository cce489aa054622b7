"""The blind solve: a judge answers items without knowing the key, and we compare.

With the material, it must find exactly our key: else the key is wrong, or there are two, or none. Without the material
it tells whether the item needs it, and from the options alone whether they give the key away. These two say nothing
of the truth of an item, and a right guess happens: they are noted, and counted for the set.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Item, Option
from mcqgen.writers.llm.schema import Answer


class Regime(StrEnum):
    """What the judge sees."""

    MATERIAL = "material"
    """Stem, options, and the passages that the evidence stands in."""
    STEM = "stem"
    """Stem and options."""
    OPTIONS = "options"
    """Options alone."""


@dataclass(frozen=True)
class Question:
    """An item as the judge sees it."""

    item: Item
    options: tuple[Option, ...]
    """In an order of their own: where the key stands must tell nothing."""

    @property
    def key(self) -> str:
        """The letter under which the key is shown."""
        return next("ABCDE"[at] for at, option in enumerate(self.options) if option.is_key)

    def met(self, chosen: frozenset[str] | None) -> bool:
        """Whether exactly the key was chosen."""
        return chosen == frozenset(self.key)


def question(item: Item, regime: Regime, time: int = 0) -> Question:
    """Shuffle the options, in each regime otherwise and in each run alike.

    Args:
        item: What is asked.
        regime: What the judge sees.
        time: How often it answered rightly before; the key stands elsewhere than the time before.
    """
    options = sorted(item.options, key=lambda option: option.text)
    random.Random(f"{item.id} {regime}").shuffle(options)
    return Question(item, (*options[time % len(options) :], *options[: time % len(options)]))


def by_number(answers: Sequence[Answer], count: int) -> dict[int, frozenset[str]]:
    """The letters chosen for each of `count` items, by its number from 1; the first answer to an item counts."""
    chosen: dict[int, frozenset[str]] = {}
    for answer in answers:
        if answer.item <= count:
            chosen.setdefault(answer.item, frozenset(answer.right))
    return chosen


def verdict(asked: Question, chosen: frozenset[str] | None, regime: Regime) -> tuple[Flaw, ...]:
    """What an answer says against the item; None stands for no answer at all."""
    if regime is Regime.MATERIAL:
        return _with_material(asked, chosen)
    return (_NOTES[regime],) if asked.met(chosen) else ()


def _with_material(asked: Question, chosen: frozenset[str] | None) -> tuple[Flaw, ...]:
    if asked.met(chosen):
        return ()
    if chosen is None:
        return (_unsolved("The judge gave no answer, so nothing confirms the key."),)
    texts = {letter: option.text for letter, option in zip("ABCDE", asked.options, strict=False)}
    named = ", ".join(f"“{texts[letter]}”" for letter in sorted(chosen) if letter in texts)
    if not named:
        return (_unsolved("Who reads the material finds none of the options right."),)
    if asked.key in chosen:
        return (
            Flaw(
                code="B402",
                name="several-answers",
                severity=Severity.ERROR,
                message=f"Who reads the material finds more than one option right: {named}.",
                advice="Replace the distractors that can be defended, or make the question more precise.",
            ),
        )
    return (_unsolved(f"Who reads the material answers {named}, and not the key “{asked.item.key.text}”."),)


def _unsolved(message: str) -> Flaw:
    return Flaw(
        code="B401",
        name="key-not-confirmed",
        severity=Severity.ERROR,
        message=message,
        advice="Make the option that the material proves the key, and ask so that it is the only answer.",
    )


_NOTES: Mapping[Regime, Flaw] = {
    Regime.STEM: Flaw(
        code="B403",
        name="known-without-material",
        severity=Severity.NOTE,
        message="A judge answers the item without the material.",
        advice="See whether it tests what was taught, or what everybody knows.",
    ),
    Regime.OPTIONS: Flaw(
        code="B404",
        name="guessed-from-options",
        severity=Severity.NOTE,
        message="A judge picks the key from the options alone, without the question.",
        advice="See whether the key stands out by its length, its precision or its wording.",
    ),
}
