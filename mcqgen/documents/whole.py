"""Paragraphs of whole sentences: what is torn off at their ends is left out."""

import re
from bisect import bisect_right

from mcqgen.documents.inline import Clean
from mcqgen.domain.document import Segment

_END = r"[.!?…。！？؟।][\"”’')\]»]*"
_WHOLE_END = re.compile(rf"(?:{_END}|[:;])$")
_NEXT = re.compile(rf"(?<!\b[A-Z]\.)(?<!e\.g\.)(?<!i\.e\.){_END}\s+(?=[\"“‘'(\[«¿¡]*[^\W\d_])(?=[\"“‘'(\[«¿¡]*[^a-z])")
_LAST = re.compile(rf"^.*(?<!\b[A-Z]\.){_END}(?=\s)", re.DOTALL)


def whole_sentences(clean: Clean) -> Clean:
    """Leave out a beginning with a small letter and an end without a full stop, the torn parts of sentences.

    Empty where no whole sentence is left.
    """
    start, end = 0, len(clean.text)
    if clean.text[:1].islower():
        first = _NEXT.search(clean.text)
        start = first.end() if first else end
    if not _WHOLE_END.search(clean.text):
        last = _LAST.match(clean.text)
        end = last.end() if last else start
    if start >= end:
        return Clean("", ())
    return Clean(clean.text[start:end], within(clean.segments, start, end))


def within(segments: tuple[Segment, ...], start: int, end: int) -> tuple[Segment, ...]:
    """The segments of `text[start:end]`, counted from its start."""
    first = bisect_right([segment.at for segment in segments], start) - 1
    return tuple(
        Segment(at=max(0, segment.at - start), span=segment.span) for segment in segments[first:] if segment.at < end
    )
