"""Rows put together to paragraphs, over line, column and page breaks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mcqgen.documents.rows import BULLET, Row
from mcqgen.documents.sections import Section
from mcqgen.domain.document import Role

_UNFINISHED = re.compile(r"[^.!?:;…\"”’')\]]\s*$|(?:\b(?:e\.g|i\.e|cf|vs|Dr|Mr|Mrs|Ms|St|Fig|No|et al|U\.S)\.)\s*$")
_NUMBERED = re.compile(r"\s*(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]|\(\d{1,2}\))\s+(?=\S)")
_WIDER_THAN_LINES = 1.4
"""A gap so much wider than between the lines of the page parts paragraphs."""
_INDENT = 0.8
"""Font sizes by which the first line of a paragraph is indented."""


@dataclass
class Group:
    """Rows of one paragraph."""

    section: Section
    rows: list[Row] = field(default_factory=list)
    listed: bool = False

    @property
    def text(self) -> str:
        """The raw text, for judging what the group is."""
        return " ".join(row.words for row in self.rows)

    @property
    def size(self) -> float:
        """Font size of the first row."""
        return self.rows[0].line.size

    @property
    def unfinished(self) -> bool:
        """Whether the text breaks off within a sentence."""
        return bool(_UNFINISHED.search(self.rows[-1].words))


def group(rows: Sequence[tuple[Row, Section]]) -> list[Group]:
    """Put rows together whose text runs on, page by page in reading order."""
    groups: list[Group] = []
    edges = _right_edges([row for row, _ in rows])
    spacing = _spacing([row for row, _ in rows])
    for index, (row, section) in enumerate(rows):
        before = rows[index - 1][0] if index else None
        last = groups[-1] if groups else None
        listed = row.bulleted or bool(BULLET.match(row.text) or _NUMBERED.match(row.text))
        if last and before and last.section == section and not _starts_anew(before, row, listed, last, edges, spacing):
            last.rows.append(row)
        else:
            groups.append(Group(section, [row], listed))
    return groups


def reunite(groups: Iterable[Group]) -> list[Group]:
    """Join paragraphs that a page, a column or something between them has torn apart.

    The first part breaks off within a sentence and the second goes on in the same section and size with a small
    letter, or on the next page or column with anything but a list item.
    """
    whole: list[Group] = []
    for part in groups:
        last = whole[-1] if whole else None
        if last and _goes_on(last, part):
            last.rows.extend(part.rows)
        else:
            whole.append(part)
    return whole


def _starts_anew(
    before: Row, row: Row, listed: bool, last: Group, edges: dict[int, float], spacing: dict[int, float]
) -> bool:
    """Whether a row begins a paragraph of its own."""
    if not row.placed or not before.placed or row.page != before.page:
        return True
    if listed and _breaks_list(before, row, last):
        return True
    size = row.line.size
    if row.line.role is not before.line.role or abs(before.line.size - size) > 0.08 * max(before.line.size, size):
        return True
    drop = row.line.base - before.line.base
    if not -0.3 * size < drop < max(_WIDER_THAN_LINES * spacing.get(row.page, size * 1.2), 1.2 * size):
        return True
    if before.line.bold != row.line.bold and not _UNFINISHED.search(before.words):
        return True
    indent = row.line.left - before.line.left
    if last.listed:
        return indent < -_INDENT * size and not _UNFINISHED.search(before.words)
    if indent > _INDENT * size and drop > 0.5 * size and (len(last.rows) > 1 or not _UNFINISHED.search(before.words)):
        return True
    return drop > 0.5 * size and _room_left(before, row, edges)


def _breaks_list(before: Row, row: Row, last: Group) -> bool:
    """A list item begins a group, unless it is the running on of a sentence ("… in section\n2. …")."""
    return row.bulleted or bool(BULLET.match(row.text)) or last.listed or not _UNFINISHED.search(before.words)


def _room_left(before: Row, row: Row, edges: dict[int, float]) -> bool:
    """Whether the first word of a row would have fitted on the row before: the line was ended on purpose."""
    width = before.line.right - before.line.left
    if width <= 0:
        return False
    word = row.words.split(maxsplit=1)[0]
    character = width / max(1, len(before.words))
    room = edges.get(id(before), before.line.right) - before.line.right
    return room > (len(word) + 1) * character + 1.5 * row.line.size


def _right_edges(rows: Sequence[Row]) -> dict[int, float]:
    """For each row the right edge of its column: that of the widest row that begins near it in the same size."""
    edges: dict[int, float] = {}
    by_page: dict[int, list[Row]] = {}
    for row in rows:
        if row.placed:
            by_page.setdefault(row.page, []).append(row)
    for page_rows in by_page.values():
        for row in page_rows:
            edges[id(row)] = max(
                other.line.right
                for other in page_rows
                if abs(other.line.left - row.line.left) < 45 and abs(other.line.size - row.line.size) < 0.6
            )
    return edges


def _spacing(rows: Sequence[Row]) -> dict[int, float]:
    """The usual distance between base lines on each page, in points."""
    drops: dict[int, list[float]] = {}
    for before, row in zip(rows, rows[1:], strict=False):
        drop = row.line.base - before.line.base
        if row.page == before.page and 0.8 * row.line.size < drop < 2.5 * row.line.size:
            drops.setdefault(row.page, []).append(drop)
    return {page: sorted(found)[len(found) // 2] for page, found in drops.items()}


def _goes_on(last: Group, part: Group) -> bool:
    first = part.rows[0]
    if not last.unfinished or last.section != part.section or part.listed:
        return False
    if {last.rows[-1].line.role, first.line.role} - {Role.TEXT, Role.LIST} or abs(last.size - part.size) > 0.08 * part.size:
        return False
    if first.words[:1].islower() or last.rows[-1].words.endswith(("-", "‐", "\ufffe", "—", "–", ",")):
        return True
    turned = first.page != last.rows[-1].page or first.line.base < last.rows[-1].line.base
    return turned and first.placed and len(last.text) > 60 and first.words[:1].isalnum()
