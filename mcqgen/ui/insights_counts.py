"""The counts on the page Insights: status, difficulty, places of the right answer, flaws."""

from collections.abc import Mapping
from itertools import takewhile
from string import ascii_uppercase
from typing import Final

import streamlit as st

from mcqgen.bank import Insights
from mcqgen.ui import markup
from mcqgen.ui.bars import bars
from mcqgen.ui.strings import DIFFICULTIES
from mcqgen.ui.strings import bank as bank_words
from mcqgen.ui.strings import insights as words

_ENOUGH: Final = 20
"""Questions from which on it can be said whether their right answers are spread evenly."""
_ODD: Final = 3.0
"""Standard errors by which a place may be off its share: with five places, chance goes beyond in 1 of 75 sets."""


def draw_statuses(counts: Insights) -> None:
    """How many are drafts, approved, rejected and retired."""
    st.subheader(words.STATUSES, anchor=False)
    rows = [(bank_words.STATUSES[status], number) for status, number in counts.statuses.items()]
    st.html(bars(words.STATUSES, (words.STATUS, words.QUESTIONS), rows))


def draw_difficulty(counts: Insights) -> None:
    """How hard the questions are, by level, and by the share of students who are expected to miss them."""
    st.subheader(words.DIFFICULTY, anchor=False)
    rows = [(DIFFICULTIES[level], number) for level, number in counts.difficulties.items()]
    st.html(bars(words.DIFFICULTY, (words.LEVEL, words.QUESTIONS), rows))
    st.html(f'<p class="mcq-quiet">{half_missed(counts.tenths)}</p>')
    if any(counts.tenths):
        with st.expander(words.TENTHS, type="compact"):
            tenths = [
                (words.TENTH.format(low=10 * at, high=10 * at + 10), number) for at, number in enumerate(counts.tenths)
            ]
            st.html(bars(words.TENTHS, (words.TENTHS, words.QUESTIONS), tenths))
            st.html(f'<p class="mcq-quiet">{words.ESTIMATED}</p>')


def half_missed(tenths: tuple[int, ...]) -> str:
    """The median of the estimates in words."""
    if not any(tenths):
        return words.NO_ESTIMATE
    above = 0
    for tenth in reversed(range(len(tenths))):
        above += tenths[tenth]
        if 2 * above >= sum(tenths):
            return words.HALF.format(percent=10 * tenth)
    raise AssertionError("half of a sum is always reached")


def draw_letters(counts: Insights) -> None:
    """Where the right answer stands."""
    st.subheader(words.LETTERS, anchor=False)
    st.html(bars(words.LETTERS, (words.LETTER, words.QUESTIONS), without_gaps(counts.letters)))
    st.html(f'<p class="mcq-quiet">{spread_evenly(counts.letters)}</p>')


def without_gaps(letters: Mapping[str, int]) -> list[tuple[str, int]]:
    """All letters from A to the last one that is ever right."""
    usual = list(takewhile(lambda letter: letter <= max(letters, default=""), ascii_uppercase))
    return [(letter, letters.get(letter, 0)) for letter in dict.fromkeys([*usual, *letters])]


def spread_evenly(letters: Mapping[str, int]) -> str:
    """Whether the right answers stand at all places alike, in words."""
    total = sum(letters.values())
    if total < _ENOUGH:
        return words.TOO_FEW
    share = 1 / max(2, len(letters))
    most = max(letters, key=lambda letter: letters[letter])
    error = (share * (1 - share) / total) ** 0.5
    return words.UNEVEN.format(letter=most) if letters[most] / total > share + _ODD * error else words.EVEN


def draw_flaws(counts: Insights) -> None:
    """What the checks noticed, in plain words."""
    st.subheader(words.FLAWS, anchor=False)
    if not counts.flaws:
        st.html(markup.line("check", words.NO_FLAWS, kind="good"))
        return
    rows = sorted(plainly(counts.flaws).items(), key=lambda row: (-row[1], row[0]))
    st.html(bars(words.FLAWS, (words.FLAW, words.QUESTIONS), rows))
    st.html(f'<p class="mcq-quiet">{words.FLAWED}</p>')


def plainly(flaws: Mapping[str, int]) -> dict[str, int]:
    """Questions by flaw, in plain words; codes that go by the same words are counted together."""
    found: dict[str, int] = {}
    for code, number in flaws.items():
        name = words.FLAW_NAMES.get(code) or words.FLAW_OTHER.format(code=code)
        found[name] = found.get(name, 0) + number
    return found
