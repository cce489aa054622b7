"""Widening gives a writer that reads for nothing the whole text, and changes nothing that was planned."""

from collections.abc import Callable

import pytest

from mcqgen.domain.blueprint import Blueprint, Difficulty, Request
from mcqgen.domain.document import Passage
from mcqgen.planning import widen

MIX = {Difficulty.EASY: 2, Difficulty.HARD: 1}


def test_the_last_reserves_of_each_difficulty_reach_every_passage(
    passages_of: Callable[..., tuple[Passage, ...]], planned: Callable[..., Blueprint]
) -> None:
    passages = passages_of([f"Word{number} meets term{number % 7} again." for number in range(400)])
    before = planned(passages, MIX)
    after = widen(before, passages, Request(mix=MIX))
    assert after.specs == before.specs
    assert after.reserves[: len(before.reserves)] == before.reserves
    added = after.reserves[len(before.reserves) :]
    assert [spec.difficulty for spec in added] == [Difficulty.EASY] * 4 + [Difficulty.HARD] * 2
    assert all(spec.passage_ids == tuple(passage.id for passage in passages) for spec in added)
    numbers = [spec.number for spec in (*after.specs, *after.reserves)]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("topics", [("cells",), ("cells", "rivers")])
def test_what_is_off_a_topic_stays_out_of_it(
    passages_of: Callable[..., tuple[Passage, ...]], planned: Callable[..., Blueprint], topics: tuple[str, ...]
) -> None:
    passages = passages_of(["Cells divide and grow."] * 9 + ["Rivers run to the sea."] * 9 + ["Bread is baked."] * 9)
    text = {passage.id: passage.text.lower() for passage in passages}
    before = planned(passages, MIX, topics=topics)
    after = widen(before, passages, Request(mix=MIX, topics=topics))
    added = after.reserves[len(before.reserves) :]
    assert {spec.topic for spec in added} == set(topics)
    assert all(spec.topic in text[name] for spec in added for name in spec.passage_ids)
