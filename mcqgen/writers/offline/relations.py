"""What a sentence says to be another thing, a kind of it, or another name for it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mcqgen.writers.offline.facts import NAMING, core
from mcqgen.writers.offline.language import Sentence
from mcqgen.writers.offline.words import words

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_EQUATING = words("equating")
_SORTS = words("sorts")


def relations(sentence: Sentence) -> Iterator[tuple["Span", "Span"]]:
    """Pairs of noun phrases of which one is said to be the other, a kind of it, or another name for it."""
    for token in sentence.parse:
        if token.pos_ not in ("NOUN", "PROPN"):
            continue
        for other in _told_with(token):
            for member in (other, *other.conjuncts):
                if member.pos_ in ("NOUN", "PROPN") and member != token:
                    yield core(token), core(member)


def _told_with(noun: "Token") -> "Iterator[Token]":
    """The nouns that a noun is equated with: "is a", "called", "or", "such as", "include", "type of", apposition."""
    for child in noun.children:
        either = child.dep_ == "conj" and any(inner.lower_ == "or" for inner in noun.children)
        if child.dep_ == "appos" or either:
            yield child
        if child.dep_ == "acl" and child.lemma_ in NAMING:
            yield from (inner for inner in child.subtree if inner.dep_ in ("oprd", "pobj", "dobj", "attr"))
        if child.lower_ in ("as", "like", "including"):
            yield from _objects_of(child)
    yield from _sorted_under(noun)
    if noun.dep_ in ("nsubj", "nsubjpass") and noun.head.lemma_ in _EQUATING:
        for child in noun.head.children:
            if child.dep_ in ("attr", "dobj", "oprd"):
                yield child
                yield from _sorted_under(child)
            if child.lower_ in ("as", "to"):
                yield from _objects_of(child)


def _objects_of(preposition: "Token") -> "Iterator[Token]":
    return (inner for inner in preposition.children if inner.dep_ == "pobj")


def _sorted_under(noun: "Token") -> "Iterator[Token]":
    """What follows "a type of", "one of", "a member of"."""
    if noun.lemma_ in _SORTS:
        for child in noun.children:
            if child.lower_ == "of":
                yield from _objects_of(child)
