"""Plain text files."""

import re
from collections.abc import Iterator

from mcqgen.documents.blocks import BlockText, too_long
from mcqgen.documents.encoding import decode
from mcqgen.documents.job import Job, Loaded
from mcqgen.documents.ranges import whole_only
from mcqgen.domain.document import Role

_UNDERLINE = re.compile(r"([=\-~^#*])\1{2,}\s*$")
_NUMBERED_TITLE = re.compile(r"(?:chapter|part|section|capítulo)\s+[\divxlc]+\b.{0,70}$", re.IGNORECASE)
_LIST_ITEM = re.compile(r"\s*(?:[-*•·–]|\(?\d{1,2}[.)]|\([a-z]\))\s+\S")
_LONGEST_TITLE = 80
_WRAPPED = 100
"""Lines of a wrapped file are shorter than so many characters; longer ones are whole paragraphs."""


def read(job: Job) -> Loaded:
    """Read a text file; blank lines part its paragraphs, and lines that are underlined or in capitals are titles."""
    whole_only(job.pages, job.path.name)
    text = decode(job.path.read_bytes(), job.path.name)
    blocks = BlockText(room=job.max_chars)
    for paragraph in re.split(r"\n[^\S\n]*\n\s*|\f", text):
        add_paragraph(blocks, paragraph)
    return Loaded(
        pages=(blocks.page(),),
        headings=tuple(blocks.headings),
        warnings=(too_long(job),) if blocks.cut else (),
    )


def add_paragraph(blocks: BlockText, paragraph: str) -> None:
    """Add the lines between two blank lines as a title, a paragraph, or one paragraph for each item or long line."""
    lines = [line.rstrip() for line in paragraph.strip("\n").split("\n") if line.strip()]
    if not lines:
        return
    if len(lines) == 2 and _UNDERLINE.match(lines[1]):
        blocks.add(lines[0], Role.HEADING, 1 if lines[1][0] == "=" else 2)
        return
    if len(lines) == 1 and _is_title(lines[0].strip()):
        blocks.add(lines[0], Role.HEADING, 1)
        return
    for part in _parts(lines):
        blocks.add(part, Role.LIST if _LIST_ITEM.match(part) else Role.TEXT)


def _is_title(line: str) -> bool:
    if len(line) > _LONGEST_TITLE or line.endswith((".", ",", ";", ":")):
        return False
    letters = sum(map(str.isalpha, line))
    return letters > 3 and (line.isupper() or bool(_NUMBERED_TITLE.match(line)))


def _parts(lines: list[str]) -> Iterator[str]:
    """Join wrapped lines; begin anew at list items, and at each line where the lines are not wrapped."""
    wrapped = max(map(len, lines)) <= _WRAPPED
    part: list[str] = []
    for line in lines:
        if part and (not wrapped or _LIST_ITEM.match(line)):
            yield "\n".join(part)
            part = []
        part.append(line)
    yield "\n".join(part)
