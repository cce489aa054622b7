"""Documents as they were loaded, and the cleaned passages that point back into them."""

from bisect import bisect_right
from enum import StrEnum
from functools import cached_property

from mcqgen.domain.base import Frozen, content_id


class PageSource(StrEnum):
    """Where the text of a page comes from."""

    TEXT = "text"
    OCR = "ocr"
    NONE = "none"


class Role(StrEnum):
    """What the file itself says that a line of text is."""

    TEXT = "text"
    HEADING = "heading"
    LIST = "list"
    TABLE = "table"
    CODE = "code"
    CAPTION = "caption"


class Line(Frozen):
    """A line of a page as it was laid out: what cleaning needs to know beyond the words."""

    start: int
    """Half-open character range in the page's text."""
    end: int
    role: Role = Role.TEXT
    left: float = 0.0
    """Left and right edge and base line, in points from the page's top left corner; all 0 where there is no layout."""
    right: float = 0.0
    base: float = 0.0
    size: float = 0.0
    """Font size in points, or 0 where it is not known."""
    bold: bool = False
    lead: int = 0
    """Characters at its start that hold bold words, where the rest is not bold: a term before its meaning."""


class Page(Frozen):
    """One page or slide as loaded; documents without pages (text, HTML, DOCX) have one."""

    number: int
    """1-based place in the file."""
    label: str = ""
    """The printed page number ("iv", "123") where the file tells it."""
    text: str
    """The loaded text, untouched: every locator counts characters in it."""
    source: PageSource = PageSource.TEXT
    lines: tuple[Line, ...] = ()
    """In reading order; empty where the loader knows no more than the text."""
    marks: tuple[tuple[int, int], ...] = ()
    """Half-open character ranges of raised note numbers."""


class Heading(Frozen):
    """A section title and the place where its section begins."""

    title: str
    level: int
    """1 is the highest."""
    page: int
    start: int
    """Character offset of the title (or of the section's first character) in the page's text."""


class Document(Frozen):
    """A loaded source."""

    name: str
    """The file's name, without its folder."""
    sha256: str
    """Digest of the file's bytes."""
    media_type: str
    title: str
    language: str
    """ISO 639-1 code, or "und" where there is too little text to tell."""
    pages: tuple[Page, ...]
    headings: tuple[Heading, ...] = ()
    warnings: tuple[str, ...] = ()
    """Sentences for the user: pages without text, pages read by OCR, limits reached."""

    @cached_property
    def id(self) -> str:
        """Content id: the same text has the same id, whatever the file is called."""
        return content_id([[page.number, page.text] for page in self.pages])

    @cached_property
    def main_sections(self) -> tuple[str, ...]:
        """Titles of the highest level that has more than one: the chapter's own title is no section of it."""
        for level in sorted({heading.level for heading in self.headings}):
            titles = tuple(heading.title for heading in self.headings if heading.level == level)
            if len(titles) > 1:
                return titles
        return tuple(heading.title for heading in self.headings)

    @cached_property
    def page_numbers(self) -> dict[int, Page]:
        """The pages by number."""
        return {page.number: page for page in self.pages}


class Span(Frozen):
    """Half-open range of characters in the loaded text of one page."""

    page: int
    start: int
    end: int


class Segment(Frozen):
    """Where a run of a passage's text comes from: passage offset → place in the loaded text."""

    at: int
    """Offset in the passage's text where this run begins; the run ends where the next begins."""
    span: Span


class Passage(Frozen):
    """A cleaned chunk of running text, with its exact places in the loaded document."""

    document_id: str
    number: int
    """0-based place in reading order."""
    section: tuple[str, ...] = ()
    """Section titles from the highest level down."""
    text: str
    """Cleaned paragraphs, separated by a blank line."""
    segments: tuple[Segment, ...]
    """In order of `at`; the first is at 0."""

    @cached_property
    def id(self) -> str:
        """Content id of document, place and text."""
        return content_id([self.document_id, self.number, self.text])

    @property
    def first_page(self) -> int:
        """Number of the page where the passage begins."""
        return self.segments[0].span.page

    def spans(self, start: int, end: int) -> tuple[tuple[int, int, Span], ...]:
        """Locate `text[start:end]` in the loaded document.

        Returns one `(start, end, span)` for each contiguous run of loaded text: the part of the passage's text, and
        the span that it was cleaned from. A new part begins where a page ends and where something was left out (a
        citation mark, a running head); parts without a letter or digit are not returned. A span covers whole
        segments at most, so it may be wider than the words; `mcqgen.domain.quotes.find_quote` narrows it.
        """
        starts = [segment.at for segment in self.segments]
        parts: list[tuple[int, int, Span]] = []
        for index in range(bisect_right(starts, start) - 1, len(self.segments)):
            segment = self.segments[index]
            if segment.at >= end:
                break
            stop = starts[index + 1] if index + 1 < len(starts) else len(self.text)
            here = (max(start, segment.at), min(end, stop), segment.span)
            last = parts[-1] if parts else here
            if parts and (last[2].page, last[2].end) == (segment.span.page, segment.span.start):
                span = Span(page=segment.span.page, start=last[2].start, end=segment.span.end)
                parts[-1] = (last[0], here[1], span)
            else:
                parts.append(here)
        return tuple(part for part in parts if any(map(str.isalnum, self.text[part[0] : part[1]])))
