"""What a file holds, told as soon as it is in, read beside the page; what can be read is kept."""

import logging
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from mcqgen.bank import Shelf
from mcqgen.domain.document import Document
from mcqgen.domain.run import Failure, describe
from mcqgen.errors import DocumentLocked, McqgenError
from mcqgen.settings import Settings
from mcqgen.ui import strings
from mcqgen.ui.uploads import Upload, stored

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Understood:
    """What is told about a file that was read."""

    id: str
    """Of the document on the teacher's shelf."""
    title: str
    media_type: str
    language: str
    pages: int
    words: int
    sections: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Locked:
    """A file that opens with a password only."""

    name: str
    guessed: bool
    """A password was given, and was wrong."""


Outcome = Understood | Failure | Locked
Reading = Future[Outcome]


def main_sections(document: Document) -> tuple[str, ...]:
    """Titles of the highest level that has more than one: the chapter's own title is no section of it."""
    for level in sorted({heading.level for heading in document.headings}):
        titles = tuple(heading.title for heading in document.headings if heading.level == level)
        if len(titles) > 1:
            return titles
    return tuple(heading.title for heading in document.headings)


def understand(path: Path, settings: Settings, shelf: Shelf) -> Understood:
    """Read one file and keep it; raises the errors of `mcqgen.documents.load` and of the bank."""
    from mcqgen.documents import load, split

    document = load(path, settings)
    sections = main_sections(document)
    info = describe(document, len(split(document, size=settings.passage_chars)))
    shelf.keep_document(info, path, sections=sections)
    return Understood(
        id=document.id,
        title=document.title.strip() or document.name,
        media_type=document.media_type,
        language=document.language,
        pages=len(document.pages),
        words=sum(len(page.text.split()) for page in document.pages),
        sections=sections,
        warnings=document.warnings,
    )


def _outcome(upload: Upload, settings: Settings, shelf: Shelf, password: str) -> Outcome:
    try:
        with stored(upload) as path:
            if password:
                _unlock(path, settings, password)
            return understand(path, settings, shelf)
    except DocumentLocked:
        return Locked(name=upload.name, guessed=bool(password))
    except McqgenError as error:
        return Failure(name=upload.name, reason=str(error))
    except Exception:
        _log.exception("reading %r failed", upload.name)
        return Failure(name=upload.name, reason=strings.UNEXPECTED_FILE)


def _unlock(path: Path, settings: Settings, password: str) -> None:
    """Put a copy without its password in a file's place: nobody is asked twice, and each proof can be shown."""
    from mcqgen.documents import unlock

    copy = path.with_name(f"{path.name}.open")
    unlock(path, copy, settings, password=password)
    copy.replace(path)


def start_reading(
    upload: Upload, settings: Settings, places: threading.Semaphore, shelf: Shelf, password: str = ""
) -> Reading:
    """Read an upload in a thread; the future always ends with an outcome, never with an exception."""
    reading: Reading = Future()

    def work() -> None:
        with places:
            reading.set_result(_outcome(upload, settings, shelf, password))

    threading.Thread(target=work, name="mcqgen-reading", daemon=True).start()
    return reading
