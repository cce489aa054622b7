"""Quotes that a model gives, looked up in the source: found word for word, or not at all."""

import re
from collections.abc import Iterator, Mapping, Sequence

from mcqgen.domain.document import Document, Passage
from mcqgen.domain.item import Evidence
from mcqgen.domain.quotes import find_quote

_WORD = re.compile(r"\w+")
_GAP = re.compile(r"\s*(?:\[?(?:…|\.{3,})\]?)\s*")
_FEWEST_WORDS, _FEWEST_LETTERS = 3, 12
"""A piece with less of both proves nothing (languages without blanks have few words); it is passed over."""


def locate(
    quote: str, passages: Sequence[Passage], documents: Mapping[str, Document]
) -> tuple[tuple[Evidence, str], ...]:
    """Find a quote among passages.

    The words must stand there in the same order, without any other between them; case and punctuation may differ,
    as what becomes evidence is the source's own text. Of a quote with gaps ("a … b") each piece must be found.

    Returns:
        Each contiguous run of loaded text with the id of its passage; nothing where a piece is not found.
    """
    found: list[tuple[Evidence, str]] = []
    for piece in filter(_proves, _GAP.split(quote)):
        parts = next((parts for passage in passages if (parts := tuple(_parts(piece, passage, documents)))), ())
        if not parts:
            return ()
        found.extend(parts)
    return tuple(found)


def _proves(piece: str) -> bool:
    words = _WORD.findall(piece)
    return len(words) >= _FEWEST_WORDS or sum(map(len, words)) >= _FEWEST_LETTERS


def _parts(quote: str, passage: Passage, documents: Mapping[str, Document]) -> Iterator[tuple[Evidence, str]]:
    words = r"[\W_]+".join(map(re.escape, _WORD.findall(quote)))
    match = re.search(rf"(?<![A-Za-z0-9]){words}(?![A-Za-z0-9])", passage.text, re.IGNORECASE)
    if match is None:
        return
    document = documents[passage.document_id]
    pieces = []
    for start, end, span in passage.spans(match.start(), match.end()):
        said = passage.text[start:end].strip()
        place = find_quote(said, span.page, document.page_numbers[span.page].text, near=span.start)
        if place is None:
            return
        pieces.append(
            (Evidence(document=document.id, page=place.page, quote=said, start=place.start, end=place.end), passage.id)
        )
    yield from pieces
