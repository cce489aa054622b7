"""Entries of glossaries: terms and what they mean."""

import re
from collections.abc import Iterator, Sequence

from mcqgen.documents.paragraphs import Group
from mcqgen.documents.rows import Row

_LONGEST_TERM = 60
_SET_OFF = re.compile(r"\w[^:.]{0,58}?(?::|\s[–—-])\s+\S")
"""The term is set off from its meaning on the same line."""


def entries(group: Group) -> Iterator[tuple[Sequence[Row], int]]:
    """Part a glossary's group into entries, each with the number of rows that only hold its term (0 or 1).

    A term stands before a colon or dash, or alone on a line above its indented or uncapitalised meaning. A row that
    stands no further left than the term begins the next entry.
    """
    entry: list[Row] = []
    for row in group.rows:
        if entry and _begins(row, entry):
            yield entry, _term_rows(entry)
            entry = []
        entry.append(row)
    if entry:
        yield entry, _term_rows(entry)


def is_entry(rows: Sequence[Row], term: int) -> bool:
    """Whether the rows give a term and a meaning of at least three words."""
    if term:
        return len(" ".join(row.words for row in rows[term:]).split()) >= 3
    return bool(_SET_OFF.match(rows[0].words)) and len(" ".join(row.words for row in rows).split()) >= 4


def _begins(row: Row, entry: Sequence[Row]) -> bool:
    if row.line.bold and not entry[-1].line.bold:
        return True
    if _SET_OFF.match(row.words) and entry[-1].words.endswith((".", ";")):
        return True
    return not row.placed


def _term_rows(entry: Sequence[Row]) -> int:
    first = entry[0]
    if len(entry) < 2 or len(first.words) > _LONGEST_TERM or first.words.endswith((".", ":", ",")):
        return 0
    if _SET_OFF.match(first.words):
        return 0
    second = entry[1]
    apart = first.line.bold and not second.line.bold
    indented = second.line.left - first.line.left > 0.8 * first.line.size > 0
    return int(apart or indented)
