"""Lines of a PDF page with their layout, in reading order."""

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mcqgen.documents.columns import Fragment, in_columns, join_rows
from mcqgen.documents.pdf_chars import Box, Glyph, Glyphs
from mcqgen.domain.document import Line, Role

_LINE = re.compile(r"[^\r\n\ufffe]+\ufffe?|\ufffe")
_WORD = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")
_NUMBER = re.compile(
    r"(?<![\w.,−–-])\d{1,3}(?![\w%°])|(?<=[a-z]{3})\d{1,3}(?![\w%])|(?<=[.,;:)”’\"'\]])\d{1,3}(?![\w.%])"
)
_LAST_NUMBER = re.compile(r"\s*\d{1,3}$")
_RAISED_SIZE = 0.85
_WIDE_GAP = 1.2
"""Gap between two words, in font sizes, that justified text does not reach: a gutter or the next cell of a table."""
_LONG = 30
_SAMPLED = 10
_SUSPECTS = 3
_SHORTEST_PART = 8
"""Characters between two gaps from which on the parts of a line may be lines of columns; cells are shorter."""
_MOST_NUMBERS = 60


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The text of a page and what is known of its lines."""

    text: str
    lines: tuple[Line, ...]
    marks: tuple[tuple[int, int], ...] = ()
    origins: tuple[tuple[int, int], ...] = ((0, 0),)
    """Where runs of the text begin in it, and in what pdfium says; one run unless columns were put in order."""

    def origin(self, offset: int) -> int:
        """The offset in what pdfium says of the character at an offset of the text."""
        begin, source = self.origins[bisect_right(self.origins, (offset, math.inf)) - 1]
        return source + offset - begin


def lay_out(text: str, glyphs: Glyphs) -> LaidOut:
    """Find the lines of a page, put them in reading order where columns are interleaved, and find raised numbers.

    pdfium's order is that of the page's content, which is nearly always the reading order. Only where sampled
    lines have gaps as wide as a gutter, or two lines run into one, are more places looked up: those of all words
    where the parts between the gaps are long enough to be lines of columns, else those around the gaps of tables.
    """
    lines = tuple(_line(text, match.start(), match.end(), glyphs) for match in _LINE.finditer(text) if match[0].strip())
    parts = _parted_lines(text, lines, glyphs)
    if len(parts) < _SUSPECTS:
        return LaidOut(text, lines, _marks(text, lines, glyphs))
    if sum(min(lengths) >= _SHORTEST_PART for lengths in parts) >= 0.5 * len(parts):
        columns = in_columns(_fragments(text, glyphs))
        if columns is not None:
            joined = join_rows(columns, text)
            return LaidOut(joined.text, joined.lines, origins=joined.origins)
    lines = _mark_rows(text, lines, glyphs)
    return LaidOut(text, lines, _marks(text, lines, glyphs))


def _line(text: str, start: int, end: int, glyphs: Glyphs) -> Line:
    words = text[start:end].rstrip("\ufffe ")
    first = start + len(words) - len(words.lstrip())
    last = max(first, start + len(words) - 1)
    middle = _middle(text, first, last)
    boxes = [glyphs.box(first), glyphs.box(middle), glyphs.box(last)]
    glyph = glyphs.at(middle)
    if not _even(boxes):
        seen = [glyphs.at(first), glyph, glyphs.at(last)]
        size = _usual([each.size for each in seen])
        glyph = next(each for each in (*seen[1:], seen[0]) if each.size == size)
        number = _LAST_NUMBER.search(words)
        if number and seen[2].size < _RAISED_SIZE * size:
            boxes[2] = glyphs.box(max(first, start + number.start() - 1))
    bold = all(map(glyphs.bold, (first, middle, last)))
    return Line(
        start=start,
        end=end,
        left=round(min(box.left for box in boxes), 1),
        right=round(max(box.right for box in boxes), 1),
        base=round(glyph.base, 1),
        size=glyph.size,
        bold=bold,
        lead=0 if bold or not glyphs.bold(first) else _lead(text, first, last, glyphs) - start,
    )


def _lead(text: str, first: int, last: int, glyphs: Glyphs) -> int:
    """Where the bold words end that a line begins with."""
    end = first
    for at in range(first, last + 1):
        if text[at].isspace():
            continue
        if not glyphs.bold(at):
            break
        end = at + 1
    return end


def _even(boxes: Sequence[Box]) -> bool:
    """Whether characters are of one font size and stand on one line."""
    heights, bottoms = [box.height for box in boxes], [box.bottom for box in boxes]
    tall = max(heights)
    return tall - min(heights) <= 0.02 * tall and max(bottoms) - min(bottoms) <= 0.02 * tall


def _usual(sizes: list[float]) -> float:
    """The font size of a line by three of its characters, one of which may be raised or lowered."""
    first, middle, last = sizes
    return middle if middle in (first, last) else max(first, last) if first != last else first


def _middle(text: str, first: int, last: int) -> int:
    middle = (first + last) // 2
    while middle < last and not text[middle].isalnum():
        middle += 1
    return middle


def _parted_lines(text: str, lines: tuple[Line, ...], glyphs: Glyphs) -> list[list[int]]:
    """For those of a sample of the longer lines that have wide gaps, the lengths of the parts between these."""
    longer = [line for line in lines if line.end - line.start >= _LONG]
    found: list[list[int]] = []
    for line in longer[:: max(1, len(longer) // _SAMPLED)]:
        if len(found) >= 2 * _SUSPECTS:
            break
        breaks = _breaks(text, line, glyphs)
        if breaks:
            ends = [line.start, *breaks, line.end]
            found.append([end - start for start, end in pairwise(ends)])
    return found


def _breaks(text: str, line: Line, glyphs: Glyphs) -> list[int]:
    """Where two words of a line are far apart; what follows a bullet or precedes a raised number does not count."""
    words = list(_WORD.finditer(text, line.start, line.end))
    if words and len(words[0][0]) <= 4:
        words = words[1:]
    if words and words[-1][0].isdigit() and glyphs.at(words[-1].start()).size < _RAISED_SIZE * line.size:
        words = words[:-1]
    size = max(line.size, 4.0)
    breaks = []
    for word, following in pairwise(words):
        before, after = glyphs.box(word.end() - 1), glyphs.box(following.start())
        gap = after.left - before.right
        if gap > _WIDE_GAP * size or gap < -2 * size or abs(after.bottom - before.bottom) > 0.8 * size:
            breaks.append(following.start())
    return breaks


def _apart(before: Glyph, after: Glyph) -> bool:
    size = max(before.size, after.size, 4.0)
    gap = after.left - before.right
    return gap > _WIDE_GAP * size or gap < -2 * size or abs(after.base - before.base) > 0.8 * size


def _fragments(text: str, glyphs: Glyphs) -> list[Fragment]:
    """Runs of words on one base line without a wide gap, in the order of the content."""
    words = [(m.start(), m.end(), glyphs.at(m.start()), glyphs.at(m.end() - 1)) for m in _WORD.finditer(text)]
    fragments: list[Fragment] = []
    run: list[tuple[int, int, Glyph, Glyph]] = []
    for word in words:
        if run and _apart(run[-1][3], word[2]):
            fragments.append(_fragment(text, run, glyphs))
            run = []
        run.append(word)
    return [*fragments, _fragment(text, run, glyphs)] if run else fragments


def _fragment(text: str, run: list[tuple[int, int, Glyph, Glyph]], glyphs: Glyphs) -> Fragment:
    start, end = run[0][0], run[-1][1]
    size = _usual([run[0][2].size, run[len(run) // 2][2].size, run[-1][3].size])
    return Fragment(
        start=start,
        end=end,
        left=run[0][2].left,
        right=run[-1][3].right,
        base=next((glyph.base for _, _, glyph, _ in run if glyph.size == size), run[0][2].base),
        size=size,
        bold=all(map(glyphs.bold, (start, _middle(text, start, end - 1), end - 1))),
        gaps=tuple((a[1], b[0], a[3].right, b[2].left) for a, b in pairwise(run)),
    )


def _mark_rows(text: str, lines: tuple[Line, ...], glyphs: Glyphs) -> tuple[Line, ...]:
    """Give the role of a table row to lines with wide gaps that stand next to one another."""
    gapped = [bool(_breaks(text, line, glyphs)) for line in lines]
    return tuple(
        line.model_copy(update={"role": Role.TABLE}) if gap and sum(gapped[max(0, i - 2) : i + 3]) >= 2 else line
        for i, (line, gap) in enumerate(zip(lines, gapped, strict=True))
    )


def _marks(text: str, lines: tuple[Line, ...], glyphs: Glyphs) -> tuple[tuple[int, int], ...]:
    """Raised small numbers after a word: references to notes."""
    marks: list[tuple[int, int]] = []
    looked = 0
    for number, line in enumerate(lines):
        if line.role is Role.TABLE:
            continue
        words = text[line.start : line.end]
        size, base = line.size, line.base
        if words.strip().isdigit() and number:
            size, base = lines[number - 1].size, lines[number - 1].base
        for match in _NUMBER.finditer(words):
            looked += 1
            if looked > _MOST_NUMBERS:
                return tuple(marks)
            glyph = glyphs.at(line.start + match.start())
            if glyph.size < _RAISED_SIZE * size and 0 < base - glyph.base < size:
                marks.append((line.start + match.start(), line.start + match.end()))
    return tuple(marks)
