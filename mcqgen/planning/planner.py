"""The plan itself: each region's most salient passage leads an item spec, the next best lead reserves."""

import random
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mcqgen.domain.blueprint import AlignedObjective, Bloom, Blueprint, Difficulty, ItemSpec, Objective, Request
from mcqgen.domain.document import Passage
from mcqgen.errors import RequestError
from mcqgen.planning.objectives import align
from mcqgen.planning.regions import Region, cut_regions
from mcqgen.planning.salience import Survey, survey_passages

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOOM = {Difficulty.EASY: Bloom.REMEMBER, Difficulty.MEDIUM: Bloom.UNDERSTAND, Difficulty.HARD: Bloom.ANALYSE}
"""The Bloom level that items of a difficulty are planned for."""
# The cost of writing must not grow with the document: so many passages are named in all, and by one spec.
_NAMED, _MOST_PER_SPEC, _ENOUGH_PER_SPEC = 160, 12, 8
_RESERVE_ROUNDS = 2


def plan(
    passages: Sequence[Passage],
    vectors: "NDArray[Any]",
    request: Request,
    *,
    embed: "Callable[[Sequence[str]], NDArray[Any]]",
) -> Blueprint:
    """Choose what to ask and where.

    Args:
        passages: Of one or several documents, each document's together and in reading order.
        vectors: Their embeddings, (len(passages), d), L2-normalised.
        request: Count and difficulties, topics, seed. The same seed gives the same plan, another one another plan.
        embed: Embeds the topics in the same space.

    Returns:
        One spec for each item, in document order, its passages best first; and for each difficulty at least as many
        reserves as specs, led by passages that lead no spec as far as there are any.

    Raises:
        RequestError: There is nothing to ask about, or a topic matches nothing.
    """
    if not passages:
        raise RequestError("The documents hold no running text to ask about: choose others, or other pages.")
    survey = survey_passages(passages, vectors, request.seed)
    regions = cut_regions(survey, vectors, request, embed)
    _choose(regions, survey)
    regions.sort(key=lambda region: region.members[0])
    levels = _spread(request.mix, request.seed)
    drafts = [(region, region.members[0], level) for region, level in zip(regions, levels, strict=True)]
    reserves = _reserves(regions, levels, survey)
    named = {index for region in regions for index in region.members}
    specs = [_spec(number, place, survey, named) for number, place in enumerate((*drafts, *reserves), start=1)]
    aligned = align(request.objectives, vectors, embed)
    places = list(zip(request.objectives, aligned, strict=True))
    return Blueprint(
        specs=tuple(specs[: len(drafts)]),
        reserves=tuple(specs[len(drafts) :]),
        objectives=tuple(
            AlignedObjective(objective=one, passage_ids=tuple(passages[index].id for index in members))
            for one, members in places
            if members
        ),
        unserved=tuple(one.text for one, members in places if not members),
    )


def _choose(regions: Sequence[Region], survey: Survey) -> None:
    """Leave each region its best passages, first one that leads no other (topics may share passages)."""
    quota = max(2, min(_MOST_PER_SPEC, _NAMED // len(regions)))
    led: set[int] = set()
    for region in regions:
        region.members = sorted(region.members, key=lambda index: (index in led, survey.order(index)))[:quota]
        led.add(region.members[0])


def _spec(number: int, place: tuple[Region, int, Difficulty], survey: Survey, named: Collection[int]) -> ItemSpec:
    """The leader, its region's passages best first, then others near it: those that are named anyway first."""
    region, leader, level = place
    chosen = [leader, *(index for index in region.members if index != leader)]
    rest = sorted(set(region.group).difference(chosen), key=lambda i: (i not in named, abs(i - leader), i))
    chosen += rest[: max(0, _ENOUGH_PER_SPEC - len(chosen))]
    return ItemSpec(
        number=number,
        topic=region.topic or survey.topic(leader),
        difficulty=level,
        bloom=bloom_of(region.objective, level),
        passage_ids=tuple(survey.passages[index].id for index in chosen),
        objective=region.objective.text if region.objective else "",
    )


def bloom_of(objective: Objective | None, level: Difficulty) -> Bloom:
    """The level that the objective's verb names, but no higher than items of that difficulty reach."""
    if objective is None or objective.bloom is None:
        return BLOOM[level]
    return min(objective.bloom, BLOOM[level], key=list(Bloom).index)


def _reserves(
    regions: Sequence[Region], levels: Sequence[Difficulty], survey: Survey
) -> list[tuple[Region, int, Difficulty]]:
    """Further places: rounds of the next best of each region, best first in a round; at least one for each spec."""
    led = {region.members[0] for region in regions}
    places: list[tuple[Region, int, Difficulty]] = []
    for number in range(1, 1 + _RESERVE_ROUNDS):
        fresh = [
            (region, region.members[number], level)
            for region, level in zip(regions, levels, strict=True)
            if len(region.members) > number and region.members[number] not in led
        ]
        places += sorted(fresh, key=lambda place: survey.order(place[1]))
    led.update(leader for _, leader, _ in places)
    missing = Counter(levels)
    missing.subtract(level for _, _, level in places)
    for region, level in zip(regions, levels, strict=True):
        if missing[level] > 0:
            missing[level] -= 1
            leader = min(_free(region, led), key=survey.order)
            led.add(leader)
            places.append((region, leader, level))
    return places


def _free(region: Region, led: Collection[int]) -> Sequence[int]:
    """What leads nothing yet; else what does not lead this region; else the region's one passage again."""
    unled = [index for index in region.group if index not in led]
    others = [index for index in region.group if index != region.members[0]]
    return unled or others or region.members


def _spread(mix: Mapping[Difficulty, int], seed: int) -> list[Difficulty]:
    """The difficulties in an order in which each is spread evenly; the seed settles which comes first."""
    levels = [level for level in Difficulty if mix.get(level)]
    random.Random(seed).shuffle(levels)
    marks = [((number + 0.5) / mix[level], rank) for rank, level in enumerate(levels) for number in range(mix[level])]
    return [levels[rank] for _, rank in sorted(marks)]
