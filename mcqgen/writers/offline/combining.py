"""Items that combine two facts of one section: both must be known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from mcqgen.writers.offline.draft import WORDINGS, Choice, Draft
from mcqgen.writers.offline.knowledge import Knowledge
from mcqgen.writers.offline.recall import by_definition, echoes
from mcqgen.writers.offline.terms import Term

_MOST = 60
"""Halves that are put together: the best ones, since the time grows with their square."""
_LONGEST = 18
"""Words of one of the two descriptions."""


@dataclass(frozen=True)
class Half:
    """One of the two facts: a description, the term that it fits, and the drafted question that it comes from."""

    description: str
    term: Term
    draft: Draft


def _halves(known: Knowledge) -> list[Half]:
    found = []
    for term, definition in known.definitions:
        draft = by_definition(known, term, definition, 4)
        if draft is not None and 3 <= len(definition.description.split()) <= _LONGEST:
            found.append(Half(definition.description, term, draft))
    return sorted(found, key=lambda half: -half.draft.quality)[:_MOST]


def combine(one: Half, other: Half) -> Draft | None:
    """An item whose options cross both keys with one distractor of each: each part is right in half of the options."""
    first, second = _rival(one, other), _rival(other, one)
    if (
        first is None
        or second is None
        or first.text.lower() == second.text.lower()
        or _tells(one, other)
        or _tells(other, one)
    ):
        return None
    stem = WORDINGS.fill(WORDINGS.text("pair").strip(), first=one.description, second=other.description)
    pairs = (
        (first.text, other.term.text, first),
        (one.term.text, second.text, second),
        (first.text, second.text, first),
    )
    distractors = tuple(
        Choice(f"{a}; {b}", f"“{wrong.text}” does not fit. {wrong.why}", wrong.worth) for a, b, wrong in pairs
    )
    worth = (first.worth + second.worth) / 2
    quality = one.draft.quality * other.draft.quality
    sentences = (*one.draft.sentences, *other.draft.sentences)
    key = f"{one.term.text}; {other.term.text}"
    return Draft("pair", stem, key, distractors, sentences, 0.85 + 0.4 * (worth - 0.75), quality)


def _tells(one: Half, other: Half) -> bool:
    """Whether the description of one half gives away the term of the other."""
    return echoes(other.term.text, one.description, ("",)) or any(
        word in one.description.lower() for word in other.term.text.lower().split() if len(word) > 3
    )


def _rival(half: Half, other: Half) -> Choice | None:
    """The best distractor of one half that is not the other half's answer and does not stand in its proof."""
    proof = other.draft.sentences[0].text.lower()
    fit = [choice for choice in half.draft.distractors if choice.text.lower() not in proof]
    return max(fit, key=lambda choice: choice.worth, default=None)


def drafts(known: Knowledge, halves: Sequence[Half] | None = None) -> Iterator[Draft]:
    """All items that combine two facts of one section."""
    for one, other in combinations(halves if halves is not None else _halves(known), 2):
        ours, theirs = one.draft.sentences[0].passage, other.draft.sentences[0].passage
        near = (
            ours.section == theirs.section
            and abs(ours.number - theirs.number) <= 5
            and ours.document_id == theirs.document_id
        )
        same = one.term.text.lower() == other.term.text.lower() or one.draft.sentences == other.draft.sentences
        if near and not same and (draft := combine(one, other)):
            yield draft
