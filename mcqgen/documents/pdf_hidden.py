"""Text of a PDF page that no reader can see: too small, or of the colour of what is behind it.

Such text is a way to plant orders to a language model. It is blanked out before anything else is done with the page,
and the user is told. What white text stands on is looked up in a picture of the page, as white on a dark ground is
common in slides and heads of tables. Text that is drawn invisibly over a scanned page is no such case: its colour is
that of ink, and the scan shows it.
"""

import ctypes
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from mcqgen.documents.hidden import FEWEST_WORDS
from mcqgen.documents.pdf_chars import Glyphs

_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"\S+")
_TINY = 2.5
"""Height of a font, in points, up to which nobody reads it; that of a font of 2 points."""
_WHITE = 240
_SPREAD = 24
"""Least difference between the lightest and the darkest of 256 levels that an eye sees as writing."""
_RESOLUTION = 2.0
"""Pixels a point in the picture."""


def hidden_ranges(page: Any, textpage: Any, text: str, glyphs: Glyphs) -> list[tuple[int, int]]:
    """Half-open ranges of `text` that cannot be seen, where that is more than a word or two.

    Few calls a line are made, and a picture only of suspicious pages.
    """
    looked = _Looker(textpage, glyphs)
    found: list[tuple[int, int]] = []
    suspicious: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        samples = _samples(text, line.start(), line.end())
        if not samples:
            continue
        if glyphs.box(samples[1]).height <= _TINY:
            found.append(line.span())
        elif any(map(looked.white, samples)):
            suspicious.extend(_white_runs(text, line.start(), line.end(), looked))
    if suspicious and not page.get_rotation():
        picture = _picture(page)
        found.extend(run for run in suspicious if not _stands_out(picture, text, run, page, glyphs))
    return found if sum(len(text[slice(*run)].split()) for run in found) >= FEWEST_WORDS else []


def blank(text: str, ranges: list[tuple[int, int]]) -> str:
    """The text with blanks in these ranges, so that all other offsets stay."""
    for start, end in ranges:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


class _Looker:
    """Looks up the colour of characters."""

    def __init__(self, textpage: Any, glyphs: Glyphs) -> None:
        import pypdfium2.raw as raw

        self._raw, self._page, self._glyphs = raw, textpage.raw, glyphs
        self._red, self._green, self._blue, self._alpha = (ctypes.c_uint() for _ in range(4))
        self._to = [ctypes.byref(level) for level in (self._red, self._green, self._blue, self._alpha)]

    def white(self, offset: int) -> bool:
        """Whether a character is painted white, or fully transparent."""
        if not self._raw.FPDFText_GetFillColor(self._page, self._glyphs.index(offset), *self._to):
            return False
        if self._red.value < _WHITE and self._alpha.value:  # nearly all text
            return False
        return min(self._red.value, self._green.value, self._blue.value) >= _WHITE or not self._alpha.value


def _samples(text: str, start: int, end: int) -> list[int]:
    """Offsets of the first, a middle and the last letter or digit of a line."""
    first = next((at for at in range(start, end) if text[at].isalnum()), None)
    if first is None:
        return []
    last = next(at for at in range(end - 1, first - 1, -1) if text[at].isalnum())
    return [first, next(at for at in range((first + last) // 2, last + 1) if text[at].isalnum()), last]


def _white_runs(text: str, start: int, end: int, looked: _Looker) -> Iterator[tuple[int, int]]:
    """Runs of words of a line that begin with a white letter or digit."""
    words = list(_WORD.finditer(text, start, end))
    for white, run in groupby(words, key=lambda word: any(map(looked.white, _samples(text, *word.span())[:1]))):
        if white:
            spans = [word.span() for word in run]
            yield spans[0][0], spans[-1][1]


def _picture(page: Any) -> Any:
    """Levels of grey, (height, width), of the page."""
    return page.render(scale=_RESOLUTION, grayscale=True).to_numpy()


def _stands_out(picture: Any, text: str, run: tuple[int, int], page: Any, glyphs: Glyphs) -> bool:
    """Whether anything can be seen where a run of words stands; outside of the page nothing can."""
    ends = _samples(text, *run)
    if not ends:
        return True
    first, last = glyphs.box(ends[0]), glyphs.box(ends[-1])
    top = page.get_bbox()[3] - first.bottom - first.height
    rows, columns = picture.shape[:2]
    upper, lower = (max(0, round(at * _RESOLUTION)) for at in (top, top + first.height))
    left, right = (max(0, round(at * _RESOLUTION)) for at in (min(first.left, last.left), max(first.right, last.right)))
    cut = picture[upper : min(lower, rows), left : min(right, columns)]
    return cut.size > 0 and int(cut.max()) - int(cut.min()) >= _SPREAD
