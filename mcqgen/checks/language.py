"""Words as the checks see them: tokens, stems, and the word lists of a language."""

import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)*")
_EDGES = ".,;:!?\"'“”‘’«»()[]"
_NEVER = re.compile(r"(?!)")
_STEMMERS = {
    "ca": "catalan", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish",
}  # fmt: skip


@dataclass(frozen=True)
class WordLists:
    """One file of `words/`: sets of lower-case words, and patterns that match whole words in any case."""

    sets: dict[str, frozenset[str]]
    patterns: dict[str, re.Pattern[str]]
    numbers: dict[str, str]
    """Number words and their digits."""

    def set(self, name: str) -> frozenset[str]:
        """The words of the list `name`; empty where the language has no such list."""
        return self.sets.get(name, frozenset())

    def pattern(self, name: str) -> re.Pattern[str]:
        """The pattern `name`; one that never matches where the language has none."""
        return self.patterns.get(name, _NEVER)


@cache
def word_lists(language: str) -> WordLists | None:
    """Read the word lists of an ISO 639-1 language; None where there are none."""
    file = resources.files("mcqgen.checks") / "words" / f"{language}.toml"
    if not language.isalpha() or not file.is_file():
        return None
    data = tomllib.loads(file.read_text("utf-8"))
    return WordLists(
        sets={name: frozenset(words.split()) for name, words in data["sets"].items()},
        patterns={
            name: re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)", re.IGNORECASE)
            for name, parts in data["patterns"].items()
        },
        numbers=data["numbers"],
    )


def languages() -> tuple[str, ...]:
    """The languages that have word lists, sorted."""
    folder = resources.files("mcqgen.checks") / "words"
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    if language not in _STEMMERS:
        return lambda word: word
    import snowballstemmer

    stemmer = snowballstemmer.stemmer(_STEMMERS[language])
    return lambda word: str(stemmer.stemWord(word))


@lru_cache(maxsize=100_000)
def stem(token: str, language: str) -> str:
    """What the forms of a word share; a number is written in digits, without separators."""
    if token[0].isdigit():
        return token.replace(",", "")
    lists = word_lists(language)
    if lists and token in lists.numbers:
        return lists.numbers[token]
    if lists and token in lists.set("stopwords"):
        return token
    return _stemmer(language)(token.replace("’", "'").removesuffix("'s").removesuffix("'"))


def tokens(text: str) -> tuple[str, ...]:
    """Lower-case words and numbers of `text`, in order; "1,500" and "don't" are one each."""
    return tuple(_TOKEN.findall(text.lower()))


@lru_cache(maxsize=20_000)
def fold(text: str, language: str) -> str:
    """What must differ for two options to differ: not case, outer punctuation, or articles.

    Words of one or two letters keep their case, but for function words ("TT" and "Tt" are two genotypes).
    """
    lists = word_lists(language)
    articles = lists.set("articles") if lists else frozenset[str]()
    words = [word.strip(_EDGES) or word for word in unicodedata.normalize("NFKC", text).split()]
    plain = lists.set("stopwords") if lists else frozenset[str]()
    kept = [word.casefold() if len(word) > 2 or word.lower() in plain else word for word in words]
    if len(kept) > 1:
        kept = [word for word in kept if word.lower() not in articles]
    return " ".join(kept)
