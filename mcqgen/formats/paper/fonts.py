"""The fonts of a PDF paper, and which characters they have; the same on every machine, whatever is installed there."""

import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from mcqgen.errors import MissingDependency

_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
"""Noto fonts under the SIL Open Font License."""
_FIRST = "Noto Sans"
_LAST = ("Noto Sans Symbols", "Noto Emoji")
"""They have digits and signs too, which look out of place in a text."""
_CJK, _CJK_OF = "Noto Sans CJK", {"ja": "JP", "ko": "KR"}
_MATHS = range(0x1D400, 0x1D800)
"""Mathematical letters, which the formula font within Typst has."""
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories of characters that show nothing by themselves."""
_VARIATIONS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def font_folders() -> list[Path]:
    """Where the fonts are.

    Raises:
        MissingDependency: The fonts are not installed.
    """
    found = [spec.origin for name in _PACKAGES if (spec := find_spec(name)) and spec.origin]
    if not found:
        raise MissingDependency("PDF papers need Typst and fonts: pip install 'mcqgen[pdf]'.")
    return [Path(origin).parent for origin in found]


def families(language: str = "") -> tuple[str, ...]:
    """Names of the fonts, in the order in which they are tried.

    Args:
        language: ISO 639-1; Chinese, Japanese and Korean draw some characters in their own ways.
    """
    names = dict.fromkeys(name for name, _ in _read() if name not in _LAST and not name.startswith(_CJK))
    cjk = f"{_CJK} {_CJK_OF.get(language, 'SC')}" if any(name.startswith(_CJK) for name, _ in _read()) else ""
    return tuple(dict.fromkeys(filter(None, (_FIRST, *names, cjk, *_LAST))))


@lru_cache(maxsize=1)
def characters() -> frozenset[int]:
    """Code points that can be shown."""
    return frozenset().union(*(covered for _, covered in _read()))


def missing(text: str) -> str:
    """The first character of a text that no font has; empty where all can be shown."""
    return next((character for character in dict.fromkeys(text) if not _can_show(character)), "")


@lru_cache(maxsize=4096)
def _can_show(character: str) -> bool:
    code = ord(character)
    if code < 0x7F or code in characters():
        return True
    if unicodedata.category(character) in _UNSEEN or any(code in block for block in _VARIATIONS):
        return True
    return code in _MATHS and unicodedata.category(character) != "Cn"


@lru_cache(maxsize=1)
def _read() -> tuple[tuple[str, frozenset[int]], ...]:
    """`(family, code points)` of each font file; of a collection its first font stands for all."""
    from fontTools.ttLib import TTFont

    fonts = []
    for folder in font_folders():
        for path in sorted(folder.glob("*.[ot]t[fc]")):
            with TTFont(path, fontNumber=0, lazy=True) as font:
                fonts.append((font["name"].getBestFamilyName() or "", frozenset(font.getBestCmap())))
    return tuple(fonts)
