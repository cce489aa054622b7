"""What the reading process is told, and what it hands back."""

from pathlib import Path
from typing import Literal

from pydantic import ConfigDict

from mcqgen.documents.kinds import Kind
from mcqgen.domain.base import Frozen
from mcqgen.domain.document import Heading, Page

PAGE_CHARS = 5000
"""Characters that count as one page where a file has no pages."""


class Task(Frozen):
    """What is to be done with one file, and the limits of it."""

    path: Path
    password: str = ""
    ocr: bool = True
    timeout_s: int = 120
    memory_mb: int = 2048

    def slow_message(self, seconds: int) -> str:
        """The sentence for a file that has taken so many seconds."""
        return (
            f"'{self.path.name}' took longer than {seconds} seconds to read: "
            "choose fewer pages, or raise MCQGEN_DOCUMENT_TIMEOUT_S."
        )

    def memory_message(self) -> str:
        """The sentence for a file that needs more memory than it may have."""
        return (
            f"'{self.path.name}' needs more than {self.memory_mb} MB of memory to be read: "
            "split it, or raise MCQGEN_READER_MEMORY_MB."
        )


class Job(Task):
    """One file to read."""

    kind: Kind
    pages: str = ""
    """Ranges such as "10-42,50"; empty: all."""
    max_pages: int = 2000

    @property
    def max_chars(self) -> int:
        """Most characters that are read of a document without pages."""
        return self.max_pages * PAGE_CHARS


class Drawing(Task):
    """One page of a PDF file to draw."""

    page: int
    """Its 1-based number."""
    spans: tuple[tuple[int, int], ...]
    """Half-open ranges of the loaded text of the page, to be marked."""
    width_px: int

    def slow_message(self, seconds: int) -> str:
        """The sentence for a page that has taken so many seconds."""
        return f"Page {self.page} of '{self.path.name}' took longer than {seconds} seconds to draw."


class Unlocking(Task):
    """A PDF file to write without its password."""

    target: Path


class Unlocked(Frozen):
    """A copy is written."""

    target: Path


class Mark(Frozen):
    """What is marked on one line of a picture: a rectangle in pixels from its top left corner."""

    left: int
    top: int
    width: int
    height: int
    text: str
    """The loaded text that stands there."""


class Picture(Frozen):
    """A page as it looks, with words marked in yellow."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    media_type: str = "image/webp"
    data: bytes
    width: int
    """Size in pixels."""
    height: int
    marks: tuple[Mark, ...]
    ink: tuple[int, int] = (0, 0)
    """Left and right end, in pixels, of what is printed on the page; the rest is margin."""


class Loaded(Frozen):
    """What a loader makes of a file."""

    title: str = ""
    pages: tuple[Page, ...]
    headings: tuple[Heading, ...] = ()
    warnings: tuple[str, ...] = ()


class Failed(Frozen):
    """Why a file cannot be read."""

    error: Literal["DocumentError", "DocumentLocked", "RequestError", "MissingDependency"]
    message: str


class Answer(Frozen):
    """The last line that the reading process writes."""

    result: Loaded | Picture | Unlocked | Failed
