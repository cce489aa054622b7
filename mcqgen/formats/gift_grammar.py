r"""The grammar of GIFT: a file → questions as they are written.

Questions are separated by blank lines. `~ = # { } :` and the backslash are literal after a backslash, and `\n` is a
line break (https://docs.moodle.org/en/GIFT_format).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from mcqgen.errors import FormatError

_ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_WEIGHT = re.compile(r"%(-?[\d.]{1,12})%")
_SPELLING = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_ID = re.compile(r"\[id:((?:\\]|[^]]){1,1000})]")
_TAG = re.compile(r"\[tag:((?:\\]|[^]]){1,1000})]")
_MOST_CHOICES = 1000
"""Of one question; more is no question, and reading them all would take long."""
_BLANK = "_____"
"""Stands for the answers where they are within the sentence."""


class Kind(StrEnum):
    """Type of a question; the value is what users read."""

    CHOICE = "a multiple-choice question"
    SHORT = "a short-answer question"
    TRUE_FALSE = "a true/false question"
    NUMERICAL = "a numerical question"
    MATCHING = "a matching question"
    ESSAY = "an essay question"
    DESCRIPTION = "a description, not a question"
    CATEGORY = "a category"


@dataclass(frozen=True)
class Written:
    """Text and the spelling it is in: html, moodle, plain or markdown."""

    text: str
    spelling: str


@dataclass(frozen=True)
class Choice:
    """An answer of a multiple-choice question."""

    text: Written
    equals: bool
    """Marked by "=" rather than "~"."""
    weight: float | None = None
    """Percent, where it is given."""
    feedback: Written | None = None


@dataclass(frozen=True)
class Question:
    """One block of the file; choices and feedback only of multiple-choice questions."""

    line: int
    kind: Kind
    title: str = ""
    stem: Written = Written("", "moodle")
    choices: tuple[Choice, ...] = ()
    feedback: Written | None = None
    id: str = ""
    tags: tuple[str, ...] = ()
    problem: str = ""
    """Why it cannot be read, as the end of a sentence."""


def parse(text: str) -> Iterator[Question]:
    r"""Read the blocks of a file whose line ends are "\n"; a category's name is its title."""
    for line, lines, comments in _split(text):
        first, _, rest = lines.partition("\n")
        is_category = first.startswith("$CATEGORY:")
        if is_category:
            yield Question(line, Kind.CATEGORY, title=first.removeprefix("$CATEGORY:").strip())
        block = rest if is_category else lines
        if not block.strip():
            continue
        try:
            question = _question(line, block)
        except FormatError as error:
            question = Question(line, Kind.CHOICE, title=block.strip().split("\n")[0], problem=str(error))
        named = _ID.search(comments)
        tags = tuple(tag.replace("\\]", "]").strip() for tag in _TAG.findall(comments))
        yield replace(question, id=named[1].replace("\\]", "]").strip() if named else "", tags=tags)


def _split(text: str) -> Iterator[tuple[int, str, str]]:
    """Number of the first line, lines and comments of each block."""
    begin, lines, comments = 0, list[str](), list[str]()
    for number, line in enumerate((*text.split("\n"), ""), 1):
        if line.strip().startswith("//"):
            comments.append(line)
        elif line.strip():
            begin = begin or number
            lines.append(line)
        else:
            if lines:
                yield begin, "\n".join(lines), "\n".join(comments)
            begin, lines, comments = 0, [], []


def _find(text: str, signs: str, start: int = 0) -> int:
    """Place of the first of `signs` that is not escaped, or -1."""
    skipped = re.compile(rf"(?:[^\\{re.escape(signs)}]++|\\.?)*+", re.DOTALL).match(text, start)
    return skipped.end() if skipped and skipped.end() < len(text) else -1


