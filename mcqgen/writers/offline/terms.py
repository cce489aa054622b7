"""The names of things that a document speaks of: what options are made of."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from mcqgen.writers.offline.facts import bare, core
from mcqgen.writers.offline.language import Sentence, is_plural
from mcqgen.writers.offline.wordnet import wordnet

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_GENERIC = frozenset(
    "other many several various different most certain some few more first second third last next such same own new main major"
    " important particular specific similar possible additional further overall common general entire whole numerous recent early late"
    " single two three four five remaining available good bad great large small high low big little long short much less least best"
    " full real true simple complex special previous current present following only very basic key today yesterday"
    " average typical individual separate special likely unlikely true false necessary sufficient half".split()
)
_EMPTY_HEADS = frozenset(
    "example result case fact thing way people person man woman number amount part form type kind variety range set lot series"
    " majority group time year day century decade period moment end beginning use work study research researcher evidence idea issue"
    " problem reason effect cause factor aspect feature level degree term word name place area side step point view question answer"
    " example majority rest member addition order process approach method difference change increase decrease value data information"
    " world life today someone something anything everything one other author reader text figure table section chapter student class"
    " individual teacher course material body others statement condition conditions situation event reference teaching topic subject figure line".split()
)
_NAME = re.compile(r"[A-Za-z0-9][\w’'., &-]*[\w.]")
_KIND_LABELS = {"PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT"}


@dataclass(frozen=True)
class Term:
    """A noun phrase that names something."""

    text: str
    """Without an article, with the capitals it has inside a sentence."""
    head: str
    """Lemma of the head noun, lower case."""
    plural: bool
    label: str
    """Entity type (PERSON, GPE, …) or ""."""
    proper: bool
    lemmas: frozenset[str]
    """Lower-case lemmas of its words."""

    @property
    def generic(self) -> bool:
        """Whether it is too vague to be asked for."""
        return self.head in _EMPTY_HEADS or (not self.proper and rarity(self.text) < 1.5)


@dataclass
class Lexicon:
    """What the document's words look like and where its terms stand."""

    small: Counter[str] = field(default_factory=Counter)
    """How often a word is written small."""
    capital: Counter[str] = field(default_factory=Counter)
    """How often a word has a capital inside a sentence."""
    count: Counter[str] = field(default_factory=Counter)
    """How often a term (lower case) occurs."""
    terms: dict[str, Term] = field(default_factory=dict)
    """The terms by lower-case text."""
    passages: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Passage numbers in which a term occurs."""
    where: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Indices of the sentences that hold a lemma."""

    def natural(self, text: str, first_is_proper: bool) -> str:
        """A phrase as it is written inside a sentence: its first word loses a capital that only the place gave it."""
        first = re.match(r"\w+", text)
        if not first or not text[0].isupper() or len(first[0]) > 1 and first[0][1:] != first[0][1:].lower():
            return text
        word = first[0].lower()
        if re.search(r"\s[A-Z]", text):
            return text
        if self.capital[word] > self.small[word] or (first_is_proper and not self.small[word]):
            return text
        return text[0].lower() + text[1:]


@lru_cache(maxsize=20000)
def _zipf(word: str) -> float:
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en"))


def rarity(text: str) -> float:
    """How special the words of a phrase are: 8 minus the Zipf frequency (log10 per billion words, wordfreq) of its rarest word."""
    words = re.findall(r"[A-Za-z]{2,}", text)
    return max((8.0 - _zipf(word.lower()) for word in words), default=0.0)


