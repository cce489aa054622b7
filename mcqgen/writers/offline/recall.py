"""Items that ask for a term: by its definition, as the subject of a sentence, as the end of a sentence."""

import re
from collections.abc import Callable, Iterator, Sequence
from statistics import fmean

from mcqgen.writers.offline.draft import WORDINGS, Choice, Draft
from mcqgen.writers.offline.facts import Closing, Definition, Predication
from mcqgen.writers.offline.knowledge import Knowledge
from mcqgen.writers.offline.language import Sentence
from mcqgen.writers.offline.options import choose, number_from
from mcqgen.writers.offline.ranking import chance
from mcqgen.writers.offline.terms import Term, alike, content, countable, exclusive, order, rarity
from mcqgen.writers.offline.wordnet import wordnet
from mcqgen.writers.offline.words import words as word_list

_NEAREST, _FARTHEST = 0.72, 0.24
"""Cosine window of distractor and key: above it they mean the same, below it nobody is tempted."""

_TEMPTING = 0.35
"""Worth below which a distractor tempts nobody."""
_SAME = 0.88
"""Cosine above which two terms with the same head noun are two spellings of one."""
_UNLIKE = 0.5
"""Likeness below which two terms are of different kinds."""
_SAME_MEANING = 0.8
"""Cosine of two definitions above which they define the same."""
_UNDEFINED = 0.1
"""What a term that the document does not define is worth less beside a key that it does define."""
_LEVELS = {"definition": 0.34, "question": 0.42, "object": 0.42, "cloze": 0.3}
"""Difficulty that an item has by its kind."""


_NAMES_IT = re.compile(r"\b(?:called|termed|named|known as|referred to as|defined as)(?: an?| the)?$")
"""Ends of a sentence after which only one term fits."""
_ROOT = 5
"""Letters by which a reader hears that two words belong together."""
_ENDING = re.compile(r"(?:ical|ism|ist|ial|al|ic|ies|ity|ions?|ing|ed|es|e|s|y)$")
_STOP = word_list("stop")
_NOTHING = ""
"""An option in which no root sounds."""
_ENOUGH = 4
"""Rivals from the document that make others needless."""


def rivals(
    known: Knowledge, term: Term, words: frozenset[str], sentence: Sentence, the: bool | None = None
) -> list[Choice]:
    """Terms that could tempt in the place of `term` in a sentence that says `words` of it."""
    said = sentence.text.lower()
    evidence = content(sentence.parse)
    others = [
        other
        for other in known.terms
        if other.plural == term.plural  # what costs least comes first
        and other.text.lower() not in said
        and not other.lemmas <= evidence
        and not (other.lemmas - {other.head}) & words
        and (the is None or known.lexicon.takes_the(other) == the)
        and exclusive(term, other)
        and not known.related(term, other)
    ]
    if not others:
        return []
    weighed = sorted(
        [*fellows(known, term, sentence, others), *_neighbours(known, term, sentence, others)],
        key=lambda pair: (-pair[0], pair[1].text),
    )
    best = {other.text: (worth, other) for worth, other in reversed(weighed)}
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].text))[:24]
    kept = [(worth, other) for worth, other in ranked if not known.supports(other, words, sentence)]
    found = [Choice(other.text, _why(known, other), worth) for worth, other in kept]
    return found if len(found) >= _ENOUGH else [*found, *_strangers(known, term, said)]


def fellows(known: Knowledge, term: Term, sentence: Sentence, others: Sequence[Term]) -> Iterator[tuple[float, Term]]:
    """What else the document defines, where it defines `term`: first what its own definition brings to mind."""
    mine = known.defined.get(term.text.lower())
    told = [(other, known.defined[other.text.lower()]) for other in others if other.text.lower() in known.defined]
    if mine is None or not told:
        return
    names = [other.text for other, _ in told]
    meant = known.nearness(mine.description, [definition.description for _, definition in told])
    for (other, definition), meaning, name, fit in zip(
        told, meant, known.nearness(term.text, names), known.nearness(sentence.plain, names), strict=True
    ):
        mutual = term.lemmas <= content(definition.sentence.parse)
        apart = {order(mine.genus), order(definition.genus)} - {""}
        if mutual or meaning > _SAME_MEANING or name > _SAME or len(apart) > 1:
            continue
        worth = (
            0.05
            + 0.35 * min(1.0, float(fit) / 0.5)
            + 0.1 * min(1.0, float(name) / 0.6)
            + 0.1 * min(1.0, float(meaning) / 0.5)
            + 0.4 * known.of_a_type(term, other)
        )
        if worth >= _TEMPTING:
            yield worth, other


