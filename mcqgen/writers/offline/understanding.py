"""Items that ask what a term means or what is true of a thing."""

from collections.abc import Iterator
from statistics import fmean

from mcqgen.writers.offline.draft import WORDINGS, Choice, Draft
from mcqgen.writers.offline.facts import Definition, Predication
from mcqgen.writers.offline.knowledge import Knowledge
from mcqgen.writers.offline.options import choose
from mcqgen.writers.offline.ranking import chance
from mcqgen.writers.offline.recall import echoes, fellows, unrivalled
from mcqgen.writers.offline.terms import Term, alike, content, exclusive

_NEAREST, _FARTHEST = 0.8, 0.1
_UNLIKE = 0.7
"""Likeness below which two subjects are of different kinds."""
_EASILY_VARIED = 14
"""Words of a statement beyond which a small model no longer writes others as long."""
_SHORTEST, _LONGEST = 5, 22
"""Words of a statement that can stand as an option."""


_OTHERWISE = 0.9
"""How usable an item is that asks for a statement rather than for the term, beside one that asks for the term: put
first, statements were taken by raters in 24 % of 29 (evals/judged, round 7), as the others are of other things.
"""


def named(term: Term, fact: Definition | Predication) -> str:
    """The term as the sentence calls it, with its article: "a peptide bond", "the thalamus"."""
    phrase = fact.name if isinstance(fact, Definition) else fact.subject
    article = phrase[0].lower_ if phrase[0].lower_ in ("a", "an", "the") else ""
    return f"{article} {term.text}".strip()


def _words(text: str) -> int:
    return len(text.split())


def by_meaning(known: Knowledge, term: Term, fact: Definition, options: int) -> Draft | None:
    """“Which of the following best describes …?”: the definitions of other terms are the distractors."""
    others = [
        other
        for other, definition in known.definitions
        if other.plural == term.plural
        and definition.listed == fact.listed
        and definition is known.defined[other.text.lower()]
        and exclusive(term, other)
        and definition.genus not in term.lemmas
        and not (other.lemmas - {other.head}) & content(fact.sentence.parse)
        and 3 <= _words(definition.description) <= _LONGEST
    ]
    if len(others) < options - 1 or not 3 <= _words(fact.description) <= _LONGEST:
        return None
    rivals = {
        known.defined[other.text.lower()].description: Choice(other.text, "", worth)
        for worth, other in fellows(known, term, fact.sentence, others)
    }
    wording = WORDINGS.text("meaning_listed" if fact.listed else "meaning").strip()
    stem = WORDINGS.fill(wording, term=named(term, fact))
    if options == 1:
        if _words(fact.description) > _EASILY_VARIED:
            return None
        quality = _OTHERWISE * unrivalled(known, term)
        return Draft("meaning", stem, fact.description, (), (fact.sentence,), 0.5, quality)
    choices = [
        Choice(description, f"That is {rival.text}: “{known.defined[rival.text.lower()].sentence.text}”", rival.worth)
        for description, rival in rivals.items()
    ]
    distractors = choose(fact.description, stem, choices, options - 1)
    if not distractors or echoes(fact.description, stem, tuple(choice.text for choice in distractors)):
        return None
    level = 0.5 + 0.5 * (fmean(choice.worth for choice in distractors) - 0.6)
    named_by = [rivals[choice.text] for choice in distractors]
    quality = _OTHERWISE * chance(known, "definition", term, fact.sentence, stem, named_by)
    return Draft("meaning", stem, fact.description, distractors, (fact.sentence,), level, quality)


def by_property(known: Knowledge, term: Term, fact: Predication, options: int) -> Draft | None:
    """“Which statement about … is correct?”: what the text says of other things of that kind are the distractors."""
    if not _tellable(fact):
        return None
    if options == 1:
        return _told_alone(known, term, fact)
    others = [
        (other, said)
        for other, said in known.predications
        if other.plural == term.plural
        and said.sentence is not fact.sentence
        and exclusive(term, other)
        and _tellable(said)
        and alike(term, other) >= _UNLIKE
        and _agrees(said, term)
        and not (term.lemmas | other.lemmas) & content(said.said)
        and not other.lemmas <= content(fact.sentence.parse)
    ]
    if len(others) < options - 1 or term.lemmas & content(fact.said):
        return None
    near = known.nearness(fact.predicate, [said.predicate for _, said in others])
    opening = _opening(term)
    rivals = {
        f"{opening} {said.predicate}.": (
            Choice(other.text, "", worth),
            f"The text says this of {named(other, said)}: “{said.sentence.text}”",
        )
        for (other, said), cosine in zip(others, near, strict=True)
        if _FARTHEST < cosine < _NEAREST
        and not known.supports(term, content(said.said), said.sentence)
        and (worth := 0.4 * alike(term, other) + 0.4 * float(cosine) + 0.3 * known.salience(other)) > 0
    }
    stem, key = _property_stem(term, fact), f"{opening} {fact.predicate}."
    choices = [Choice(statement, why, rival.worth) for statement, (rival, why) in rivals.items()]
    distractors = choose(key, stem, choices, options - 1)
    if not distractors:
        return None
    level = 0.6 + 0.6 * (fmean(choice.worth for choice in distractors) - 0.65)
    named_by = [rivals[choice.text][0] for choice in distractors]
    quality = _OTHERWISE * chance(known, "question", term, fact.sentence, stem, named_by)
    return Draft("property", stem, key, distractors, (fact.sentence,), level, quality)


def _told_alone(known: Knowledge, term: Term, fact: Predication) -> Draft | None:
    if (
        not known.notable(term)
        or known.vague(term, fact.subject[0].lower_ == "the")
        or term.lemmas & content(fact.said)
        or _words(fact.predicate) > _EASILY_VARIED
    ):
        return None
    key = f"{_opening(term)} {fact.predicate}."
    return Draft(
        "property", _property_stem(term, fact), key, (), (fact.sentence,), 0.6, _OTHERWISE * unrivalled(known, term)
    )


def _property_stem(term: Term, fact: Predication) -> str:
    return WORDINGS.fill(WORDINGS.text("property").strip(), term=named(term, fact))


def _tellable(fact: Predication) -> bool:
    """Whether a predicate can be told of its subject alone: no negation, no word that looks elsewhere."""
    words = fact.predicate.split()
    return (
        not fact.setting
        and _SHORTEST <= len(words) <= _LONGEST
        and len(content(fact.said)) >= 4
        and not any(token.lower_ in ("other", "others", "well", "he", "she", "his", "her") for token in fact.said)
    )


def _agrees(said: Predication, term: Term) -> bool:
    """Whether the pronouns of a predicate can speak of a term."""
    wrong = ("its", "it", "itself") if term.plural else ("their", "they", "them", "themselves")
    return not any(token.lower_ in wrong for token in said.said)


def _opening(term: Term) -> str:
    if term.label == "PERSON":
        return term.text
    return "They" if term.plural else "It"


def drafts(known: Knowledge, options: int) -> Iterator[Draft]:
    """All items that ask what a term means or what is true of a thing."""
    for term, definition in known.definitions:
        if known.defined[term.text.lower()] is definition and (draft := by_meaning(known, term, definition, options)):
            yield draft
    for term, said in known.predications:
        if (draft := by_property(known, term, said, options)) is not None:
            yield draft
