"""Text of files without layout, put together from blocks, each of which knows its role."""

from mcqgen.documents.job import Job
from mcqgen.domain.document import Heading, Line, Page, Role

_BETWEEN = "\n\n"


class BlockText:
    """Collects the blocks of one page or document and writes its text, lines and headings."""

    def __init__(self, page: int = 1, room: int = 10_000_000) -> None:
        self._page, self._room = page, room
        self._parts: list[str] = []
        self._lines: list[Line] = []
        self._at = 0
        self.headings: list[Heading] = []
        self.cut = False
        """Whether blocks were left out because the text grew too long."""

    def add(self, text: str, role: Role = Role.TEXT, level: int = 0) -> None:
        """Add a block; `level` is that of a heading (1 is the highest)."""
        text = text.replace("\x00", "").strip()
        if not text:
            return
        if self._at + len(text) > self._room:
            self.cut = True
            return
        if role is Role.HEADING:
            self.headings.append(Heading(title=" ".join(text.split()), level=level, page=self._page, start=self._at))
        self._lines.append(Line(start=self._at, end=self._at + len(text), role=role))
        self._parts.append(text)
        self._at += len(text) + len(_BETWEEN)

    def page(self) -> Page:
        """All blocks as a page."""
        return Page(number=self._page, text=_BETWEEN.join(self._parts), lines=tuple(self._lines))


def too_long(job: Job) -> str:
    """The warning for text beyond the limit."""
    return (
        f"Only the first {job.max_chars:,} characters of '{job.path.name}' were read: "
        f"the limit is {job.max_pages} pages (MCQGEN_MAX_PAGES)."
    )
