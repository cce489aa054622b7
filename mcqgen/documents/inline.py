"""From the rows of a paragraph to clean text, with every run's place in the loaded text."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from mcqgen.documents.hyphens import Vocabulary
from mcqgen.documents.rows import Row
from mcqgen.domain.document import Segment, Span
from mcqgen.domain.quotes import canonical

_WIDEST_BREAK = 40
"""Characters of white space between two runs of contiguous text."""

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_FORM = re.compile(
    r"(?P<broken>(?<=[^\W_])(?:[-‐‑\u00ad]\s*\n\s*|[\ufffe\u00ad]\s*\n?\s*)(?=(?P<after>[^\W_]+)))"
    r"|(?P<dash>(?<=[—–/])[^\S\n]*\n\s*(?=\w))"
    r"|(?P<blank>\s*\n\s*(?=[.,;:!?)\]])|[ ]+(?=[.,)\]](?:\s|$))|(?<=\d)\s+(?=/\d))"
    r"|(?P<url>(?<=[./_-])\n(?=[a-z0-9]))"
    r"|(?P<space>[^\S ]\s*|\s{2,}|[^\S ])"
    r"|(?P<ligature>[ﬀ-ﬆ])"
    r"|(?P<nothing>[\u00ad\u200b\u200c\u200d\u2060\ufeff\uffff\ufffe])"
)
_NUMBERS = r"\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*"
_THING = r"(?:fig(?:ure|ura|s|ures)?|tables?|tabla|eqn?s?|equations?|sections?|appendix|exhibit|box|chapter)\b\.?"
_SEE = r"(?:see\s+|cf\.\s*|véase\s+)?(?:also\s+)?"
_REFERENCE = re.compile(
    rf"(?P<numbers>\s*\[{_NUMBERS}\])"
    rf"|(?P<nested>\s*\(\s*{_SEE}\({_THING}\)[a-z]?\s*\))"
    rf"|(?P<figure>\s*\({_SEE}{_THING}\s*(?:[A-Z]?\d|[IVX]+\b|[A-Z]\b|above|below|on page)[^()]{{0,40}}\)(?!\w))"
    r"|(?P<authors>\s*\((?:(?:see|cf\.|e\.g\.,?|reviewed in)\s+)?"
    r"(?P<cited>[^()]{4,300}?(?:19|20)\d\d[a-z]?[^()]{0,30})\))",
    re.IGNORECASE,
)
_AUTHORS = re.compile(
    r"\s*(?:(?:see|cf\.|e\.g\.,?)\s+)?(?:(?:van|von|de|der|la|le|di)\s+)*[A-ZÀ-Þ][\w'’.‐-]*"
    r"(?:[\s,]+(?:(?:and|&|et|al\.?|van|von|de|der|la|le|di)(?=[\s,])|[A-ZÀ-Þ][\w'’.‐-]*))*"
    r",?\s+(?:\(?(?:19|20)\d\d[a-z]?\)?(?:\s*,\s*(?:(?:19|20)\d\d)?[a-z]?)*)(?:\s*[,:]\s*(?:pp?\.|ch\.|chap\.)?\s*[\d–-]+)?\s*"
)
_NEEDS_OBJECT = re.compile(
    r"(?:^|[.!?]|(?:^|[\s(])(?:in|see|by|of|from|and|or|to|with|than|refs?\.?|references?|eqs?\.?|following|like|as|en|de|por))\s*$",
    re.IGNORECASE,
)
"""What stands before a reference that its sentence cannot do without."""
_WORD_END = re.compile(r"[^\W_]+$")
_LONGEST_WORD = 60
_URL_BREAK = re.compile(r"(?:https?://|www\.)\S*$")


@dataclass(frozen=True, slots=True)
class Clean:
    """Clean text and the places that it comes from."""

    text: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str
    cut: bool
    """Words are left out: the loaded text is not contiguous here."""


@dataclass(frozen=True)
class Source:
    """What cleaning knows of the whole document."""

    texts: dict[int, str]
    """The loaded text of each page."""
    marks: dict[int, tuple[tuple[int, int], ...]]
    """Raised note numbers of each page."""
    words: Vocabulary
    authors: bool
    """Whether "(Smith, 2010)" is a citation in this document, and left out."""


def clean_rows(rows: Sequence[Row], source: Source, *, term: int = 0) -> Clean:
    """Join the rows of one paragraph to a text without line breaks, broken words, ligatures and reference marks.

    A glossary's term that takes the first `term` characters for itself is set off from its meaning by a colon.
    """
    raw = "\n".join(row.text for row in rows)
    starts = list(accumulate((len(row.text) + 1 for row in rows), initial=0))[:-1]
    cuts = [_Edit(term, len(raw) - len(raw[term:].lstrip()), ": ", cut=True)] if term else []
    cuts += [*_cuts(raw, source.authors), *_mark_cuts(rows, starts, source.marks)]
    writer = _Writer(rows, starts, source.texts)
    at = 0
    for edit in [*_merged(cuts, list(_forms(raw, source.words))), _Edit(len(raw), len(raw), "", cut=False)]:
        writer.copy(raw, at, edit.start)
        writer.replace(edit)
        at = edit.end
    return writer.finish()


def _forms(raw: str, words: Vocabulary) -> Iterator[_Edit]:
    """Edits of form only: the words stay."""
    for match in _FORM.finditer(raw):
        if match["broken"]:
            before = _WORD_END.search(raw[max(0, match.start() - _LONGEST_WORD) : match.start()])
            keep = "\u00ad" not in match[0] and words.hyphenated(before[0] if before else "", match["after"])
            yield _Edit(match.start(), match.end(), "-" if keep else "", cut=False)
        elif match["url"] and not _URL_BREAK.search(raw[max(0, match.start() - 200) : match.start()]):
            yield _Edit(match.start(), match.end(), " ", cut=False)
        elif match["ligature"]:
            yield _Edit(match.start(), match.end(), _LIGATURES[match[0]], cut=False)
        else:
            yield _Edit(match.start(), match.end(), " " if match["space"] else "", cut=False)


def _cuts(raw: str, authors: bool) -> Iterator[_Edit]:
    """Edits that leave citations and references to figures out, where the sentence can do without them."""
    for match in _REFERENCE.finditer(raw):
        if _NEEDS_OBJECT.search(raw[: match.start()][-20:]) and not match["nested"]:
            continue
        if match["authors"] and not (authors and all(map(_AUTHORS.fullmatch, match["cited"].split(";")))):
            continue
        yield _Edit(match.start(), match.end(), "", cut=True)


def _mark_cuts(
    rows: Sequence[Row], starts: Sequence[int], marks: dict[int, tuple[tuple[int, int], ...]]
) -> Iterator[_Edit]:
    for row, at in zip(rows, starts, strict=True):
        for start, end in marks.get(row.page, ()):
            if row.line.start <= start and end <= row.line.end:
                yield _Edit(at + start - row.line.start, at + end - row.line.start, "", cut=True)


def _merged(cuts: list[_Edit], forms: list[_Edit]) -> list[_Edit]:
    """All edits in order; a cut swallows what it overlaps, and of two blanks around a cut one stays."""
    merged: list[_Edit] = []
    for edit in sorted([*cuts, *forms], key=lambda edit: (edit.start, not edit.cut)):
        if merged and edit.start < merged[-1].end:
            if edit.end > merged[-1].end and edit.cut:
                merged[-1] = _Edit(merged[-1].start, edit.end, "", cut=True)
            continue
        merged.append(edit)
    return merged


class _Writer:
    """Writes clean text, and a segment for each run of it that is contiguous within one row."""

    def __init__(self, rows: Sequence[Row], starts: Sequence[int], texts: dict[int, str]) -> None:
        self._rows, self._starts, self._texts = rows, starts, texts
        self._parts: list[str] = []
        self._segments: list[Segment] = []
        self._length = 0
        self._row = -1
        self._broken = True

    def copy(self, raw: str, begin: int, end: int) -> None:
        """Take over `raw[begin:end]`, which lies in one row."""
        if not self._length or self._parts[-1].endswith(" "):
            begin += len(raw[begin:end]) - len(raw[begin:end].lstrip())
        if begin < end:
            self._write(raw[begin:end], begin, end)

    def replace(self, edit: _Edit) -> None:
        """Write what an edit puts in the place of the loaded text."""
        if edit.cut and edit.text:
            self._segments.append(Segment(at=self._length, span=Span(page=self._rows[0].page, start=0, end=0)))
            self._parts.append(edit.text)
            self._length += len(edit.text)
        elif edit.text.strip(" -"):
            self._write(edit.text, edit.start, edit.end)
        elif edit.text and self._length and not (edit.text == " " and self._parts[-1].endswith(" ")):
            self._parts.append(edit.text)
            self._length += 1
        self._broken = self._broken or edit.cut

    def finish(self) -> Clean:
        """The text without blanks at its end, and its segments."""
        text = "".join(self._parts).rstrip()
        return Clean(text, tuple(segment for segment in self._segments if segment.at < len(text)))

    def _write(self, text: str, begin: int, end: int) -> None:
        index = bisect_right(self._starts, begin) - 1
        row = self._rows[index]
        offset = row.line.start + begin - self._starts[index]
        span = Span(page=row.page, start=offset, end=offset + end - begin)
        last = self._segments[-1] if self._segments else None
        joined = last is not None and not self._broken and self._adjoins(last.span, span)
        if last is not None and joined:
            reach = span.end if index == self._row else span.start
            self._segments[-1] = Segment(at=last.at, span=Span(page=span.page, start=last.span.start, end=reach))
        if not joined or index != self._row:
            self._segments.append(Segment(at=self._length, span=span))
        self._row, self._broken = index, False
        self._parts.append(text)
        self._length += len(text)

    def _adjoins(self, last: Span, span: Span) -> bool:
        """Whether nothing but white space or a hyphen lies between two places of the loaded text."""
        if last.page != span.page or not 0 <= span.start - last.end <= _WIDEST_BREAK:
            return False
        return not canonical(self._texts[span.page][last.end : span.start])
