"""Running heads and feet and page numbers: lines at a page's edge that come again on other pages."""

import re
from collections import defaultdict

from mcqgen.documents.rows import Row

_EDGE = 4
"""So many rows at the top and at the bottom of a page may be running heads and feet."""
_SAME_PLACE = 6.0
"""Points between the base lines of a running head on two pages."""
_NEXT_TIME = 6
"""A running head comes again within so many pages."""
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"\b[ivxlc]+\b")
_PAGE_NUMBER = re.compile(
    r"[-–—\[(|\s]*(?:(?:page|p\.|página|seite)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|de|von)\s*\d{1,4})?[-–—\])|\s]*",
    re.IGNORECASE,
)


def without_furniture(pages: list[list[Row]]) -> list[list[Row]]:
    """Leave out running heads, running feet and page numbers."""
    edges = [_edge_rows(rows) for rows in pages]
    repeated = _repeated(edges)
    heights = _heights(repeated)
    cleaned = []
    for rows, edge in zip(pages, edges, strict=True):
        drop = {
            id(row)
            for row in edge
            if id(row) in repeated or _PAGE_NUMBER.fullmatch(row.words) or _stands_at(row, heights, rows)
        }
        cleaned.append([row for row in rows if id(row) not in drop])
    return cleaned


def _edge_rows(rows: list[Row]) -> list[Row]:
    """The rows nearest to the top and to the bottom of the page."""
    placed = sorted((row for row in rows if row.placed), key=lambda row: row.line.base)
    if not placed:
        return []
    return placed[:_EDGE] + placed[_EDGE:][-_EDGE:]


def _repeated(edges: list[list[Row]]) -> dict[int, Row]:
    """Rows whose words, numbers apart, stand at the same place of a page near by."""
    seen: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for index, edge in enumerate(edges):
        for row in edge:
            seen[_pattern(row.words)].append((index, row))
    least = 3 if len(edges) > 4 else 2
    found: dict[int, Row] = {}
    for places in seen.values():
        for index, row in places:
            near = {
                other
                for other, twin in places
                if abs(other - index) <= _NEXT_TIME and abs(twin.line.base - row.line.base) <= _SAME_PLACE
            }
            if len(near) >= least:
                found[id(row)] = row
    return found


def _pattern(words: str) -> str:
    return "".join(_ROMAN.sub("#", _NUMBER.sub("#", words.casefold())).split())


def _heights(repeated: dict[int, Row]) -> list[float]:
    """Base lines on which at least three running heads or feet stand."""
    bases = sorted(row.line.base for row in repeated.values())
    return [base for index, base in enumerate(bases) if index >= 2 and base - bases[index - 2] <= 2.0]


def _stands_at(row: Row, heights: list[float], rows: list[Row]) -> bool:
    """Whether a row stands on the line of the running heads and all other rows keep their distance."""
    if not any(abs(row.line.base - height) <= 1.0 for height in heights):
        return False
    others = [abs(other.line.base - row.line.base) for other in rows if other.placed]
    return min((distance for distance in others if distance > 2.0), default=99.0) > 1.6 * row.line.size
