"""Items that ask for a term: by its definition, as the subject of a sentence, as the end of a sentence."""

from collections.abc import Iterator

from mcqgen.writers.offline.draft import WORDINGS, Choice, Draft
from mcqgen.writers.offline.facts import Closing, Definition, Predication
from mcqgen.writers.offline.knowledge import Knowledge
from mcqgen.writers.offline.language import Sentence
from mcqgen.writers.offline.options import choose, number_from
from mcqgen.writers.offline.terms import Term, alike, content, exclusive

_NEAREST, _FARTHEST = 0.72, 0.16
"""Cosine window of distractor and key: above it they mean the same, below it nobody is tempted."""

_KINDS = {"definition": (0.3, 0.2), "question": (0.1, 0.35), "cloze": (0.0, 0.3)}
"""Quality and difficulty that an item has by its kind."""


def rivals(known: Knowledge, term: Term, words: frozenset[str], sentence: Sentence) -> list[Choice]:
    """Terms that could tempt in the place of `term` in a sentence that says `words` of it."""
    said = sentence.text.lower()
    evidence = content(sentence.parse)
    others = [
        other
        for other in known.terms
        if other.plural == term.plural and exclusive(term, other)
    ]
    others = [o for o in others if o.text.lower() not in said and not o.lemmas <= evidence and not (o.lemmas - {o.head}) & words]
    if not others:
        return []
    near = known.nearness(term.text, [other.text for other in others])
    choices = []
    for other, cosine in zip(others, near, strict=True):
        kin = alike(term, other)
        if cosine > _NEAREST and other.head != term.head or cosine < _FARTHEST or kin < 0.45:
            continue
        worth = 0.45 * kin + 0.3 * min(1.0, float(cosine) / 0.5) + 0.25 * known.salience(other)
        if len(other.lemmas) == len(term.lemmas):
            worth += 0.05
        choices.append((worth, other))
    choices.sort(key=lambda pair: (-pair[0], pair[1].text))
    kept = [(worth, other) for worth, other in choices[:24] if not known.supports(other, words, sentence)]
    return [Choice(other.text, _why(known, other), worth) for worth, other in kept]


def _why(known: Knowledge, other: Term) -> str:
    definition = known.defined.get(other.text.lower())
    if definition is not None:
        return f"Something else: “{definition.sentence.text}”"
    return f"The text does not say this of “{other.text}”."


def _draft(
    known: Knowledge,
    kind: str,
    stem: str,
    term: Term,
    words: frozenset[str],
    sentence: Sentence,
    options: int,
) -> Draft | None:
    if term.lemmas - {term.head} and (term.lemmas - {term.head}) & words:
        return None
    distractors = choose(term.text, stem, rivals(known, term, words, sentence), options - 1)
    if not distractors:
        return None
    if term.head in words and not all(term.head in choice.text.lower() for choice in distractors):
        return None
    worth = sum(choice.worth for choice in distractors) / len(distractors)
    length = len(stem.split())
    fit = 0.0 if 7 <= length <= 24 else -0.25
    bonus, level = _KINDS[kind]
    quality = bonus + 0.8 * (worth - 0.6) + 0.5 * (known.salience(term) - 0.5) + fit
    return Draft(kind, stem, term.text, distractors, (sentence,), level + 0.5 * (worth - 0.75), quality)


def by_definition(known: Knowledge, term: Term, fact: Definition, options: int) -> Draft | None:
    """“Which term refers to …?”."""
    templates = WORDINGS.section("definition")
    stem = WORDINGS.fill(templates[number_from(fact.description) % len(templates)], description=fact.description)
    words = content(token for token in fact.sentence.parse if token.text in fact.description.split()) or frozenset()
    return _draft(known, "definition", stem, term, words - {term.head} | ({term.head} & words), fact.sentence, options)


def by_subject(known: Knowledge, term: Term, fact: Predication, options: int) -> Draft | None:
    """“Who …?”, “Which act …?”, “Which of the following …?”."""
    if _points_back(known, term, fact):
        return None
    parse = fact.sentence.parse
    words = content(parse[fact.verb.i :])
    if len(words) < 4:
        return None
    draft = _draft(known, "question", WORDINGS.fill(WORDINGS.text("question").strip(), predicate=fact.predicate), term, words, fact.sentence, options)
    if draft is None:
        return None
    stem = draft.stem
    if term.label == "PERSON":
        stem = WORDINGS.fill(WORDINGS.text("question_person").strip(), predicate=fact.predicate)
    elif all(choice.text.lower().split()[-1:] == [fact.subject.root.lower_] or f"{fact.subject.root.lower_} of" in choice.text.lower() for choice in draft.distractors):
        stem = WORDINGS.fill(WORDINGS.text("question_kind").strip(), kind=fact.subject.root.lower_, predicate=fact.predicate)
    return Draft(draft.kind, stem, draft.key, draft.distractors, draft.sentences, draft.level, draft.quality)


def _points_back(known: Knowledge, term: Term, fact: Predication) -> bool:
    """Whether “the X” is an X that an earlier sentence spoke of, rather than X itself."""
    if fact.subject[0].lower_ != "the" or term.proper:
        return False
    return len(term.lemmas) == 1 and known.salience(term) < 0.62


def by_ending(known: Knowledge, term: Term, fact: Closing, options: int) -> Draft | None:
    """“… ______.”."""
    words = content(token for token in fact.sentence.parse[: fact.term.start])
    if len(words) < 4 or term.label == "PERSON":
        return None
    lead = fact.lead
    if lead.endswith((" a", " an")):
        return None
    stem = WORDINGS.fill(WORDINGS.text("cloze").strip(), lead=lead)
    return _draft(known, "cloze", stem, term, words, fact.sentence, options)


def drafts(known: Knowledge, options: int) -> Iterator[Draft]:
    """All items that ask for a term."""
    for term, definition in known.definitions:
        if (draft := by_definition(known, term, definition, options)) is not None:
            yield draft
    for term, said in known.predications:
        if (draft := by_subject(known, term, said, options)) is not None:
            yield draft
    for term, end in known.closings:
        if (draft := by_ending(known, term, end, options)) is not None:
            yield draft
