"""Cutting what may be asked about into as many regions as items: by topic, by document, in reading order."""

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any

from mcqgen.domain.blueprint import Objective, Request
from mcqgen.errors import RequestError
from mcqgen.planning.objectives import align
from mcqgen.planning.salience import Survey

if TYPE_CHECKING:
    from numpy.typing import NDArray

# MiniLM's cosine of a few words with a passage is seldom above 0.35 by chance; short words that the passage says
# itself may stay at 0.2.
_RELATED, _SAYS_IT, _SHARE_OF_BEST = 0.36, 0.2, 0.6
# Where little is that near, what is less near makes up for it.
_FEW, _LESS_RELATED = 6, 0.25
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "its", "of", "on", "or", "the", "to", "with")
)


@dataclass
class Region:
    """Passages, by their index, that one item shall be about."""

    topic: str
    """The topic asked for; empty where none was."""
    group: Sequence[int]
    """All that may be drawn on: the document, or what of it is about the topic."""
    members: list[int]
    """The run of the group that is this region's; once planned, the best of it, best first."""
    objective: Objective | None = None
    """The objective that it serves."""


@dataclass(frozen=True)
class _Scope:
    """What some of the items are about."""

    members: Sequence[int]
    weight: float
    """Its share of the items, in proportion to the others'."""
    topic: str = ""
    objective: Objective | None = None


def cut_regions(
    survey: Survey,
    vectors: "NDArray[Any]",
    request: Request,
    embed: "Callable[[Sequence[str]], NDArray[Any]]",
) -> list[Region]:
    """As many regions as items: shared out over the topics, over the documents, and over each document's text."""
    scopes = _scopes(survey, vectors, request, embed)
    shares = _apportion(request.count, [scope.weight for scope in scopes])
    regions: list[Region] = []
    for scope, share in zip(scopes, shares, strict=True):
        by_document = groupby(sorted(scope.members), key=lambda index: survey.passages[index].document_id)
        groups = [list(run) for _, run in by_document]
        parts = _apportion(share, [sum(map(survey.weight, group)) for group in groups])
        for group, part in zip(groups, parts, strict=True):
            if part:
                regions += [Region(scope.topic, group, run, scope.objective) for run in _runs(group, part, survey)]
    return regions


def _scopes(
    survey: Survey,
    vectors: "NDArray[Any]",
    request: Request,
    embed: "Callable[[Sequence[str]], NDArray[Any]]",
) -> list[_Scope]:
    """The objectives that the documents serve, or the topics, or everything; RequestError where that is nothing."""
    topics = list(dict.fromkeys(topic.strip() for topic in request.topics if topic.strip()))
    if request.objectives and topics:
        raise RequestError("Give objectives or topics, not both: an objective names its topic.")
    if request.objectives:
        places = zip(request.objectives, align(request.objectives, vectors, embed), strict=True)
        scopes = [_Scope(members, one.weight, objective=one) for one, members in places if members]
        if not scopes:
            raise RequestError("No part of the documents is about any of the objectives: choose others.")
        return scopes
    if topics:
        rows = zip(topics, embed(topics), strict=True)
        found = [(topic, _about(topic, vectors @ row, survey)) for topic, row in rows]
        return [_Scope(members, math.sqrt(sum(map(survey.weight, members))), topic) for topic, members in found]
    return [_Scope(range(len(survey.passages)), 1.0)]


def _about(topic: str, cosines: "NDArray[Any]", survey: Survey) -> list[int]:
    """The passages about a topic: by a section title, by meaning, by its words; RequestError for none."""
    stems = [_stem(word) for word in _WORD.findall(topic.lower()) if word not in _SMALL]
    titled = [any(_says(title, stems) for title in passage.section) for passage in survey.passages]
    near = [
        float(cosine) + _SAYS_IT * _says(passage.text, stems)
        for cosine, passage in zip(cosines, survey.passages, strict=True)
    ]
    bar = max(_RELATED, _SHARE_OF_BEST * max(near))
    found = [index for index in range(len(near)) if titled[index] or near[index] >= bar]
    if 0 < len(found) < _FEW:
        found = [index for index in range(len(near)) if titled[index] or near[index] >= _LESS_RELATED]
    if not found:
        sections = list(dict.fromkeys(survey.topic(index) for index in range(len(survey.passages))))
        listed = ", ".join(f"'{title}'" for title in sections[:8]) + (", …" if len(sections) > 8 else "")
        raise RequestError(f"Nothing is about '{topic}': leave it out, or choose among what there is: {listed}.")
    return found


def _stem(word: str) -> str:
    """What a word's other forms begin with too, roughly: slavery and slaves, religion and religious."""
    bare = word.removesuffix("s") if len(word) > 3 else word
    return bare[:-2] if len(bare) > 6 else bare


def _says(text: str, stems: Sequence[str]) -> bool:
    """Whether each stem begins a word of the text."""
    words = set(_WORD.findall(text.lower()))
    return bool(stems) and all(any(word.startswith(stem) for word in words) for stem in stems)


def _runs(group: Sequence[int], count: int, survey: Survey) -> list[list[int]]:
    """Cut a document's passages into `count` runs of like weight, at the ends of sections where one is near.

    Where there are fewer passages than runs, a run is one passage, and heavy passages are used again.
    """
    sums = [0.0, *accumulate(survey.weight(index) for index in group)]
    step = sums[-1] / count
    if len(group) <= count:
        middles = (bisect_left(sums, (number + 0.5) * step) - 1 for number in range(count))
        return [[group[min(max(0, place), len(group) - 1)]] for place in middles]
    sections = [survey.passages[index].section for index in group]
    edges = [0]
    for number in range(1, count):
        ideal = bisect_left(sums, number * step)
        lowest, highest = edges[-1] + 1, len(group) - (count - number)
        near = range(max(lowest, min(ideal - 8, highest)), min(highest, max(ideal + 8, lowest)) + 1)
        costs = {
            edge: abs(sums[edge] - number * step) / step - 0.25 * (sections[edge] != sections[edge - 1])
            for edge in near
        }
        edges.append(min(costs, key=lambda edge: (costs[edge], edge)))
    return [list(group[begin:end]) for begin, end in zip(edges, [*edges[1:], len(group)], strict=True)]


def _apportion(count: int, weights: Sequence[float]) -> list[int]:
    """Share `count` out by weight (largest remainders); each gets one where there are enough."""
    least = 1 if count >= len(weights) else 0
    total = sum(weights) or 1.0
    exact = [(count - least * len(weights)) * weight / total for weight in weights]
    shares = [least + int(part) for part in exact]
    by_remainder = sorted(range(len(weights)), key=lambda index: (int(exact[index]) - exact[index], index))
    for index in by_remainder[: count - sum(shares)]:
        shares[index] += 1
    return shares
