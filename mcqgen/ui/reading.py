"""What a file holds, told as soon as it is in, read beside the page."""

import logging
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from mcqgen.domain.document import Document
from mcqgen.domain.run import Failure
from mcqgen.errors import McqgenError
from mcqgen.settings import Settings
from mcqgen.ui import strings
from mcqgen.ui.uploads import Upload, stored

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Understood:
    """What is told about a file that was read."""

    title: str
    media_type: str
    language: str
    pages: int
    words: int
    sections: tuple[str, ...]
    warnings: tuple[str, ...]


Outcome = Understood | Failure
Reading = Future[Outcome]


def main_sections(document: Document) -> tuple[str, ...]:
    """Titles of the highest level that has more than one: the chapter's own title is no section of it."""
    for level in sorted({heading.level for heading in document.headings}):
        titles = tuple(heading.title for heading in document.headings if heading.level == level)
        if len(titles) > 1:
            return titles
    return tuple(heading.title for heading in document.headings)


def understand(path: Path, settings: Settings) -> Understood:
    """Read one file; raises the errors of `mcqgen.documents.load`."""
    from mcqgen.documents import load

    document = load(path, settings)
    return Understood(
        title=document.title.strip() or document.name,
        media_type=document.media_type,
        language=document.language,
        pages=len(document.pages),
        words=sum(len(page.text.split()) for page in document.pages),
        sections=main_sections(document),
        warnings=document.warnings,
    )


def _outcome(upload: Upload, settings: Settings) -> Outcome:
    try:
        with stored([upload]) as (path,):
            return understand(path, settings)
    except McqgenError as error:
        return Failure(name=upload.name, reason=str(error))
    except Exception:
        _log.exception("reading %r failed", upload.name)
        return Failure(name=upload.name, reason=strings.UNEXPECTED_FILE)


def start_reading(upload: Upload, settings: Settings, places: threading.Semaphore) -> Reading:
    """Read an upload in a thread; the future always ends with an outcome, never with an exception."""
    reading: Reading = Future()

    def work() -> None:
        with places:
            reading.set_result(_outcome(upload, settings))

    threading.Thread(target=work, name="mcqgen-reading", daemon=True).start()
    return reading
