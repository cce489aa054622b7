"""Whether a hyphen at the end of a line belongs to the word."""

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_COMMON = 3.0
"""Zipf frequency from which on a part is a word of its own (wordfreq's scale: 3 is once in a million words)."""


class Vocabulary:
    """The words of a document, and of its language, as judges over broken words."""

    def __init__(self, text: str, language: str) -> None:
        self._counts = Counter(word.casefold().replace("‐", "-").replace("‑", "-") for word in _WORD.findall(text))
        self._language = language

    def hyphenated(self, before: str, after: str) -> bool:
        """Whether `before` and `after`, parted by a hyphen and a line's end, are one hyphenated word.

        The document decides where it has one of the two forms elsewhere, else general word frequency does;
        "well-known" keeps its hyphen, "know-ledge" loses it.
        """
        if not before or not after or before[-1].isdigit() or not after[0].isalpha() or after[0].isupper():
            return True
        if len(before) > 1 and before.isupper():
            return True
        joined, parted = (before + after).casefold(), f"{before}-{after}".casefold()
        if self._counts[joined] != self._counts[parted]:
            return self._counts[parted] > self._counts[joined]
        known, compound = self._frequency(joined), self._frequency(parted)
        if known or compound:
            return compound > known + 0.5 if known >= 1.0 else self._two_words(before, after)
        return False

    def _two_words(self, before: str, after: str) -> bool:
        return min(len(before), len(after)) >= 2 and all(self._frequency(part) >= _COMMON for part in (before, after))

    def _frequency(self, word: str) -> float:
        from wordfreq import available_languages, zipf_frequency

        language = self._language if self._language in available_languages() else "en"
        return float(zipf_frequency(word, language))
