"""English synonyms, from the same extract of WordNet that the offline writer uses."""

import gzip
from collections import defaultdict
from functools import cache, lru_cache
from importlib import resources


@cache
def _synsets() -> dict[str, frozenset[int]]:
    """For each noun or phrase that shares a meaning with another, the numbers of these meanings."""
    packed = (resources.files("mcqgen") / "data" / "wordnet.tsv.gz").read_bytes()
    found: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(gzip.decompress(packed).decode("utf-8").splitlines()):
        names = line.split("\t")[2].split(",")
        if len(names) > 1:
            for name in names:
                found[name.lower()].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@lru_cache(maxsize=20_000)
def _meanings(name: str) -> frozenset[int]:
    known = _synsets()
    *first, last = name.split(" ")
    return known.get(name) or known.get(" ".join([*first, _singular(last)]), frozenset())


def synonymous(first: str, second: str) -> bool:
    """Whether two names in lower case, without articles, can mean the same; plurals count as their singulars."""
    return first != second and not _meanings(first).isdisjoint(_meanings(second))