def term_of(phrase: "Span", lexicon: Lexicon) -> Term | None:
    """The term that a noun phrase names; None where it names nothing that can be asked for."""
    words = list(phrase)
    while words and _leads_nowhere(words[0]):
        words = words[1:]
    if not words or len(words) > 6 or words[-1].pos_ not in ("NOUN", "PROPN", "NUM"):
        return None
    clean = phrase.doc[words[0].i : words[-1].i + 1]
    head = clean.root
    if head.pos_ not in ("NOUN", "PROPN") or not all(_may_name(token) for token in clean):
        return None
    if not _NAME.fullmatch(clean.text) or len(head.text) < 2 or (words[0].i and phrase.doc[words[0].i - 1].text in "-–—"):
        return None
    label = head.ent_type_ if head.ent_type_ in _KIND_LABELS else ""
    proper = head.pos_ == "PROPN"
    return Term(
        text=lexicon.natural(bare(clean), proper or bool(label)),
        head=head.lemma_.lower(),
        plural=is_plural(head),
        label=label,
        proper=proper,
        lemmas=frozenset(token.lemma_.lower() for token in clean if token.is_alpha and not token.is_stop),
    )


def _leads_nowhere(token: "Token") -> bool:
    """Whether a word before a noun tells nothing of what it names: articles, numbers, "other", "important"."""
    return (
        token.pos_ in ("DET", "PRON", "NUM", "ADV", "CCONJ", "PART", "PUNCT")
        or token.dep_ in ("det", "predet", "poss", "cc")
        or (token.lower_ in _GENERIC and token.pos_ != "PROPN")
    )


def _may_name(token: "Token") -> bool:
    """Whether a word may stand in a name."""
    if token.pos_ in ("NOUN", "PROPN", "ADJ", "PUNCT", "ADP", "X"):
        return token.lower_ not in _GENERIC or token.pos_ == "PROPN"
    return token.dep_ in ("amod", "compound", "det", "case") or token.like_num


def collect(sentences: Sequence[Sentence]) -> Lexicon:
    """Gather the terms of a document from its parsed sentences."""
    lexicon = Lexicon()
    for sentence in sentences:
        for token in sentence.parse:
            if token.is_alpha and token.i:
                (lexicon.capital if token.text[0].isupper() else lexicon.small)[token.lower_] += 1
    for number, sentence in enumerate(sentences):
        for token in sentence.parse:
            if token.is_alpha and not token.is_stop:
                lexicon.where[token.lemma_.lower()].append(number)
        for term in _terms_in(sentence, lexicon):
            name = term.text.lower()
            lexicon.count[name] += 1
            lexicon.passages[name].add(sentence.passage.number)
            kept = lexicon.terms.setdefault(name, term)
            if term.label and not kept.label:
                lexicon.terms[name] = term
    return lexicon


def _terms_in(sentence: Sentence, lexicon: Lexicon) -> Iterable[Term]:
    for chunk in sentence.parse.noun_chunks:
        phrase = core(chunk.root) if chunk.root.pos_ == "PROPN" else chunk
        term = term_of(phrase, lexicon)
        if term is not None:
            yield term


def content(tokens: Iterable["Token"]) -> frozenset[str]:
    """Lower-case lemmas of the words that carry meaning."""
    return frozenset(token.lemma_.lower() for token in tokens if token.is_alpha and not token.is_stop and token.pos_ != "AUX")


def alike(one: Term, other: Term) -> float:
    """How much two terms are things of one kind, 0–1: entity type, head noun, WordNet kinship."""
    if one.head == other.head:
        return 1.0
    if one.label or other.label:
        return 0.7 if one.label == other.label else 0.0
    if one.proper != other.proper:
        return 0.1
    return 0.9 * wordnet().kinship(one.head, other.head)


def exclusive(one: Term, other: Term) -> bool:
    """Whether two terms can stand as different options: neither says the other, nor is a synonym or kind of it."""
    if one.lemmas <= other.lemmas or other.lemmas <= one.lemmas:
        return False
    if "PERSON" in (one.label, other.label) and one.lemmas & other.lemmas:
        return False
    if one.head == other.head:
        return True
    single = len(one.lemmas) == 1 and len(other.lemmas) == 1
    return not (single and wordnet().overlap(one.head, other.head))
