"""Sentences of a passage that a question can be asked about, the most telling first; works for any language."""

import re
from collections import Counter
from functools import cache

from mcqgen.domain.document import Passage

_END = re.compile(r"(?<=[.!?])\s+(?=\W?[A-Z\u00c0-\u00de0-9])|\n{2,}")
_WORD = re.compile(r"\w+")
_ASIDE = re.compile(r"[()\[\]?:;“”\"]")
_SHORTEST, _STEM = 4, 6
"""Letters of a word that means something, and how many of its first ones tell it from others."""
_FEWEST, _MOST = 7, 34
"""Words of a statement: fewer say little, and of more only a part could be asked about."""
_COMMAS = 2
"""Beyond these a sentence mostly lists."""


def sentences(text: str) -> tuple[str, ...]:
    """The sentences and lines of a text, each without blanks around it."""
    return tuple(filter(None, map(str.strip, _END.split(text))))


def stems(text: str) -> frozenset[str]:
    """The beginnings of its words that mean something, and its numbers."""
    return frozenset(
        word if word.isdigit() else word[:_STEM].rstrip("s")
        for word in _WORD.findall(text.casefold())
        if word.isdigit() or len(word) >= _SHORTEST
    )


@cache
def statements(passage: Passage) -> tuple[str, ...]:
    """Whole sentences to ask about, one a question.

    A sentence counts for as much as it shares words with the rest of the passage and with its titles: it names what
    the passage is about, where others speak of "it". Lists, asides and what is very long or short are left out.
    """
    found = [" ".join(sentence.split()) for sentence in sentences(passage.text)]
    shared = Counter(word for sentence in found for word in stems(sentence))
    titles = stems(" ".join(passage.section))

    def worth(sentence: str) -> float:
        words = stems(sentence)
        return sum((shared[word] > 1) + (word in titles) for word in words) / (len(words) + 4)

    return tuple(sorted(filter(_whole, dict.fromkeys(found)), key=worth, reverse=True))


def _whole(sentence: str) -> bool:
    """Whether a sentence says one thing, and all of it."""
    return (
        _FEWEST <= len(_WORD.findall(sentence)) <= _MOST
        and sentence.endswith((".", "!", "。"))
        and not _ASIDE.search(sentence)
        and sentence.count(",") <= _COMMAS
    )
