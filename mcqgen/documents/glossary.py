"""Entries of glossaries: terms and what they mean."""

import re
from collections.abc import Iterator, Sequence

from mcqgen.documents.paragraphs import Group
from mcqgen.documents.rows import Row

_LONGEST_TERM = 60
_SET_OFF = re.compile(r"\w[^:.]{0,58}?(?::|\s[–—-])\s+\S")
"""The term is set off from its meaning on the same line."""


def entries(group: Group) -> Iterator[tuple[Sequence[Row], int]]:
    """Part a glossary's group into entries, each with the length of a term that its type alone sets off (else 0).

    A term stands before a colon or dash, in bold before its meaning, or alone on a line above its indented or
    uncapitalised meaning. The length counts characters of the rows' texts, one more for each row's end.
    """
    entry: list[Row] = []
    for row in group.rows:
        if entry and _begins(row, entry):
            yield entry, _term(entry)
            entry = []
        entry.append(row)
    if entry:
        yield entry, _term(entry)


def opens_entry(row: Row) -> bool:
    """Whether a paragraph of a glossary that begins with this row does not go on with the one before."""
    return row.line.lead > 0 or bool(_SET_OFF.match(row.words))


def is_entry(rows: Sequence[Row], term: int) -> bool:
    """Whether the rows give a term and a meaning of at least three words."""
    if term:
        return len("\n".join(row.text for row in rows)[term:].split()) >= 3
    return bool(_SET_OFF.match(rows[0].words)) and len(" ".join(row.words for row in rows).split()) >= 4


def _begins(row: Row, entry: Sequence[Row]) -> bool:
    if (row.line.bold or row.line.lead) and not entry[-1].line.bold:
        return True
    if _SET_OFF.match(row.words) and entry[-1].words.endswith((".", ";")):
        return True
    return not row.placed


def _term(entry: Sequence[Row]) -> int:
    first = entry[0]
    if _SET_OFF.match(first.words):
        return 0
    if first.line.lead:
        return first.line.lead
    if len(entry) < 2 or len(first.words) > _LONGEST_TERM or first.words.endswith((".", ":", ",")):
        return 0
    second = entry[1]
    if first.line.bold and second.line.lead:
        return len(first.text) + 1 + second.line.lead
    apart = first.line.bold and not second.line.bold
    indented = second.line.left - first.line.left > 0.8 * first.line.size > 0
    return len(first.text) if apart or indented else 0
