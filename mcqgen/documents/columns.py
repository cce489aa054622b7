"""Reading order of text fragments that stand in columns."""

from dataclasses import dataclass

from mcqgen.domain.document import Line, Role

_NARROWEST_GUTTER = 7.0
_NARROWEST_COLUMN = 70.0
"""Points; a narrower strip of text is a margin note or a cell, no column."""
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
    for row in _rows(fragments):
        if any(_crosses(fragment, edge) for fragment in row for edge in edges):
            ordered += _columns(band, edges)
            band = []
            ordered.append(row)
        else:
            band += row
    return ordered + _columns(band, edges)


def join_rows(rows: list[list[Fragment]], source: str) -> tuple[str, tuple[Line, ...]]:
    """Write rows one under the other; rows of several fragments are rows of a table."""
    parts: list[str] = []
    lines: list[Line] = []
    at = 0
    for row in rows:
        words = " ".join(source[fragment.start : fragment.end].replace("\r\n", " ") for fragment in row)
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
    return "\n".join(parts), tuple(lines)


def _gutters(fragments: list[Fragment]) -> list[float]:
    """Middles of the strips between columns of prose, from left to right."""
    if len(fragments) < 8:
        return []
    left, right = min(f.left for f in fragments), max(f.right for f in fragments)
    allowed = _CROSSING * len(fragments)
    strips: list[tuple[float, float]] = []
    x, begun = left, None
    while x < right:
        if sum(f.left < x < f.right for f in fragments) <= allowed:
            begun = x if begun is None else begun
        elif begun is not None:
            strips.append((begun, x))
            begun = None
        x += 1.0
    edges: list[float] = []
    for begin, end in strips:
        middle = (begin + end) / 2
        before = edges[-1] if edges else left
        if end - begin >= _NARROWEST_GUTTER and middle - before >= _NARROWEST_COLUMN and right - middle >= _NARROWEST_COLUMN:
            edges.append(middle)
    strips_of_text = zip([left - 1, *edges], [*edges, right + 1], strict=True)
    if not edges or any(not _is_prose(fragments, *strip) for strip in strips_of_text):
        return []
    return edges


def _is_prose(fragments: list[Fragment], left: float, right: float) -> bool:
    inside = [f for f in fragments if f.left >= left and f.right <= right]
    return len(inside) >= 4 and sum(f.end - f.start for f in inside) / len(inside) >= _PROSE


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
