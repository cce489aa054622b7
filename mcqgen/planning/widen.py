"""Last reserves, from anywhere in the text, for writers to whom reading costs nothing."""

from collections.abc import Sequence

from mcqgen.domain.blueprint import Blueprint, Difficulty, ItemSpec, Request
from mcqgen.domain.document import Passage
from mcqgen.planning.planner import BLOOM

_FOR_EACH = 2


def widen(blueprint: Blueprint, passages: Sequence[Passage], request: Request) -> Blueprint:
    """Add reserves that reach everything the request is about, two for each item of a difficulty.

    A blueprint names so few passages that writing costs no more for a longer document. The offline writer has read
    them all anyway, and finds what it can ask in few places: before it gives up, it should come to each, and to a
    good one twice.

    Args:
        blueprint: As planned.
        passages: Those that it was planned from.
        request: The same request; with topics, only what the blueprint names for a topic is about it.
    """
    places = (*blueprint.specs, *blueprint.reserves)
    number = max((spec.number for spec in places), default=0)
    added: list[ItemSpec] = []
    for topic in dict.fromkeys(spec.topic for spec in places) if request.topics else [""]:
        reach = tuple(passage.id for passage in passages)
        if topic:
            reach = tuple(dict.fromkeys(name for spec in places if spec.topic == topic for name in spec.passage_ids))
        for level in Difficulty:
            for _ in range(_FOR_EACH * request.mix.get(level, 0)):
                number += 1
                added.append(
                    ItemSpec(number=number, topic=topic, difficulty=level, bloom=BLOOM[level], passage_ids=reach)
                )
    return blueprint.model_copy(update={"reserves": (*blueprint.reserves, *added)})
