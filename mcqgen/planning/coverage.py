"""The coverage map: section or objective × Bloom level × number of items, as data and as a picture."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from mcqgen.domain.blueprint import Bloom, Blueprint
from mcqgen.domain.coverage import Coverage, CoverageRow
from mcqgen.domain.document import Document, Passage
from mcqgen.domain.item import Item

_LABEL, _CELL, _ROW, _HEAD, _PAGES = 420, 84, 28, 66, 150
_LONGEST_LABEL, _LONGEST_PAGES = 62, 20
_INK, _GRID, _TINT = "#1c2b33", "#c9d3d8", (13, 110, 110)


def map_coverage(
    items: Sequence[Item], documents: Sequence[Document], passages: Sequence[Passage], blueprint: Blueprint
) -> Coverage:
    """Count the items of each objective where there are any, else of each section of the documents."""
    given = bool(blueprint.objectives or blueprint.unserved)
    rows = _by_objective(items, blueprint) if given else _by_section(items, passages)
    touched = {(quote.document, quote.page) for item in items for quote in item.evidence}
    return Coverage(
        by="objective" if given else "section",
        rows=tuple(_row(name, members) for name, members in rows.items()),
        unserved=blueprint.unserved,
        pages=sum(len(document.pages) for document in documents),
        pages_touched=len(touched),
    )


def _by_objective(items: Sequence[Item], blueprint: Blueprint) -> dict[str, list[Item]]:
    return {
        aligned.objective.text: [item for item in items if item.objective == aligned.objective.text]
        for aligned in blueprint.objectives
    }


def _by_section(items: Sequence[Item], passages: Sequence[Passage]) -> dict[str, list[Item]]:
    """Sections by their most specific title; what stands in none goes by ""."""
    sections = {passage.id: passage.section[-1] if passage.section else "" for passage in passages}
    found: dict[str, list[Item]] = {name: [] for name in sections.values()}
    for item in items:
        place = next((sections[name] for name in item.provenance.passage_ids if name in sections), "")
        found.setdefault(place, []).append(item)
    return found


def _row(name: str, members: Sequence[Item]) -> CoverageRow:
    levels = Counter(item.bloom for item in members)
    pages = {quote.page for item in members for quote in item.evidence}
    return CoverageRow(
        name=name, items={level: levels[level] for level in Bloom if levels[level]}, pages=tuple(sorted(pages))
    )


def draw_coverage(coverage: Coverage) -> str:
    """The map as an SVG picture: a row for each section or objective, a column for each level; darker is more."""
    levels = [level for level in Bloom if any(level in row.items for row in coverage.rows)] or [Bloom.REMEMBER]
    most = max((count for row in coverage.rows for count in row.items.values()), default=1)
    rows = [*coverage.rows, *(CoverageRow(name=text) for text in coverage.unserved)]
    width = _LABEL + _CELL * len(levels) + _PAGES
    height = _HEAD + _ROW * len(rows) + 16
    served = len(coverage.rows)
    heading = f"Items by {coverage.by}: {coverage.pages_touched} of {coverage.pages} pages touched"
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img" font-family="sans-serif" font-size="13" fill="{_INK}">'
    )
    return "\n".join(
        [
            opening,
            f"<title>Items by {coverage.by} and Bloom level</title>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            _text(12, 24, heading, weight=600),
            *(_text(_LABEL + _CELL * at + _CELL / 2, 52, level, anchor="middle") for at, level in enumerate(levels)),
            _text(_LABEL + _CELL * len(levels) + 12, 52, "pages"),
            *(line for at, row in enumerate(rows) for line in _drawn(row, at, levels, most, at < served)),
            "</svg>",
            "",
        ]
    )


def _drawn(row: CoverageRow, at: int, levels: Sequence[Bloom], most: int, served: bool) -> list[str]:
    top = _HEAD + _ROW * at
    name = row.name or "(no section)"
    lines = [_text(12, top + 19, _cut(name, _LONGEST_LABEL), title=name)]
    if not served:
        return [*lines, _text(_LABEL + 8, top + 19, "the documents are not about it")]
    for number, level in enumerate(levels):
        count = row.items.get(level, 0)
        x = _LABEL + _CELL * number
        shade = 0.15 + 0.85 * count / most if count else 0.0
        red, green, blue = (round(255 - (255 - part) * shade) for part in _TINT)
        size = f'x="{x}" y="{top}" width="{_CELL}" height="{_ROW}"'
        lines.append(f'<rect {size} fill="rgb({red},{green},{blue})" stroke="{_GRID}"/>')
        if count:
            colour = "#ffffff" if shade > 0.55 else _INK
            lines.append(_text(x + _CELL / 2, top + 19, str(count), anchor="middle", colour=colour))
    pages = ", ".join(map(str, row.pages))
    return [*lines, _text(_LABEL + _CELL * len(levels) + 12, top + 19, _cut(pages, _LONGEST_PAGES), title=pages)]


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", weight: int = 400, colour: str = _INK, title: str = ""
) -> str:
    whole = f"<title>{escape(title)}</title>" if title and title != text else ""
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-weight="{weight}" fill="{colour}">'
        f"{whole}{escape(text)}</text>"
    )


def _cut(text: str, most: int) -> str:
    clean = "".join(sign if sign.isprintable() else " " for sign in text)
    return clean if len(clean) <= most else f"{clean[: most - 1].rstrip()}…"
