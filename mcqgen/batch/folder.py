"""What lies in the folder of a batch, and what its results are called."""

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mcqgen.documents import discover
from mcqgen.domain.batch import Outcome, Status
from mcqgen.errors import DocumentError

ITEMS = "items.json"
"""All items of a batch."""
REPORT = "report.json"
"""What became of each document."""
_LIKE_ITEMS = re.compile(r"\.json_*$")
_HIDDEN = (".", "~$")


@dataclass(frozen=True)
class Task:
    """One document in its present state."""

    path: Path
    name: str
    """Path relative to the folder, with "/" between its parts."""
    sha256: str
    """Digest of its bytes; empty where they cannot be read, which the loader will explain."""


def look_through(folder: Path, out: Path) -> tuple[tuple[Task, ...], tuple[str, ...]]:
    """Find the documents under `folder` and the names of its other files; what lies under `out` is neither.

    Raises:
        DocumentError: The folder does not exist, is none, or holds no document.
    """
    if not folder.exists():
        raise DocumentError(f"'{folder}' does not exist: check the path.")
    if not folder.is_dir():
        raise DocumentError(f"'{folder}' is a file, not a folder: use 'mcqgen generate' for single files.")
    results = out.resolve()
    beside = results == folder.resolve()

    def is_result(path: Path) -> bool:
        return path.suffix == ".json" if beside else path.resolve().is_relative_to(results)

    inside = beside or results.is_relative_to(folder.resolve())
    documents = [path for path in discover(folder) if not (inside and is_result(path))]
    if not documents:
        raise DocumentError(f"'{folder}' holds no document that can be read: choose another folder.")
    found = set(documents)
    others = (path for path in sorted(folder.rglob("*")) if path not in found and path.is_file())
    ignored = [_name(path, folder) for path in others if not (inside and is_result(path))]
    return (
        tuple(Task(path, _name(path, folder), _sha256(path)) for path in documents),
        tuple(name for name in ignored if not any(part.startswith(_HIDDEN) for part in name.split("/"))),
    )


def duplicates(tasks: Sequence[Task]) -> dict[str, Outcome]:
    """The outcomes, by name, of all files whose bytes are those of an earlier one."""
    first: dict[str, str] = {}
    found = {}
    for task in tasks:
        name = first.setdefault(task.sha256 or task.name, task.name)
        if name != task.name:
            reason = f"the same file as '{name}'"
            found[task.name] = Outcome(path=task.name, status=Status.DUPLICATE, requested=0, delivered=0, reason=reason)
    return found


def output_name(name: str) -> str:
    """The items' file of a document, relative to the output folder; no two documents ever share one.

    ".json" is added to the whole name, so that notes.pdf and notes.docx stay apart. A folder that is itself named
    like an items' file gets one "_" more, so that the document "a.pdf" and the folder "a.pdf.json" do as well.
    """
    *folders, file = name.split("/")
    escaped = [f"{part}_" if _LIKE_ITEMS.search(part) else part for part in folders]
    return "/".join([*escaped, f"{file}.json"])


def _name(path: Path, folder: Path) -> str:
    """Relative path as text; bytes that are no UTF-8 are shown as replacement characters."""
    return os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
