"""Markdown: a paper with its answer key as CommonMark, for repositories, notes and pandoc; formulas between dollars."""

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from mcqgen.domain.run import ItemSet
from mcqgen.formats import content
from mcqgen.formats.content import Break, Code, CodeBlock, Emphasis, Inline, Maths, Text
from mcqgen.formats.contract import ExportOptions
from mcqgen.formats.paper.sheets import (
    ANSWER_KEY,
    DATE,
    NAME,
    SCORE,
    SEVERAL,
    Note,
    Paper,
    Question,
    Sheets,
    make_sheets,
)

_SYNTAX = re.compile(r"[\\`*_\[\]<>&$~|{}]")
"""What begins something anywhere in a line, in CommonMark or in the common extensions of it."""
_BEGINNING = re.compile(r"\A(\d{1,9}(?=[.)])|(?=[#+=:-]))")
"""Before what begins something at the start of a line: it gets a backslash."""
_LINE = "\\_" * 12


class Markdown(Paper):
    """Markdown file."""

    name: ClassVar[str] = "markdown"
    label: ClassVar[str] = "Markdown paper"
    extension: ClassVar[str] = "md"
    media_type: ClassVar[str] = "text/markdown"

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write the paper."""
        return "\n\n".join(_blocks(make_sheets(items, options))).encode() + b"\n"


def _blocks(sheets: Sheets) -> Iterator[str]:
    title = _escaped(sheets.title)
    if sheets.has_questions:
        for version in sheets.versions:
            yield f"# {title}{f' – Version {version.name}' if version.name else ''}"
            yield f"{NAME}: {_LINE} {DATE}: {_LINE} {SCORE}: {_LINE} / {sheets.total}"
            yield _escaped(sheets.instruction)
            for question in version.questions:
                yield from _question(question)
    if sheets.has_key:
        yield f"# {ANSWER_KEY}: {title}"
        for version in sheets.versions:
            if version.name:
                yield f"**Version {version.name}**"
                yield " · ".join(f"{question.number} {question.key}" for question in version.questions)
        for note in sheets.notes:
            yield from _note(note)


def _question(question: Question) -> Iterator[str]:
    yield f"## {question.number}"
    yield markdown(question.item.stem)
    if question.several:
        yield f"*{SEVERAL}*"
    yield "\n".join(_entry(f"**{letter}.**", text) for letter, text in question.choices)


def _note(note: Note) -> Iterator[str]:
    yield f"**{note.heading}** ({_escaped(note.about)})"
    if note.feedback:
        yield "\n".join(_entry(f"{letter}:", text) for letter, text in note.feedback)
    yield from map(markdown, note.texts)


def _entry(label: str, text: str) -> str:
    """An entry of a list; a text that begins with a block of code begins below the label."""
    body = markdown(text)
    between = "\n\n" if body.startswith("```") else " "
    return "- " + f"{label}{between}{body}".replace("\n", "\n  ").replace("\n  \n", "\n\n")


def markdown(text: str) -> str:
    """Item text → CommonMark that says the same; a block of code is fenced, a line break stays one."""
    return "\n\n".join(
        content.spell_block(block) if isinstance(block, CodeBlock) else _paragraph(block.parts)
        for block in content.parse(text)
    )


def _paragraph(parts: Iterable[Inline]) -> str:
    lines = "".join(map(_inline, parts)).split("\n")
    return "\\\n".join(_BEGINNING.sub(r"\1\\", _edges(line), count=1) for line in lines)


def _edges(line: str) -> str:
    """Spaces at the ends of a line, and several in a row, which Markdown would drop, as entities."""
    bare = line.strip(" ")
    lead = len(line) - len(line.lstrip(" "))
    return "&nbsp;" * lead + bare + "&nbsp;" * (len(line) - lead - len(bare))


def _inline(part: Inline) -> str:
    match part:
        case Text(text):
            return re.sub("  +", lambda run: "&nbsp;" * (len(run[0]) - 1) + " ", _escaped(text))
        case Break():
            return "\n"
        case Code(text):
            return _code(text)
        case Maths(tex, display):
            if "$" in tex:
                return _escaped(content.spell(part))
            return f"$${tex.strip()}$$" if display else f"${tex.strip()}$"
        case Emphasis(inner, strong):
            stars = "**" if strong else "*"
            return f"{stars}{''.join(map(_inline, inner))}{stars}"


def _code(text: str) -> str:
    """CommonMark takes one space off each end where there is one at both (6.1)."""
    ticks = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    padded = text.strip(" ") and (text[0] == text[-1] == " " or "`" in (text[0], text[-1]))
    pad = " " if padded else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _escaped(text: str) -> str:
    return _SYNTAX.sub(r"\\\g<0>", text)
