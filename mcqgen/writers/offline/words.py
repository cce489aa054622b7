"""The word lists of `words.toml`, and how often words are used."""

import tomllib
from functools import cache, lru_cache
from importlib.resources import files


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))


def words(name: str) -> frozenset[str]:
    """The word list of a name; raises KeyError where there is none."""
    return frozenset(_lists()[name].split())


def lines(name: str) -> tuple[str, ...]:
    """The entries of a list that holds one a line; raises KeyError where there is none of that name."""
    return tuple(_lists()[name].strip().splitlines())


@lru_cache(maxsize=20000)
def zipf(word: str) -> float:
    """How often a word is used in English: its Zipf frequency (log10 per billion words, wordfreq); 0 where unknown."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en"))
