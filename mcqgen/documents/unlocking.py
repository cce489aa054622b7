"""A copy of a PDF file without its password, for whoever knows it."""

from pathlib import Path

from mcqgen.documents.job import Unlocking
from mcqgen.documents.loading import speakable
from mcqgen.documents.process import unlock_in_child
from mcqgen.settings import Settings


def unlock(path: Path, target: Path, settings: Settings, *, password: str) -> None:
    """Write a copy that opens without a password, in a child process with limits on time and memory.

    Raises DocumentLocked where the password is wrong, and DocumentError where the file cannot be opened or written.
    """
    with speakable(path) as named:
        unlock_in_child(
            Unlocking(
                path=named.absolute(),
                target=target.absolute(),
                password=password,
                timeout_s=settings.document_timeout_s,
                memory_mb=settings.reader_memory_mb,
            )
        )
