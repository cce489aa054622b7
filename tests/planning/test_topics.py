"""Planning within the topics asked for."""

from collections.abc import Callable

import pytest

from mcqgen.domain.blueprint import Blueprint, Difficulty
from mcqgen.domain.document import Passage
from mcqgen.errors import RequestError

MakePassages = Callable[..., tuple[Passage, ...]]
Planned = Callable[..., Blueprint]

EASY = Difficulty.EASY
FILLER = "The committee met in the hall and spoke of many matters of that day until the evening came. "


@pytest.fixture
def mixed(passages_of: MakePassages) -> tuple[Passage, ...]:
    """Thirty passages, of which five are on glaciers, four under a title on volcanoes."""
    texts = [FILLER + f"Matter {number} was closed." for number in range(30)]
    sections = [f"Day {number // 5}" for number in range(30)]
    for number in range(10, 15):
        texts[number] = f"A glacier moves ice. Glacier ice {number} flows. The glacier melts. A glacier grinds rock."
    for number in range(20, 24):
        sections[number] = "2.4 Volcanoes and Their Kinds"
    return passages_of(texts, sections)


def numbers(blueprint: Blueprint, passages: tuple[Passage, ...], topic: str) -> set[int]:
    places = {passage.id: passage.number for passage in passages}
    specs = [spec for spec in (*blueprint.specs, *blueprint.reserves) if spec.topic == topic]
    return {places[identity] for spec in specs for identity in spec.passage_ids}


def test_by_meaning(mixed: tuple[Passage, ...], planned: Planned) -> None:
    assert numbers(planned(mixed, {EASY: 4}, topics=("glacier ice",)), mixed, "glacier ice") == set(range(10, 15))


def test_by_section_title(mixed: tuple[Passage, ...], planned: Planned) -> None:
    assert numbers(planned(mixed, {EASY: 4}, topics=("kinds of volcano",)), mixed, "kinds of volcano") == set(
        range(20, 24)
    )


def test_items_are_shared_out_over_topics(mixed: tuple[Passage, ...], planned: Planned) -> None:
    blueprint = planned(mixed, {EASY: 6}, topics=("volcanoes", "glacier", " glacier ", " "))
    topics = [spec.topic for spec in blueprint.specs]
    assert sorted(set(topics)) == ["glacier", "volcanoes"]
    assert topics.count("glacier") >= 2
    assert topics.count("volcanoes") >= 2
    assert topics == sorted(topics)


def test_topics_that_share_passages_lead_with_different_ones(mixed: tuple[Passage, ...], planned: Planned) -> None:
    blueprint = planned(mixed, {EASY: 2}, topics=("glacier", "glacier ice"))
    assert len({spec.passage_ids[0] for spec in blueprint.specs}) == 2


def test_blank_topics_are_none(mixed: tuple[Passage, ...], planned: Planned) -> None:
    assert planned(mixed, {EASY: 4}, topics=("",)) == planned(mixed, {EASY: 4}, topics=())


def test_a_topic_that_matches_nothing_lists_what_there_is(mixed: tuple[Passage, ...], planned: Planned) -> None:
    with pytest.raises(RequestError) as caught:
        planned(mixed, {EASY: 4}, topics=("glacier", "submarines"))
    assert "Nothing is about 'submarines'" in str(caught.value)
    assert "'Day 0', 'Day 1'" in str(caught.value)


def test_a_topic_of_signs_alone_matches_nothing(mixed: tuple[Passage, ...], planned: Planned) -> None:
    with pytest.raises(RequestError, match=r"Nothing is about '\?\?'"):
        planned(mixed, {EASY: 4}, topics=("??",))


def test_many_sections_are_not_all_listed(passages_of: MakePassages, planned: Planned) -> None:
    texts = [FILLER + str(number) for number in range(12)]
    with pytest.raises(RequestError, match=r"'Part 7', …"):
        planned(passages_of(texts, [f"Part {number}" for number in range(12)]), {EASY: 1}, topics=("submarines",))
