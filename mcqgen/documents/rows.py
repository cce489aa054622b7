"""The lines of a document as cleaning sees them: text, place, layout."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from mcqgen.domain.document import Document, Line, Page, Role

BULLET = re.compile(r"\s*(?:[•◦▪▫■□●○‣⁃∙·–➢➤❖✓✔]|[-*!](?=\s)|\uf0b7|\uf0a7|o(?=\s{2}))\s*")
_SCRIPT = 0.85
"""Ratio of font sizes under which a bit of text beside a line is an index or an exponent."""
_LONGEST_SCRIPT = 12
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True)
class Row:
    """One line of one page; `line.size` is 0 where there is no layout, and the row is then a whole block."""

    page: int
    line: Line
    text: str
    bulleted: bool = False
    """A bullet stands beside the line as text of its own."""

    @cached_property
    def words(self) -> str:
        """The text without white space at its ends."""
        return self.text.strip()

    @property
    def placed(self) -> bool:
        """Whether the row's place on the page is known."""
        return self.line.size > 0


def rows_of(document: Document) -> list[list[Row]]:
    """The rows of each page in reading order, without those that are blank or stand outside the page."""
    return [_beside_bullets(_on_the_line(list(_rows(page)))) for page in document.pages]


def body_size(pages: Iterable[list[Row]]) -> float:
    """Font size of most characters, in points; 0 without layout."""
    sizes: Counter[float] = Counter()
    for rows in pages:
        for row in rows:
            if row.line.role is Role.TEXT:
                sizes[round(row.line.size * 2) / 2] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _rows(page: Page) -> Iterable[Row]:
    for line in page.lines or blocks(page.text):
        text = page.text[line.start : line.end]
        if text.strip() and not (line.size and line.base < 0):
            yield Row(page.number, line, text)


def blocks(text: str) -> tuple[Line, ...]:
    """Paragraphs of text that has no layout: what blank lines part."""
    lines: list[Line] = []
    at = 0
    for match in [*_BLANK_LINE.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[at:end].strip():
            lines.append(Line(start=at, end=end))
        at = match.end() if match else end
    return tuple(lines)


def _on_the_line(rows: list[Row]) -> list[Row]:
    """Put raised and lowered bits of text, which the file sets as lines of their own, on the line they belong to."""
    settled: list[Row] = []
    for row in rows:
        before = settled[-1] if settled else None
        if before and row.placed and before.placed and _is_script(before.line, row):
            line = row.line.model_copy(
                update={"base": before.line.base, "size": before.line.size, "bold": before.line.bold}
            )
            settled.append(Row(row.page, line, row.text))
        else:
            settled.append(row)
    return settled


def _is_script(before: Line, row: Row) -> bool:
    shift = abs(row.line.base - before.base)
    small = row.line.size < _SCRIPT * before.size and len(row.words) <= _LONGEST_SCRIPT
    return small and shift < 0.8 * before.size and -2 < row.line.left - before.right < 2 * before.size


def _beside_bullets(rows: list[Row]) -> list[Row]:
    """Give bullets that the file draws apart from their lines back to these lines."""
    bullets = [row for row in rows if row.placed and BULLET.fullmatch(row.text)]
    if not bullets:
        return rows
    merged = []
    for row in rows:
        if row in bullets:
            continue
        beside = any(
            abs(bullet.line.base - row.line.base) < 0.5 * row.line.size and 0 <= row.line.left - bullet.line.left < 40
            for bullet in bullets
        )
        merged.append(Row(row.page, row.line, row.text, bulleted=True) if beside else row)
    return merged
