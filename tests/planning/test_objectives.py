"""Learning objectives: how they are read, and what a plan makes of them."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from numpy.typing import NDArray

from mcqgen.domain.blueprint import Bloom, Difficulty, Request
from mcqgen.domain.document import Passage
from mcqgen.errors import RequestError
from mcqgen.planning import parse_objectives, plan, widen

MakePassages = Callable[..., tuple[Passage, ...]]
Embed = Callable[[Sequence[str]], NDArray[Any]]
EASY, HARD = Difficulty.EASY, Difficulty.HARD
FILLER = "The committee met in the hall and spoke of many matters of that day until the evening came. "


def test_one_objective_a_line_with_its_level() -> None:
    text = "\ufeff# Week 3\n\n- Define osmosis\n2. Students will be able to compare mitosis and meiosis\n"
    found = parse_objectives(text + "Osmosis in plants\n- Define osmosis\n")
    assert [(one.text, one.bloom) for one in found] == [
        ("Define osmosis", Bloom.REMEMBER),
        ("Students will be able to compare mitosis and meiosis", Bloom.ANALYSE),
        ("Osmosis in plants", None),
    ]


def test_a_table_with_weights_and_levels() -> None:
    found = parse_objectives('Objective;Weight;Bloom\n"Explain tides; twice";3;\nName rivers;;evaluate\n;9;\n')
    assert [(one.text, one.weight, one.bloom) for one in found] == [
        ("Explain tides; twice", 3.0, Bloom.UNDERSTAND),
        ("Name rivers", 1.0, Bloom.EVALUATE),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n# nothing\n", "no objective"),
        ("objective,weight\nName rivers,many\n", "The weight 'many'"),
        ("objective,weight\nName rivers,-1\n", "The weight '-1'"),
        ("objective,bloom\nName rivers,know\n", "Unknown Bloom level 'know'"),
        ("\n".join(f"Name river {n}" for n in range(201)), "too many"),
    ],
)
def test_objectives_that_make_no_sense(text: str, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        parse_objectives(text)


@pytest.fixture
def mixed(passages_of: MakePassages) -> tuple[Passage, ...]:
    """Thirty passages, of which six are on glaciers and six on volcanoes."""
    texts = [FILLER + f"Matter {number} was closed." for number in range(30)]
    for number in range(10, 16):
        texts[number] = f"A glacier moves ice. Glacier ice {number} flows. The glacier melts. A glacier grinds ice."
    for number in range(20, 26):
        texts[number] = f"A volcano throws lava. Lava of volcano {number} cools. The volcano rests. Lava is hot."
    return passages_of(texts)


OBJECTIVES = parse_objectives(
    "objective,weight\nExplain glacier ice,1\nCompare volcano lava,3\nDescribe photosynthesis of algae,5\n"
)


def test_items_are_shared_out_by_weight_over_what_the_documents_serve(mixed: tuple[Passage, ...], embed: Embed) -> None:
    request = Request(mix={EASY: 4, HARD: 4}, objectives=OBJECTIVES)
    blueprint = plan(mixed, embed([passage.text for passage in mixed]), request, embed=embed)
    assert blueprint.unserved == ("Describe photosynthesis of algae",)
    assert [one.objective.text for one in blueprint.objectives] == ["Explain glacier ice", "Compare volcano lava"]
    asked = [spec.objective for spec in blueprint.specs]
    assert (asked.count("Explain glacier ice"), asked.count("Compare volcano lava")) == (
        3,
        5,
    )  # one each, then by weight
    places = {passage.id: passage.number for passage in mixed}
    for spec in (*blueprint.specs, *blueprint.reserves):
        low = 10 if spec.objective == "Explain glacier ice" else 20
        assert all(low <= places[identity] < low + 6 for identity in spec.passage_ids)
    levels = {(spec.objective, spec.difficulty): spec.bloom for spec in blueprint.specs}
    assert levels["Compare volcano lava", HARD] is Bloom.ANALYSE
    assert levels["Compare volcano lava", EASY] is Bloom.REMEMBER
    assert levels["Explain glacier ice", HARD] is Bloom.UNDERSTAND


def test_the_last_reserves_reach_all_of_an_objective_and_nothing_else(mixed: tuple[Passage, ...], embed: Embed) -> None:
    request = Request(mix={EASY: 2}, objectives=OBJECTIVES)
    blueprint = plan(mixed, embed([passage.text for passage in mixed]), request, embed=embed)
    wide = widen(blueprint, mixed, request)
    added = wide.reserves[len(blueprint.reserves) :]
    assert {(spec.objective, len(spec.passage_ids)) for spec in added} == {
        ("Explain glacier ice", 6),
        ("Compare volcano lava", 6),
    }


def test_objectives_of_another_subject_are_refused_and_so_is_a_topic_beside_them(
    mixed: tuple[Passage, ...], embed: Embed
) -> None:
    vectors = embed([passage.text for passage in mixed])
    foreign = Request(mix={EASY: 1}, objectives=OBJECTIVES[2:])
    with pytest.raises(RequestError, match="any of the objectives"):
        plan(mixed, vectors, foreign, embed=embed)
    with pytest.raises(RequestError, match="not both"):
        plan(mixed, vectors, Request(mix={EASY: 1}, objectives=OBJECTIVES, topics=("ice",)), embed=embed)
