"""The lines of a document as cleaning sees them: text, place, layout."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from mcqgen.domain.document import Document, Line, Page, Role

BULLET = re.compile(r"\s*(?:[•◦▪▫■□●○‣⁃∙·–➢➤❖✓✔]|[-*!](?=\s)|\uf0b7|\uf0a7|o(?=\s{2}))\s*")
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
    return [_beside_bullets(list(_rows(page))) for page in document.pages]


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
