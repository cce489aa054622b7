"""Finding a quote in loaded text: exact, but for white space, hyphenation and ligatures."""

import unicodedata
from functools import lru_cache

from mcqgen.domain.document import Span

_DROPPED = dict.fromkeys(map(ord, "\u00ad\ufffe\u200b\u200c\u200d\u2060\ufeff\uffff-\u2010\u2011"))
_FOLDED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "−": "–"})


def _fold(character: str) -> str:
    if character.isspace():
        return ""
    return unicodedata.normalize("NFKC", character.translate(_FOLDED)).translate(_DROPPED).replace(" ", "")


@lru_cache(maxsize=64)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """`text` without what the comparison ignores, and for each character left its offset in `text`."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for folded in _fold(character):
            characters.append(folded)
            offsets.append(offset)
    return "".join(characters), tuple(offsets)


def canonical(text: str) -> str:
    """The characters that two texts must share to be the same quote.

    White space and hyphens are left out (a line break may stand for a space, a hyphen at a line's end may
    belong to the word or not), ligatures are spelt out (NFKC), and typographic quotes are made plain.
    """
    return _folded(text)[0]


def find_quote(quote: str, page: int, text: str, *, near: int = 0) -> Span | None:
    """Find `quote` in the loaded `text` of a page; None where it does not stand there word for word.

    The first match at or after the offset `near` wins, else the first of all.
    """
    wanted = canonical(quote)
    folded, offsets = _folded(text)
    if not wanted:
        return None
    begin = next((i for i, offset in enumerate(offsets) if offset >= near), 0) if near else 0
    found = folded.find(wanted, begin)
    if found < 0:
        found = folded.find(wanted)
    if found < 0:
        return None
    return Span(page=page, start=offsets[found], end=offsets[found + len(wanted) - 1] + 1)
