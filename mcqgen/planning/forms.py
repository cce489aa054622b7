"""Parallel forms: the items of one set dealt out to papers that are alike, and share no fact."""

from collections.abc import Sequence
from statistics import fmean

from mcqgen.domain.item import Item
from mcqgen.errors import RequestError

MOST_FORMS = 8
_SWAPS = 200


def make_forms(items: Sequence[Item], count: int) -> tuple[tuple[Item, ...], ...]:
    """Deal items out to forms.

    Items whose evidence overlaps ask for one fact: only the first is used. The rest is sorted by objective or topic,
    Bloom level and estimated difficulty, and dealt out in rounds of one item a form, in each round the hardest to the
    form that is easiest so far; swaps within rounds then even out the mean difficulty. What does not fill a round is
    left over.

    Args:
        items: With estimates of difficulty; one without counts as 0.5.
        count: Forms, 2 to 8.

    Returns:
        Forms of the same length, each in the order of `items`.

    Raises:
        RequestError: `count` makes no sense, or there are fewer items than forms.
    """
    check_forms(count)
    apart = _without_shared_facts(items)
    if len(apart) < count:
        raise RequestError(f"{len(apart)} items about different facts do not fill {count} forms: use a longer text.")
    order = sorted(apart, key=lambda item: (item.objective or item.topic, item.bloom, _hardness(item), item.id))
    dealt: list[list[Item]] = []
    sums = [0.0] * count
    for at in range(0, len(order) - len(order) % count, count):
        row = order[at : at + count]
        easiest_first = sorted(range(count), key=lambda form: (sums[form], form))
        for form, item in zip(easiest_first, sorted(row, key=_hardness, reverse=True), strict=True):
            row[form] = item
            sums[form] += _hardness(item)
        dealt.append(row)
    _even_out(dealt)
    places = {item.id: at for at, item in enumerate(items)}
    forms = ([row[form] for row in dealt] for form in range(count))
    return tuple(tuple(sorted(form, key=lambda item: places[item.id])) for form in forms)


def check_forms(count: int) -> None:
    """Raise RequestError for a number of forms that makes no sense."""
    if not 2 <= count <= MOST_FORMS:
        raise RequestError(f"{count} forms make no sense: ask for 2 to {MOST_FORMS}.")


def hardness(items: Sequence[Item]) -> float:
    """Mean estimate of difficulty, 0–1."""
    return fmean(map(_hardness, items))


def _hardness(item: Item) -> float:
    return item.predicted.value if item.predicted else 0.5


def _without_shared_facts(items: Sequence[Item]) -> list[Item]:
    kept: list[Item] = []
    for item in items:
        if not any(_overlap(item, other) for other in kept):
            kept.append(item)
    return kept


def _overlap(first: Item, second: Item) -> bool:
    """Whether quotes of the two share a character of the source."""
    return any(
        (a.document, a.page) == (b.document, b.page) and a.start < b.end and b.start < a.end
        for a in first.evidence
        for b in second.evidence
    )


def _even_out(dealt: Sequence[list[Item]]) -> None:
    """Swap items of the hardest and the easiest form, in the round where it helps most, as long as it helps."""
    for _ in range(_SWAPS):
        totals = [sum(_hardness(row[form]) for row in dealt) for form in range(len(dealt[0]))]
        hard, easy = totals.index(max(totals)), totals.index(min(totals))
        gap = totals[hard] - totals[easy]
        gains = [(_hardness(row[hard]) - _hardness(row[easy]), at) for at, row in enumerate(dealt)]
        useful = [(abs(gap - 2 * gain), at) for gain, at in gains if 1e-9 < gain < gap - 1e-9]
        if not useful:
            return
        row = dealt[min(useful)[1]]
        row[hard], row[easy] = row[easy], row[hard]
