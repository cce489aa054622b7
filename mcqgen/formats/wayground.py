"""Wayground's (formerly Quizizz) spreadsheet: two to five answers and an explanation."""

from collections.abc import Iterator

from mcqgen.domain.run import ItemSet
from mcqgen.formats import content
from mcqgen.formats.contract import ExportOptions, Feature, Format
from mcqgen.formats.workbook import MEDIA_TYPE, Cell, write_workbook

_MOST = 5
_SECONDS = 60
_HEADINGS = (
    "Question Text", "Question Type", *(f"Option {number}" for number in range(1, _MOST + 1)), "Correct Answer",
    "Time in seconds", "Image Link", "Answer explanation",
)  # fmt: skip


class Wayground(Format):
    """Wayground spreadsheet."""

    name = "wayground"
    label = "Wayground (Quizizz) spreadsheet"
    extension = "xlsx"
    media_type = MEDIA_TYPE
    supports = frozenset({Feature.SEVERAL_KEYS, Feature.GENERAL_FEEDBACK, Feature.EVIDENCE})
    max_options = _MOST

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write the template's rows."""
        del options
        return write_workbook(_rows(items), "Quiz", (60, 18, 25, 25, 25, 25, 25))


def _rows(items: ItemSet) -> Iterator[tuple[Cell, ...]]:
    yield _HEADINGS
    titles = content.document_titles(items)
    for item in items.items:
        answers = [content.one_line(option.text) for option in item.options]
        keys = [str(place) for place, option in enumerate(item.options, 1) if option.is_key]
        kind = "Multiple Choice" if len(keys) == 1 else "Checkbox"
        empty = [""] * (_MOST - len(answers))
        explanation = content.one_line(content.explanation(item, titles))
        yield (content.one_line(item.stem), kind, *answers, *empty, ",".join(keys), _SECONDS, "", explanation)
