"""MathML → Office MathML, the formulas of Word (ECMA-376 part 1, 22.1)."""

import itertools
from typing import TYPE_CHECKING

from mcqgen.formats.content import Maths
from mcqgen.formats.qti.mathml import to_mathml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element

NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = {"0.167em": "\u2009", "0.222em": "\u2005", "0.278em": "\u2005", "1em": "\u2003", "2em": "\u2003\u2003"}
_ACCENTS = {"^": "\u0302", "~": "\u0303", "¯": "\u0305", "―": "\u0305", "→": "\u20d7", "˙": "\u0307"}
_LARGE = frozenset("∑∏∐∫∬∭∮⋂⋃⨀⨁⨂")
_LIMITED = frozenset({"lim", "max", "min", "sup", "inf", "limsup", "liminf", "arg", "argmax", "argmin"})
_CHILDREN = {
    "mfrac": ("f", "num", "den"), "msub": ("sSub", "e", "sub"), "msup": ("sSup", "e", "sup"),
    "msubsup": ("sSubSup", "e", "sub", "sup"), "munder": ("limLow", "e", "lim"), "mover": ("limUpp", "e", "lim"),
}  # fmt: skip
"""MathML element → OMML element and its arguments, in the same order."""


def put_omml(parent: "_Element", formula: Maths) -> bool:
    """Append a formula to a paragraph; False, and nothing appended, where it is no TeX that converts."""
    from lxml import etree

    source = to_mathml(formula)
    if not source:
        return False
    holder = _child(parent, "oMathPara") if formula.display else parent
    _fill(_child(holder, "oMath"), list(etree.fromstring(source)))
    return True


def _fill(parent: "_Element", sources: "Sequence[_Element]") -> None:
    """Append what a row of MathML means."""
    rest = iter(sources)
    for source in rest:
        if _is_large(source):
            # Word wants the first term within the sum: without one it shows a dotted box.
            body = (_put_named if _text(source[0]) in _LIMITED else _put_large)(parent, source)
            _fill(body, list(itertools.islice(rest, 1)))
        else:
            _put(parent, source)


def _put(parent: "_Element", source: "_Element") -> None:
    name = _name(source)
    if _is_large(source):
        _fill(parent, [source])
    elif name == "mrow" and (fences := _fences(source)):
        _put_fenced(parent, source, *fences)
    elif name == "mover" and len(_text(source[1])) == 1 and not _text(source[1]).isalnum():
        _put_accent(parent, source)
    elif put := _PUT.get(name):
        put(parent, source)
    elif len(source):
        _fill(parent, list(source))
    elif _text(source):
        parent.append(_run(_text(source), upright=name == "mtext" or (name == "mi" and len(_text(source)) > 1)))


def _put_limits(parent: "_Element", source: "_Element") -> None:
    outer = _child(parent, "limUpp")
    inner = _child(_child(outer, "e"), "limLow")
    _argument(inner, "e", source[0])
    _argument(inner, "lim", source[1])
    _argument(outer, "lim", source[2])


def _put_accent(parent: "_Element", source: "_Element") -> None:
    accent = _child(parent, "acc")
    _set(_child(accent, "accPr"), "chr", _ACCENTS.get(_text(source[1]), _text(source[1])))
    _argument(accent, "e", source[0])


def _put_space(parent: "_Element", source: "_Element") -> None:
    parent.append(_run(_SPACES.get(source.get("width", ""), " ")))


def _put_plain(parent: "_Element", source: "_Element") -> None:
    element, *arguments = _CHILDREN[_name(source)]
    holder = _child(parent, element)
    if source.get("linethickness") == "0":
        _set(_child(holder, "fPr"), "type", "noBar")
    for argument, child in zip(arguments, source, strict=False):
        _argument(holder, argument, child)


def _fences(source: "_Element") -> tuple[str, str] | None:
    """What stands around a row that grows with it; empty where there is nothing on one side."""
    first, last = source[0] if len(source) else None, source[-1] if len(source) > 1 else None
    if first is None or last is None or _name(first) != "mo":
        return None
    around = _text(first), _text(last) if _name(last) == "mo" else ""
    tall = len(source) == 3 and _name(source[1]) in {"mtable", "mfrac"}
    fenced = first.get("form") == "prefix" and (last.get("form") == "postfix" or not around[1])
    return around if fenced or (tall and all(around)) else None


