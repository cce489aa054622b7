"""Formulas as MathML, which is how QTI 2 and 3 and web pages have them."""

from functools import lru_cache
from typing import TYPE_CHECKING

from mcqgen.formats import content
from mcqgen.formats.content import Maths
from mcqgen.formats.markup import append_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNKNOWN_ATTRIBUTES = ("voffset",)
"""Written by the converter, and not in MathML 2, which QTI 2.1 includes."""

_LONGEST = 2_000
"""Characters of a formula; the converter's time grows with their square."""


def put_mathml(parent: "_Element", formula: Maths) -> None:
    r"""Append a formula as MathML with its TeX as the alternative text; as `\(…\)` where it is no TeX that converts."""
    from lxml import etree

    if source := to_mathml(formula):
        math = etree.fromstring(source)
        math.set("alttext", formula.tex)
        parent.append(math)
    else:
        append_text(parent, content.spell(formula))


def to_mathml(formula: Maths) -> str:
    """The formula as MathML source; empty where it is no TeX that converts."""
    return _convert(formula.tex, formula.display) if len(formula.tex) <= _LONGEST else ""


@lru_cache(maxsize=1024)
def _convert(tex: str, display: bool) -> str:
    """TeX → MathML source; empty where the converter fails or leaves commands that it does not know."""
    from latex2mathml.converter import convert
    from lxml import etree

    try:
        root = etree.fromstring(convert(tex, display="block" if display else "inline"))
    except Exception:
        # TeX is a language, and the converter stumbles over broken TeX with errors of any kind.
        return ""
    if any("\\" in str(text) for text in root.itertext()):
        return ""
    for name in _UNKNOWN_ATTRIBUTES:
        for element in root.iterfind(f".//*[@{name}]"):
            del element.attrib[name]
    return etree.tostring(root, encoding="unicode")
