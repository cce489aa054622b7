"""HTML that anybody may have written → item text."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mcqgen.errors import FormatError
from mcqgen.formats import content
from mcqgen.formats.content import Code, CodeBlock, Maths

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "table", "figure", "section"}
_LINES = {"div", "li", "dt", "dd", "tr", "caption", "figcaption", "article", "header", "footer"}
_STARS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_CODE = {"code", "tt", "kbd", "samp"}
_SILENT = {"script", "style", "head", "title", "template", "noscript"}
_NOT_TEXT = {
    "img": "an image",
    "audio": "a recording",
    "video": "a film",
    "iframe": "a page of another site",
    "object": "an embedded file",
    "embed": "an embedded file",
    "svg": "a drawing",
    "canvas": "a drawing",
}
_SCRIPTS = {
    "sub": ("_", str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")),
    "sup": ("^", str.maketrans("0123456789+-=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")),
}
_COLLAPSIBLE = re.compile(r"[ \t\r\n\f]+")


def from_html(source: str) -> tuple[str, tuple[str, ...]]:
    """Read HTML; a document type, scripts and styles are ignored.

    Returns:
        The canonical item text, and what of the source text cannot hold, such as "an image".

    Raises:
        FormatError: It is nested too deeply; the message is the reason of a notice.
    """
    source = content.clean(source)
    if not re.search("[<&]", source):
        return content.canonical(_COLLAPSIBLE.sub(" ", source)), ()
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    reading = _Reading()
    root = etree.fromstring(f"<html><body>{source}</body></html>".encode(), parser)
    if parser.error_log.filter_from_fatals():
        raise FormatError("its HTML is nested too deeply or damaged")
    _read_children(root, reading)
    return content.canonical("".join(reading.out)), tuple(dict.fromkeys(reading.lost))


@dataclass
class _Reading:
    """HTML on its way to text."""

    out: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    ends: int = 0
    """Line ends that are due before the next word."""

    def add(self, text: str) -> None:
        """Take up text as it is."""
        if text:
            if self.ends and self.out:
                self.out.append("\n" * self.ends)
            self.ends = 0
            self.out.append(text)

    def add_words(self, text: str) -> None:
        """Take up text whose white space collapses."""
        text = _COLLAPSIBLE.sub(" ", text)
        if self.ends or not self.out or self.out[-1].endswith((" ", "\n")):
            text = text.removeprefix(" ")
        self.add(text)

    @property
    def last(self) -> str:
        """The character before what comes next on the line."""
        return self.out[-1][-1] if self.out and not self.ends else ""


def _read_children(element: "_Element", reading: _Reading) -> None:
    reading.add_words(element.text or "")
    for child in element:
        _read(child, str(child.tag), reading)
        reading.add_words(child.tail or "")


def _read(element: "_Element", tag: str, reading: _Reading) -> None:
    if tag == "br":
        reading.ends += 1
    elif tag in _READERS:
        _READERS[tag](element, tag, reading)
    elif tag not in _SILENT:
        if tag in {"td", "th"} and element.getprevious() is not None:
            reading.add(" | ")
        _read_children(element, reading)


def _letters(element: "_Element") -> str:
    return "".join(map(str, element.itertext()))


def _read_block(element: "_Element", tag: str, reading: _Reading) -> None:
    ends = 2 if tag in _PARAGRAPHS else 1
    reading.ends = max(reading.ends, ends)
    if tag == "li":
        reading.add("- ")
    _read_children(element, reading)
    reading.ends = max(reading.ends, ends)


def _read_emphasis(element: "_Element", tag: str, reading: _Reading) -> None:
    """Mark what can be marked: words on one line, not a part of a word, without stars among them."""
    stars, inner = _STARS[tag], _Reading()
    _read_children(element, inner)
    reading.lost += inner.lost
    text = "".join(inner.out)
    words = text.strip(" ")
    inside = re.match(r"[\w*\\]", reading.last) or re.match(r"[\w*]", element.tail or "")
    if not words or re.search(r"[*\n]", words) or (words == text and inside):
        reading.add(text)
        return
    reading.add_words(text[: len(text) - len(text.lstrip(" "))])
    reading.add(f"{stars}{words}{stars}")
    reading.add_words(text[len(text.rstrip(" ")) :])


def _read_script(element: "_Element", tag: str, reading: _Reading) -> None:
    """Superscripts become the characters that Unicode has for them, and "^(…)" where it has none."""
    sign, characters = _SCRIPTS[tag]
    text = _COLLAPSIBLE.sub(" ", _letters(element)).strip()
    raised = text.translate(characters)
    if set(text) & set(raised):
        raised = f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"
    reading.add(raised)


def _read_pre(element: "_Element", _: str, reading: _Reading) -> None:
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    code = _letters(element).strip("\n")
    names = " ".join(inner.get("class", "") for inner in (element, *element.iter("code")))
    language = re.search(r"\blanguage-([\w+#.-]+)", names)
    reading.ends = max(reading.ends, 2)
    if code:
        reading.add(content.spell_block(CodeBlock(code, language[1] if language else "")))
    reading.ends = max(reading.ends, 2)


def _read_code(element: "_Element", _: str, reading: _Reading) -> None:
    if code := _COLLAPSIBLE.sub(" ", _letters(element)).replace("\xa0", " "):
        reading.add(content.spell(Code(code)))


def _read_math(element: "_Element", _: str, reading: _Reading) -> None:
    """MathML, whose source in TeX is an annotation where the author's tool was kind."""
    for annotation in element.iter("annotation"):
        if "tex" in annotation.get("encoding", "").lower() and annotation.text:
            reading.add(content.spell(Maths(annotation.text.strip(), element.get("display") == "block")))
            return
    if tex := element.get("alttext"):
        reading.add(content.spell(Maths(tex, element.get("display") == "block")))
    else:
        reading.lost.append("a formula in MathML")
        reading.add_words(_letters(element))


def _read_image(element: "_Element", tag: str, reading: _Reading) -> None:
    """Canvas draws formulas as images that carry their TeX."""
    tex = element.get("data-equation-content", "")
    if not tex and "equation_image" in element.get("class", ""):
        tex = element.get("alt", "").removeprefix("LaTeX:").strip()
    if tex:
        reading.add(content.spell(Maths(tex, display="display: block" in element.get("style", ""))))
    else:
        reading.lost.append(_NOT_TEXT[tag])


_READERS: dict[str, Callable[["_Element", str, _Reading], None]] = {
    **dict.fromkeys(_PARAGRAPHS | _LINES, _read_block),
    **dict.fromkeys(_STARS, _read_emphasis),
    **dict.fromkeys(_SCRIPTS, _read_script),
    **dict.fromkeys(_CODE, _read_code),
    **dict.fromkeys(_NOT_TEXT, _read_image),
    "pre": _read_pre,
    "math": _read_math,
}