def _neighbours(
    known: Knowledge, term: Term, sentence: Sentence, others: Sequence[Term]
) -> Iterator[tuple[float, Term]]:
    """Terms of the key's kind that the document speaks of."""
    alikes = [
        (other, kin)
        for other in others
        if (kin := alike(term, other)) >= _UNLIKE and not known.sorts(other) and not _apart(term, other)
    ]
    if not alikes:
        return
    names = [other.text for other, _ in alikes]
    near, fitting = known.nearness(term.text, names), known.nearness(sentence.plain, names)
    for (other, kin), cosine, fit in zip(alikes, near, fitting, strict=True):
        same = other.head == term.head
        far = _FARTHEST if not (same or term.label in ("PERSON", "GPE")) else 0.1
        if not far <= cosine <= (_SAME if same else _NEAREST):
            continue
        worth = (
            0.35 * kin
            + 0.25 * min(1.0, float(cosine) / 0.5)
            + 0.15 * min(1.0, float(fit) / 0.5)
            + 0.25 * known.salience(other)
        )
        worth += 0.05 * (len(other.lemmas) == len(term.lemmas))
        if term.text.lower() in known.defined and other.text.lower() not in known.defined:
            worth -= _UNDEFINED
        if worth >= _TEMPTING:
            yield worth, other


def _apart(one: Term, other: Term) -> bool:
    """Whether two common nouns name things of different orders, as far as WordNet knows them."""
    common = not (one.proper or other.proper or one.head == other.head)
    return common and len({order(one.head), order(other.head)} - {""}) > 1


def _strangers(known: Knowledge, term: Term, said: str) -> list[Choice]:
    """Kinds of the same thing that the document does not speak of, for documents with too few rivals of their own."""
    names = [
        name
        for name in dict.fromkeys(wordnet().siblings(term.head if len(term.lemmas) == 1 else term.text))
        if not term.plural and not term.proper and name.islower() and rarity(name) < 5.2 and name not in said
    ]
    names = [name for name in names if name not in known.lexicon.count][:80]
    if not names:
        return []
    near = known.nearness(term.text, names)
    return [
        Choice(name, f"The text does not speak of “{name}” here.", 0.45 + 0.5 * float(cosine))
        for name, cosine in zip(names, near, strict=True)
        if 0.5 < cosine < _NEAREST and not wordnet().overlap(name, term.head)
    ]


def _why(known: Knowledge, other: Term) -> str:
    definition = known.defined.get(other.text.lower())
    if definition is not None:
        return f"Something else: “{definition.sentence.text}”"
    return f"The text does not say this of “{other.text}”."


def echoes(key: str, stem: str, others: tuple[str, ...]) -> bool:
    """Whether a root of the key sounds in the stem and not in all other options: "alveoli", "intra-alveolar"."""
    said = {word for word in re.findall(r"[a-z]+", stem.lower()) if len(word) > 2} - _STOP
    for word in re.findall(r"[a-z]+", key.lower()):
        heard = [other for other in said if len(word) > _ROOT and _sound_alike(word, other)]
        if heard and not all(word[:_ROOT] in other.lower() for other in others):
            return True
    return False


def _sound_alike(word: str, said: str) -> bool:
    """Whether a reader hears one word in the other: "ageism" in "age", "racism" in "racial"."""
    if len(said) > _ROOT and (said[:_ROOT] in word or word[:_ROOT] in said):
        return True
    root = _ENDING.sub("", said)
    return (
        word.startswith(said) or (len(root) > 3 and root in word) or (len(root) > 2 and root == _ENDING.sub("", word))
    )


