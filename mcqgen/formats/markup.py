r"""Item text → HTML: elements for XML formats, and HTML source for systems that take it as text.

Formulas are `\(…\)` in the text, which the MathJax of Moodle, Canvas and others typesets, unless a format brings its
own.
"""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from mcqgen.formats import content
from mcqgen.formats.content import Break, Code, CodeBlock, Emphasis, Inline, Maths, Text

if TYPE_CHECKING:
    from lxml.etree import _Element

PutMaths = Callable[["_Element", Maths], None]
"""Appends a formula to an element."""


def to_html(text: str, maths: PutMaths | None = None) -> str:
    """Item text → HTML source: a single paragraph stays bare, more get `<p>` and `<pre>`; all else is text."""
    from lxml import etree

    holder = etree.Element("div")
    fill(holder, text, maths)
    return etree.tostring(holder, encoding="unicode", method="html")[len("<div>") : -len("</div>")]


def fill(parent: "_Element", text: str, maths: PutMaths | None = None, *, always_blocks: bool = False) -> None:
    """Append item text to an empty element, as elements of its namespace.

    Args:
        parent: Gets the content.
        text: As `content` understands it.
        maths: How formulas are written; without it as TeX in its delimiters.
        always_blocks: Put even a single paragraph into `<p>`, for parents that admit only blocks.
    """
    put = maths or _put_tex
    blocks = content.parse(text)
    for block in blocks:
        if isinstance(block, CodeBlock):
            _fill_code(_child(parent, "pre"), block)
            continue
        rtl = content.is_rtl("".join(map(content.spell, block.parts)))
        if len(blocks) == 1 and not rtl and not always_blocks:
            _fill_inline(parent, block.parts, put)
        else:
            paragraph = _child(parent, "p")
            if rtl:
                paragraph.set("dir", "rtl")
            _fill_inline(paragraph, block.parts, put)


def append_text(parent: "_Element", text: str) -> None:
    """Add words at the end of an element, after its last child."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _child(parent: "_Element", name: str) -> "_Element":
    from lxml import etree

    namespace, brace, _ = str(parent.tag).rpartition("}")
    return etree.SubElement(parent, f"{namespace}{brace}{name}")


def _fill_code(parent: "_Element", block: CodeBlock) -> None:
    code = _child(parent, "code")
    if block.language:
        code.set("class", f"language-{block.language}")
    code.text = block.text


def _fill_inline(parent: "_Element", parts: Iterable[Inline], maths: PutMaths) -> None:
    begins = True
    for part in parts:
        match part:
            case Text(text):
                append_text(parent, _hard_spaces(text, begins))
            case Break():
                _child(parent, "br")
            case Code(text):
                _child(parent, "code").text = _hard_spaces(text, begins=True, ends=True)
            case Maths():
                maths(parent, part)
            case Emphasis(inner, strong):
                _fill_inline(_child(parent, "strong" if strong else "em"), inner, maths)
        begins = isinstance(part, Break)


def _put_tex(parent: "_Element", formula: Maths) -> None:
    append_text(parent, content.spell(formula))


def _hard_spaces(text: str, begins: bool, ends: bool = False) -> str:
    """Let browsers show several spaces in a row: all but the last of them, and those at the edges, do not collapse."""
    text = re.sub(r"  +", lambda run: "\xa0" * (len(run[0]) - 1) + " ", text)
    if begins and text.startswith((" ", "\xa0")):
        lead = len(text) - len(text.lstrip(" \xa0"))
        text = "\xa0" * lead + text[lead:]
    return text[:-1] + "\xa0" if ends and text.endswith(" ") else text
