"""Answers that were given once, kept by a digest of what was asked; prompts and keys are never kept."""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mcqgen.errors import StateError

_WAIT_S = 60.0


class AnswerCache:
    """A SQLite file of answers; several threads and processes may use it at the same time."""

    def __init__(self, folder: Path) -> None:
        """Keep answers in `folder` / answers.sqlite; raises StateError where that is damaged or out of reach."""
        self._path = folder / "answers.sqlite"
        # One writer at a time in this process; SQLite's own lock, with its long polls, is for other processes.
        self._lock = threading.Lock()
        with self._open() as database:
            database.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL)")

    def get(self, key: str) -> str | None:
        """The answer that is kept under this key; raises StateError as the constructor does."""
        with self._open() as database:
            row = database.execute("SELECT answer FROM answers WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def put(self, key: str, answer: str) -> None:
        """Keep an answer; raises StateError as the constructor does."""
        with self._open() as database:
            database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (key, answer))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection of this use's own, committed and closed at the end."""
        try:
            with self._lock:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                database = sqlite3.connect(self._path, timeout=_WAIT_S)
                try:
                    # Waiting for the disk at each answer costs more than asking again after a power failure.
                    database.execute("PRAGMA synchronous=OFF")
                    with database:
                        yield database
                finally:
                    database.close()
        except (sqlite3.Error, OSError) as error:
            raise StateError(
                f"The cache of answers '{self._path}' cannot be used ({error}): delete the file, or set MCQGEN_HOME "
                "to a folder that you may write to, or go without it (--no-cache)."
            ) from error


def digest(*asked: Any) -> str:
    """64 hex digits of blake2b over canonical JSON of all that an answer depends on."""
    canonical = json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode(errors="surrogatepass"), digest_size=32).hexdigest()
