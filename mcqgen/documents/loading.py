"""From a path to a Document: checks first, then the reading process."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mcqgen.documents.job import Job, Loaded
from mcqgen.documents.kinds import MEDIA_TYPES, sniff
from mcqgen.documents.language import detect
from mcqgen.documents.process import read_in_child
from mcqgen.domain.document import Document
from mcqgen.errors import DocumentError
from mcqgen.settings import Settings


def load(path: Path, settings: Settings, *, pages: str = "", password: str = "") -> Document:
    """Read a document in a child process with limits on time and memory.

    Args:
        path: A PDF, DOCX, PPTX, HTML, Markdown or text file; its content counts, not its suffix.
        settings: Limits, and whether pages without text are read by OCR.
        pages: Ranges such as "10-42,50", for files that have pages or slides; empty: all.
        password: For encrypted PDF files.

    Raises:
        DocumentError: It cannot be read, is too large or too slow, or has no text.
        RequestError: `pages` makes no sense for this document.
        MissingDependency: Reading it needs an extra that is not installed.
    """
    with speakable(path) as named:
        return _load(named, settings, pages, password)


def _load(path: Path, settings: Settings, pages: str, password: str) -> Document:
    _check(path, settings)
    job = Job(
        path=path.absolute(),
        kind=sniff(path),
        pages=pages,
        password=password,
        ocr=settings.ocr,
        max_pages=settings.max_pages,
        timeout_s=settings.document_timeout_s,
        memory_mb=settings.reader_memory_mb,
    )
    loaded = read_in_child(job, settings.ocr_page_timeout_s)
    if not any(character.isalnum() for page in loaded.pages for character in page.text):
        raise DocumentError(f"'{path.name}' has no text in it: choose a document with running text.")
    return _document(path, job, loaded)


@contextmanager
def speakable(path: Path) -> Iterator[Path]:
    """The path, or a link to it where its bytes are no UTF-8: messages and results are text and must name it."""
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError:
        with tempfile.TemporaryDirectory(prefix="mcqgen-") as folder:
            link = Path(folder) / os.fsencode(path.name).decode("utf-8", "replace")
            link.symlink_to(path.absolute())
            yield link
    else:
        yield path


def _check(path: Path, settings: Settings) -> None:
    """Refuse what need not be opened."""
    if path.is_dir():
        raise DocumentError(f"'{path}' is a folder: name a file in it, or use 'mcqgen batch' for all of them.")
    if not path.exists():
        raise DocumentError(f"'{path}' does not exist: check the path.")
    if not path.is_file():
        raise DocumentError(f"'{path}' is not a regular file: name a document.")
    if not os.access(path, os.R_OK):
        raise DocumentError(f"'{path}' may not be read: allow yourself to read it.")
    size = path.stat().st_size
    if size == 0:
        raise DocumentError(f"'{path.name}' is empty (0 bytes): choose a document with text.")
    if size > settings.max_file_mb * 1_000_000:
        raise DocumentError(
            f"'{path.name}' has {size / 1e6:,.0f} MB, more than the limit of {settings.max_file_mb} MB: "
            "split it, or raise MCQGEN_MAX_FILE_MB."
        )


def _document(path: Path, job: Job, loaded: Loaded) -> Document:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Document(
        name=path.name,
        sha256=digest,
        media_type=MEDIA_TYPES[job.kind],
        title=loaded.title or path.stem,
        language=detect(" ".join(page.text for page in loaded.pages)),
        pages=loaded.pages,
        headings=loaded.headings,
        warnings=loaded.warnings,
    )
