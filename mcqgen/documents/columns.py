"""Reading order of text fragments that stand in columns."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from mcqgen.domain.document import Line, Role

_NARROWEST_GUTTER = 7.0
_NARROWEST_COLUMN = 70.0
"""Points; a narrower strip of text is a margin note or a cell, no column."""
_WIDEST_PAGE = 20_000.0
"""Points; a page is at most 14,400 points wide (ISO 32000-1, annex C)."""
_LEAST_GAP = 0.6
"""Font sizes; a gutter is wider than a blank."""
_CROSSING = 0.12
"""Share of a page's fragments that may cross a gutter: titles and figures over the full width."""
_PROSE = 22
"""Mean number of characters of a fragment from which on a strip is prose and not cells of a table."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words on one base line: a range of the source text and its place in points from the page's top left."""

    start: int
    end: int
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    gaps: tuple[tuple[int, int, float, float], ...] = ()
    """Between its words: end and start of the neighbours in the source text, and the left and right edge of the gap."""


class Joined(NamedTuple):
    """Rows written one under the other."""

    text: str
    lines: tuple[Line, ...]
    origins: tuple[tuple[int, int], ...]
    """For each run of the text that stands in the source as it is, where it begins in the text and in the source."""


def in_columns(fragments: list[Fragment]) -> list[list[Fragment]] | None:
    """Put fragments in reading order as rows; None where the page has no columns of prose.

    Gutters are vertical strips that hardly any fragment crosses. Fragments that do cross one divide the page into
    bands; within a band the columns are read one after the other.
    """
    edges = _gutters(fragments)
    if not edges:
        return None
    ordered: list[list[Fragment]] = []
    band: list[Fragment] = []
    for row in _rows([part for fragment in fragments for part in _parted(fragment, edges)]):
        if any(_crosses(fragment, edge) for fragment in row for edge in edges):
            ordered += _columns(band, edges)
            band = []
            ordered.append(row)
        else:
            band += row
    return ordered + _columns(band, edges)


def join_rows(rows: list[list[Fragment]], source: str) -> Joined:
    """Write rows one under the other; rows of several fragments are rows of a table."""
    parts: list[str] = []
    lines: list[Line] = []
    origins: list[tuple[int, int]] = []
    at = 0
    for row in rows:
        words = ""
        for fragment in row:
            words += " " if words else ""
            for start, end in _unbroken(source, fragment.start, fragment.end):
                origins.append((at + len(words), start))
                words += source[start:end] + (" " if end < fragment.end else "")
        longest = max(row, key=lambda fragment: fragment.end - fragment.start)
        lines.append(
            Line(
                start=at,
                end=at + len(words),
                role=Role.TABLE if len(row) > 1 else Role.TEXT,
                left=round(min(fragment.left for fragment in row), 1),
                right=round(max(fragment.right for fragment in row), 1),
                base=round(longest.base, 1),
                size=longest.size,
                bold=all(fragment.bold for fragment in row),
            )
        )
        parts.append(words)
        at += len(words) + 1
    return Joined("\n".join(parts), tuple(lines), tuple(origins))


def _unbroken(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a range of the source between its line breaks."""
    for part in source[start:end].split("\r\n"):
        yield start, start + len(part)
        start += len(part) + 2


def _gutters(fragments: list[Fragment]) -> list[float]:
    """Middles of the strips between columns of prose, from left to right."""
    if len(fragments) < 8:
        return []
    left, right = min(f.left for f in fragments), max(max(f.left, f.right) for f in fragments)
    if right - left > _WIDEST_PAGE:
        return []
    strips = _strips(fragments, left, right)
    edges: list[float] = []
    for begin, end in strips:
        middle = (begin + end) / 2
        before = edges[-1] if edges else left
        if (
            end - begin >= _NARROWEST_GUTTER
            and middle - before >= _NARROWEST_COLUMN
            and right - middle >= _NARROWEST_COLUMN
        ):
            edges.append(middle)
    strips_of_text = zip([left - 1, *edges], [*edges, right + 1], strict=True)
    if not edges or any(not _is_prose(fragments, *strip) for strip in strips_of_text):
        return []
    return edges


def _strips(fragments: list[Fragment], left: float, right: float) -> list[tuple[float, float]]:
    """Vertical strips, one point and more wide, that hardly any fragment crosses."""
    changes = [0] * (int(right - left) + 3)
    for fragment in fragments:
        changes[math.floor(fragment.left - left) + 1] += 1
        changes[max(math.floor(fragment.left - left) + 1, math.ceil(fragment.right - left))] -= 1
    allowed = _CROSSING * len(fragments)
    free = [crossing <= allowed for crossing in accumulate(changes)]
    strips: list[tuple[float, float]] = []
    begun: int | None = None
    for place, is_free in enumerate([*free[1:], False], start=1):
        if is_free and begun is None:
            begun = place
        elif not is_free and begun is not None:
            strips.append((left + begun, left + place))
            begun = None
    return [(begin, end) for begin, end in strips if begin > left + 1 and end < right - 1]


def _is_prose(fragments: list[Fragment], left: float, right: float) -> bool:
    inside = [f for f in fragments if f.left >= left and f.right <= right]
    return len(inside) >= 4 and sum(f.end - f.start for f in inside) / len(inside) >= _PROSE


def _parted(fragment: Fragment, edges: list[float]) -> list[Fragment]:
    """Part a fragment at gutters that fall between two of its words: its columns stand close together."""
    for end, start, left, right in fragment.gaps:
        if right - left >= _LEAST_GAP * fragment.size and any(left < edge < right for edge in edges):
            before = replace(fragment, end=end, right=left, gaps=())
            after = replace(fragment, start=start, left=right, gaps=tuple(gap for gap in fragment.gaps if gap[0] > end))
            return [before, *_parted(after, edges)]
    return [fragment]


def _crosses(fragment: Fragment, edge: float) -> bool:
    return fragment.left < edge < fragment.right


def _columns(band: list[Fragment], edges: list[float]) -> list[list[Fragment]]:
    columns: list[list[Fragment]] = [[] for _ in range(len(edges) + 1)]
    for fragment in band:
        columns[sum(fragment.left >= edge for edge in edges)].append(fragment)
    return [row for column in columns for row in _rows(column)]


def _rows(fragments: list[Fragment]) -> list[list[Fragment]]:
    """Fragments of one base line together, from top to bottom, each row from left to right."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (f.base, f.left)):
        if rows and fragment.base - rows[-1][0].base < 0.5 * min(fragment.size, rows[-1][0].size):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [sorted(row, key=lambda f: f.left) for row in rows]
