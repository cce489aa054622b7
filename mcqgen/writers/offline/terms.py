"""The names of things that a document speaks of: what options are made of."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mcqgen.writers.offline.facts import bare, core
from mcqgen.writers.offline.language import Sentence, is_plural
from mcqgen.writers.offline.wordnet import wordnet
from mcqgen.writers.offline.words import words, zipf

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_GENERIC = words("generic")
_EMPTY_HEADS = words("empty_heads")
_TITLES = words("titles")
_PEOPLE = re.compile(r"[A-Z]\w*(?:ish|ese|utch|ench)")
"""Names of peoples that are adjectives: "the English"."""
_TITLED = re.compile(
    rf"\b(?:{'|'.join(sorted(title.capitalize() for title in _TITLES))})\.?"
    r"\s(?:[A-Z][\w’'-]+\s|[A-Z]\.\s){0,2}([A-Z][a-z][\w’-]+)"
)
_CLASS = re.compile(r"(?:[^t]ial|[^i]al|ic|ar|ary|oid|nervous|venous|aqueous|porous|fibrous|ferrous|igneous)$")
_NAME = re.compile(r"[A-Za-z0-9][\w’'., &-]*[\w.]")
_SAME_KIND_OF_PLACE = 0.72
"""WordNet kinship that two countries or two cities have, and a country and a city have not."""
_ORDERS = (
    {18: "person", 14: "group"}
    | dict.fromkeys((5, 6, 8, 13, 17, 20, 27), "thing")
    | dict.fromkeys((4, 7, 9, 10, 11, 12, 16, 19, 21, 22, 26, 28), "notion")
)
"""Orders of WordNet's files of nouns: nobody takes a thing of one for a thing of another; parts may be of any."""
_PARTICLE = 3
"""Letters of the longest word that a person's name may begin with in small letters: "van", "von", "del"."""
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
    classed: bool
    """Whether all adjectives in it tell a class ("dorsal", "chemical") rather than a quality ("heated", "severe")."""
    lemmas: frozenset[str]
    """Lower-case lemmas of its words."""

    @property
    def single(self) -> str:
        """The term in the singular and in lower case, as a dictionary lists it."""
        return re.sub(r"[\w-]+$", self.head, self.text.lower()) if self.plural else self.text.lower()


