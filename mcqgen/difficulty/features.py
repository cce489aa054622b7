"""What can be seen of an item that makes it hard or easy, each from 0 to about 1."""

import math
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mcqgen.domain.blueprint import Bloom
from mcqgen.domain.item import Item

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Embed = Callable[[Sequence[str]], NDArray[np.float32]]

NAMES = ("bloom", "facts", "nearness", "length", "rarity", "rephrased", "span", "known")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SENTENCE = re.compile(r"[^.!?]+[.!?]?")
_KNOWN = frozenset({"B403", "B404"})
"""Notes of the blind solve: a judge answers without the material, or picks the key from the options alone."""
_MOST_FACTS, _MOST_WORDS, _MOST_SPAN = 3, 12, 600
_COMMON, _RANGE = 6.0, 5.0
"""Zipf frequency (Brysbaert & New 2009) of a common word, and what lies between it and a word hardly anybody knows."""


def measure(item: Item, language: str, embed: "Embed") -> dict[str, float]:
    """Measure an item.

    Args:
        item: Well formed, with one key.
        language: ISO 639-1 code of its words.
        embed: n texts → (n, d), each row of length 1.

    Returns:
        By the names in `NAMES`: **bloom**, the level's place in the taxonomy; **facts**, sentences of evidence beyond
        the first (3 or more: 1); **nearness**, mean cosine of the wrong options with the key; **length**, words of an
        option on average (12 or more: 1); **rarity** of the key's rarest word; **rephrased**, share of the stem's words
        that the evidence does not say; **span**, characters of the evidence (600 or more: 1); **known**, whether a
        judge answered without the material or without the question.
    """
    quotes = " ".join(evidence.quote for evidence in item.evidence)
    options = [option.text for option in item.options]
    return {
        "bloom": list(Bloom).index(item.bloom) / (len(Bloom) - 1),
        "facts": min(_MOST_FACTS, max(0, _sentences(quotes) - 1)) / _MOST_FACTS,
        "nearness": _nearness(item, embed),
        "length": min(1.0, sum(len(text.split()) for text in options) / len(options) / _MOST_WORDS),
        "rarity": _rarity(item.key.text, language),
        "rephrased": _rephrased(item.stem, quotes),
        "span": min(1.0, len(quotes) / _MOST_SPAN),
        "known": float(any(flaw.code in _KNOWN for flaw in item.flaws)),
    }


def _sentences(text: str) -> int:
    return sum(len(_WORD.findall(sentence)) >= 3 for sentence in _SENTENCE.findall(text))


def _nearness(item: Item, embed: "Embed") -> float:
    key, *others = embed([item.key.text, *(option.text for option in item.distractors)])
    return max(0.0, float(sum(float(key @ other) for other in others)) / len(others)) if others else 0.0


def _rarity(text: str, language: str) -> float:
    """0 for words as common as "time", 1 for such as nobody knows; numbers and unknown languages: in the middle."""
    words = _WORD.findall(text.lower())
    if not words or language == "und":
        return 0.5
    from wordfreq import zipf_frequency

    try:
        rarest = min(zipf_frequency(word, language) for word in words)
    except LookupError:
        return 0.5
    return min(1.0, max(0.0, (_COMMON - rarest) / _RANGE))


def _rephrased(stem: str, quotes: str) -> float:
    words, said = set(_WORD.findall(stem.lower())), set(_WORD.findall(quotes.lower()))
    return len(words - said) / len(words) if words and not math.isclose(len(said), 0) else 0.5
