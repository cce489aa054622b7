"""The plan for one item more from the place of another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mcqgen.domain.blueprint import AlignedObjective, Blueprint, ItemSpec, Objective
from mcqgen.domain.document import Passage
from mcqgen.domain.item import Item
from mcqgen.planning.objectives import align

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AROUND = 8
"""Passages around the evidence that are asked about first."""
_READ = 64
"""Passages that a writer reads at most beside those of the topic: some twenty pages, which take the offline writer
two seconds; wrong answers come from there, and what would prove them right is looked for there."""


@dataclass(frozen=True)
class Another:
    """Where one item more may be made."""

    blueprint: Blueprint
    passages: tuple[Passage, ...]
    """What the writer reads, in reading order."""
    topics: tuple[str, ...]
    """The topic, where it is words of the teacher's and no section of the document."""


def plan_another(
    item: Item, passages: Sequence[Passage], *, embed: "Callable[[Sequence[str]], NDArray[Any]]"
) -> Another:
    """Plan an item like `item`: around its evidence, or else about its objective, its topic or in its section.

    Args:
        item: It has evidence.
        passages: Of the evidence's document, in reading order; at least one.
        embed: Texts to L2-normalised vectors, (n, d).
    """
    home = _home(item, passages)
    order = sorted(range(len(passages)), key=lambda index: (min(abs(index - at) for at in home), index))
    titles = {title for at in home for title in passages[at].section}
    topics = (item.topic,) if item.topic and item.topic not in titles else ()
    about: list[int] = []
    if words := item.objective or next(iter(topics), ""):
        vectors = embed([passage.text for passage in passages])
        about = align((Objective(text=words),), vectors, embed)[0]
    read = {*order[:_READ], *about}
    scopes = [order[:_AROUND], *([about] if about else _sections(passages, home[0], order[:_READ]))]
    specs = [_spec(number, scope, item, passages) for number, scope in enumerate(scopes, 1)]
    return Another(
        Blueprint(
            specs=tuple(specs[:1]),
            reserves=tuple(specs[1:]),
            objectives=(_aligned(item, about, passages),) if item.objective and about else (),
        ),
        tuple(passages[index] for index in sorted(read)),
        topics,
    )


def _home(item: Item, passages: Sequence[Passage]) -> list[int]:
    """The passages that the evidence stands in, or the nearest one where none holds it."""
    found = [
        index
        for index, passage in enumerate(passages)
        for quote in item.evidence
        if any(
            (part.span.page == quote.page and part.span.start < quote.end and quote.start < part.span.end)
            for part in passage.segments
        )
    ]
    page = item.evidence[0].page
    return list(dict.fromkeys(found)) or [
        min(range(len(passages)), key=lambda index: (abs(passages[index].first_page - page), index))
    ]


def _sections(passages: Sequence[Passage], home: int, order: Sequence[int]) -> list[list[int]]:
    """What shares the section of `home`, then what shares the one around it, and so on; the nearest first."""
    section = passages[home].section
    scopes = [
        [index for index in order if passages[index].section[:depth] == section[:depth]]
        for depth in range(len(section), 0, -1)
    ]
    return [scope for at, scope in enumerate(scopes) if at == 0 or len(scope) > len(scopes[at - 1])]


def _spec(number: int, scope: Sequence[int], item: Item, passages: Sequence[Passage]) -> ItemSpec:
    return ItemSpec(
        number=number,
        topic=item.topic,
        difficulty=item.difficulty,
        bloom=item.bloom,
        passage_ids=tuple(passages[index].id for index in scope),
        objective=item.objective,
    )


def _aligned(item: Item, about: Sequence[int], passages: Sequence[Passage]) -> AlignedObjective:
    names = tuple(passages[index].id for index in about)
    return AlignedObjective(objective=Objective(text=item.objective), passage_ids=names)
