"""What words mean to each other, from a compact table of WordNet 3.0 (made by scripts/build_wordnet.py)."""

import gzip
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

_REMEMBERED = 8192
"""Senses whose relations are remembered, a few kilobytes each at most."""
_SENSES = 3
"""Senses of a word that are looked at: rarer ones bring in relations that no reader thinks of."""


class WordNet:
    """Senses, synonyms, kinds and parts of English nouns; unknown words have none."""

    def __init__(self, lines: Iterator[str]) -> None:
        """Read the table's lines."""
        self._field: list[int] = []
        self._above: list[tuple[int, ...]] = []
        self._wholes: list[tuple[int, ...]] = []
        self._below: dict[int, list[int]] = {}
        self._name: list[str] = []
        self._senses: dict[str, list[int]] = {}
        # Each term of a document is held against each other one: the same senses come again and again.
        self._ancestors = lru_cache(_REMEMBERED)(self._climb)
        self._includes = lru_cache(_REMEMBERED)(self._gather)
        for line in lines:
            tag, *cells = line.rstrip("\n").split("\t")
            if tag == "n":
                self._add_noun(cells)
            else:
                self._senses[cells[0]] = [int(index) for index in cells[1].split(",")]

    def _add_noun(self, cells: list[str]) -> None:
        index = len(self._field)
        self._field.append(int(cells[0]))
        self._name.append(cells[1].split(",")[0])
        for lemma in cells[1].split(","):
            self._senses.setdefault(lemma.lower(), []).append(index)
        self._above.append(tuple(int(above) for above in cells[2].split(",") if above))
        for above in self._above[index]:
            self._below.setdefault(above, []).append(index)
        self._wholes.append(tuple(int(whole) for whole in cells[3].split(",") if whole))

    def senses(self, noun: str) -> list[int]:
        """The most frequent senses of a noun (lemma, singular)."""
        return self._senses.get(noun.lower(), [])[:_SENSES]

    def field(self, noun: str) -> int | None:
        """Lexicographer file of the first sense (5 animal, 8 body, 14 group, 18 person, 27 substance, …)."""
        senses = self.senses(noun)
        return self._field[senses[0]] if senses else None

    def _climb(self, sense: int) -> dict[int, int]:
        """The senses above one, each with its distance; itself at 0."""
        found = {sense: 0}
        queue = [sense]
        for current in queue:
            for above in self._above[current]:
                if above not in found:
                    found[above] = found[current] + 1
                    queue.append(above)
        return found

    def kinship(self, one: str, other: str) -> float:
        """How close two nouns are as kinds of the same thing: 0 (unrelated or unknown) to 1 (same sense).

        Wu & Palmer 1994: twice the depth of the nearest common kind over the sum of both depths; the best pair of
        frequent senses counts.
        """
        best = 0.0
        for first in self.senses(one):
            mine = self._ancestors(first)
            for second in self.senses(other):
                theirs = self._ancestors(second)
                common = mine.keys() & theirs.keys()
                if not common:
                    continue
                nearest = min(common, key=lambda sense: mine[sense] + theirs[sense])
                depth = max(self._ancestors(nearest).values())
                best = max(best, 2 * depth / (2 * depth + mine[nearest] + theirs[nearest] or 1))
        return best

    def overlap(self, one: str, other: str) -> bool:
        """Whether two nouns are synonyms, or one is a kind or a part of the other: as options both could be right."""
        for first in self.senses(one):
            for second in self.senses(other):
                if second in self._includes(first) or first in self._includes(second):
                    return True
        return False

    def kinds(self, one: str, other: str) -> bool:
        """Whether two nouns are synonyms, or one is a kind of the other."""
        pairs = ((first, second) for first in self.senses(one) for second in self.senses(other))
        return any(second in self._ancestors(first) or first in self._ancestors(second) for first, second in pairs)

    def _gather(self, sense: int) -> frozenset[int]:
        """The kinds that a sense belongs to and the wholes that it is part of."""
        found = set(self._ancestors(sense))
        queue = [whole for above in found for whole in self._wholes[above]]
        for whole in queue:
            if whole not in found:
                found.add(whole)
                queue.extend(self._wholes[whole])
        return frozenset(found)

    def siblings(self, noun: str) -> Iterator[str]:
        """Other kinds of the thing that the noun's first sense is a kind of."""
        for sense in self.senses(noun)[:1]:
            for above in self._above[sense]:
                yield from (self._name[below] for below in self._below.get(above, ()) if below != sense)


@cache
def wordnet() -> WordNet:
    """The table, read once a process (about half a second)."""
    with (files("mcqgen") / "data" / "wordnet.tsv.gz").open("rb") as packed, gzip.open(packed, "rt") as lines:
        return WordNet(lines)
