"""Files as users know them: their names are kept for messages, and never trusted as paths."""

import re
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u2028\u2029]')
_LONGEST_STEM = 80
_LONGEST_SUFFIX = 10


@dataclass(frozen=True)
class Upload:
    """One file as the browser sent it."""

    key: str
    """Names this upload within its session."""
    name: str
    """The file's name as the user knows it; never used as a path."""
    data: bytes


def safe_name(name: str) -> str:
    """Make a file name that stays in its folder: no folders, no control characters, not hidden, not too long.

    The user's own words and the ending are kept as far as they can be, because messages show this name.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(c for c in last if not unicodedata.category(c).startswith("C"))
    path = Path(_UNSAFE.sub("_", visible).strip().lstrip(".") or "file")
    return path.stem[:_LONGEST_STEM] + path.suffix[:_LONGEST_SUFFIX]


@contextmanager
def stored(upload: Upload) -> Iterator[Path]:
    """Write an upload to a folder that only this user can read, and delete it at the end."""
    with tempfile.TemporaryDirectory(prefix="mcqgen-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, safe_name(upload.name))
        path.write_bytes(upload.data)
        yield path
