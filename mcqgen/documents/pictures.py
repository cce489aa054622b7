"""Pictures of pages, and the words around a quote where there is no picture."""

from collections.abc import Sequence
from pathlib import Path

from mcqgen.documents.job import Drawing, Mark, Picture
from mcqgen.documents.kinds import Kind, sniff
from mcqgen.documents.loading import speakable
from mcqgen.documents.process import draw_in_child
from mcqgen.errors import RequestError
from mcqgen.settings import Settings

__all__ = ["Mark", "Picture", "picture"]

_LONGEST_S = 30
"""Seconds: who waits for a picture does not wait as long as for a document."""


def picture(
    path: Path,
    settings: Settings,
    page: int,
    spans: Sequence[tuple[int, int]],
    *,
    password: str = "",
    width_px: int = 1400,
) -> Picture:
    """Draw a page of a PDF file in a child process with limits on time and memory.

    Args:
        path: The PDF file.
        settings: Limits, and whether a page without text is read by OCR so that its words are found.
        page: Its 1-based number.
        spans: Half-open character ranges in the loaded text of the page, such as those of `Evidence`. Each line of
            them is marked; a span that the page does not have marks nothing.
        password: For encrypted files.
        width_px: Width of the picture in pixels; pages that are very long come out narrower.

    Raises:
        DocumentError: The file cannot be opened or the page not be drawn, or that takes too long.
        RequestError: The file is no PDF, or has no such page.
    """
    with speakable(path) as named:
        if sniff(named) is not Kind.PDF:
            raise RequestError(f"'{path.name}' has no pages that can be drawn: show the words around the quote.")
        drawing = Drawing(
            path=named.absolute(),
            password=password,
            ocr=settings.ocr,
            timeout_s=min(settings.document_timeout_s, _LONGEST_S),
            memory_mb=settings.reader_memory_mb,
            page=page,
            spans=tuple(spans),
            width_px=width_px,
        )
        return draw_in_child(drawing, settings.ocr_page_timeout_s)