def _question(line: int, block: str) -> Question:
    title = ""
    block = block.strip()
    if block.startswith("::") and (end := _find_double_colon(block)) > 0:
        title, block = _unescape(block[2:end]).strip(), block[end + 2 :].strip()
    begin, end = _find(block, "{"), _last_brace(block)
    if begin < 0 and end < 0:
        return Question(line, Kind.DESCRIPTION, title, _written(block, "moodle"))
    if begin < 0 or end < begin:
        raise FormatError("its braces do not match")
    before, answers, after = block[:begin].strip(), block[begin + 1 : end].strip(), block[end + 1 :].strip()
    stem = _written(" ".join(filter(None, (before, _BLANK, after))) if after else before, "moodle")
    kind = _kind(answers)
    if kind is not Kind.CHOICE:
        return Question(line, kind, title, stem)
    choices, feedback = _choices(answers, stem.spelling)
    return Question(line, kind, title, stem, choices, feedback)


def _find_double_colon(block: str) -> int:
    """Where the name ends: the first "::" of which no colon is escaped."""
    at = _find(block, ":", 2)
    while at >= 0 and block[at + 1 : at + 2] != ":":
        at = _find(block, ":", at + 1)
    return at


def _last_brace(block: str) -> int:
    at, last = _find(block, "}"), -1
    while at >= 0:
        last, at = at, _find(block, "}", at + 1)
    return last


def _kind(answers: str) -> Kind:
    if not answers:
        return Kind.ESSAY
    if answers.startswith("#"):
        return Kind.NUMERICAL
    if _find(answers, "~") >= 0:
        return Kind.CHOICE
    if _find(answers, "=") >= 0:
        return Kind.MATCHING if "->" in answers else Kind.SHORT
    return Kind.TRUE_FALSE if re.match(r"(T|F|TRUE|FALSE)\s*(#|$)", answers) else Kind.SHORT


def _choices(answers: str, spelling: str) -> tuple[tuple[Choice, ...], Written | None]:
    """The answers, and the general feedback that stands after "####"."""
    general = _find_general(answers)
    feedback = _written(answers[general + 4 :], spelling) if general >= 0 else None
    answers = answers[:general] if general >= 0 else answers
    starts, at = [], _find(answers, "~=")
    while at >= 0:
        starts.append(at)
        at = _find(answers, "~=", at + 1)
        if len(starts) > _MOST_CHOICES:
            raise FormatError(f"it has more than {_MOST_CHOICES:,} options")
    if answers[: starts[0]].strip():
        raise FormatError("there is text before its first answer")
    ends = [*starts[1:], len(answers)]
    choices = (_choice(answers[begin:end], spelling) for begin, end in zip(starts, ends, strict=True))
    return tuple(choices), feedback if feedback and feedback.text else None


def _find_general(answers: str) -> int:
    at = _find(answers, "#")
    while at >= 0 and answers[at : at + 4] != "####":
        at = _find(answers, "#", at + 1)
    return at


def _choice(text: str, spelling: str) -> Choice:
    equals, text = text[0] == "=", text[1:].strip()
    weight = None
    if found := _WEIGHT.match(text):
        weight, text = _number(found[1]), text[found.end() :]
    mark = _find(text, "#")
    feedback = _written(text[mark + 1 :], spelling)
    words = text if mark < 0 else text[:mark]
    return Choice(_written(words, spelling), equals, weight, feedback if mark >= 0 and feedback.text else None)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise FormatError(f"'%{text}%' is no weight") from error


def _written(raw: str, spelling: str) -> Written:
    """Text without its escapes; lines of Moodle's auto-format are joined."""
    if found := _SPELLING.match(raw):
        spelling, raw = found[1].lower(), raw[found.end() :]
    raw = raw.strip(" \t\n")
    if spelling == "moodle":
        raw = re.sub(r"[ \t]*\n[ \t]*", " ", raw)
    return Written(_unescape(raw), spelling)


def _unescape(raw: str) -> str:
    return _ESCAPE.sub(lambda sign: "\n" if sign[1] == "n" else sign[1], raw)