@dataclass
class Lexicon:
    """What the document's words look like and where its terms stand."""

    small: Counter[str] = field(default_factory=Counter)
    """How often a word is written small."""
    capital: Counter[str] = field(default_factory=Counter)
    """How often a word has a capital inside a sentence."""
    count: Counter[str] = field(default_factory=Counter)
    """How often a term (lower case) occurs."""
    definite: Counter[str] = field(default_factory=Counter)
    """How often a term (lower case) stands behind "the"."""
    labels: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """The entity types that a term (lower case) was given."""
    terms: dict[str, Term] = field(default_factory=dict)
    """The terms by lower-case text."""
    surnames: set[str] = field(default_factory=set)
    """Last names that the text gives with a title or a first name: "General Howe", "Emilio Aguinaldo was"."""
    where: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Indices of the sentences that hold a lemma."""

    def natural(self, text: str, first_is_proper: bool) -> str:
        """A phrase as it is written inside a sentence: it loses capitals that only its place or a heading gave it."""
        tokens = text.split(" ")
        if self.small[tokens[-1].lower()] > self.capital[tokens[-1].lower()]:
            named = [i for i, token in enumerate(tokens) if token[:1].isupper() and not self._common(token)]
            if named[:2] == [0, 1]:
                return text
            within = range(1, named[-1] if named else 0)
            return " ".join(
                token.lower() if self._common(token) and i not in within else token for i, token in enumerate(tokens)
            )
        first = tokens[0]
        if not first.istitle() or len(first) < 2 or re.search(r"\s[A-Z]", text):
            return text
        if self.capital[first.lower()] > self.small[first.lower()] or (
            first_is_proper and not self.small[first.lower()]
        ):
            return text
        return text[0].lower() + text[1:]

    def _common(self, token: str) -> bool:
        """Whether a word with a capital is also written without one."""
        return token.istitle() and self.small[token.lower()] > 0

    def _placed(self, token: str) -> bool:
        """Whether the capital of a word before a common noun comes from its place: it has none elsewhere."""
        word = token.lower()
        return token[:1].isupper() and token[1:].islower() and (self.small[word] > 0 or not self.capital[word])

    def askable(self, term: Term) -> bool:
        """Whether a term is the name of one thing, rather than any words that happen to stand together."""
        if (term.head in _EMPTY_HEADS and not term.proper) or _PEOPLE.fullmatch(term.text):
            return False
        if term.proper or len(term.text.split()) == 1:
            return term.proper or rarity(term.text) >= 1.5
        return term.classed or self.count[term.text.lower()] > 1 or bool(wordnet().senses(term.single))

    def takes_the(self, term: Term) -> bool:
        """Whether a name is mostly written with "the": "the United States", but "Mexico"."""
        name = term.text.lower()
        return 2 * self.definite[name] > self.count[name]

    def resolve(self) -> None:
        """Give each name its most frequent type, and a surname the type of the person who bears it."""
        for name, term in list(self.terms.items()):
            labels = self.labels[name]
            label = max(labels, key=lambda one: (labels[one], one)) if labels else ""
            self.terms[name] = replace(term, label=label)
        for name, term in list(self.terms.items()):
            if term.proper and term.text in self.surnames and not term.plural:
                self.terms[name] = replace(term, label="PERSON")
        persons = {
            term.text.split()[-1]: term for term in self.terms.values() if term.label == "PERSON" and " " in term.text
        }
        for name, term in list(self.terms.items()):
            if term.proper and term.text in persons:
                full = persons[term.text]
                self.terms[name] = replace(full, lemmas=full.lemmas | term.lemmas)
                self.count[full.text.lower()] += self.count[name]


def order(noun: str) -> str:
    """What a noun names in the coarsest sense: a "person", a "group", a "thing", a "notion"; "" where that is open."""
    field = wordnet().field(noun)
    return "" if field is None else _ORDERS.get(field, "")


def rarity(text: str) -> float:
    """How special a phrase is: 8 minus the Zipf frequency (log10 per billion words, wordfreq) of its rarest word."""
    words = re.findall(r"[A-Za-z]{2,}", text)
    return max((8.0 - zipf(word.lower()) for word in words), default=0.0)


def countable(term: Term) -> bool:
    """Whether one can ask "which X": the head noun has a plural in use."""
    return (
        term.plural or zipf(f"{term.head}s") > zipf(term.head) - 1.7 or zipf(f"{term.head}es") > zipf(term.head) - 1.7
    )


def term_of(phrase: "Span", lexicon: Lexicon) -> Term | None:
    """The term that a noun phrase names; None where it names nothing that can be asked for."""
    clean = _naming_part(phrase)
    if clean is None:
        return None
    head = clean.root
    text = lexicon.natural(bare(clean), head.pos_ == "PROPN")
    if head.pos_ == "NOUN" and clean[0].is_title and not clean[0].ent_type_ and clean[0].pos_ != "PROPN":
        text = text[0].lower() + text[1:]
    proper = head.pos_ == "PROPN" and text != text.lower()
    if not proper and any(token.tag_ == "POS" for token in clean):
        return None
    label = _label(clean, proper)
    return Term(
        text=text,
        head=head.lemma_.lower(),
        plural=is_plural(head),
        label="" if label == "PERSON" and _names_no_person(text) else label,
        proper=proper,
        classed=all(
            token.pos_ in ("NOUN", "PROPN", "ADP") or _CLASS.search(token.lower_) for token in clean if token.is_alpha
        ),
        lemmas=frozenset(token.lemma_.lower() for token in clean if token.is_alpha and not token.is_stop),
    )


def _naming_part(phrase: "Span") -> "Span | None":
    """The words of a noun phrase that name something, from the first telling word to the last noun."""
    words = list(phrase)
    while words and _leads_nowhere(words[0]):
        words = words[1:]
    while len(words) > 1 and words[-1].pos_ == "PROPN" and words[0].pos_ == "ADJ" and words[0].is_lower:
        words = words[1:]
    if not words or len(words) > 6 or words[-1].pos_ not in ("NOUN", "PROPN", "NUM"):
        return None
    before = phrase.doc[words[0].i - 1] if words[0].i else None
    if before is not None and (before.tag_ == "POS" or before.text in "-–—"):
        return None
    clean: Span = phrase.doc[words[0].i : words[-1].i + 1]
    names = clean.root.pos_ in ("NOUN", "PROPN") and len(clean.root.text) > 1 and all(map(_may_name, clean))
    return clean if names and _NAME.fullmatch(clean.text) else None


def _label(clean: "Span", proper: bool) -> str:
    """The entity type of a name: as tagged where the whole name is one, PERSON behind a title or before "who"."""
    head = clean.root
    titled = clean.start > 0 and clean.doc[clean.start - 1].lower_.strip(".") in _TITLES and len(clean) <= 3
    who = any(token.lower_ == "who" for child in head.children if child.dep_ == "relcl" for token in child.lefts)
    if proper and (titled or who):
        return "PERSON"
    whole = all(token.ent_type_ == head.ent_type_ or token.is_punct for token in clean)
    if head.ent_type_ == "PERSON" and (len(clean) > 4 or any(token.pos_ != "PROPN" for token in clean)):
        return ""
    return head.ent_type_ if whole and head.ent_type_ in _KIND_LABELS else ""


def _names_no_person(text: str) -> bool:
    """Whether what a tagger takes for a person begins with a common word: "oxygen", but not "van Gogh"."""
    first = text.split(" ", 1)[0]
    return first.islower() and len(first) > _PARTICLE


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
        lexicon.surnames.update(_TITLED.findall(sentence.text))
        for token in sentence.parse:
            if token.is_alpha and token.i:
                (lexicon.capital if token.text[0].isupper() else lexicon.small)[token.lower_] += 1
    for number, sentence in enumerate(sentences):
        for token in sentence.parse:
            if token.is_alpha and not token.is_stop:
                lexicon.where[token.lemma_.lower()].append(number)
        for term, article in _told(sentence, lexicon):
            name = term.text.lower()
            lexicon.count[name] += 1
            lexicon.labels[name][term.label] += 1
            lexicon.definite[name] += article
            lexicon.terms.setdefault(name, term)
    lexicon.resolve()
    return lexicon


def terms_in(sentence: Sentence, lexicon: Lexicon) -> Iterable[Term]:
    """The terms that a sentence names."""
    return (term for term, _ in _told(sentence, lexicon))


def _told(sentence: Sentence, lexicon: Lexicon) -> Iterable[tuple[Term, bool]]:
    """The terms that a sentence names, each with whether "the" stands before it."""
    for chunk in sentence.parse.noun_chunks:
        phrase = core(chunk.root) if chunk.root.pos_ == "PROPN" else chunk
        term = term_of(phrase, lexicon)
        if term is not None:
            yield term, phrase[0].lower_ == "the"


def content(tokens: Iterable["Token"]) -> frozenset[str]:
    """Lower-case lemmas of the words that carry meaning; remembered with the parse for a whole one and its spans."""
    doc = getattr(tokens, "doc", None)
    if doc is None:
        return _content(tokens)
    key = "content", getattr(tokens, "start", 0), getattr(tokens, "end", len(doc))
    if key not in doc.user_data:
        doc.user_data[key] = _content(tokens)
    found: frozenset[str] = doc.user_data[key]
    return found


def _content(tokens: Iterable["Token"]) -> frozenset[str]:
    return frozenset(
        token.lemma_.lower() for token in tokens if token.is_alpha and not token.is_stop and token.pos_ != "AUX"
    )


def alike(one: Term, other: Term) -> float:
    """How much two terms are things of one kind, 0–1: entity type, head noun, WordNet kinship."""
    if one.label == other.label == "PERSON":
        return 0.8 if (" " in one.text) == (" " in other.text) else 0.3
    if one.head == other.head:
        return 1.0
    if one.text.isupper() != other.text.isupper() or one.proper != other.proper:
        return 0.1
    if one.label == other.label == "GPE" and wordnet().senses(one.text) and wordnet().senses(other.text):
        kin = wordnet().kinship(one.text, other.text)
        return kin if kin >= _SAME_KIND_OF_PLACE else 0.2
    if one.label or other.label:
        return 0.7 if one.label == other.label else 0.0
    same_field = wordnet().field(one.head) == wordnet().field(other.head)
    same_case = (one.text == one.text.lower()) == (other.text == other.text.lower())
    return wordnet().kinship(one.head, other.head) * (1.0 if same_case else 0.5) * (1.0 if same_field else 0.75)


def exclusive(one: Term, other: Term) -> bool:
    """Whether two terms can stand as different options: neither says the other, nor is a synonym or kind of it."""
    if one.lemmas <= other.lemmas or other.lemmas <= one.lemmas:
        return False
    if "PERSON" in (one.label, other.label) and one.lemmas & other.lemmas:
        return False
    if wordnet().overlap(one.single, other.single):
        return False
    if one.head == other.head:
        return True
    if wordnet().overlap(one.single, other.head) or wordnet().overlap(other.single, one.head):
        return False
    if any(a != b and a[:6] == b[:6] for a in one.lemmas for b in other.lemmas if len(a) > 6 and len(b) > 6):
        return False
    single = len(one.lemmas) == 1 and len(other.lemmas) == 1
    return not (single and wordnet().overlap(one.head, other.head))
