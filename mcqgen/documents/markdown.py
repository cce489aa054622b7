"""Markdown files, by the CommonMark parser markdown-it-py."""

import re
from typing import TYPE_CHECKING

from mcqgen.documents.blocks import BlockText, too_long
from mcqgen.documents.encoding import decode
from mcqgen.documents.job import Job, Loaded
from mcqgen.documents.ranges import whole_only
from mcqgen.domain.document import Role

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---\n(?P<fields>.*?)\n(?:---|\.\.\.)\n", re.DOTALL)
_TITLE_FIELD = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)


def read(job: Job) -> Loaded:
    """Read the rendered text: no marks, links by their text, images left out."""
    from markdown_it import MarkdownIt

    whole_only(job.pages, job.path.name)
    text = decode(job.path.read_bytes(), job.path.name)
    front = _FRONT_MATTER.match(text)
    named = _TITLE_FIELD.search(front["fields"]) if front else None
    blocks = BlockText(room=job.max_chars)
    _add(MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text), blocks)
    title = named[1] if named else next((heading.title for heading in blocks.headings if heading.level == 1), "")
    return Loaded(
        title=title,
        pages=(blocks.page(),),
        headings=tuple(blocks.headings),
        warnings=(too_long(job),) if blocks.cut else (),
    )


def _add(tokens: "list[Token]", blocks: BlockText) -> None:
    """One block for each paragraph, heading, list item, code block and table row."""
    level = listed = tabled = 0
    row: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type in ("list_item_open", "list_item_close"):
            listed += token.nesting
        elif token.type in ("table_open", "table_close"):
            tabled += token.nesting
        elif token.type == "tr_close":
            blocks.add(" | ".join(row), Role.TABLE)
            row = []
        elif token.type in ("fence", "code_block"):
            blocks.add(token.content, Role.CODE)
        elif token.type == "inline" and tabled:
            row.append(_words(token))
        elif token.type == "inline":
            role = Role.HEADING if level else Role.LIST if listed else Role.TEXT
            blocks.add(_words(token), role, level)
            level = 0


def _words(inline: "Token") -> str:
    """The words of an inline token, without marks."""
    parts = []
    for child in inline.children or []:
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
    return "".join(parts)
