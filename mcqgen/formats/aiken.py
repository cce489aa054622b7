"""Aiken: the plainest format of all, in which one key per item is all there is room for."""

import re
from collections.abc import Iterator
from functools import partial

from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats import content
from mcqgen.formats.contract import LETTERS, ExportOptions, Feature, Importable, Imported, ReadOption, imported_item
from mcqgen.formats.reading import Intake, decode, place

_OPTION = re.compile(r"([A-Z])[).](?:[ \t]+(.*))?")
_ANSWER = re.compile(r"ANSWER:[ \t]*([A-Z])[ \t]*")
_ALMOST_ANSWER = re.compile(r"answer[ \t]*:.*", re.IGNORECASE)
_JOINER = "\u2060"
"""Word joiner, invisible: before a stem that Moodle would take for an option or an answer."""
_TAKEN = re.compile(rf"[A-Z][).]|ANSWER[ \t]*:|{_JOINER}", re.IGNORECASE)

_CLAIM = re.compile(rb"^\s*ANSWER:[ \t]*[A-Z]?[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)


class Aiken(Importable):
    """Aiken."""

    name = "aiken"
    label = "Aiken"
    extension = "txt"
    media_type = "text/plain"
    supports = frozenset({Feature.MATHS})

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write stem, options and key, a line each."""
        del options
        return "\n".join(map(_write, items.items)).encode()

    def claims(self, data: bytes) -> bool:
        """Whether a line gives an answer's letter, or tries to; in archives that is chance."""
        if data.startswith(b"PK\x03\x04"):
            return False
        return _CLAIM.search(data[:100_000]) is not None

    def read(self, data: bytes) -> Imported:
        """Read questions; what Moodle would lose for its form is skipped and told."""
        intake = Intake()
        for number, (line, lines) in enumerate(_questions(decode(data)), 1):
            where = f"{place('question', number, lines[0].removeprefix(_JOINER))}, line {line}"
            intake.take(where, partial(_read, lines, self.name))
        return intake.imported(self.label)


def _write(item: Item) -> str:
    stem = content.one_line(item.stem)
    lines = [f"{_JOINER if _TAKEN.match(stem) else ''}{stem}"]
    lines += [f"{letter}) {content.one_line(o.text)}" for letter, o in zip(LETTERS, item.options, strict=False)]
    key = next(letter for letter, o in zip(LETTERS, item.options, strict=False) if o.is_key)
    return "\n".join((*lines, f"ANSWER: {key}", ""))


def _questions(text: str) -> Iterator[tuple[int, list[str]]]:
    """First line's number and the lines of each question: up to its answer, or to a stem that follows a blank line."""
    begin, lines, gap = 0, list[str](), False
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip(" \t\xa0")
        if not line:
            gap = bool(lines)
            continue
        if gap and any(map(_OPTION.fullmatch, lines)) and not (_OPTION.fullmatch(line) or _is_answer(line)):
            yield begin, lines
            begin, lines = 0, []
        begin, gap = begin or number, False
        lines.append(line)
        if _is_answer(line):
            yield begin, lines
            begin, lines = 0, []
    if lines:
        yield begin, lines


def _is_answer(line: str) -> bool:
    return _ALMOST_ANSWER.fullmatch(line) is not None


def _read(lines: list[str], source: str) -> tuple[Item, tuple[str, ...]]:
    """Make an item of the lines of a question; raises FormatError that says what Moodle would refuse."""
    *lines, last = lines
    answer = _ANSWER.fullmatch(last)
    if answer is None:
        raise FormatError("it does not end in a line such as 'ANSWER: B', in capitals")
    first = next((place for place, line in enumerate(lines) if _OPTION.fullmatch(line)), len(lines))
    found = [_OPTION.fullmatch(line) for line in lines[first:]]
    letters = [option[1] if option else "" for option in found]
    if not first:
        raise FormatError("it has no stem, or one that looks like an option")
    if not letters or letters != list(LETTERS[: len(letters)]):
        raise FormatError("its options are not lines that begin with 'A) ', 'B) ' and so on, in order")
    if answer[1] not in letters:
        raise FormatError(f"its answer {answer[1]} is none of its options")
    options = [
        ReadOption(content.canonical(option[2] or ""), option[1] == answer[1]) for option in found if option is not None
    ]
    stem = content.canonical("\n".join(lines[:first]).removeprefix(_JOINER))
    return imported_item(source, stem, options), ()
