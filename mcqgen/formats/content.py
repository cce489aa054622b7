r"""What the text of an item means: paragraphs, line breaks, code, emphasis and formulas in otherwise plain text.

The markup is a small part of Markdown, chosen so that plain text stays what it is: `` `code` ``, fenced code blocks,
`*emphasis*`, `**strong emphasis**` (never inside a word, never with `_`), and TeX in `\(…\)`, `\[…\]`, `$…$` or
`$$…$$`. There is no escape; HTML is plain text here. `canonical` gives the one spelling that formats hand back.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold (production 2), and the other control characters, which no reader shows."""
_WIDE = re.compile(r"[ \xa0]{2,}|^\xa0|\xa0$", re.MULTILINE)
_FENCE = re.compile(r" *(`{3,})[ \t]*([\w+#.-]*)[ \t]*")
_INLINE = re.compile(
    r"""
    (?<!`)(?P<ticks>`+)(?!`)(?P<code>[^\n]+?)(?<!`)(?P=ticks)(?!`)
    | (?<!\\)\\\((?P<round>(?:[^\\]|\\[^()[\]])++)\\\)
    | (?<!\\)\\\[(?P<square>(?:[^\\]|\\[^()[\]])++)\\\]
    | (?<![\\$])\$\$(?!\$)(?P<dollars>[^$]+?)(?<!\\)\$\$(?!\$)
    | (?<![\w\\$])\$(?=[^\s$])(?P<dollar>[^$\n]*?[^\s\\$])\$(?![\w$])
    | (?<![\w*\\])(?P<stars>\*\*?)(?=[^\s*])(?P<emphasis>[^*\n]*[^\s*])(?P=stars)(?![\w*])
    """,
    re.VERBOSE | re.DOTALL,
)
_MARKS = re.compile(r"[`\\$*\n]")
_TEX = re.compile(r"(?:[^\\]|\\[^()[\]])++", re.DOTALL)
"""Formulas do not nest; the line ends of TeX's tables only look like it ("\\\\[2pt]")."""
_TEX_SIGN = re.compile(r"[\\^_=+<>{}]")
_COMMON = 2_000
"""Characters up to which a text that is read is kept in mind: exports look at each several times."""
_BLANK = " \t\n\xa0"
_BLANKS = re.compile(f"[{_BLANK}]+")


@dataclass(frozen=True)
class Text:
    """Words as they are, on one line."""

    text: str


@dataclass(frozen=True)
class Break:
    """The next line begins."""


@dataclass(frozen=True)
class Code:
    """Code within a line."""

    text: str


@dataclass(frozen=True)
class Maths:
    """A formula in TeX, without delimiters."""

    tex: str
    display: bool = False
    """On a line of its own."""


@dataclass(frozen=True)
class Emphasis:
    """Emphasised words; neither code blocks nor emphasis within."""

    parts: "tuple[Inline, ...]"
    strong: bool = False


Inline = Text | Break | Code | Maths | Emphasis


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    parts: tuple[Inline, ...]


@dataclass(frozen=True)
class CodeBlock:
    """Lines of code, exactly as they are."""

    text: str
    language: str = ""


Block = Paragraph | CodeBlock


def clean(text: str) -> str:
    r"""Make all line ends "\n" and leave out control characters, halves of surrogate pairs and what XML cannot hold."""
    return _ILLEGAL.sub("", _LINE_ENDS.sub("\n", text))


def parse(text: str) -> tuple[Block, ...]:
    """Read a text; one without any markup is one paragraph of one `Text`."""
    return _parse(text) if len(text) <= _COMMON else _parse.__wrapped__(text)


@lru_cache(maxsize=1024)
def _parse(text: str) -> tuple[Block, ...]:
    text = clean(text).strip(_BLANK)
    if not _MARKS.search(text):
        return (Paragraph((Text(_spaced(text)),)),) if text else ()
    return tuple(_blocks(text))


def canonical(text: str) -> str:
    """Spell a text in the one way that reads the same: every format hands this back."""
    return "\n\n".join(map(spell_block, parse(text)))


def plain(text: str) -> str:
    r"""The words without the marks of emphasis and code; formulas stay TeX in `\(…\)`."""
    return "\n\n".join(block.text if isinstance(block, CodeBlock) else _plain(block.parts) for block in parse(text))


def one_line(text: str) -> str:
    """The words on one line, single spaces between them."""
    return _BLANKS.sub(" ", plain(text)).strip()


def has_lines(text: str) -> bool:
    """Whether line breaks matter in it."""
    return "\n" in plain(text)


def has_markup(text: str) -> bool:
    """Whether it holds emphasis or code."""
    return any(isinstance(node, Emphasis | Code | CodeBlock) for node in _nodes(text))


def has_code_block(text: str) -> bool:
    """Whether it holds lines of code."""
    return any(isinstance(node, CodeBlock) for node in parse(text))


def has_maths(text: str) -> bool:
    """Whether it holds a formula."""
    return any(isinstance(node, Maths) for node in _nodes(text))


def document_titles(items: ItemSet) -> dict[str, str]:
    """What to call each document of a set, by its id."""
    return {document.id: document.title or document.name for document in items.documents}


def is_rtl(text: str) -> bool:
    """Whether it is written from right to left: its first strong character is (Unicode UAX 9, rules P2 and P3)."""
    for character in text:
        if (kind := unicodedata.bidirectional(character)) in {"L", "R", "AL"}:
            return kind != "L"
    return False


