"""What is worth asking about: embeddings, term statistics and a few signs of good and of poor source text."""

import math
import random
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mcqgen.domain.document import Passage

if TYPE_CHECKING:
    from numpy.typing import NDArray

# How much of a score is drawn by the seed, so that another seed asks elsewhere.
_JITTER = 0.06

_WORD = re.compile(r"[^\W\d_][\w’'-]*\w")
_FUNCTION_WORDS = """
    about above after again also although always among another because been before being below between both cannot
    could does doing done down during each either else ever every first from further give given have having here
    however into itself just know known last less like made make many might more most much must need never next none
    often once only other others over part perhaps quite rather said same seem seems several shall should since some
    such take than that their them then there therefore these they thing things this those though through thus
    together toward towards under until upon used using very well were what when where whether which while whole
    whom whose will with within without would your yours
"""
_STOP = frozenset(_FUNCTION_WORDS.split())
_DEFINES = re.compile(
    r"\b(?:(?:is|are|was|were|be|been) (?:also )?(?:called|known as|termed|defined as|referred to as)|refers? to|"
    r"consists? of|means that|is an? (?:\w+ )?(?:type|kind|form|measure|process|set|group) of)\b",
    re.IGNORECASE,
)
_STATES = re.compile(r"\b(?:is|are|was|were) (?:an?|the|one of)\b", re.IGNORECASE)
_FACT = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+|\b1[0-9]{3}\b|\b20[0-9]{2}\b")
_FIRST_PERSON = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Ww]e|[Oo]urs?|us)\b")
_NUMBER = re.compile(r"[\d%$€£=+]")
_SENTENCE_END = re.compile(r"[a-z)\]”\"’'][.!](?=\s|$)|\d\.(?=\s+[A-Z]|$)")
_BOILERPLATE = re.compile(
    r"©|all rights reserved|licen[cs]ed under|https?:|www\.|@|\bdoi\b|\bisbn\b|acknowledge?ments?|\bthanks?\b|download|"
    r"click|subscribe|\b(?:see|in) (?:also )?(?:chapter|section|page|figure|table|form|appendix)\b|learning objectives|"
    r"in this (?:chapter|section)|by the end of this|\bomb no|\?",
    re.IGNORECASE,
)
_BACK_MATTER = re.compile(
    r"acknowledge?ments?|about the authors?|references|bibliography|further reading|review questions|exercises|"
    r"contributors|funding|competing interests|data availability|preface|contents|index",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Survey:
    """What is known of the passages."""

    passages: Sequence[Passage]
    """Of one or several documents, each document's together and in reading order."""
    scores: Sequence[float]
    """Salience, from 0 to about 1."""
    spread: Mapping[str, int]
    """In how many passages a term stands."""

    def order(self, index: int) -> tuple[float, int]:
        """Sorts the most salient first."""
        return -self.scores[index], index

    def weight(self, index: int) -> float:
        """How much of the document a passage is: its text, less where it is hardly worth asking."""
        return (1 + len(self.passages[index].text)) * (0.1 + self.scores[index])

    def topic(self, index: int) -> str:
        """The most specific section title, else the passage's most telling phrase of one or two words."""
        passage = self.passages[index]
        titles = [title for title in passage.section if title.strip()]
        if titles:
            return titles[-1]
        counts = Counter(_terms(passage.text))
        best = max(_phrases(passage.text), key=lambda words: self._telling(words, counts), default=())
        return " ".join(best) or f"Page {passage.first_page}"

    def _telling(self, words: Sequence[str], counts: Mapping[str, int]) -> float:
        terms = [word.lower() for word in words]
        total = sum(counts[term] * math.log(1 + len(self.passages) / self.spread[term]) for term in terms)
        return total / math.sqrt(len(terms))


def survey_passages(passages: Sequence[Passage], vectors: "NDArray[Any]", seed: int) -> Survey:
    """Score each passage: centrality, terms, definitions and facts, less what makes poor items.

    `vectors` are the passages' embeddings, (len(passages), d), L2-normalised.
    """
    terms = [Counter(_terms(passage.text)) for passage in passages]
    spread = Counter(term for found in terms for term in found)
    density = [_density(found, spread, len(passages)) for found in terms]
    central = _centrality(passages, vectors)
    scores = [
        max(0.0, 0.3 * near + 0.25 * dense + _merit(passage.text) - _blame(passage)) + _JITTER * _luck(seed, passage)
        for passage, near, dense in zip(passages, _ranks(central), _ranks(density), strict=True)
    ]
    return Survey(passages, [round(score, 4) for score in scores], spread)


def _centrality(passages: Sequence[Passage], vectors: "NDArray[Any]") -> list[float]:
    """Mean cosine with the centres of the passage's document and of its section."""
    totals = [0.0] * len(passages)
    for key in (lambda p: p.document_id, lambda p: (p.document_id, p.section)):
        groups: dict[Any, list[int]] = {}
        for index, passage in enumerate(passages):
            groups.setdefault(key(passage), []).append(index)
        for members in groups.values():
            centre = vectors[members].mean(axis=0)
            length = math.sqrt(float(centre @ centre)) or 1.0
            for index in members:
                totals[index] += float(vectors[index] @ centre) / length
    return totals


def _density(found: Mapping[str, int], spread: Mapping[str, int], total: int) -> float:
    """Tf–idf of a passage's terms; a term of one passage alone counts half: it is hardly what the document teaches."""
    weights = [
        min(times, 3) * math.log(1 + total / spread[term]) * (0.5 if spread[term] == 1 else 1.0)
        for term, times in found.items()
    ]
    return sum(weights) / math.sqrt(1 + sum(found.values()))


def _merit(text: str) -> float:
    """Definitions, statements and facts (names, years): from 0 to 0.45."""
    words = len(text.split()) or 1
    defines = min(1.0, 0.5 * len(_DEFINES.findall(text)) + 0.15 * len(_STATES.findall(text)))
    return 0.25 * defines + 0.2 * min(1.0, len(_FACT.findall(text)) / words / 0.08)


def _blame(passage: Passage) -> float:
    """First person, boilerplate and questions, numbers, brevity, and text that is no sentences: 0 and up."""
    text = passage.text
    words = len(text.split()) or 1
    blames = (
        0.4 * min(1.0, len(_FIRST_PERSON.findall(text)) / words / 0.04),
        0.2 * min(3, len(_BOILERPLATE.findall(text))),
        0.5 * min(1.0, max(0.0, len(_NUMBER.findall(text)) / (len(text) or 1) - 0.04) / 0.08),
        0.4 * max(0.0, 1 - len(text) / 400),
        0.4 * max(0.0, 1 - len(_SENTENCE_END.findall(text)) * 40 / words),
        0.6 * any(_BACK_MATTER.search(title) for title in passage.section),
    )
    return sum(blames)


def _luck(seed: int, passage: Passage) -> float:
    return random.Random(f"{seed} {passage.id}").random()


def _ranks(values: Sequence[float]) -> list[float]:
    """Each value's rank, from 0 to 1; equal values have equal ranks."""
    ordered = sorted(values)
    return [bisect_left(ordered, value) / max(1, len(values) - 1) for value in values]


def _terms(text: str) -> Iterable[str]:
    """The words that may name something, lower case: no function words, no adverbs, nothing short."""
    return (word for word in map(str.lower, _WORD.findall(text)) if _telling_word(word))


def _telling_word(word: str) -> bool:
    return len(word) > 3 and word.lower() not in _STOP and not word.lower().endswith("ly")


def _phrases(text: str) -> Iterable[tuple[str, ...]]:
    """One or two neighbouring terms, as written."""
    for clause in re.split(r"[^\w\s’'-]|\n", text):
        for telling, run in groupby(clause.split(), key=lambda w: bool(_WORD.fullmatch(w)) and _telling_word(w)):
            words = list(run) if telling else []
            yield from (tuple(words[i : i + size]) for size in (1, 2) for i in range(len(words) - size + 1))
