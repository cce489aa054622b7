"""The words around a quote, for documents whose pages cannot be drawn."""

import re
from collections.abc import Sequence
from pathlib import Path

from mcqgen.documents.kinds import Kind, sniff
from mcqgen.documents.loading import load
from mcqgen.domain.base import Frozen
from mcqgen.domain.document import Page, Role
from mcqgen.settings import Settings

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n)|\r)*", re.ASCII)
_AROUND = 2
_PAGED = (Kind.PDF, Kind.PPTX)


class Paragraph(Frozen):
    """A paragraph of the source."""

    text: str
    role: Role = Role.TEXT
    marks: tuple[tuple[int, int], ...] = ()
    """Half-open character ranges in it that belong to the quote."""


def excerpt(
    path: Path, settings: Settings, page: int, spans: Sequence[tuple[int, int]], *, password: str = ""
) -> tuple[Paragraph, ...]:
    """Read a document again and find the paragraphs that hold a quote, with two before them and two behind.

    Args:
        path: The document, of any kind.
        settings: Limits of reading.
        page: 1-based number of the page or slide, 1 for documents that have none.
        spans: Half-open character ranges in the loaded text of the page, such as those of `Evidence`.
        password: For encrypted PDF files.

    Returns:
        Nothing where the page does not exist any more or a span lies behind its end.

    Raises:
        DocumentError, RequestError, MissingDependency: As `mcqgen.documents.load`.
    """
    pages = str(page) if sniff(path) in _PAGED else ""
    loaded = load(path, settings, pages=pages, password=password).page_numbers.get(page)
    return around(loaded, spans) if loaded else ()


def around(page: Page, spans: Sequence[tuple[int, int]]) -> tuple[Paragraph, ...]:
    """The same for a page that is loaded."""
    found = [match.span() for match in _PARAGRAPH.finditer(page.text)]
    holding = [n for n, (start, end) in enumerate(found) if any(s < end and start < e for s, e in spans)]
    if not holding:
        return ()
    shown = found[max(0, holding[0] - _AROUND) : holding[-1] + _AROUND + 1]
    return tuple(_paragraph(page, start, end, spans) for start, end in shown)


def _paragraph(page: Page, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Paragraph:
    text = page.text[start:end].rstrip()
    marks = ((max(s, start) - start, min(e - start, len(text))) for s, e in spans)
    return Paragraph(
        text=text,
        role=next((line.role for line in page.lines if line.start <= start < line.end), Role.TEXT),
        marks=tuple(sorted((s, e) for s, e in marks if s < e)),
    )
