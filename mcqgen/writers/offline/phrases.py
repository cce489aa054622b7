"""Items whose options are longer noun phrases: the doer or the object of what a sentence tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcqgen.writers.offline.draft import WORDINGS, Choice, Draft
from mcqgen.writers.offline.facts import Predication
from mcqgen.writers.offline.knowledge import Knowledge
from mcqgen.writers.offline.language import Sentence, is_plural
from mcqgen.writers.offline.options import choose
from mcqgen.writers.offline.recall import opened
from mcqgen.writers.offline.terms import content, rarity
from mcqgen.writers.offline.wordnet import wordnet

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_NEAREST, _FARTHEST = 0.62, 0.15
_UNLIKE = 0.4
"""WordNet kinship of two head nouns below which the phrases are of different kinds."""
_LONGEST = 14


@dataclass(frozen=True)
class Phrase:
    """A noun phrase that says by itself what it means."""

    text: str
    head: str
    plural: bool
    lemmas: frozenset[str]
    opens: str
    """"the", "a" or "": how it begins."""
    sentence: Sentence


def phrase_of(known: Knowledge, span: "Span", sentence: Sentence) -> Phrase | None:
    """The phrase of a span; None where it leans on other sentences or says too little."""
    head = span.root
    opens = span[0].lower_ if span[0].lower_ in ("a", "an", "the") else ""
    inner = span[1:] if opens else span
    lemmas = content(span)
    if not 2 <= len(inner) <= _LONGEST or len(lemmas) < 2 or head.pos_ not in ("NOUN", "PROPN"):
        return None
    if span[0].pos_ in ("PRON", "NUM", "ADV", "CCONJ") or (
        not opens and span[0].dep_ in ("det", "predet", "poss", "nummod")
    ):
        return None
    if any(token.pos_ == "PRON" or token.dep_ == "relcl" for token in span) or rarity(span.text) < 2.6:
        return None
    text = span.text if span[0].i or span[0].pos_ == "PROPN" else span.text[0].lower() + span.text[1:]
    if not opens and span[0].i == 0:
        text = known.lexicon.natural(span.text, span[0].pos_ == "PROPN")
    return Phrase(
        text.strip(" ,;"), head.lemma_.lower(), is_plural(head), lemmas, "a" if opens == "an" else opens, sentence
    )


def _objects(sentence: Sentence) -> "Iterator[tuple[Token, Span]]":
    """The noun phrase that completes the main verb and ends the sentence: an object, or what follows "of", "to" …."""
    end = len(sentence.parse)
    while end and sentence.parse[end - 1].is_punct:
        end -= 1
    for child in sentence.root.children:
        if child.i < sentence.root.i or child.right_edge.i + 1 < end:
            continue
        inner = next((below for below in child.children if below.dep_ == "pobj"), child)
        noun = inner if child.dep_ in ("prep", "agent", "dative") else child
        if noun.dep_ in ("dobj", "pobj") and noun.left_edge.i > sentence.root.i:
            yield noun, sentence.parse[noun.left_edge.i : end]


def _rivals(phrase: Phrase, others: list[Phrase], known: Knowledge, words: frozenset[str]) -> list[Choice]:
    """Phrases of the same form that could tempt in the place of one."""
    proof = content(phrase.sentence.parse)
    fit = [
        other
        for other in others
        if other.plural == phrase.plural
        and other.opens == phrase.opens
        and other.sentence is not phrase.sentence
        and len(other.lemmas & proof) <= max(1, len(other.lemmas) // 3)
        and len(content(other.sentence.parse) & words) < 0.5 * len(words)
    ]
    if not fit:
        return []
    near = known.nearness(phrase.text, [other.text for other in fit])
    return [
        Choice(
            other.text,
            f"The text names this elsewhere: “{other.sentence.text}”",
            min(1.0, 0.35 + 0.6 * float(cosine) + 0.25 * wordnet().kinship(phrase.head, other.head)),
        )
        for other, cosine in zip(fit, near, strict=True)
        if _FARTHEST < cosine < _NEAREST
        and wordnet().kinship(phrase.head, other.head) >= _UNLIKE
        and not (phrase.head != other.head and wordnet().overlap(phrase.head, other.head))
    ]


def _draft(kind: str, stem: str, phrase: Phrase, choices: list[Choice], options: int) -> Draft | None:
    distractors = choose(phrase.text, stem, choices, options - 1)
    if not distractors:
        return None
    worth = sum(choice.worth for choice in distractors) / len(distractors)
    fit = 0.0 if 6 <= len(stem.split()) <= 26 else -0.25
    telling = min(1.0, rarity(phrase.text) / 5)
    return Draft(
        kind,
        stem,
        phrase.text,
        distractors,
        (phrase.sentence,),
        0.42 + 0.4 * (worth - 0.6),
        0.9 * (worth - 0.55) + 0.2 * telling - 0.1 + fit,
    )


def drafts(known: Knowledge, options: int) -> Iterator[Draft]:
    """All items that ask for a doer or an object in a longer phrase."""
    doers = [(phrase, said) for said in known.statements if (phrase := phrase_of(known, said.subject, said.sentence))]
    objects = [
        (phrase, sentence, child)
        for sentence in known.sentences
        for child, span in _objects(sentence)
        if (phrase := phrase_of(known, span, sentence))
    ]
    pool = [phrase for phrase, *_ in objects]
    for phrase, sentence, child in objects:
        lead = sentence.parse[: child.left_edge.i]
        words = content(lead)
        if len(words) >= 3 and (
            draft := _draft("completion", _cloze(lead), phrase, _rivals(phrase, pool, known, words), options)
        ):
            yield draft
    named = [phrase for phrase, _ in doers]
    for phrase, said in doers:
        words = content(said.said)
        if len(words) >= 4 and phrase.opens != "a" and not phrase.lemmas & words and not _leans(said):
            question = opened(said, WORDINGS.fill(WORDINGS.text("question").strip(), predicate=said.predicate))
            if draft := _draft("doer", question, phrase, _rivals(phrase, named, known, words), options):
                yield draft


def _leans(said: Predication) -> bool:
    """Whether a subject has only one word behind its article: that is a term or looks back."""
    return len(said.subject) < 3


def _cloze(lead: "Span") -> str:
    return WORDINGS.fill(WORDINGS.text("cloze").strip(), lead=lead.text)