def drafted(
    known: Knowledge,
    kind: str,
    term: Term,
    words: frozenset[str],
    sentence: Sentence,
    options: int,
    wording: Callable[[tuple[str, ...]], str],
    the: bool | None = None,
) -> Draft | None:
    """A question for a term that a sentence says `words` of; `wording` makes the stem when the options are known.

    Where `the` is given, the options are names that are written with "the", or without it. With one option, the key,
    its rivals are not looked for.
    """
    if not known.notable(term) or known.sorts(term) or (term.lemmas - {term.head}) & words:
        return None
    if options == 1:
        named = not (term.head in words or echoes(term.text, wording(()), (_NOTHING,)))
        level, quality = _LEVELS[kind], unrivalled(known, term)
        return Draft(kind, wording(()), term.text, (), (sentence,), level, quality) if named else None
    distractors = choose(term.text, " ".join(sorted(words)), rivals(known, term, words, sentence, the), options - 1)
    if not distractors:
        return None
    if term.head in words and not all(term.head in choice.text.lower() for choice in distractors):
        return None
    stem = wording(tuple(choice.text for choice in distractors))
    if echoes(term.text, stem, tuple(choice.text for choice in distractors)):
        return None
    worth = fmean(choice.worth for choice in distractors)
    level = _LEVELS[kind] + 0.8 * (worth - 0.73)
    return Draft(
        kind, stem, term.text, distractors, (sentence,), level, chance(known, kind, term, sentence, stem, distractors)
    )


def unrivalled(known: Knowledge, term: Term) -> float:
    """Rank, by hand, of a question whose wrong options come from elsewhere: below most others, what matters first."""
    return 0.15 + 0.15 * known.salience(term)


def by_definition(known: Knowledge, term: Term, fact: Definition, options: int) -> Draft | None:
    """“Which term refers to …?”."""
    if term.label == "PERSON":
        return None
    templates = WORDINGS.section("listed" if fact.listed else "definition")
    stem = WORDINGS.fill(templates[number_from(fact.description) % len(templates)], description=fact.description)
    said = set(fact.description.split())
    words = content(token for token in fact.sentence.parse if token.text in said)
    return drafted(known, "definition", term, words, fact.sentence, options, lambda _: stem)


def by_subject(known: Knowledge, term: Term, fact: Predication, options: int) -> Draft | None:
    """“Who …?”, “Which act …?”, “Which of the following …?”."""
    words = content(fact.said)
    if len(words) < 4 or known.vague(term, fact.subject[0].lower_ == "the"):
        return None
    return drafted(
        known, "question", term, words, fact.sentence, options, lambda names: _subject_stem(term, fact, names)
    )


def _subject_stem(term: Term, fact: Predication, names: tuple[str, ...]) -> str:
    noun = fact.subject.root
    if term.label == "PERSON":
        question = WORDINGS.fill(WORDINGS.text("question_person").strip(), predicate=fact.predicate)
    elif countable(term) and names and all(is_a(noun.lower_, name) for name in (term.text, *names)):
        kind = noun.text if term.label == "NORP" else noun.lower_
        question = WORDINGS.fill(WORDINGS.text("question_kind").strip(), kind=kind, predicate=fact.predicate)
    else:
        question = WORDINGS.fill(WORDINGS.text("question").strip(), predicate=fact.predicate)
    return opened(fact, question)


def opened(fact: Predication, question: str) -> str:
    """A question behind the sentence's setting: "In 1830, which act …?"."""
    return f"{fact.setting} {question[0].lower()}{question[1:]}" if fact.setting else question


def is_a(noun: str, name: str) -> bool:
    """Whether a name says of itself what it is: "Stamp Act", "Act of 1964"."""
    return name.lower().endswith(f" {noun}") or f" {noun} of " in name.lower()


def by_ending(known: Knowledge, term: Term, fact: Closing, options: int) -> Draft | None:
    """“… ______.”."""
    words = content(token for token in fact.sentence.parse[: fact.term.start])
    lead = fact.lead
    if (
        len(words) < 4
        or term.label == "PERSON"
        or lead.endswith((" a", " an"))
        or known.vague(term, lead.endswith(" the"))
        or not (term.proper or _NAMES_IT.search(lead))
    ):
        return None
    stem = WORDINGS.fill(WORDINGS.text("cloze").strip(), lead=lead)
    the = lead.endswith(" the") if term.proper else None
    return drafted(known, "cloze", term, words, fact.sentence, options, lambda _: stem, the)


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
