"""What the offline writer knows of the documents: sentences, terms, facts, and how near they are to each other."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from mcqgen.domain.document import Passage
from mcqgen.writers.offline.entries import listed
from mcqgen.writers.offline.facts import (
    Closing,
    Definition,
    Predication,
    bare,
    closing,
    definitions,
    predication,
)
from mcqgen.writers.offline.language import Sentence, read
from mcqgen.writers.offline.relations import relations
from mcqgen.writers.offline.terms import Lexicon, Term, collect, content, rarity, term_of, terms_in
from mcqgen.writers.offline.wordnet import wordnet

if TYPE_CHECKING:
    from spacy.tokens import Span

_Fact = TypeVar("_Fact", Definition, Predication, Closing)
Embed = Callable[[Sequence[str]], NDArray[np.float32]]


def _stem(text: str, head: str) -> str:
    """A name in lower case, its head noun in the singular where that is its last word."""
    words = text.lower().split()
    if words and (words[-1].startswith(head[:-1]) or words[-1] == head):
        words[-1] = head
    return " ".join(words)


def _name(phrase: "Span") -> str:
    return _stem(bare(phrase), phrase.root.lemma_.lower())


_MANY = 4
"""Things that a document equates with a term before the term counts as the name of a class."""
_PARTICULAR = frozenset((4, 6, 10, 11, 14, 15, 18, 28))
"""WordNet's files of acts, artefacts, messages, events, groups, places, persons and times: there are many of each."""
_BODY = 8
"""WordNet's lexicographer file of body parts: there is one of each, so "the heart" is no particular heart."""


