"""Section titles of a PDF: from its outline, and from lines set larger or bolder than the running text."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mcqgen.domain.document import Heading, Line, Page, PageSource, Role
from mcqgen.domain.quotes import canonical

_LARGER = 1.12
"""From this ratio to the body's font size on a line is set as a title."""
_LONGEST = 160
_LINE_GAP = 1.7
_MOST_LEVELS = 6
_NO_TITLE = re.compile(
    r"[,;]$|^[•◦▪■●!*]\s|^(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\b[\s\d,.]*)$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]")

Style = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the outline."""

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class _Title:
    title: str
    style: Style
    page: int
    start: int


def find_headings(pages: Sequence[Page], outline: Sequence[Entry]) -> tuple[Heading, ...]:
    """The document's headings in reading order.

    Outline entries that stand on their page come first. Lines that look like titles are added below them, with
    the level that the outline gives to their style, or by font size where it gives none.
    """
    set_titles = _titles(pages)
    from_outline = _match(pages, outline)
    levels = _levels(set_titles, from_outline)
    taken = {(heading.page, heading.start) for heading in from_outline}
    names = {(heading.page, canonical(heading.title)) for heading in from_outline}
    found = [
        Heading(title=title.title, level=levels[title.style], page=title.page, start=title.start)
        for title in set_titles
        if (title.page, title.start) not in taken
        and not any(page == title.page and canonical(title.title) in name for page, name in names)
    ]
    return tuple(sorted([*from_outline, *found], key=lambda heading: (heading.page, heading.start)))


def body_style(pages: Sequence[Page]) -> Style:
    """Font size and boldness of most characters."""
    styles: Counter[Style] = Counter()
    for page in pages:
        for line in page.lines:
            styles[_style(line)] += line.end - line.start
    return styles.most_common(1)[0][0] if styles else (0.0, False)


def _style(line: Line) -> Style:
    return (round(line.size * 2) / 2, line.bold)


def _titles(pages: Sequence[Page]) -> list[_Title]:
    """Lines set as titles; a title that runs over several lines is one."""
    body = body_style(pages)
    if not body[0]:
        return []
    titles: list[_Title] = []
    for page in pages:
        if page.source is PageSource.OCR:  # sizes and boldness are guesses there
            continue
        last: Line | None = None
        for index, line in enumerate(page.lines):
            text = page.text[line.start : line.end].strip()
            style = _style(line)
            runs_on = (
                last is not None and _style(last) == style != body and 0 < line.base - last.base < _LINE_GAP * line.size
            )
            if not runs_on and not _is_title(page, index, body, text):
                last = None
                continue
            if runs_on:
                before = titles.pop()
                whole = f"{before.title}{text}" if before.title.endswith("\ufffe") else f"{before.title} {text}"
                titles.append(_Title(whole.replace("\ufffe", ""), style, page.number, before.start))
            else:
                titles.append(_Title(text, style, page.number, line.start))
            last = line
    repeated = Counter(title.title for title in titles)
    return [
        t for t in titles if len(t.title) <= _LONGEST and (repeated[t.title] <= 2 or repeated[t.title] < len(pages) / 4)
    ]


def _is_title(page: Page, index: int, body: Style, text: str) -> bool:
    line = page.lines[index]
    size, bold = body
    if line.role is not Role.TEXT or len(_LETTERS.findall(text)) < 3 or _NO_TITLE.search(text):
        return False
    if line.size >= _LARGER * size:
        return True
    if (text.endswith(".") and len(text) > 40) or line.size < 0.9 * size:
        return False
    return _stands_alone(page, index) and ((line.bold and not bold) or (text.isupper() and len(text) > 5))


def _stands_alone(page: Page, index: int) -> bool:
    """Whether the lines above and below are further away than the lines of a paragraph, or set otherwise."""
    line = page.lines[index]
    before = page.lines[index - 1] if index else None
    after = page.lines[index + 1] if index + 1 < len(page.lines) else None
    above = line.base - before.base if before else 99.0
    below = after.base - line.base if after else 99.0
    apart = not 0 <= above < 1.25 * line.size or (before is not None and before.bold != line.bold)
    return apart and (not 0 <= below < 0.5 * line.size)


def _levels(titles: Sequence[_Title], outline: Sequence[Heading]) -> dict[Style, int]:
    """A level for each style: the outline's where it has titles of the style, else by size and boldness."""
    known: dict[Style, Counter[int]] = {}
    at = {(heading.page, heading.start): heading.level for heading in outline}
    for title in titles:
        if (title.page, title.start) in at:
            known.setdefault(title.style, Counter())[at[title.page, title.start]] += 1
    ranked = sorted({title.style for title in titles}, key=lambda style: (-style[0], not style[1]))
    levels: dict[Style, int] = {}
    level = 0
    for style in ranked:
        level = known[style].most_common(1)[0][0] if style in known else min(level + 1, _MOST_LEVELS)
        levels[style] = level
    return levels


def _match(pages: Sequence[Page], outline: Sequence[Entry]) -> list[Heading]:
    """Outline entries as headings, at the line of their page that says the same."""
    by_number = {page.number: page for page in pages}
    words: dict[int, list[str]] = {}
    headings: list[Heading] = []
    for entry in outline:
        page = by_number.get(entry.page)
        if page is None:
            continue
        if page.number not in words:
            words[page.number] = [canonical(page.text[line.start : line.end]).lower() for line in page.lines]
        start = _find_line(page, words[page.number], canonical(entry.title).lower())
        if start is not None:
            headings.append(Heading(title=entry.title, level=entry.level, page=page.number, start=start))
    return headings


def _find_line(page: Page, lines: Sequence[str], wanted: str) -> int | None:
    """Offset of the line that says the title, ends with it, or begins it with the rest on the next lines."""
    if len(wanted) < 3:
        return None
    for index, words in enumerate(lines):
        if words == wanted or (words.endswith(wanted) and len(words) - len(wanted) < 8):
            return page.lines[index].start
    for index, words in enumerate(lines):
        if len(words) >= 3 and wanted.startswith(words) and "".join(lines[index : index + 4]).startswith(wanted):
            return page.lines[index].start
    return None
