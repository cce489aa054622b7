"""Kept files: one copy of each content, handed out under the names that it came with."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from mcqgen.errors import BankError, StateError

_LONGEST_NAME = 150
_CHUNK = 2**20


@dataclass(frozen=True)
class Files:
    """A folder of files; who may have which is known to the table of documents alone."""

    folder: Path

    def place(self, sha256: str, name: str) -> Path:
        """Where a file of this content and name lies."""
        return self.folder / sha256[:2] / sha256 / _safe(name)

    def keep(self, source: Path, sha256: str, name: str) -> None:
        """Keep a copy; what is there already is not written again.

        Raises:
            BankError: The file cannot be read, or is not the one whose digest is given.
            StateError: The folder cannot be written.
        """
        target = self.place(sha256, name)
        if not target.exists():
            _copied(source, sha256, target)
        elif _digest(source, lambda _: None) != sha256:
            raise _other(source)


def _copied(source: Path, sha256: str, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        same = next((entry for entry in target.parent.iterdir() if not entry.name.startswith(".new-")), None)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as new:
            try:
                if _digest(source, new.write) != sha256:
                    raise _other(source)
                new.flush()
                os.fsync(new.fileno())
                new.close()
                _settle(Path(new.name), same, target)
            finally:
                with suppress(FileNotFoundError):
                    Path(new.name).unlink()
    except OSError as error:
        raise StateError(
            f"'{source.name}' cannot be kept in '{target.parent}' ({error.strerror or error}): free some room, or set "
            "MCQGEN_HOME to a folder that you may write to."
        ) from error


def _settle(new: Path, same: Path | None, target: Path) -> None:
    """Put the copy in its place, as another name of the same content where that is there and the disk can do it."""
    if same is not None:
        with suppress(FileExistsError, OSError):
            os.link(same, target)
            return
    new.replace(target)


def _digest(source: Path, write: Callable[[bytes], object]) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(source):
        digest.update(piece)
        write(piece)
    return digest.hexdigest()


def _pieces(source: Path) -> Iterator[bytes]:
    try:
        with source.open("rb") as stream:
            while piece := stream.read(_CHUNK):
                yield piece
    except OSError as error:
        raise BankError(f"'{source.name}' cannot be read any more ({error.strerror}): give it again.") from error


def _other(source: Path) -> BankError:
    return BankError(f"'{source.name}' has changed since it was read: give it again.")


def _safe(name: str) -> str:
    """A name that every file system takes and that leads nowhere else; its suffix stays."""
    shown = "".join(sign if sign.isprintable() and sign not in '/\\:*?"<>|' else "_" for sign in name)
    shown = shown.encode("utf-8", "replace").decode().strip(". ") or "document"
    path = PurePath(shown)
    suffix = path.suffix[:20]
    stem = shown.removesuffix(path.suffix) if path.suffix else shown
    return stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore") + suffix