class Knowledge:
    """The facts of some passages, extracted once; vectors are computed when they are needed."""

    def __init__(self, passages: Sequence[Passage], embed: Embed) -> None:
        """Read and parse the passages."""
        self._embed = embed
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._curly = any("’" in passage.text for passage in passages)
        prose, parsed = read(passages)
        entries = list(listed(passages))
        glossary = [entry.sentence for _, entry in entries]
        self.sentences = [*prose, *glossary]
        self.lexicon: Lexicon = collect(self.sentences)
        self.told: set[frozenset[str]] = {
            frozenset((_name(one), _name(other)))
            for sentence in (*parsed, *glossary)
            for one, other in relations(sentence)
        }
        self.classes: Counter[str] = Counter(name for pair in self.told for name in pair if len(pair) > 1)
        self.definitions: list[tuple[Term, Definition]] = []
        self.predications: list[tuple[Term, Predication]] = []
        self.counted: list[Predication] = []
        self.closings: list[tuple[Term, Closing]] = []
        small = sum(written.text[:1].islower() for written, _ in entries) > len(entries) / 2
        for written, entry in entries:
            term = written if small else replace(written, text=self.lexicon.natural(written.text, False))
            self.lexicon.terms[term.text.lower()] = term
            gerund = entry.sentence.parse[entry.name.end + 1].tag_ == "VBG"
            self.definitions.append((term, replace(entry, description=self._small(entry.description, gerund))))
        for sentence in prose:
            for definition in definitions(sentence):
                self._keep(self.definitions, definition.name, definition)
            if (said := predication(sentence)) is not None:
                self._keep(self.predications, said.subject, said)
                if said.subject[0].dep_ == "nummod":
                    self.counted.append(said)
            if (end := closing(sentence)) is not None:
                self._keep(self.closings, end.term, end)

    def marked(self, text: str) -> str:
        """A text of ours with the apostrophes of the document: "Queen Anne’s War"."""
        return text.replace("'", "’") if self._curly else text

    def _small(self, text: str, gerund: bool) -> str:
        """A text without the capital that only its place gave its first word; a verb's "-ing" form has none."""
        word = text.split(" ", 1)[0].lower()
        small = word in ("a", "an", "the", "any") or self.lexicon.small[word] > self.lexicon.capital[word]
        return text[0].lower() + text[1:] if small or gerund else text

    def _keep(self, facts: list[tuple[Term, _Fact]], phrase: "Span", fact: _Fact) -> None:
        term = term_of(phrase, self.lexicon)
        if term is None or term.text.lower() != bare(phrase).lower():
            return
        term = self.lexicon.terms.get(term.text.lower(), term)
        if self.lexicon.askable(term):
            facts.append((term, fact))

    @cached_property
    def terms(self) -> list[Term]:
        """The terms that can stand as options."""
        return list({term.text: term for term in self.lexicon.terms.values() if self.lexicon.askable(term)}.values())

    @cached_property
    def defined(self) -> dict[str, Definition]:
        """The strongest definition of each defined term, by lower-case text."""
        best: dict[str, Definition] = {}
        for term, definition in self.definitions:
            name = term.text.lower()
            if name not in best or best[name].strength < definition.strength:
                best[name] = definition
        return best

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embeddings of texts: (len(texts), 384), rows of length 1; each text is embedded once."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._embed(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])

    def nearness(self, text: str, others: Sequence[str]) -> NDArray[np.float32]:
        """Cosine of one text with others: (len(others),)."""
        return np.asarray(self.vectors(others) @ self.vectors([text])[0], dtype=np.float32)

    def salience(self, term: Term) -> float:
        """0–1: how much the document is about a term: how often it stands there, and how special its words are."""
        often = min(1.0, np.log1p(self.lexicon.count[term.text.lower()]) / np.log(8))
        return float(0.6 * often + 0.4 * min(1.0, rarity(term.text) / 5.0))

    def hanging(self, sentence: Sentence) -> bool:
        """Whether a sentence speaks of "the school", "the bill": one that an earlier sentence has named."""
        return any(
            token.lower_ == "the"
            and token.head.pos_ == "NOUN"
            and token.head.i == token.i + 1
            and wordnet().field(token.head.lemma_) in _PARTICULAR
            and not any(child.dep_ in ("prep", "relcl", "acl", "appos") for child in token.head.children)
            for token in sentence.parse
        )

    def related(self, one: Term, other: Term) -> bool:
        """Whether the document says that one is the other, a kind of it or another name for it."""
        return frozenset((_stem(one.text, one.head), _stem(other.text, other.head))) in self.told

    def of_a_type(self, term: Term, other: Term) -> float:
        """0–1: whether another term names the kind of thing that a term names, by head noun and definition."""
        if term.head == other.head:
            return 1.0
        mine, theirs = self.defined.get(term.text.lower()), self.defined.get(other.text.lower())
        if mine is None:
            return 0.0
        kinds = [other.head, *([theirs.genus] if theirs else [])]
        return 1.0 if mine.genus in kinds else max(wordnet().kinship(mine.genus, kind) for kind in kinds)

    def sorts(self, term: Term) -> bool:
        """Whether a term is the name of a class that the document tells several kinds or examples of."""
        return self.classes[_stem(term.text, term.head)] >= _MANY

    def weight(self, sentence: Sentence, besides: Term) -> float:
        """0–1: how much the document is about what else a sentence speaks of: mean salience of two of its terms."""
        others = sorted(
            (self.salience(term) for term in terms_in(sentence, self.lexicon) if not term.lemmas <= besides.lemmas),
            reverse=True,
        )
        return float(np.mean(others[:2])) if others else 0.3

    def notable(self, term: Term) -> bool:
        """Whether a term is worth asking for: a name, a defined term, a phrase, a word that the document dwells on."""
        if (term.proper and rarity(term.text) < 2.8) or term.text.isdigit():
            return False
        if term.proper or len(term.lemmas) > 1 or term.text.lower() in self.defined:
            return True
        return rarity(term.text) >= 3.0 and self.salience(term) >= 0.6

    def vague(self, term: Term, definite: bool) -> bool:
        """Whether "the X" is an X that an earlier sentence spoke of, rather than the one X that there is."""
        common = definite and not term.proper and len(term.lemmas) == 1
        return common and rarity(term.text) < 4.0 and wordnet().field(term.head) != _BODY

    def supports(self, term: Term, words: frozenset[str], besides: Sentence) -> bool:
        """Whether another sentence says of a term what half of `words` say: then the term could be right too."""
        if not words:
            return False
        lists = [self.lexicon.where.get(lemma, []) for lemma in term.lemmas]
        if not lists or not all(lists):
            return False
        for index in set(lists[0]).intersection(*lists[1:]):
            sentence = self.sentences[index]
            if sentence is besides:
                continue
            shared = words & content(sentence.parse)
            if len(shared) > 0.5 * len(words) or (len(shared) >= 3 and len(shared) >= 0.4 * len(words)):
                return True
        return False