def explanation(item: Item, titles: Mapping[str, str]) -> str:
    """General feedback: the rationale, then `sources`, with blank lines between.

    The rationale is spelt canonically first: a fence that it leaves open would take the evidence for code.
    """
    return "\n\n".join(part for part in (canonical(item.rationale), sources(item, titles)) if part)


def sources(item: Item, titles: Mapping[str, str]) -> str:
    """The evidence for students: each quote with title and page; empty where there is none.

    Args:
        item: Whose evidence.
        titles: Of the documents, by id; see `document_titles`.
    """
    lines = []
    for evidence in item.evidence:
        place = f"p. {evidence.page}"
        if title := titles.get(evidence.document, ""):
            place = f"{title}, {place}"
        lines.append(f"“{' '.join(evidence.quote.split())}” ({place})")
    return "\n\n".join(lines)


def _blocks(text: str) -> Iterator[Block]:
    lines: list[str] = []
    rest = iter(text.split("\n"))
    for line in rest:
        fence = _FENCE.fullmatch(_spaced(line))
        if fence is None:
            lines.append(line)
            continue
        yield from _paragraphs(lines)
        lines = []
        if code := _fenced(rest, len(fence[1])):
            yield CodeBlock(code, fence[2])
    yield from _paragraphs(lines)


def _fenced(lines: Iterator[str], ticks: int) -> str:
    """The lines up to the closing fence or, as in CommonMark, to the end; no empty lines around."""
    closing = re.compile(rf" *`{{{ticks},}}[ \t]*")
    code = []
    for line in lines:
        if closing.fullmatch(line):
            break
        code.append(line)
    return "\n".join(code).strip("\n")


def _paragraphs(lines: list[str]) -> Iterator[Paragraph]:
    text = "\n".join(_spaced(line).rstrip(" ") for line in lines)
    for run in re.split(r"\n{2,}", text.strip("\n")):
        if parts := tuple(_inline(run)):
            yield Paragraph(parts)


def _spaced(line: str) -> str:
    """Tabs are four spaces; spaces in a row and at the ends are common ones, whichever they were."""
    return _WIDE.sub(lambda run: " " * len(run[0]), line.replace("\t", "    "))


def _inline(text: str) -> Iterator[Inline]:
    begin = at = 0
    while found := _INLINE.search(text, at):
        node = _node(found)
        if node is None:
            at = found.start() + 1
            continue
        yield from _words(text[begin : found.start()])
        yield node
        begin = at = found.end()
    yield from _words(text[begin:])


def _node(found: re.Match[str]) -> Inline | None:
    """What a match means; None where it is plain text after all."""
    if found["ticks"]:
        # More backticks than are needed would become fewer, which could pair up with others.
        return Code(_bare_code(found["code"])) if len(found["ticks"]) == 1 + _longest_ticks(found["code"]) else None
    if found["stars"]:
        return Emphasis(tuple(_inline(found["emphasis"])), strong=len(found["stars"]) == 2)
    display = found["square"] or found["dollars"]
    tex = display or found["round"] or found["dollar"]
    if not _TEX.fullmatch(tex) or not tex.strip(_BLANK):
        return None
    if found["dollar"] and tex[0].isdigit() and not _TEX_SIGN.search(tex):
        return None  # "$5 each or 10$" is about money
    return Maths(_BLANKS.sub(" ", tex), display=bool(display))


def _bare_code(code: str) -> str:
    """Without the spaces that keep backticks of the code apart from those around it."""
    code = code.replace("\xa0", " ")
    padded = code[0] == code[-1] == " " and len(code) > 2
    return code[1:-1] if padded and "`" in (code.strip(" ")[:1], code.strip(" ")[-1:]) else code


def _words(text: str) -> Iterator[Text | Break]:
    for number, line in enumerate(text.split("\n") if text else ()):
        if number:
            yield Break()
        if line:
            yield Text(line)


def spell_block(block: Block) -> str:
    """Write a paragraph or block of code with its marks."""
    if isinstance(block, Paragraph):
        return "".join(map(spell, block.parts))
    ticks = "`" * max(3, 1 + _longest_ticks(block.text))
    return f"{ticks}{block.language}\n{block.text}\n{ticks}"


def spell(node: Inline) -> str:
    """Write a piece of a paragraph with its marks."""
    match node:
        case Text(text):
            return text
        case Break():
            return "\n"
        case Code(text):
            ticks = "`" * (1 + _longest_ticks(text))
            pad = " " if "`" in (text.strip(" ")[:1], text.strip(" ")[-1:]) else ""
            return f"{ticks}{pad}{text}{pad}{ticks}"
        case Maths(tex, display):
            return rf"\[{tex}\]" if display else rf"\({tex}\)"
        case Emphasis(parts, strong):
            stars = "**" if strong else "*"
            return f"{stars}{''.join(map(spell, parts))}{stars}"


def _longest_ticks(code: str) -> int:
    return max(map(len, re.findall("`+", code)), default=0)


def _plain(parts: tuple[Inline, ...]) -> str:
    words = []
    for part in parts:
        if isinstance(part, Emphasis):
            words.append(_plain(part.parts))
        else:
            words.append(part.text if isinstance(part, Code) else spell(part))
    return "".join(words)


def _nodes(text: str) -> Iterator[Block | Inline]:
    for block in parse(text):
        yield block
        if isinstance(block, Paragraph):
            for part in block.parts:
                yield part
                if isinstance(part, Emphasis):
                    yield from part.parts
