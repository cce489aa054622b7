"""Results on disk: whole or not at all."""

import os
import secrets
import tempfile
from pathlib import Path

from mcqgen.errors import OutputError

_LONGEST_STEM = 200
"""File systems take 255 bytes for a name; the temporary one is longer than the final one."""


def save(path: Path, data: bytes) -> None:
    """Write `data` to a temporary file in the same folder and rename it, so that nobody ever sees half a file.

    Raises:
        OutputError: The file cannot be written; what stood there before is untouched.
    """
    stem = path.name.encode()[:_LONGEST_STEM].decode(errors="ignore")
    temporary = path.with_name(f".{stem}.{secrets.token_hex(4)}.part")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OutputError(f"Cannot write '{path}': {_reason(error)}.") from error


def check_writable(path: Path) -> None:
    """Find out before the work begins whether `save(path, …)` can succeed.

    Raises:
        OutputError: The path is a folder, its folder does not exist, or nothing can be written there.
    """
    if path.is_dir():
        raise OutputError(f"Cannot write '{path}': it is a folder; give the name of a file.")
    if not path.parent.is_dir():
        raise OutputError(f"Cannot write '{path}': the folder '{path.parent}' does not exist; create it first.")
    if path.exists() and not path.is_file():
        raise OutputError(f"Cannot write '{path}': it is not a regular file.")
    if path.exists() and not os.access(path, os.W_OK):
        raise OutputError(f"Cannot write '{path}': it is write-protected; choose another name.")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise OutputError(f"Cannot write '{path}': {_reason(error)}; choose another folder.") from error


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
