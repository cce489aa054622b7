"""PDF files: pdfium for text, outline and labels; pypdf as the second reader where pdfium fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from mcqgen.documents import ocr, pdf_fallback
from mcqgen.documents.hidden import hidden_warning
from mcqgen.documents.job import Job, Loaded, Task, Unlocking
from mcqgen.documents.pdf_chars import Glyphs
from mcqgen.documents.pdf_headings import Entry, find_headings
from mcqgen.documents.pdf_hidden import blank, hidden_ranges
from mcqgen.documents.pdf_layout import LaidOut, lay_out
from mcqgen.documents.ranges import select_pages
from mcqgen.domain.document import Page, PageSource
from mcqgen.errors import DocumentLocked

_PASSWORD_ERROR = 4
"""FPDF_ERR_PASSWORD: a password is needed, or the one given is wrong."""


def read(job: Job, expect_ocr: Callable[[int], None]) -> Loaded:
    """Read the pages asked for; pages without a text layer by OCR where that can be had."""
    import pypdfium2

    try:
        pdf = open_file(job)
    except pypdfium2.PdfiumError:
        return pdf_fallback.read(job)
    total = len(pdf)
    if not total:
        return pdf_fallback.read(job)
    chosen = select_pages(job.pages, total, job.path.name)
    warnings = []
    if len(chosen) > job.max_pages:
        chosen = chosen[: job.max_pages]
        warnings.append(f"Only {job.max_pages} of {total} pages were read: the limit is MCQGEN_MAX_PAGES.")
    hidden: dict[int, str] = {}
    pages = [_page(pdf, number, hidden) for number in chosen]
    pages, more = ocr.fill(pdf, pages, job, expect_ocr)
    return Loaded(
        title=_title(pdf),
        pages=tuple(pages),
        headings=find_headings(pages, _outline(pdf)),
        warnings=(*warnings, *hidden_warning(list(hidden.values()), list(hidden)), *more),
    )


def open_file(task: Task) -> Any:
    """Open the file, first without the password: pdfium refuses one that is not needed.

    Raises DocumentLocked where a password is missing or wrong, and PdfiumError where pdfium cannot read it.
    """
    import pypdfium2

    for password in (None, task.password):
        try:
            return pypdfium2.PdfDocument(task.path, password=password)
        except pypdfium2.PdfiumError as error:
            if error.err_code != _PASSWORD_ERROR:
                raise
        if not task.password:
            raise DocumentLocked(f"'{task.path.name}' is encrypted: give its password (--password).") from None
    raise DocumentLocked(f"The password given for '{task.path.name}' is wrong: give the one that opens it.")


def save_unlocked(task: Unlocking) -> None:
    """Write a copy that opens without a password; raises DocumentLocked, and PdfiumError where it cannot be read."""
    import pypdfium2.raw as raw

    open_file(task).save(task.target, flags=raw.FPDF_REMOVE_SECURITY)


@dataclass(frozen=True, slots=True)
class PageText:
    """What pdfium says of a page, in reading order, and where its characters stand."""

    page: Any
    textpage: Any
    glyphs: Glyphs
    laid_out: LaidOut
    hidden: str
    """Words that nobody sees; they are blanks in the text."""


@contextmanager
def page_text(pdf: Any, number: int) -> Iterator[PageText]:
    """The text of the page of that 1-based number; raises PdfiumError where pdfium cannot open it."""
    page = pdf[number - 1]
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    left, _, _, top = page.get_bbox()
    glyphs = Glyphs(textpage, text, left, top)
    ranges = hidden_ranges(page, textpage, text, glyphs)
    hidden = " ".join(text[start:end] for start, end in ranges)
    yield PageText(page, textpage, glyphs, lay_out(blank(text, ranges), glyphs), hidden)
    textpage.close()
    page.close()


def as_page(pdf: Any, number: int, laid_out: LaidOut) -> Page:
    """The page with its printed number; it has no source where it has no text."""
    label = pdf.get_page_label(number - 1) or ""
    has_text = any(map(str.isalnum, laid_out.text))
    return Page(
        number=number,
        label=label if label != str(number) else "",
        text=laid_out.text,
        source=PageSource.TEXT if has_text else PageSource.NONE,
        lines=laid_out.lines,
        marks=laid_out.marks,
    )


def _page(pdf: Any, number: int, hidden: dict[int, str]) -> Page:
    """Text and layout of one page; a page that pdfium cannot open has none. What nobody sees goes to `hidden`."""
    import pypdfium2

    try:
        with page_text(pdf, number) as seen:
            if seen.hidden:
                hidden[number] = seen.hidden
            return as_page(pdf, number, seen.laid_out)
    except pypdfium2.PdfiumError:
        return Page(number=number, text="", source=PageSource.NONE)


def _title(pdf: Any) -> str:
    """The title of the metadata, unless it is a file name or a place holder."""
    title = " ".join(str(pdf.get_metadata_value("Title")).split())
    if "untitled" in title.lower() or title.lower().endswith(
        (".doc", ".docx", ".dvi", ".indd", ".pdf", ".qxd", ".tex")
    ):
        return ""
    return title.removeprefix("Microsoft Word - ").removeprefix("Microsoft PowerPoint - ")


def _outline(pdf: Any) -> list[Entry]:
    """The outline's entries: title, level, page number and distance of the target from the page's bottom."""
    entries = []
    for bookmark in pdf.get_toc(max_depth=6):
        target = bookmark.get_dest()
        index = target.get_index() if target else None
        title = " ".join(bookmark.get_title().split())
        if index is not None and title:
            entries.append(Entry(title, bookmark.level + 1, index + 1))
    return entries