def _put_fenced(parent: "_Element", source: "_Element", opening: str, closing: str) -> None:
    holder = _child(parent, "d")
    properties = _child(holder, "dPr")
    _set(properties, "begChr", opening)
    _set(properties, "endChr", closing)
    _fill(_child(holder, "e"), list(source)[1 : -1 if closing else None])


def _put_large(parent: "_Element", source: "_Element") -> "_Element":
    """A sum or an integral with its limits; returns where its first term goes."""
    holder = _child(parent, "nary")
    properties = _child(holder, "naryPr")
    _set(properties, "chr", _text(source[0]))
    _set(properties, "limLoc", "subSup" if _text(source[0]) in "∫∬∭∮" else "undOvr")
    limits = {"sub": None, "sup": None} | dict(
        zip(("sup",) if _name(source) in {"msup", "mover"} else ("sub", "sup"), list(source)[1:], strict=False)
    )
    for argument, child in limits.items():
        if child is None:
            _set(properties, f"{argument}Hide", "1")
    for argument, child in limits.items():
        target = _child(holder, argument)
        if child is not None:
            _put(target, child)
    return _child(holder, "e")


def _put_named(parent: "_Element", source: "_Element") -> "_Element":
    """A function such as "lim" with what stands below it; returns where its first term goes."""
    holder = _child(parent, "func")
    limit = _child(_child(holder, "fName"), "limLow")
    _child(limit, "e").append(_run(_text(source[0]), upright=True))
    _argument(limit, "lim", source[1])
    return _child(holder, "e")


def _put_root(parent: "_Element", source: "_Element") -> None:
    holder = _child(parent, "rad")
    if _name(source) == "mroot":
        _argument(holder, "deg", source[1])
        _argument(holder, "e", source[0])
        return
    _set(_child(holder, "radPr"), "degHide", "1")
    _child(holder, "deg")
    _fill(_child(holder, "e"), list(source))


def _put_matrix(parent: "_Element", source: "_Element") -> None:
    holder = _child(parent, "m")
    for row in source:
        line = _child(holder, "mr")
        for cell in row:
            _fill(_child(line, "e"), list(cell))


def _is_large(source: "_Element") -> bool:
    """Whether it is a sign or a name with limits, whose first term belongs to it."""
    if _name(source) in {"msub", "munder"} and _text(source[0]) in _LIMITED:
        return True
    return _name(source) in {"msub", "msup", "msubsup", "munder", "mover", "munderover"} and _text(source[0]) in _LARGE


def _argument(parent: "_Element", name: str, source: "_Element") -> None:
    _put(_child(parent, name), source)


def _run(text: str, *, upright: bool = False) -> "_Element":
    from lxml import etree

    run = etree.Element(f"{{{NAMESPACE}}}r")
    if upright:
        _set(_child(run, "rPr"), "sty", "p")
    font = etree.SubElement(etree.SubElement(run, f"{{{_WORDS}}}rPr"), f"{{{_WORDS}}}rFonts")
    font.set(f"{{{_WORDS}}}ascii", "Cambria Math")
    font.set(f"{{{_WORDS}}}hAnsi", "Cambria Math")
    words = _child(run, "t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def _set(parent: "_Element", name: str, value: str) -> None:
    _child(parent, name).set(f"{{{NAMESPACE}}}val", value)


def _child(parent: "_Element", name: str) -> "_Element":
    from lxml import etree

    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")


def _name(source: "_Element") -> str:
    return str(source.tag).rpartition("}")[2]


def _text(source: "_Element") -> str:
    return "".join(map(str, source.itertext()))


_PUT: "dict[str, Callable[[_Element, _Element], None]]" = {
    **dict.fromkeys(_CHILDREN, _put_plain),
    "munderover": _put_limits, "msqrt": _put_root, "mroot": _put_root, "mtable": _put_matrix, "mspace": _put_space,
    "mphantom": _put_space,
}  # fmt: skip
