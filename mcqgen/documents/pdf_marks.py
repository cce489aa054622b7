"""Where words of a PDF page stand in a picture of it: one rectangle for each line of them."""

import ctypes
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mcqgen.documents.pdf import PageText
from mcqgen.domain.document import Line

_FINE = 64
"""pdfium tells places in whole pixels, so it is asked for those in a picture so many times as large."""
_ABOVE, _BELOW = 0.72, 0.22
"""Font sizes that a mark reaches above and below the base line, at least: those of most capitals and descenders."""
_PAD = 0.06
"""Font sizes that a mark is wider than its letters."""
_SAME_LINE = 0.5
"""Font sizes that a letter may be raised or lowered and still stand on the line."""
_WIDEST_GAP, _STEP_BACK = 2.0, -1.0
"""Font sizes from a letter to the next one on its line; accents and kerning step back."""
_OCR_ABOVE, _OCR_BELOW = 1.15, 0.1
"""Where the letters of a line that was read by OCR begin and end, in its font sizes above the lower edge of its box."""


class Place(NamedTuple):
    """A rectangle in a picture, in pixels from its top left corner, and the words of the loaded text in it."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class _Letter(NamedTuple):
    """A character in the picture: its ink, the place where its base line begins, and the direction of that line."""

    box: tuple[float, float, float, float]
    x: float
    y: float
    along: tuple[float, float]
    size: float


class Eye:
    """Looks up where characters of a page stand in a picture of it, whatever its rotation and crop box."""

    def __init__(self, seen: PageText, width: int, height: int) -> None:
        import pypdfium2.raw as raw

        self._raw, self._seen = raw, seen
        self._size = (width * _FINE, height * _FINE)

    def letter(self, offset: int) -> _Letter | None:
        """The character at an offset of the loaded text; None where there is nothing to see."""
        raw, page = self._raw, self._seen.textpage.raw
        index = self._seen.glyphs.index(self._seen.laid_out.origin(offset))
        left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
        matrix = raw.FS_MATRIX()
        if (
            raw.FPDFText_IsGenerated(page, index) == 1
            or not raw.FPDFText_GetCharBox(page, index, left, right, bottom, top)
            or not raw.FPDFText_GetCharOrigin(page, index, x, y)
            or not raw.FPDFText_GetMatrix(page, index, matrix)
        ):
            return None
        corners = [self._see(*corner) for corner in ((left.value, bottom.value), (right.value, top.value))]
        (x0, x1), (y0, y1) = (sorted(axis) for axis in zip(*corners, strict=True))
        origin = self._see(x.value, y.value)
        size = raw.FPDFText_GetFontSize(page, index)
        scale = size * math.hypot(matrix.c, matrix.d)
        length = math.hypot(matrix.a, matrix.b)
        if not scale or not length or (x0 == x1 and y0 == y1):
            return None
        ahead = self._see(x.value + scale * matrix.a / length, y.value + scale * matrix.b / length)
        along = (ahead[0] - origin[0], ahead[1] - origin[1])
        pixels = math.hypot(*along)
        return _Letter((x0, y0, x1, y1), *origin, (along[0] / pixels, along[1] / pixels), pixels)

    def _see(self, x: float, y: float) -> tuple[float, float]:
        """From points of the page to pixels of the picture."""
        across, down = ctypes.c_int(), ctypes.c_int()
        self._raw.FPDF_PageToDevice(self._seen.page.raw, 0, 0, *self._size, 0, x, y, across, down)
        return across.value / _FINE, down.value / _FINE


def places(eye: Eye, text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Place]:
    """Where ranges of the loaded text stand, line by line."""
    for start, end in spans:
        line: list[_Letter] = []
        words: list[int] = []
        for offset in range(max(0, start), min(end, len(text))):
            letter = None if text[offset].isspace() else eye.letter(offset)
            if letter is None:
                continue
            if line and not _goes_on(line, letter):
                yield _place(line, text[words[0] : words[-1] + 1])
                line, words = [], []
            line.append(letter)
            words.append(offset)
        if line:
            yield _place(line, text[words[0] : words[-1] + 1])


def _goes_on(line: list[_Letter], letter: _Letter) -> bool:
    """Whether a letter stands on the line of those before it: at its height, next to the last of them."""
    largest, last = max(line, key=lambda each: each.size), line[-1]
    along, size = largest.along, max(largest.size, letter.size)
    if along[0] * letter.along[0] + along[1] * letter.along[1] < math.cos(math.radians(10)):
        return False
    raised = abs((letter.x - largest.x) * -along[1] + (letter.y - largest.y) * along[0])
    gap = _reach(letter, along)[0] - _reach(last, along)[1]
    return raised <= _SAME_LINE * size and _STEP_BACK * size <= gap <= _WIDEST_GAP * size


def _reach(letter: _Letter, along: tuple[float, float]) -> tuple[float, float]:
    """How far along a line a letter begins and ends."""
    left, top, right, bottom = letter.box
    ends = [x * along[0] + y * along[1] for x in (left, right) for y in (top, bottom)]
    return min(ends), max(ends)


def _place(line: list[_Letter], text: str) -> Place:
    """The rectangle around the ink of a line, at least as high as a line of its font."""
    xs, ys = [], []
    for letter in line:
        (dx, dy), size = letter.along, letter.size
        left, top, right, bottom = letter.box
        xs += [left, right, letter.x + dy * _ABOVE * size, letter.x - dy * _BELOW * size]
        ys += [top, bottom, letter.y - dx * _ABOVE * size, letter.y + dx * _BELOW * size]
    pad = _PAD * max(letter.size for letter in line)
    across, down = (pad * abs(part) for part in line[0].along)
    return Place(min(xs) - across, min(ys) - down, max(xs) + across, max(ys) + down, text)


def places_by_lines(
    lines: Sequence[Line], text: str, spans: Sequence[tuple[int, int]], scale: float
) -> Iterator[Place]:
    """The same for a page that was read by OCR, where only the places of its lines are known.

    Where a line begins before the words or goes on behind them, its letters are taken to be as wide as those of a
    common font are.
    """
    from PIL import ImageFont

    font = ImageFont.load_default(20)
    for start, end in spans:
        for line in lines:
            first, last = max(start, line.start), min(end, line.end)
            if not text[first:last].strip():
                continue
            left, right = (font.getlength(text[line.start : at]) for at in (first, last))
            pixels = scale * (line.right - line.left) / font.getlength(text[line.start : line.end])
            yield Place(
                scale * line.left + pixels * left,
                scale * (line.base - _OCR_ABOVE * line.size),
                scale * line.left + pixels * right,
                scale * (line.base - _OCR_BELOW * line.size),
                text[first:last].strip(),
            )
