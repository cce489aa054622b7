"""Last reserves, from anywhere in the text, for writers to whom reading costs nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mcqgen.domain.blueprint import Blueprint, Difficulty, ItemSpec, Objective, Request
from mcqgen.domain.document import Passage
from mcqgen.planning.planner import bloom_of

_FOR_EACH = 2


def widen(blueprint: Blueprint, passages: Sequence[Passage], request: Request) -> Blueprint:
    """Add reserves that reach everything the request is about, two for each item of a difficulty.

    A blueprint names so few passages that writing costs no more for a longer document. The offline writer has read
    them all anyway, also where a model on this machine writes the options to its questions, and finds what it can ask
    in few places: before it gives up, it should come to each, and to a good one twice.

    Args:
        blueprint: As planned.
        passages: Those that it was planned from.
        request: The same request; with topics, only what the blueprint names for a topic is about it.
    """
    places = (*blueprint.specs, *blueprint.reserves)
    number = max((spec.number for spec in places), default=0)
    added: list[ItemSpec] = []
    for scope in _scopes(blueprint, passages, request):
        for level in Difficulty:
            for _ in range(_FOR_EACH * request.mix.get(level, 0)):
                number += 1
                added.append(
                    ItemSpec(
                        number=number,
                        topic=scope.topic,
                        difficulty=level,
                        bloom=bloom_of(scope.objective, level),
                        passage_ids=scope.passage_ids,
                        objective=scope.objective.text if scope.objective else "",
                    )
                )
    return blueprint.model_copy(update={"reserves": (*blueprint.reserves, *added)})


@dataclass(frozen=True)
class _Scope:
    """All that a topic, an objective, or the whole request is about."""

    passage_ids: tuple[str, ...]
    topic: str = ""
    objective: Objective | None = None


def _scopes(blueprint: Blueprint, passages: Sequence[Passage], request: Request) -> Iterator[_Scope]:
    places = (*blueprint.specs, *blueprint.reserves)
    for aligned in blueprint.objectives:
        topic = next((spec.topic for spec in places if spec.objective == aligned.objective.text), "")
        yield _Scope(aligned.passage_ids, topic, aligned.objective)
    if blueprint.objectives:
        return
    for topic in dict.fromkeys(spec.topic for spec in places) if request.topics else [""]:
        reach = tuple(passage.id for passage in passages)
        if topic:
            reach = tuple(dict.fromkeys(name for spec in places if spec.topic == topic for name in spec.passage_ids))
        yield _Scope(reach, topic)
