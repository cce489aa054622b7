"""The second PDF reader: pypdf, for files that pdfium cannot open."""

from typing import Any

from mcqgen.documents.job import Job, Loaded
from mcqgen.documents.ranges import select_pages
from mcqgen.domain.document import Page, PageSource
from mcqgen.errors import DocumentError, DocumentLocked, RequestError


def read(job: Job) -> Loaded:
    """Read what pypdf can make of the file: plain text without layout."""
    try:
        return _read(job)
    except (DocumentError, RequestError, MemoryError):
        raise
    except Exception as error:  # pypdf lets nearly every kind of error through
        raise DocumentError(f"'{job.path.name}' is damaged and cannot be opened: export the PDF again.") from error


def _read(job: Job) -> Loaded:
    from pypdf import PdfReader

    reader = PdfReader(job.path)
    if reader.is_encrypted and not reader.decrypt("") and not (job.password and reader.decrypt(job.password)):
        what = "The password given for '{}' is wrong" if job.password else "'{}' is encrypted"
        raise DocumentLocked(what.format(job.path.name) + ": give the password that opens it (--password).")
    chosen = select_pages(job.pages, len(reader.pages), job.path.name)[: job.max_pages]
    pages = [_page(reader, number) for number in chosen]
    if not any(page.text.strip() for page in pages):
        raise DocumentError(f"'{job.path.name}' is damaged and no text is left in it: export the PDF again.")
    return Loaded(
        pages=tuple(pages),
        warnings=("The file is damaged; some of its text may be missing.",),
    )


def _page(reader: Any, number: int) -> Page:
    try:
        text = reader.pages[number - 1].extract_text()
    except MemoryError:
        raise
    except Exception:  # one broken page leaves the others
        text = ""
    clean = text.encode("utf-8", "ignore").decode()
    return Page(number=number, text=clean, source=PageSource.TEXT if clean.strip() else PageSource.NONE)
