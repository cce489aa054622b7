"""Words of a question as HTML: formulas as MathML, code, emphasis, and the direction of the script."""

from mcqgen.formats.markup import to_html
from mcqgen.formats.qti.mathml import put_mathml


def as_html(text: str) -> str:
    """Item text as the LMS will show it, safe to put into a page: what is no markup of ours is escaped."""
    return to_html(text, put_mathml)
