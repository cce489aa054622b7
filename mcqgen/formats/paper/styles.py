"""How a paper looks in Word: styles that teachers can change, and the page."""

import io
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.styles.style import CharacterStyle, ParagraphStyle

_FONT, _MONOSPACED = "Calibri", "Consolas"
_WIDTH = 17.0
"""Centimetres between the margins of an A4 page."""
KEYS_IN_A_LINE = 5
"""Columns of the list of right answers."""


def new_document() -> "Document":
    """A document with its page and its styles: Title, Question, Answer, Code, Details and what they build on."""
    from docx import Document

    return Document(io.BytesIO(_blank()))


@cache
def _blank() -> bytes:
    """An empty document: setting one up takes longer than most papers."""
    from docx import Document

    document = Document()
    _set_page(document.sections[0])
    _set_styles(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_styles(document: "Document") -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles = document.styles
    for style in list(styles):
        if style.type == WD_STYLE_TYPE.TABLE and not style.element.default:
            style.delete()  # there are no tables on a paper
    normal = styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(3)
    for name, size in (("Title", 20), ("Heading 1", 13)):
        _plain_heading(styles[name], size)
    for name, indent in (("Question", 0.9), ("Answer", 1.7), ("Details", 0.9), ("Code", 1.7)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _indent(style, indent, {"Question": 0.9, "Answer": 0.8}.get(name, 0))
    styles["Question"].paragraph_format.space_before = Pt(12)
    styles["Details"].font.size = Pt(10)
    words = styles.add_style("CodeWords", WD_STYLE_TYPE.CHARACTER)
    for style in (styles["Code"], words):
        _monospaced(style)
    for name, arrange in (("Nameline", _lines), ("Keys", _columns)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        arrange(style)


def _set_page(section: "Section") -> None:
    from docx.shared import Cm

    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    section.header_distance = section.footer_distance = Cm(1)


def _plain_heading(style: "ParagraphStyle", size: float) -> None:
    """Black on white, in the font of the text: what a copier keeps."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), True, RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("w:ascii", "w:hAnsi"):
        fonts.set(qn(key), _FONT)
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)


def _indent(style: "ParagraphStyle", left: float, hanging: float) -> None:
    from docx.shared import Cm, Pt

    layout = style.paragraph_format
    layout.left_indent, layout.first_line_indent = Cm(left), Cm(-hanging)
    layout.keep_together, layout.space_after = True, Pt(2)
    layout.tab_stops.add_tab_stop(Cm(left))


def _monospaced(style: "CharacterStyle | ParagraphStyle") -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = _MONOSPACED, Pt(10)
    style.element.rPr.rFonts.set(qn("w:cs"), _MONOSPACED)


def _lines(style: "ParagraphStyle") -> None:
    """Tab stops with a line to write on before each."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm, Pt

    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(10)
    for end in (8.5, 12.5, 15.5):
        layout.tab_stops.add_tab_stop(Cm(end), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)


def _columns(style: "ParagraphStyle") -> None:
    from docx.shared import Cm

    for column in range(1, KEYS_IN_A_LINE):
        style.paragraph_format.tab_stops.add_tab_stop(Cm(_WIDTH / KEYS_IN_A_LINE * column))
