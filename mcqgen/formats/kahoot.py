"""Kahoot!'s spreadsheet for quiz questions: short texts, two to four answers."""

from collections.abc import Iterator

from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.formats import content
from mcqgen.formats.contract import ExportOptions, Feature, Format
from mcqgen.formats.workbook import MEDIA_TYPE, Cell, write_workbook

_LONGEST_QUESTION, _LONGEST_ANSWER = 120, 75
_SECONDS = 60
_HEADINGS = (
    "", f"Question - max {_LONGEST_QUESTION} characters",
    *(f"Answer {number} - max {_LONGEST_ANSWER} characters" for number in range(1, 5)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs", "Correct answer(s) - choose at least one",
)  # fmt: skip
_ABOVE = 7
"""Rows above the headings in Kahoot!'s template."""


class Kahoot(Format):
    """Kahoot! spreadsheet."""

    name = "kahoot"
    label = "Kahoot! spreadsheet"
    extension = "xlsx"
    media_type = MEDIA_TYPE
    supports = frozenset({Feature.SEVERAL_KEYS, Feature.TITLE})
    max_options = 4

    def refusal(self, item: Item) -> str:
        """As all formats; over-long texts are refused rather than cut."""
        if len(content.one_line(item.stem)) > _LONGEST_QUESTION:
            return f"its question is longer than {_LONGEST_QUESTION} characters"
        if any(len(content.one_line(option.text)) > _LONGEST_ANSWER for option in item.options):
            return f"an answer is longer than {_LONGEST_ANSWER} characters"
        return super().refusal(item)

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write the template's rows."""
        return write_workbook(_rows(items, options.title_of(items)), "Quiz", (6, 60, 30, 30, 30, 30, 20, 20))


def _rows(items: ItemSet, title: str) -> Iterator[tuple[Cell, ...]]:
    yield ("", title)
    yield from [("",)] * (_ABOVE - 1)
    yield _HEADINGS
    for number, item in enumerate(items.items, 1):
        answers = [content.one_line(option.text) for option in item.options]
        keys = [str(place) for place, option in enumerate(item.options, 1) if option.is_key]
        empty = [""] * (4 - len(answers))
        yield (number, content.one_line(item.stem), *answers, *empty, _SECONDS, ",".join(keys))
