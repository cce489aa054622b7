"""Geometry of single characters in a pdfium text page, read with as few calls as possible."""

import ctypes
import math
from collections.abc import Callable
from typing import Any, NamedTuple

_BOLD_WEIGHT = 600
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"semibold", b"demi")


class Box(NamedTuple):
    """Where one character stands, in points; `bottom` counts upwards from an unknown line, for comparison only."""

    left: float
    right: float
    bottom: float
    height: float


class Glyph(NamedTuple):
    """Place of one character in points from the page's top left corner."""

    left: float
    right: float
    base: float
    size: float


class Glyphs:
    """Looks characters of one text page up by their offset in the extracted text.

    Each look-up calls into pdfium, so a page is measured by few characters. Font sizes are effective: some
    producers write every font at size 1 and scale it by the text matrix.
    """

    def __init__(self, textpage: Any, text: str, left: float, top: float) -> None:
        import pypdfium2.raw as raw

        self._raw = raw
        self._page = textpage.raw
        self._left, self._top = left, top
        self._rect, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._to_rect, self._to_matrix = ctypes.byref(self._rect), ctypes.byref(self._matrix)
        self._to_x, self._to_y = ctypes.byref(self._x), ctypes.byref(self._y)
        self._name = ctypes.create_string_buffer(128)
        self._known_names: dict[bytes, bool] = {}
        self.index = _indexer(raw, textpage, text)
        """pdfium's number of the character at an offset."""

    def box(self, offset: int) -> Box:
        """The box of the character at `offset`; its height is that of the font, the same for all letters."""
        self._raw.FPDFText_GetLooseCharBox(self._page, self.index(offset), self._to_rect)
        rect = self._rect
        return Box(rect.left - self._left, rect.right - self._left, rect.bottom, rect.top - rect.bottom)

    def at(self, offset: int) -> Glyph:
        """Edges, base line and font size of the character at `offset`."""
        index = self.index(offset)
        self._raw.FPDFText_GetLooseCharBox(self._page, index, self._to_rect)
        self._raw.FPDFText_GetCharOrigin(self._page, index, self._to_x, self._to_y)
        left, right = self._rect.left - self._left, self._rect.right - self._left
        return Glyph(left, right, self._top - self._y.value, self._size(index))

    def bold(self, offset: int) -> bool:
        """Whether the character's font is bold by its weight or its name."""
        index = self.index(offset)
        if self._raw.FPDFText_GetFontWeight(self._page, index) >= _BOLD_WEIGHT:
            return True
        length = self._raw.FPDFText_GetFontInfo(self._page, index, self._name, 128, None)
        name = self._name.raw[:length]
        if name not in self._known_names:
            self._known_names[name] = any(word in name.lower() for word in _BOLD_NAMES)
        return self._known_names[name]

    def _size(self, index: int) -> float:
        if not self._raw.FPDFText_GetMatrix(self._page, index, self._to_matrix):
            return 0.0
        scale = math.hypot(self._matrix.c, self._matrix.d)
        return round(float(self._raw.FPDFText_GetFontSize(self._page, index)) * scale, 1)


def _indexer(raw: Any, textpage: Any, text: str) -> Callable[[int], int]:
    """Map an offset in the text to pdfium's index of the character.

    They differ where pdfium leaves characters out of its text, or where a character takes two UTF-16 units.
    """
    if textpage.count_chars() == len(text):
        return lambda offset: offset
    units = [0]
    for character in text:
        units.append(units[-1] + (2 if ord(character) > 0xFFFF else 1))
    return lambda offset: max(0, raw.FPDFText_GetCharIndexFromTextIndex(textpage.raw, units[offset]))
