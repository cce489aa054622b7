"""Items that ask for an object, a year or a number."""

import re
from collections.abc import Iterator

from mcqgen.writers.offline.draft import WORDINGS, Choice, Draft
from mcqgen.writers.offline.facts import Predication, core
from mcqgen.writers.offline.inversion import inverted
from mcqgen.writers.offline.knowledge import Knowledge
from mcqgen.writers.offline.options import number_from
from mcqgen.writers.offline.recall import drafted, is_a, opened
from mcqgen.writers.offline.terms import Term, content, countable, term_of

_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
_DETAIL = 0.5
"""Chance that a teacher wants to ask for a year or a number at all, where the text is much about its subject."""
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def by_object(known: Knowledge, subject: Term, fact: Predication, options: int) -> Draft | None:
    """“Which act did Congress pass in 1830?”."""
    root = fact.sentence.root
    noun = next((child for child in root.children if child.dep_ == "dobj"), None)
    if noun is None or known.vague(subject, fact.subject[0].lower_ == "the"):
        return None
    gap = core(noun)
    term = term_of(gap, known.lexicon)
    if term is None or gap.start != noun.left_edge.i or gap.end != noun.right_edge.i + 1 or gap[0].dep_ == "poss":
        return None
    term = known.lexicon.terms.get(term.text.lower(), term)
    asked = inverted(fact, known.lexicon, gap)
    words = content(token for token in fact.sentence.parse if not gap.start <= token.i < gap.end)
    if any(token.lower_ in ("more", "less", "fewer", "than", "as") for token in fact.said):
        return None
    if asked is None or len(words) < 4 or not known.lexicon.askable(term) or known.vague(term, gap[0].lower_ == "the"):
        return None
    return drafted(
        known,
        "object",
        term,
        words,
        fact.sentence,
        options,
        lambda names: _object_stem(term, noun.lower_, asked, fact, names),
    )


def _object_stem(term: Term, noun: str, asked: str, fact: Predication, names: tuple[str, ...]) -> str:
    if term.label == "PERSON":
        return opened(fact, WORDINGS.fill(WORDINGS.text("object_person").strip(), predicate=asked))
    if countable(term) and all(is_a(noun, name) for name in names):
        return opened(fact, WORDINGS.fill(WORDINGS.text("question_kind").strip(), kind=noun, predicate=asked))
    return opened(fact, WORDINGS.fill(WORDINGS.text("question").strip(), predicate=asked))


def by_year(known: Knowledge, subject: Term, fact: Predication, options: int) -> Draft | None:
    """“In which year did …?”: other years that the document tells are the distractors, the nearest first."""
    year = next(
        (
            token
            for token in fact.said
            if _YEAR.fullmatch(token.text) and token.head.lower_ == "in" and token.dep_ == "pobj"
        ),
        None,
    )
    if year is None or fact.setting or known.vague(subject, fact.subject[0].lower_ == "the") or not subject.proper:
        return None
    asked = inverted(fact, known.lexicon, fact.sentence.parse[year.head.i : year.i + 1])
    told = {int(token.text) for sentence in known.sentences for token in sentence.parse if _YEAR.fullmatch(token.text)}
    here = {int(found) for found in _YEAR.findall(fact.sentence.text)}
    key = int(year.text)
    others = sorted(
        (other for other in told - here if 2 <= abs(other - key) <= 60), key=lambda other: (abs(other - key), other)
    )
    if asked is None or len(here) > 1 or len(others) < options - 1 or len(content(fact.said)) < 3:
        return None
    below = [other for other in others if other < key]
    above = [other for other in others if other > key]
    rank = number_from(asked) % options
    chosen = below[:rank] + above[: options - 1 - rank]
    if len(chosen) < options - 1:
        return None
    distractors = tuple(Choice(str(other), f"The text gives {key}: “{fact.sentence.text}”", 0.6) for other in chosen)
    stem = WORDINGS.fill(WORDINGS.text("year").strip(), predicate=asked)
    return Draft("year", stem, str(key), distractors, (fact.sentence,), 0.35, _DETAIL * known.salience(subject))


def by_count(fact: Predication, options: int) -> Draft | None:
    """“How many … are there?” where a number opens the sentence; the distractors are the numbers beside it."""
    number = fact.subject[0]
    if number.lower_ not in _COUNTS or fact.setting or number.dep_ != "nummod" or len(content(fact.said)) < 3:
        return None
    place, rank = _COUNTS.index(number.lower_), number_from(fact.predicate) % options
    start = min(max(0, place - rank), len(_COUNTS) - options)
    distractors = tuple(
        Choice(word, f"The text says {number.lower_}: “{fact.sentence.text}”", 0.5)
        for word in _COUNTS[start : start + options]
        if word != number.lower_
    )
    stem = WORDINGS.fill(WORDINGS.text("count").strip(), term=fact.subject[1:].text, predicate=fact.predicate)
    return Draft("count", stem, number.lower_, distractors, (fact.sentence,), 0.3, 0.6 * _DETAIL)


def drafts(known: Knowledge, options: int) -> Iterator[Draft]:
    """All items that ask for an object, a year or a number."""
    for term, said in known.predications:
        for draft in (by_object(known, term, said, options), by_year(known, term, said, options)):
            if draft is not None:
                yield draft
    for said in known.counted:
        if (draft := by_count(said, options)) is not None:
            yield draft
