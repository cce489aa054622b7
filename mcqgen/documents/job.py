"""What the reading process is told, and what it hands back."""

from pathlib import Path
from typing import Literal

from mcqgen.documents.kinds import Kind
from mcqgen.domain.base import Frozen
from mcqgen.domain.document import Heading, Page

PAGE_CHARS = 5000
"""Characters that count as one page where a file has no pages."""


class Job(Frozen):
    """One file to read, with its limits."""

    path: Path
    kind: Kind
    pages: str = ""
    """Ranges such as "10-42,50"; empty: all."""
    password: str = ""
    ocr: bool = True
    max_pages: int = 2000
    timeout_s: int = 120
    memory_mb: int = 2048

    @property
    def max_chars(self) -> int:
        """Most characters that are read of a document without pages."""
        return self.max_pages * PAGE_CHARS


class Loaded(Frozen):
    """What a loader makes of a file."""

    title: str = ""
    pages: tuple[Page, ...]
    headings: tuple[Heading, ...] = ()
    warnings: tuple[str, ...] = ()


class Failed(Frozen):
    """Why a file cannot be read."""

    error: Literal["DocumentError", "RequestError", "MissingDependency"]
    message: str


class Answer(Frozen):
    """The last line that the reading process writes."""

    result: Loaded | Failed
