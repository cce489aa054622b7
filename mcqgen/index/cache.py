"""Vectors that were computed once, kept by what they were computed from."""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from mcqgen.errors import StateError

_WAIT_S = 60.0
# SQLite's own limit on host parameters of one statement was 999 for long; stay under it.
_AT_ONCE = 500


class VectorCache:
    """A SQLite file of vectors; several threads and processes may use it at the same time."""

    def __init__(self, folder: Path, model_digest: str) -> None:
        """Keep the vectors of one model in `folder` / vectors.sqlite; touches no disk yet."""
        self._path = folder / "vectors.sqlite"
        self._model = model_digest.encode()

    def key(self, text: str) -> bytes:
        """What a text's vector is filed under: digest of model and text."""
        return hashlib.blake2b(text.encode(errors="surrogatepass"), key=self._model[:64], digest_size=20).digest()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The vectors that are there, by key; raises StateError where the file is damaged or out of reach."""
        found: dict[bytes, NDArray[np.float32]] = {}
        with self._open() as database:
            for begin in range(0, len(keys), _AT_ONCE):
                some = keys[begin : begin + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = database.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some)
                found.update((key, np.frombuffer(vector, dtype="<f4")) for key, vector in rows)
        return found

    def put(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Add vectors; one that is there already stays; raises StateError as `get` does."""
        rows = [(key, vector.astype("<f4").tobytes()) for key, vector in vectors.items()]
        with self._open() as database:
            database.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection of this thread's own, committed and closed at the end."""
        try:
            if not self._path.exists():
                self._create()
            database = sqlite3.connect(self._path, timeout=_WAIT_S)
            try:
                database.execute("PRAGMA synchronous=NORMAL")
                with database:
                    yield database
            finally:
                database.close()
        except (sqlite3.Error, OSError) as error:
            raise StateError(
                f"The embedding cache '{self._path}' cannot be used ({error}): delete the file (it is built anew), "
                "or set MCQGEN_HOME to a folder that you may write to."
            ) from error

    def _create(self) -> None:
        """Make the file in one step: switching to WAL needs it alone, and no reader may see it half made."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._path.with_suffix(".lock"), timeout=_WAIT_S):
            if self._path.exists():
                return
            half = self._path.with_suffix(".new")
            half.unlink(missing_ok=True)
            database = sqlite3.connect(half)
            try:
                database.execute("PRAGMA journal_mode=WAL")
                database.execute("CREATE TABLE vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
                database.commit()
            finally:
                database.close()
            half.rename(self._path)
