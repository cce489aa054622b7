"""Whether a hyphen at the end of a line belongs to the word."""

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_COMMON = 3.0
"""Zipf frequency of a word that nobody looks up (wordfreq's scale: 3 is once in a million words)."""
_RARE = 1.5
_PREFIXES = frozenset(
    (
        *(
            "a",
            "anti",
            "auto",
            "bi",
            "bio",
            "co",
            "contra",
            "counter",
            "de",
            "dis",
            "electro",
            "endo",
            "epi",
            "ex",
            "exo",
        ),
        *("extra", "geo", "hetero", "hydro", "hyper", "hypo", "in", "inter", "intra", "iso", "macro", "mega", "meta"),
        *("micro", "mid", "mini", "mono", "multi", "neo", "neuro", "non", "over", "para", "photo", "physio", "poly"),
        *("post", "pre", "pro", "proto", "pseudo", "psycho", "re", "semi", "socio", "sub", "super", "supra", "syn"),
        *("tele", "thermo", "trans", "tri", "ultra", "un", "under", "uni", "up"),
    )
)


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
        known = self._frequency(joined)
        if known >= _COMMON or (known >= _RARE and before.casefold() in _PREFIXES):
            return False
        return min(len(before), len(after)) >= 2 and all(self._frequency(part) >= _COMMON for part in (before, after))

    def _frequency(self, word: str) -> float:
        from wordfreq import available_languages, zipf_frequency

        language = self._language if self._language in available_languages() else "en"
        return float(zipf_frequency(word, language))
