"""Item text → WordprocessingML: paragraphs, runs and formulas below the styles of a document."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from mcqgen.formats import content
from mcqgen.formats.content import Break, Code, Emphasis, Inline, Maths, Text
from mcqgen.formats.paper.omml import put_omml
from mcqgen.formats.paper.pieces import Kind, Piece, pieces

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
"""Blocks whose scripts run from right to left."""
_LTR_MARK, _RTL_MARK = "\u200e", "\u200f"
"""Letters without a shape, for the signs beside them (Unicode UAX 9, 2.6)."""
_LTR = re.compile("[A-Za-z\u00c0-\u058f\u0900-\u1fff\u2c00-\ud7ff]")
_RTL_RUN = re.compile(rf"([{_RTL}](?:[^A-Za-z\u00c0-\u058f\u0900-\u1fff\u2c00-\ud7ff]*[{_RTL}])*)")
HUNG = frozenset({"Question", "Answer"})
"""Styles whose labels hang beside the text."""


class Writer:
    """Appends paragraphs to the body of a document, in front of its last section."""

    def __init__(self, body: "_Element") -> None:
        """Begin at the end of a body."""
        self._body = body
        self._section = body[-1]

    def text(self, style: str, text: str, *, label: str = "", keep: bool = False, rtl: bool = False) -> None:
        """Append a text of an item.

        Args:
            style: Id of the style of its paragraphs.
            text: As `content` understands it.
            label: What stands before it, with a tab between.
            keep: On the same page as the next paragraph.
            rtl: Whether the question runs from right to left, so that its labels stand on that side.
        """
        for piece in pieces(text):
            code = piece.kind is Kind.CODE
            if label and piece.kind is not Kind.WORDS:
                _put_label(self.paragraph(style, keep=True, rtl=rtl), label, style, rtl=rtl)
                label = ""
            paragraph = self.paragraph("Code" if code else style, keep=keep, rtl=rtl and not code)
            if label:
                _put_label(paragraph, label, style, rtl=rtl)
                label = ""
            if piece.kind is Kind.WORDS and style in HUNG:
                _put_tab(paragraph)
            if code:
                _put_lines(paragraph, piece)
            else:
                _put_inline(paragraph, _parts(piece, rtl), rtl=piece.rtl)

    def paragraph(self, style: str, *, keep: bool = False, rtl: bool = False) -> "_Element":
        """Append an empty paragraph."""
        paragraph = _made(style, keep=keep, rtl=rtl)
        self._section.addprevious(paragraph)
        return paragraph


def put_words(paragraph: "_Element", text: str, style: str = "") -> None:
    """Append plain words to a paragraph, in a character style; tabs go to the next stop."""
    for number, words in enumerate(text.split("\t")):
        if number:
            _put_tab(paragraph)
        for rtl, piece in _directed(words, content.is_rtl(words)):
            _put_run(paragraph, piece, (style,) if style else (), rtl=rtl)


def put_field(paragraph: "_Element", instruction: str) -> None:
    """Append what Word fills in, such as the number of the page ("PAGE")."""
    _put_run(_child(paragraph, "fldSimple", instr=instruction), "1")


def number_pages(section: "_Element") -> None:
    """Let the page numbers of a section begin with 1."""
    numbers = _child(section, "pgNumType", start="1")
    for columns in section.iterchildren(f"{{{_WORDS}}}cols"):  # the order of the schema
        columns.addprevious(numbers)


def _made(style: str, *, keep: bool = False, rtl: bool = False) -> "_Element":
    from lxml import etree

    paragraph = etree.Element(f"{{{_WORDS}}}p", nsmap={"w": _WORDS})
    properties = _child(paragraph, "pPr")
    _child(properties, "pStyle", val=style)
    if keep:
        _child(properties, "keepNext")
    if rtl:
        _child(properties, "bidi")
    return paragraph


def _put_label(paragraph: "_Element", label: str, style: str, *, rtl: bool) -> None:
    """A label's dot stands where its text begins."""
    styles = ("Strong",) if style == "Question" else ()
    _put_run(paragraph, label + _RTL_MARK if rtl else label, styles, rtl=rtl)


def _parts(piece: Piece, rtl: bool) -> tuple[Inline, ...]:
    """The parts of a paragraph; where it runs against what stands around it, the signs at its ends run with it."""
    if piece.rtl == rtl or piece.kind is Kind.DISPLAY:
        return piece.parts
    mark = Text(_RTL_MARK if piece.rtl else _LTR_MARK)
    return (mark, *piece.parts, mark)


def _put_lines(paragraph: "_Element", code: Piece) -> None:
    for number, line in enumerate("".join(map(content.spell, code.parts)).split("\n")):
        if number:
            _child(_child(paragraph, "r"), "br")
        _put_run(paragraph, line)


def _put_inline(
    paragraph: "_Element", parts: Iterable[Inline], styles: tuple[str, ...] = (), *, rtl: bool = False
) -> None:
    for part in parts:
        match part:
            case Text(text):
                for turned, piece in _directed(text, rtl):
                    _put_run(paragraph, piece, styles, rtl=turned)
            case Break():
                _child(_child(paragraph, "r"), "br")
            case Code(text):
                _put_run(paragraph, text, ("CodeWords",))
            case Maths():
                if not put_omml(paragraph, part):
                    _put_run(paragraph, content.spell(part), styles)
            case Emphasis(inner, strong):
                _put_inline(paragraph, inner, ("Strong" if strong else "Emphasis",), rtl=rtl)


def _directed(text: str, rtl: bool) -> Iterator[tuple[bool, str]]:
    """`(whether it runs from right to left, text)` of each run: Word sets each by itself.

    Signs and digits at the ends of a run go with the paragraph, whose direction is `rtl`.
    """
    if rtl and not _LTR.search(text):
        yield True, text
        return
    for place, piece in enumerate(_RTL_RUN.split(text)):
        if piece:
            yield place % 2 == 1 or (rtl and not _LTR.search(piece)), piece


def _put_run(paragraph: "_Element", text: str, styles: Sequence[str] = (), *, rtl: bool = False) -> None:
    run = _child(paragraph, "r")
    if styles or rtl:
        properties = _child(run, "rPr")
        for style in styles:
            _child(properties, "rStyle", val=style)
        if rtl:
            _child(properties, "rtl")
    words = _child(run, "t")
    words.set(_SPACE, "preserve")
    words.text = text


def _put_tab(paragraph: "_Element") -> None:
    _child(_child(paragraph, "r"), "tab")


def _child(parent: "_Element", name: str, **attributes: str) -> "_Element":
    from lxml import etree

    child = etree.SubElement(parent, f"{{{_WORDS}}}{name}")
    for key, value in attributes.items():
        child.set(f"{{{_WORDS}}}{key}", value)
    return child
