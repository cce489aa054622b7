"""The journal of a batch: what is safe on disk, so that a batch that was cut off goes on where it was."""

import hashlib
import importlib.util
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

import mcqgen
from mcqgen.domain.base import Frozen, content_id
from mcqgen.domain.batch import Outcome
from mcqgen.domain.blueprint import Request
from mcqgen.errors import StateError
from mcqgen.llm import default_spec
from mcqgen.settings import Settings

_NOT_SHAPING = {
    "home", "threads", "workers", "chroma_url", "model", "model_base_url", "model_timeout_s", "model_attempts",
    "retry_wait_s", "retry_longest_wait_s", "requests_per_minute", "tokens_per_minute", "concurrency",
    "breaker_failures", "breaker_pause_s", "cache", "prices_file", "max_tokens", "max_cost", "canvas_url",
    "canvas_timeout_s",
}  # fmt: skip
"""Settings that change where and how fast, but not what comes out."""


class Entry(Frozen):
    """The outcome of a document in a certain state, for a certain request."""

    request: str
    """As `request_digest` tells it."""
    sha256: str
    """Of the document's bytes."""
    outcome: Outcome


class Journal:
    """A file of entries, one a line, only ever added to; threads may share it."""

    def __init__(self, path: Path) -> None:
        """Use the file at `path`, which need not exist."""
        self._path = path
        self._adding = threading.Lock()

    def entries(self) -> tuple[Entry, ...]:
        """All entries in the order of writing; a line that was cut off counts for nothing."""
        if not self._path.exists():
            return ()
        found = []
        for line in self._path.read_bytes().splitlines():
            try:
                found.append(Entry.model_validate_json(line))
            except ValidationError:
                continue
        return tuple(found)

    def add(self, entry: Entry) -> None:
        """Add an entry; it is on disk when this returns."""
        with self._adding, self._path.open("ab") as file:
            # A line break before it too: the line before may have been cut off.
            file.write(f"\n{entry.model_dump_json()}\n".encode())
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def journal_of(out: Path, settings: Settings) -> Iterator[Journal]:
    """The journal of an output folder, for one process at a time.

    Raises:
        StateError: Another process has it, or the state folder cannot be used.
    """
    from filelock import FileLock, Timeout

    path = settings.home / "runs" / f"{content_id(os.fsencode(out.resolve()).hex())}.jsonl"
    lock = FileLock(path.with_suffix(".lock"), timeout=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StateError(f"Another batch is writing to '{out}': let it finish, or choose another folder.") from error
    except OSError as error:
        raise StateError(
            f"The state folder '{settings.home}' cannot be written ({error.strerror}): set MCQGEN_HOME to a folder "
            "that you may write to."
        ) from error
    try:
        yield Journal(path)
    finally:
        lock.release()


def request_digest(request: Request, settings: Settings, password: str) -> str:
    """What else than the document decides on its outcome, as one digest.

    The password goes in by a slow hash, for the journal must not help to guess it.
    """
    secret = hashlib.scrypt(password.encode(), salt=b"mcqgen", n=2**14, r=8, p=1, dklen=8).hex() if password else ""
    ocr = importlib.util.find_spec("rapidocr") is not None
    shaping = settings.model_dump(mode="json", exclude=_NOT_SHAPING)
    model = default_spec(settings)  # a key that is set or taken away changes who writes
    # A request without these is the one that it was before there were any.
    absent = {name for name in ("instruction", "besides") if not getattr(request, name)}
    asked = request.model_dump(mode="json", exclude=absent)
    return content_id([mcqgen.__version__, asked, shaping, model, ocr, secret])
