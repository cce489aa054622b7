r"""Words of a question as HTML: formulas, code, emphasis, and the direction of the script.

Streamlit lets no MathML into a page. A formula is its TeX in a `<span>` with the MathML beside it; `maths.js`, which
the shell loads once, draws it. Where no script runs, the TeX is there to read.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mcqgen.formats import content
from mcqgen.formats.content import Maths
from mcqgen.formats.markup import append_text, to_html
from mcqgen.formats.qti.mathml import to_mathml

if TYPE_CHECKING:
    from lxml.etree import _Element


def as_html(text: str) -> str:
    """Item text as the LMS will show it, safe to put into a page: what is no markup of ours is escaped."""
    return to_html(text, _put)


@cache
def script() -> str:
    """The element that draws the formulas of all pages."""
    return f"<script>{Path(__file__).with_name('maths.js').read_text(encoding='utf-8')}</script>"


def _put(parent: "_Element", formula: Maths) -> None:
    from lxml import etree

    if source := to_mathml(formula):
        drawn = etree.SubElement(parent, "span", {"class": "mcq-math", "data-mathml": source})
        drawn.text = formula.tex
    else:
        append_text(parent, content.spell(formula))
