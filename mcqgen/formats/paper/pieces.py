"""Item text as paragraphs for paper: formulas that stand on their own, and code, are paragraphs like all others."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from mcqgen.formats import content
from mcqgen.formats.content import Break, CodeBlock, Inline, Maths, Text


class Kind(StrEnum):
    """What a paragraph holds."""

    WORDS = "words"
    CODE = "code"
    DISPLAY = "display"
    """Formulas only."""


@dataclass(frozen=True)
class Piece:
    """One paragraph."""

    kind: Kind
    rtl: bool
    parts: tuple[Inline, ...]
    """Of code: one `Text` with all its lines."""


def pieces(text: str) -> Iterator[Piece]:
    """The paragraphs of a text."""
    for block in content.parse(text):
        if isinstance(block, CodeBlock):
            yield Piece(Kind.CODE, False, (Text(block.text),))
            continue
        rtl = content.is_rtl("".join(map(content.spell, block.parts)))
        for display, group in groupby(block.parts, lambda part: isinstance(part, Maths) and part.display):
            run = list(group)
            if display:
                yield Piece(Kind.DISPLAY, rtl, tuple(run))
            elif inner := _without_breaks_around(run):
                yield Piece(Kind.WORDS, rtl, inner)


def _without_breaks_around(parts: list[Inline]) -> tuple[Inline, ...]:
    """A formula that stands on its own breaks the line by itself."""
    said = [
        place for place, part in enumerate(parts)
        if not isinstance(part, Break) and not (isinstance(part, Text) and not part.text.strip())
    ]  # fmt: skip
    inner = parts[said[0] : said[-1] + 1] if said else []
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if inner and isinstance(part := inner[end], Text):
            inner[end] = Text(strip(part.text, " "))
    return tuple(inner)
