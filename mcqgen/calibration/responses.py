"""Files of responses: who chose which option of which item.

mcqgen's own: a CSV with the columns item (its id, or its number in the file), respondent, option (letter or text).
Moodle: Quiz > Results > Responses, downloaded as CSV: "Response 1", "Response 2", …; the columns "Question 1" and
"Right answer 1" may be there. Canvas: Quiz Statistics > Student Analysis: for each question a column "<id>: <text>",
followed by one with its points.
"""

import csv
import html
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mcqgen.domain.item import Item
from mcqgen.errors import FormatError

MISSING, UNKNOWN = -1, -2
_TAG = re.compile(r"<[^>]{1,200}>")
_RESPONSE = re.compile(r"(?:response|antwort|respuesta|réponse|resposta)\s*(\d+)", re.IGNORECASE)
_QUESTION = re.compile(r"(?:question|frage|pregunta|questão|pergunta)\s*(\d+)", re.IGNORECASE)
_CANVAS = re.compile(r"(\d+):\s*(.+)", re.DOTALL)
_OWN = {"item": ("item", "item_id", "id"), "who": ("respondent", "student", "user"), "option": ("option", "answer")}
_NOTHING = {"", "-", "–"}


@dataclass(frozen=True)
class Responses:
    """A table of what was chosen."""

    chosen: NDArray[np.int16]
    """(respondents, items): index of the option; -1: not answered; -2: an answer that is none of the options."""
    unmatched: tuple[str, ...] = ()
    """Questions of the file that are none of the items."""


def read_responses(data: bytes, items: Sequence[Item]) -> Responses:
    """Read a file of responses to items; the kind of file is recognised by its columns.

    Raises:
        FormatError: It is no such file, or none of its questions is one of the items.
    """
    rows = _rows(data)
    header = [name.strip().lstrip("\ufeff") for name in rows[0]] if rows else []
    if all(_column(header, names) is not None for names in _OWN.values()):
        found = _own(header, rows[1:], items)
    elif any(_RESPONSE.fullmatch(name) for name in header):
        found = _moodle(header, rows[1:], items)
    elif any(_CANVAS.fullmatch(name) for name in header):
        found = _canvas(header, rows[1:], items)
    else:
        raise FormatError(
            "These are no responses that can be read: give a CSV with the columns item, respondent and option, or an "
            "export of responses by Moodle (Results > Responses) or Canvas (Student Analysis)."
        )
    if not (found.chosen != MISSING).any():
        raise FormatError("None of the responses belongs to one of the items: give the items that were asked.")
    return found


def _rows(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter))
    except csv.Error as error:
        raise FormatError(f"Not a CSV file: {error}.") from error
    return [row for row in rows if any(map(str.strip, row))]


def _column(header: Sequence[str], names: Iterable[str]) -> int | None:
    wanted = set(names)
    return next((at for at, name in enumerate(header) if name.lower() in wanted), None)


def _plain(text: str) -> str:
    """What must be alike in the item and in the export: no markup, no case, no outer full stop, single spaces."""
    bare = unicodedata.normalize("NFKC", html.unescape(_TAG.sub(" ", text)))
    return " ".join(bare.casefold().replace("*", "").replace("`", "").split()).rstrip(". ")


class _Key:
    """Items by what exports say of them."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self._stems = [_plain(item.stem) for item in items]
        self._options = [{_plain(option.text): at for at, option in enumerate(item.options)} for item in items]

    def by_stem(self, text: str) -> int | None:
        """The item whose stem a text is, or begins with (Moodle adds the options); the longest such stem."""
        said = _plain(text)
        fits = [at for at, stem in enumerate(self._stems) if stem and said.startswith(stem)]
        return max(fits, key=lambda at: len(self._stems[at]), default=None)

    def option(self, item: int, text: str) -> int:
        """Index of the option that a text is."""
        if text.strip() in _NOTHING:
            return MISSING
        return self._options[item].get(_plain(text), UNKNOWN)


def _own(header: list[str], rows: list[list[str]], items: Sequence[Item]) -> Responses:
    columns = [_column(header, names) or 0 for names in _OWN.values()]
    key = _Key(items)
    numbers = {item.id: at for at, item in enumerate(items)} | {str(at + 1): at for at in range(len(items))}
    people: dict[str, int] = {}
    entries: list[tuple[int, int, int]] = []
    unmatched: dict[str, None] = {}
    for row in rows:
        name, who, answer = (row[at].strip() if at < len(row) else "" for at in columns)
        if name not in numbers:
            unmatched[name] = None
            continue
        at = numbers[name]
        letters = {option.id: index for index, option in enumerate(items[at].options)}
        chosen = letters.get(answer.upper(), key.option(at, answer)) if answer else MISSING
        entries.append((people.setdefault(who, len(people)), at, chosen))
    table = np.full((len(people), len(items)), MISSING, dtype=np.int16)
    for person, at, chosen in entries:
        table[person, at] = chosen
    return Responses(table, tuple(unmatched))


def _wide(
    rows: list[list[str]], columns: Sequence[tuple[int, int]], items: Sequence[Item], unmatched: Sequence[str]
) -> Responses:
    """A table with a row for each attempt, from pairs of column and item."""
    key = _Key(items)
    table = np.full((len(rows), len(items)), MISSING, dtype=np.int16)
    for person, row in enumerate(rows):
        for column, at in columns:
            if column < len(row):
                table[person, at] = key.option(at, row[column])
    return Responses(table[(table != MISSING).any(axis=1)], tuple(unmatched))


def _moodle(header: list[str], rows: list[list[str]], items: Sequence[Item]) -> Responses:
    """Questions are known by their text where the export has it, else by their number in the quiz."""
    key = _Key(items)
    asked = {match[1]: at for at, name in enumerate(header) if (match := _QUESTION.fullmatch(name))}
    columns, unmatched = list[tuple[int, int]](), list[str]()
    for column, name in enumerate(header):
        if (match := _RESPONSE.fullmatch(name)) is None:
            continue
        if match[1] in asked:
            text = next((row[asked[match[1]]] for row in rows if len(row) > asked[match[1]]), "")
            at = key.by_stem(text)
        else:
            at = int(match[1]) - 1 if int(match[1]) <= len(items) else None
        if at is None:
            unmatched.append(name)
        else:
            columns.append((column, at))
    # The last line may hold averages over all attempts.
    attempts = [row for row in rows if len(row) == len(header)]
    return _wide(attempts, columns, items, unmatched)


def _canvas(header: list[str], rows: list[list[str]], items: Sequence[Item]) -> Responses:
    key = _Key(items)
    columns, unmatched = list[tuple[int, int]](), list[str]()
    for column, name in enumerate(header):
        if (match := _CANVAS.fullmatch(name)) is None:
            continue
        at = key.by_stem(match[2])
        if at is None:
            unmatched.append(match[2])
        else:
            columns.append((column, at))
    return _wide(rows, columns, items, unmatched)
