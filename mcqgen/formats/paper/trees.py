"""Item text → the trees that `paper.typ` shows: lists of plain strings, so that no text is ever run as Typst."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mcqgen.formats import content
from mcqgen.formats.content import Break, Code, Emphasis, Inline, Maths, Text
from mcqgen.formats.paper.pieces import Kind, Piece, pieces
from mcqgen.formats.qti.mathml import to_mathml

if TYPE_CHECKING:
    from lxml.etree import _Element

_SCRIPTS = {"msub": (1, 0), "msup": (0, 1), "msubsup": (1, 2), "munder": (1, 0), "mover": (0, 1), "munderover": (1, 2)}
"""Which child stands below and which above the base; 0: none."""
_LARGE = frozenset("∑∏∐∫∬∭∮⋂⋃⨀⨁⨂") | {"lim", "max", "min", "sup", "inf"}
_ACCENTS = {"^": "\u0302", "~": "\u0303", "¯": "\u0304", "―": "\u0305", "→": "\u20d7", "˙": "\u0307"}
_EMPTY = ["row"]
_DEEPEST = 20
"""Levels of a formula; Typst follows about twice as many."""
_LEFT_TO_RIGHT, _RIGHT_TO_LEFT, _END = "\u2066", "\u2067", "\u2069"
"""Isolates (Unicode UAX 9, 2.4.2)."""


def trees(text: str, *, rtl: bool = False) -> list[list[Any]]:
    """`[kind, whether it runs from right to left, parts]` of each paragraph of a text.

    Args:
        text: As `content` understands it.
        rtl: Whether what stands around it runs from right to left; a paragraph that does not is set apart.
    """
    return [[piece.kind, rtl, _parts(piece, rtl)] for piece in pieces(text)]


def _parts(piece: Piece, rtl: bool) -> list[Any]:
    if piece.kind is Kind.CODE:
        return ["".join(map(content.spell, piece.parts))]
    parts = [_inline(part) for part in piece.parts]
    if piece.rtl == rtl or piece.kind is Kind.DISPLAY:
        return parts
    return [_RIGHT_TO_LEFT if piece.rtl else _LEFT_TO_RIGHT, *parts, _END]


def _inline(part: Inline) -> Any:
    match part:
        case Text(text):
            return text
        case Break():
            return ["break"]
        case Code(text):
            return ["code", text]
        case Maths(tex, display):
            formula = _formula(tex, display)
            return ["maths", formula, display] if formula else content.spell(part)
        case Emphasis(inner, strong):
            return ["strong" if strong else "emph", [_inline(piece) for piece in inner]]


@lru_cache(maxsize=1024)
def _formula(tex: str, display: bool) -> list[Any] | None:
    """The formula as a tree; None where it is no TeX that converts."""
    from lxml import etree

    source = to_mathml(Maths(tex, display))
    tree = _tree(etree.fromstring(source)) if source else None
    return tree if _depth(tree) <= _DEEPEST else None


def _depth(tree: Any) -> int:
    return 1 + max(map(_depth, tree), default=0) if isinstance(tree, list) else 0


def _tree(source: "_Element") -> list[Any]:
    name = str(source.tag).rpartition("}")[2]
    words = "".join(map(str, source.itertext()))
    if name in _SCRIPTS:
        return _scripts(source, name)
    if name in {"mspace", "mphantom"}:
        return ["space", _width(source.get("width", ""))]
    if len(source):
        return _row(source, name)
    if name == "mtext":
        return ["words", words]
    if name == "mi" and len(words) > 1 and words.isalpha():
        return ["name", words]
    return ["sign", words] if words else _EMPTY


def _row(source: "_Element", name: str) -> list[Any]:
    if name == "mtable":
        return ["table", *([_tree(cell) for cell in row] for row in source)]
    inner = [_tree(child) for child in source]
    if name == "mfrac":
        return ["pile" if source.get("linethickness") == "0" else "fraction", *inner]
    if name == "mroot":
        return ["root", *inner]
    return ["root", ["row", *inner]] if name == "msqrt" else [_fenced(source), *inner]


def _fenced(source: "_Element") -> str:
    """Whether the marks at the ends of a row grow with it."""
    tall = len(source) == 3 and str(source[1].tag).endswith(("mtable", "mfrac"))
    return "fenced" if tall or source[0].get("fence") == "true" else "row"


def _scripts(source: "_Element", name: str) -> list[Any]:
    base = "".join(map(str, source[0].itertext()))
    mark = "".join(map(str, source[-1].itertext()))
    if name == "mover" and len(mark) == 1 and not mark.isalnum():
        return ["accent", _tree(source[0]), _ACCENTS.get(mark, mark)]
    below, above = (_tree(source[place]) if place else None for place in _SCRIPTS[name])
    kind = "large" if base in _LARGE else "limits" if name.startswith("mu") or name == "mover" else "scripts"
    return [kind, _tree(source[0]), below, above]


def _width(width: str) -> float:
    """In em; MathML gives it as "0.167em"."""
    try:
        return float(width.removesuffix("em"))
    except ValueError:
        return 0.25
