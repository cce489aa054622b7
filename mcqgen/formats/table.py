"""Items as rows of a table with one heading line: what CSV and Excel files share."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats import content
from mcqgen.formats.contract import LETTERS, ON_SCREEN, Feature, ReadOption, imported_item

SUPPORTS = ON_SCREEN - {Feature.TITLE, Feature.CATEGORY, Feature.POINTS, Feature.SHUFFLE}
_ALIASES = {
    "question": ("question", "question text", "stem", "item"),
    "correct": ("correct", "correct answer", "correct answers", "correct answer(s)", "answer", "key", "keys", "right"),
    "explanation": ("explanation", "general feedback", "feedback", "rationale", "answer explanation"),
    "evidence": ("evidence", "source"),
    "difficulty": ("difficulty", "level"),
    "bloom": ("bloom", "bloom level", "cognitive level"),
    "topic": ("topic", "tag", "tags", "category", "subject"),
}
"""What a column may be called, in lower case; the first is our own name."""
Level = TypeVar("Level", Difficulty, Bloom)
_OPTION = re.compile(r"(?:option|answer|choice|distractor)? ?([a-z]|\d{1,2})")
_FEEDBACK = re.compile(r"(?:feedback|rationale) (?:option )?([a-z]|\d{1,2})")


def rows(items: ItemSet) -> Iterator[tuple[str, ...]]:
    """Headings, then a row an item, with as many columns for options as the item with most needs."""
    most = max((len(item.options) for item in items.items), default=4)
    letters = LETTERS[:most]
    feedback = [f"Feedback {letter}" for letter in letters]
    yield (
        "Question", *(f"Option {letter}" for letter in letters), "Correct", *feedback,
        "Explanation", "Evidence", "Difficulty", "Bloom", "Topic",
    )  # fmt: skip
    titles = content.document_titles(items)
    for item in items.items:
        yield tuple(map(content.canonical, _row(item, most, titles)))


def _row(item: Item, most: int, titles: Mapping[str, str]) -> tuple[str, ...]:
    empty = [""] * (most - len(item.options))
    keys = (letter for letter, option in zip(LETTERS, item.options, strict=False) if option.is_key)
    return (
        item.stem, *(option.text for option in item.options), *empty, ",".join(keys),
        *(option.rationale for option in item.options), *empty,
        item.rationale, content.sources(item, titles), item.difficulty, item.bloom, item.topic,
    )  # fmt: skip


class Columns:
    """Which column holds what, after the headings of a table."""

    def __init__(self, headings: Sequence[str]) -> None:
        """Find the columns.

        Raises:
            FormatError: No column for the question, for the right answer, or fewer than two for options.
        """
        names = [" ".join(heading.lower().replace("_", " ").split()) for heading in headings]
        self._places = {
            field: next((names.index(alias) for alias in aliases if alias in names), -1)
            for field, aliases in _ALIASES.items()
        }
        self._options = _lettered(names, _OPTION)
        self._feedback = _lettered(names, _FEEDBACK)
        lacking = [field for field in ("question", "correct") if self._places[field] < 0]
        lacking += ["option A", "option B"][min(2, len(self._options)) :]
        if lacking:
            raise FormatError(f"The first line lacks a column '{lacking[0]}': name the columns Question, Option A, "
                              "Option B, …, Correct.")  # fmt: skip

    def read(self, row: Sequence[str], source: str) -> tuple[Item, tuple[str, ...]]:
        """Make an item of a row; raises FormatError that says why it is none, as the reason of a notice."""
        lost = list[str]()
        kept = [(letter, text) for letter, place in self._options.items() if (text := _cell(row, place))]
        keys = _keys(self._field(row, "correct"), kept)
        options = [
            ReadOption(text, letter in keys, _cell(row, self._feedback.get(letter, -1))) for letter, text in kept
        ]
        parts = (self._field(row, "explanation"), self._field(row, "evidence"))
        item = imported_item(
            source,
            self._field(row, "question"),
            options,
            rationale="\n\n".join(filter(None, parts)),
            difficulty=_level(Difficulty, self._field(row, "difficulty"), Difficulty.MEDIUM, lost),
            bloom=_level(Bloom, self._field(row, "bloom"), Bloom.REMEMBER, lost),
            topic=self._field(row, "topic"),
        )
        return item, tuple(lost)

    def _field(self, row: Sequence[str], field: str) -> str:
        return _cell(row, self._places[field])


def _lettered(names: Iterable[str], pattern: re.Pattern[str]) -> dict[str, int]:
    """Columns by the letter of their option; "Option 2" and "B" are both B."""
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        if (match := pattern.fullmatch(name)) and (letter := _letter(match[1])):
            found.setdefault(letter, place)
    return dict(sorted(found.items()))


def _letter(sign: str) -> str:
    if sign.isdecimal():
        return LETTERS[int(sign) - 1] if 1 <= int(sign) <= len(LETTERS) else ""
    return sign.upper()


def _cell(row: Sequence[str], place: int) -> str:
    return content.canonical(row[place]) if 0 <= place < len(row) else ""


def _keys(correct: str, options: Sequence[tuple[str, str]]) -> set[str]:
    """Letters of the right options, which the cell gives as letters, numbers, or the words of one option.

    Raises:
        FormatError: It names no option.
    """
    letters = {letter for letter, _ in options}
    signs = re.split(r"[,;\s]+", correct.upper().strip(" ,;"))
    if set(signs) <= letters:
        return set(signs)
    if same := {letter for letter, text in options if text == correct}:
        return same  # before numbers: "2" is rather the option "2" than the second one
    numbered = {_letter(sign) for sign in signs if sign.isdecimal()}
    if numbered and numbered <= letters and all(map(str.isdecimal, signs)):
        return numbered
    raise FormatError(f"the right answer '{correct[:40]}' is none of its options")


def _level(levels: type[Level], said: str, usual: Level, lost: list[str]) -> Level:
    try:
        return levels(said.lower()) if said else usual
    except ValueError:
        lost.append(f"'{said[:40]}' is none of {', '.join(levels)}: {usual} is taken")
        return usual
