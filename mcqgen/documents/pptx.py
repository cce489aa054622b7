"""PowerPoint files, by python-pptx: each slide is a page."""

import logging
from collections.abc import Iterator
from typing import Any

from mcqgen.documents.blocks import BlockText
from mcqgen.documents.job import Job, Loaded
from mcqgen.documents.office import broken, check_package
from mcqgen.documents.ranges import select_pages
from mcqgen.domain.document import Page, PageSource, Role

NOTES = "Speaker notes:"
"""The line under which the notes of a slide stand in its text."""


def read(job: Job) -> Loaded:
    """Read titles, text, tables and speaker notes of the slides; hidden slides are left out."""
    presentation = _open(job)
    slides = list(presentation.slides)
    numbers = select_pages(job.pages, len(slides), job.path.name) if slides else ()
    pages: list[Page] = []
    headings = []
    for number in numbers[: job.max_pages]:
        slide = slides[number - 1]
        if slide.element.get("show") == "0":
            continue
        blocks = BlockText(number)
        _add_slide(slide, blocks)
        page = blocks.page()
        pages.append(page if page.text else page.model_copy(update={"source": PageSource.NONE}))
        headings += blocks.headings
    warnings = []
    if len(numbers) > job.max_pages:
        warnings.append(f"Only {job.max_pages} of {len(slides)} slides were read: the limit is MCQGEN_MAX_PAGES.")
    title = " ".join((presentation.core_properties.title or "").split())
    return Loaded(
        title=headings[0].title if title in ("", "PowerPoint Presentation") and headings else title,
        pages=tuple(pages),
        headings=tuple(headings),
        warnings=tuple(warnings),
    )


def _open(job: Job) -> Any:
    import pptx

    logging.getLogger("pptx").setLevel(logging.ERROR)
    check_package(job.path)
    try:
        return pptx.Presentation(str(job.path))
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        raise broken(job.path, error) from error


def _add_slide(slide: Any, blocks: BlockText) -> None:
    title = slide.shapes.title
    if title is not None and title.has_text_frame:
        blocks.add(" ".join(title.text_frame.text.split()), Role.HEADING, 1)
    for shape in _shapes(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        _add_shape(shape, blocks)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        notes = slide.notes_slide.notes_text_frame.text
        if notes.strip():
            blocks.add(NOTES, Role.CAPTION)
            for line in notes.splitlines():
                blocks.add(line)


def _shapes(shapes: Any) -> Iterator[Any]:
    """Shapes from top to bottom and left to right, those of groups among them."""
    flat: list[Any] = []
    stack = list(reversed(list(shapes)))
    while stack:
        shape = stack.pop()
        if hasattr(shape, "shapes"):
            stack.extend(reversed(list(shape.shapes)))
        else:
            flat.append(shape)
    return iter(sorted(flat, key=lambda shape: (_place(shape, "top"), _place(shape, "left"))))


def _place(shape: Any, side: str) -> int:
    try:
        return int(getattr(shape, side) or 0)
    except (AttributeError, TypeError, ValueError):
        return 0


def _add_shape(shape: Any, blocks: BlockText) -> None:
    if getattr(shape, "is_placeholder", False) and _is_furniture(shape):
        return
    if getattr(shape, "has_text_frame", False):
        for paragraph in shape.text_frame.paragraphs:
            text = paragraph.text.replace("\x0b", "\n")
            blocks.add(text, Role.TEXT if text.rstrip().endswith((".", "!", "?")) else Role.LIST)
    elif getattr(shape, "has_table", False):
        for row in shape.table.rows:
            blocks.add(" | ".join(filter(None, (" ".join(cell.text.split()) for cell in row.cells))), Role.TABLE)


def _is_furniture(shape: Any) -> bool:
    """Placeholders for date, footer, header and slide number."""
    try:
        return shape.placeholder_format.type in _furniture_types()
    except (AttributeError, KeyError, ValueError):
        return False


def _furniture_types() -> tuple[Any, ...]:
    from pptx.enum.shapes import PP_PLACEHOLDER

    return (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.SLIDE_NUMBER)
