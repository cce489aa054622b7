"""What a file holds, told as soon as it is in, read beside the page; what can be read is kept."""

import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from mcqgen.bank import Shelf
from mcqgen.domain.run import Failure, describe
from mcqgen.errors import DocumentLocked
from mcqgen.settings import Settings
from mcqgen.ui import strings
from mcqgen.ui.background import in_background
from mcqgen.ui.uploads import Upload, stored


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


def understand(path: Path, settings: Settings, shelf: Shelf) -> Understood:
    """Read one file and keep it; raises the errors of `mcqgen.documents.load` and of the bank."""
    from mcqgen.documents import load, split

    document = load(path, settings)
    info = describe(document, len(split(document, size=settings.passage_chars)))
    shelf.keep_document(info, path, sections=document.main_sections)
    return Understood(
        id=document.id,
        title=document.title.strip() or document.name,
        media_type=document.media_type,
        language=document.language,
        pages=len(document.pages),
        words=sum(len(page.text.split()) for page in document.pages),
        sections=document.main_sections,
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
    return in_background(
        "mcqgen-reading",
        lambda: _outcome(upload, settings, shelf, password),
        lambda reason: Failure(name=upload.name, reason=reason),
        strings.UNEXPECTED_FILE,
        places,
    )
