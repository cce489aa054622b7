"""An item read once for all checks: its texts as tokens, stems and content words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from mcqgen.checks.base import Need
from mcqgen.checks.language import WordLists, stem, tokens, word_lists
from mcqgen.domain.document import Document
from mcqgen.domain.item import Item

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""n texts → (n, dimensions), each row of length 1."""


@dataclass(frozen=True)
class ReviewContext:
    """What a review may look at beyond the item."""

    documents: Mapping[str, Document]
    """The loaded documents by content id."""
    embed: Embed | None = None
    language: str = "und"
    """ISO 639-1 code of items whose document is not in `documents`."""
    item_language: str = ""
    """ISO 639-1 code of the language that all items are in; empty: that of their documents."""
    _vectors: dict[str, NDArray[np.float32]] = field(default_factory=dict, repr=False, compare=False)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed `texts`, each only once in the life of this context: (n, dimensions)."""
        if self.embed is None:
            raise ValueError("this review has no embeddings")
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self.embed(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])


_SENTENCE = re.compile(r"(?<=[.!?])(?<!\b[A-Z]\.)\s+(?=[“\"(]?[A-Z0-9])")


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; an initial ("John D. Rockefeller") ends none."""
    return _SENTENCE.split(text)


class Phrase:
    """A text of an item, with what the checks ask of it; everything is computed once, when it is asked for."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text.strip()
        self.language = language

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Lower-case words and numbers."""
        return tokens(self.text)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """One stem for each token."""
        return tuple(stem(token, self.language) for token in self.tokens)

    @cached_property
    def content(self) -> frozenset[str]:
        """Stems of the words that carry meaning."""
        lists = word_lists(self.language)
        stopwords = lists.set("stopwords") if lists else frozenset[str]()
        return frozenset(s for token, s in zip(self.tokens, self.stems, strict=True) if token not in stopwords)

    @cached_property
    def matter(self) -> frozenset[str]:
        """`content`, or all stems of a text that has none ("all of it", "neither")."""
        return self.content or frozenset(self.stems)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers, in digits."""
        return frozenset(s for s in self.stems if s[0].isdigit())


@lru_cache(maxsize=4096)
def phrase(text: str, language: str) -> Phrase:
    """Read a text; the same text is read once."""
    return Phrase(text, language)


class Reading:
    """An item as the checks see it."""

    def __init__(self, item: Item, context: ReviewContext) -> None:
        self.item = item
        self.context = context

    @cached_property
    def language(self) -> str:
        """ISO 639-1 code of what the item is written in."""
        return self.context.item_language or self.source_language

    @cached_property
    def source_language(self) -> str:
        """ISO 639-1 code of the document that the item is about."""
        known = (self.context.documents.get(evidence.document) for evidence in self.item.evidence)
        return next((document.language for document in known if document), self.context.language)

    @property
    def translated(self) -> bool:
        """Whether the item is in another language than its document, so that their words cannot be compared."""
        return self.language != self.source_language

    @cached_property
    def words(self) -> WordLists:
        """The language's word lists (checks that use them declare `Need.WORDS`)."""
        return word_lists(self.language) or WordLists({}, {}, {})

    @cached_property
    def stem(self) -> Phrase:
        """The question."""
        return phrase(self.item.stem, self.language)

    @cached_property
    def options(self) -> tuple[Phrase, ...]:
        """All options, as shown."""
        return tuple(phrase(option.text, self.language) for option in self.item.options)

    @cached_property
    def key(self) -> Phrase:
        """The right option."""
        return phrase(self.item.key.text, self.language)

    @cached_property
    def distractors(self) -> tuple[Phrase, ...]:
        """The wrong options, as shown."""
        return tuple(phrase(option.text, self.language) for option in self.item.distractors)

    @cached_property
    def plain(self) -> tuple[Phrase, ...]:
        """The options that answer the question, without "none of the above" and the like, as shown."""
        patterns = [self.words.pattern(name) for name in ("all_of", "none_of", "opt_out", "combination")]
        return tuple(o for o in self.options if not any(pattern.match(o.text) for pattern in patterns))

    @cached_property
    def shared(self) -> frozenset[str]:
        """Stems that stand in every option: they set none apart."""
        return frozenset.intersection(*(option.matter for option in self.options))

    @cached_property
    def question(self) -> str:
        """The sentence of the stem that asks: the last with a question mark, or the last."""
        sentences = sentences_of(self.stem.text)
        return next((sentence for sentence in reversed(sentences) if "?" in sentence), sentences[-1])

    @cached_property
    def negation(self) -> str:
        """The word that makes the question a negative one ("not", "EXCEPT"), or ""."""
        match = self.words.pattern("negative_question").search(self.question)
        return match[0].split()[-1] if match else ""

    @cached_property
    def quotes(self) -> tuple[Phrase, ...]:
        """The evidence."""
        return tuple(phrase(evidence.quote, self.language) for evidence in self.item.evidence)

    def has(self, need: Need) -> bool:
        """Whether what a check needs is there."""
        match need:
            case Need.WORDS:
                return word_lists(self.language) is not None
            case Need.ENGLISH:
                return self.language == "en"
            case Need.DOCUMENTS:
                return bool(self.context.documents)
            case Need.EMBEDDINGS:
                return self.context.embed is not None
