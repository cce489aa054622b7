"""Of a large set, the pairs that ask for the same fact are found, and each once."""

from collections.abc import Callable, Sequence

from mcqgen.checks import ReviewContext, twins
from mcqgen.domain.item import Item

Read = Callable[[str], tuple[list[Item], ReviewContext]]
SET = """What is the capital of France?
* Paris
- Lyon
- Nice
> Paris is the capital of France.
---
What does the moon do to the sea?
* It raises the tide.
- It warms the water.
- It calms the waves.
> The moon raises the tide of the sea.
---
What is the capital city of France?
* Paris
- Lille
- Metz
---
Where do the ministers sit?
* Paris
- Rouen
- Tours
> Paris is the capital of France.
"""


def found(items: Sequence[Item], context: ReviewContext) -> dict[tuple[int, int], set[str]]:
    return {
        (pair.first, pair.second): {flaw.code for flaw in pair.flaws} for pair in twins(items, context, lambda *_: True)
    }


def test_copies_and_other_words_for_one_fact_are_found(read: Read) -> None:
    items, context = read(SET)
    # The notation gives each item a source of its own; here all are about one.
    one = items[0].evidence[0].document
    items = [
        item.model_copy(
            update={"evidence": tuple(quote.model_copy(update={"document": one}) for quote in item.evidence)}
        )
        for item in items
    ]
    pairs = found(items, context)
    assert "X501" in pairs[0, 2]
    assert pairs[0, 3] == {"X502"}
    assert not any(1 in pair for pair in pairs)


def test_items_without_a_key_are_left_out(read: Read) -> None:
    items, context = read(SET.replace("* Paris\n- Lille", "- Paris\n- Lille"))
    assert not any(2 in pair for pair in found(items, context))
    assert twins([], context, lambda *_: True) == ()


def test_a_search_can_be_ended(read: Read) -> None:
    items, context = read(SET)
    assert twins([items[0], items[0]], context, lambda done, total: (done, total) != (0, 2)) == ()


def test_a_copy_in_many_places_is_told_often_but_not_of_each_with_each(read: Read) -> None:
    items, context = read(SET)
    assert 100 <= len(twins([items[1]] * 101, context, lambda *_: True)) <= 101 * 40
