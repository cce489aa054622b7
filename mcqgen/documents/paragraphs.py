"""Rows put together to paragraphs, over line, column and page breaks."""

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from mcqgen.documents.rows import BULLET, Row
from mcqgen.documents.sections import Section
from mcqgen.domain.document import Role

_UNFINISHED = re.compile(r"[^.!?:;…\"”’')\]]\s*$|(?:\b(?:e\.g|i\.e|cf|vs|Dr|Mr|Mrs|Ms|St|Fig|No|et al|U\.S)\.)\s*$")
NUMBERED = re.compile(r"\s*(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]|\(\d{1,2}\))\s+(?=\S)")
_WIDER_THAN_LINES = 1.4
"""A gap so much wider than between the lines of the page parts paragraphs."""
_WIDER_AFTER_SENTENCE = 1.2
_SAME_SIZE = 0.08
"""Relative difference of font sizes within one paragraph."""
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
    spacing = _spacing([row for row, _ in rows])
    edges = _right_edges([row for row, _ in rows], spacing)
    for index, (row, section) in enumerate(rows):
        before = rows[index - 1][0] if index else None
        last = groups[-1] if groups else None
        listed = row.bulleted or bool(BULLET.match(row.text) or NUMBERED.match(row.text))
        if last and before and last.section == section and not _starts_anew(before, row, listed, last, edges, spacing):
            last.rows.append(row)
        else:
            groups.append(Group(section, [row], listed))
    return groups


def reunite(groups: Iterable[Group], is_aside: Callable[[Group], bool], is_new: Callable[[Group], bool]) -> list[Group]:
    """Join paragraphs that a page, a column or something between them has torn apart.

    The first part breaks off within a sentence and the second goes on in the same section and size with a small
    letter, or on the next page or column with anything but a list item. One group that `is_aside`, such as the
    label of a picture, may stand between them. A group that `is_new` goes on with nothing.
    """
    whole: list[Group] = []
    for part in groups:
        last = whole[-1] if whole else None
        earlier = whole[-2] if last and len(whole) > 1 and is_aside(last) else None
        if is_new(part):
            whole.append(part)
        elif earlier and _goes_on(earlier, part):
            earlier.rows.extend(part.rows)
        elif last and _goes_on(last, part):
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
    if row.line.role is not before.line.role or not _touch(before, row, spacing):
        return True
    size, drop = row.line.size, row.line.base - before.line.base
    if before.line.bold != row.line.bold and not _UNFINISHED.search(before.words):
        return True
    indent = row.line.left - before.line.left
    if last.listed:
        return indent < -_INDENT * size and not _UNFINISHED.search(before.words)
    if indent > _INDENT * size and drop > 0.5 * size and (len(last.rows) > 1 or not _UNFINISHED.search(before.words)):
        return True
    return drop > 0.5 * size and _room_left(before, row, edges)


def _breaks_list(before: Row, row: Row, last: Group) -> bool:
    r"""A list item begins a group, unless it is the running on of a sentence ("… in section\n2. …")."""
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


def _right_edges(rows: Sequence[Row], spacing: dict[int, float]) -> dict[int, float]:
    """For each row the right edge of the widest row of its block: rows of one size without a gap between them."""
    edges: dict[int, float] = {}
    block: list[Row] = []
    for row in rows:
        if block and not _touch(block[-1], row, spacing):
            edges.update(_edge_of(block))
            block = []
        if row.placed:
            block.append(row)
    edges.update(_edge_of(block))
    return edges


def _edge_of(block: Sequence[Row]) -> dict[int, float]:
    edge = max((row.line.right for row in block), default=0.0)
    return {id(row): edge for row in block}


def _touch(before: Row, row: Row, spacing: dict[int, float]) -> bool:
    """Whether a row stands right under another one, in the same size."""
    size = row.line.size
    if (
        not row.placed
        or row.page != before.page
        or abs(before.line.size - size) > _SAME_SIZE * max(before.line.size, size)
    ):
        return False
    drop = row.line.base - before.line.base
    aside = drop > 0.3 * size and (row.line.left >= before.line.right or before.line.left >= row.line.right)
    wider = _WIDER_THAN_LINES if _UNFINISHED.search(before.words) else _WIDER_AFTER_SENTENCE
    return not aside and -0.3 * size < drop < max(wider * spacing.get(row.page, size * 1.2), 1.2 * size)


def _spacing(rows: Sequence[Row]) -> dict[int, float]:
    """The usual distance between base lines on each page, in points."""
    drops: dict[int, list[float]] = {}
    for before, row in itertools.pairwise(rows):
        drop = row.line.base - before.line.base
        if row.page == before.page and 0.8 * row.line.size < drop < 2.5 * row.line.size:
            drops.setdefault(row.page, []).append(drop)
    return {page: sorted(found)[len(found) // 2] for page, found in drops.items()}


def _goes_on(last: Group, part: Group) -> bool:
    first = part.rows[0]
    if last.section != part.section or part.listed:
        return False
    if {last.rows[-1].line.role, first.line.role} - {Role.TEXT, Role.LIST} or abs(
        last.size - part.size
    ) > _SAME_SIZE * part.size:
        return False
    turned = first.page != last.rows[-1].page or first.line.base < last.rows[-1].line.base
    if not last.unfinished:
        return turned and last.text.endswith(":") and len(last.text) > 60
    if first.words[:1].islower() or last.text.endswith(("-", "‐", "\ufffe", "—", "–", ",")):
        return True
    return turned and first.placed and len(last.text) > 60 and first.words[:1].isalnum()
