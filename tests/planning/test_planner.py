"""The plan: coverage, mix, reserves, bounds and determinism."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mcqgen.domain.blueprint import Bloom, Blueprint, Difficulty, Request
from mcqgen.domain.document import Passage
from mcqgen.errors import RequestError
from mcqgen.planning import parse_mix, plan

EASY, MEDIUM, HARD = Difficulty
Embed = Callable[[Sequence[str]], NDArray[np.float32]]
MakePassages = Callable[..., tuple[Passage, ...]]
Planned = Callable[..., Blueprint]


def leaders(blueprint: Blueprint, passages: tuple[Passage, ...]) -> list[int]:
    places = {passage.id: index for index, passage in enumerate(passages)}
    return [places[spec.passage_ids[0]] for spec in blueprint.specs]


def test_the_whole_document_is_covered_in_order(book: tuple[Passage, ...], planned: Planned) -> None:
    found = leaders(planned(book, {MEDIUM: 6}), book)
    assert found == sorted(found)
    assert all(1 <= sum(low <= place < low + 20 for place in found) <= 3 for low in (0, 20, 40))


def test_each_spec_has_enough_passages_of_its_neighbourhood(book: tuple[Passage, ...], planned: Planned) -> None:
    blueprint = planned(book, {EASY: 4, MEDIUM: 4, HARD: 4})
    places = {passage.id: index for index, passage in enumerate(book)}
    for spec in (*blueprint.specs, *blueprint.reserves):
        assert len(spec.passage_ids) >= 8
        assert len(set(spec.passage_ids)) == len(spec.passage_ids)
        assert max(abs(places[identity] - places[spec.passage_ids[0]]) for identity in spec.passage_ids) < 20


def test_the_mix_is_exact_and_spread(book: tuple[Passage, ...], planned: Planned) -> None:
    blueprint = planned(book, {EASY: 6, HARD: 3})
    assert Counter(spec.difficulty for spec in blueprint.specs) == {EASY: 6, HARD: 3}
    for begin in (0, 3, 6):
        third = blueprint.specs[begin : begin + 3]
        assert Counter(spec.difficulty for spec in third) == {EASY: 2, HARD: 1}
    blooms = {EASY: Bloom.REMEMBER, HARD: Bloom.ANALYSE}
    assert all(spec.bloom is blooms[spec.difficulty] for spec in blueprint.specs)
    assert {spec.bloom for spec in planned(book, {MEDIUM: 2}).specs} == {Bloom.UNDERSTAND}


def test_the_seed_settles_the_plan(book: tuple[Passage, ...], planned: Planned) -> None:
    mix = {EASY: 3, MEDIUM: 3}
    assert planned(book, mix, 1) == planned(book, mix, 1)
    assert len({tuple(leaders(planned(book, mix, seed), book)) for seed in range(4)}) > 1


def test_reserves_lead_elsewhere(book: tuple[Passage, ...], planned: Planned) -> None:
    blueprint = planned(book, {EASY: 5, MEDIUM: 5, HARD: 2})
    led = {spec.passage_ids[0] for spec in blueprint.specs}
    wanted = Counter(spec.difficulty for spec in blueprint.specs)
    reserves = Counter(spec.difficulty for spec in blueprint.reserves)
    assert led.isdisjoint(spec.passage_ids[0] for spec in blueprint.reserves)
    assert all(reserves[level] >= wanted[level] for level in wanted)
    numbers = [spec.number for spec in (*blueprint.specs, *blueprint.reserves)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_reserves_where_a_region_is_one_passage(book: tuple[Passage, ...], planned: Planned) -> None:
    blueprint = planned(book[:12], {MEDIUM: 10})
    led = [spec.passage_ids[0] for spec in blueprint.specs]
    assert len(set(led)) == 10
    assert len(blueprint.reserves) >= 10
    unled = {passage.id for passage in book[:12]} - set(led)
    assert unled <= {spec.passage_ids[0] for spec in blueprint.reserves}


def test_the_cost_does_not_grow_with_the_document(passages_of: MakePassages, planned: Planned) -> None:
    long = passages_of([f"The thing{n} is called name{n % 90} by all who know it. " * 6 for n in range(1500)])
    blueprint = planned(long, {MEDIUM: 20})
    specs = (*blueprint.specs, *blueprint.reserves)
    assert len({identity for spec in specs for identity in spec.passage_ids}) <= 160
    assert max(len(spec.passage_ids) for spec in specs) <= 12


@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_document_of_one_passage(passages_of: MakePassages, count: int, planned: Planned) -> None:
    one = passages_of(["The mitochondrion is called the powerhouse of the cell."])
    blueprint = planned(one, {MEDIUM: count})
    assert [spec.passage_ids for spec in blueprint.specs] == [(one[0].id,)] * count
    assert len(blueprint.reserves) == count


def test_nothing_to_ask_about(embed: Embed) -> None:
    with pytest.raises(RequestError, match="no running text"):
        plan((), embed([]), Request(mix={EASY: 1}), embed=embed)


def test_poor_passages_do_not_lead(passages_of: MakePassages, planned: Planned) -> None:
    good = (
        "Osmosis is called the movement of water through a membrane. It was described by Nollet in 1748 in Paris. " * 3
    )
    poor = (
        "I told my mother that we would never see our house again, and she gave me what I wanted for us. " * 3,
        "Thanks to all. Visit https://example.org and click download. See also chapter 4. Acknowledgements. " * 3,
        "12.5 14.8 19.2 33.1 2019 2020 2021 $44 $55 66% 77% 88% 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19. " * 3,
        "Short text.",
        "of the various and several and more things that are here without any end or stop or sentence in it " * 3,
        "Is it so? Why is it so? When is it so? Who says that it is so? Where is it so? How is it so? Is it? " * 3,
    )
    for bad in poor:
        passages = passages_of([bad, good, bad])
        assert leaders(planned(passages, {EASY: 1}), passages) == [1]


def test_back_matter_does_not_lead(passages_of: MakePassages, planned: Planned) -> None:
    text = "Osmosis is called the movement of water through a membrane. It was described by Nollet in 1748. " * 3
    passages = passages_of(
        [text + "One.", text + "Two.", text + "Three."], ["References", "Osmosis", "About the Authors"]
    )
    assert leaders(planned(passages, {EASY: 1}), passages) == [1]


def test_topics_of_the_specs(passages_of: MakePassages, planned: Planned) -> None:
    text = "The covalent bond is a shared pair of electrons. A covalent bond holds atoms. They are here."
    with_section, without, nothing = passages_of([text, text + " It was so.", "1 2 3 4."], ["Bonds", "", ""])
    assert planned((with_section,), {EASY: 1}).specs[0].topic == "Bonds"
    assert planned((without,), {EASY: 1}).specs[0].topic == "covalent bond"
    assert planned((nothing,), {EASY: 1}).specs[0].topic == "Page 3"


def test_documents_share_by_their_text(passages_of: MakePassages, planned: Planned) -> None:
    text = "The river{n} is called the name{n} by the people of Land{n} since 18{n:02d}. " * 5
    long = passages_of([text.format(n=n) for n in range(30)], document_id="long")
    short = passages_of([text.format(n=n + 40) for n in range(10)], document_id="short")
    blueprint = planned((*long, *short), {MEDIUM: 8})
    of_short = {passage.id for passage in short}
    assert 2 <= sum(spec.passage_ids[0] in of_short for spec in blueprint.specs) <= 3
    for spec in (*blueprint.specs, *blueprint.reserves):
        assert len({identity in of_short for identity in spec.passage_ids}) == 1


def test_each_document_is_asked_where_there_are_enough_items(passages_of: MakePassages, planned: Planned) -> None:
    tiny = passages_of(["The Rhine is called a river of Europe."], document_id="tiny")
    long = passages_of([f"The river{n} is called name{n}. " * 20 for n in range(30)], document_id="long")
    blueprint = planned((*tiny, *long), {MEDIUM: 3})
    assert blueprint.specs[0].passage_ids == (tiny[0].id,)
    assert len(planned((*tiny, *long), {MEDIUM: 1}).specs) == 1


MIXES = st.dictionaries(st.sampled_from(Difficulty), st.integers(1, 12), min_size=1)


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.text(max_size=300), min_size=1, max_size=25),
    mix=MIXES,
    seed=st.integers(0, 5),
    second=st.integers(0, 25),
)
def test_any_text_is_planned(
    texts: list[str], mix: dict[Difficulty, int], seed: int, second: int, passages_of: MakePassages, planned: Planned
) -> None:
    passages = (*passages_of(texts[:second], document_id="a"), *passages_of(texts[second:], document_id="b"))
    blueprint = planned(passages, mix, seed)
    known = {passage.id for passage in passages}
    assert Counter(spec.difficulty for spec in blueprint.specs) == mix
    reserves = Counter(spec.difficulty for spec in blueprint.reserves)
    assert all(reserves[level] >= number for level, number in mix.items())
    for spec in (*blueprint.specs, *blueprint.reserves):
        assert spec.topic
        assert known.issuperset(spec.passage_ids)
        assert len(set(spec.passage_ids)) == len(spec.passage_ids) > 0
    led = [next(i for i, p in enumerate(passages) if p.id == spec.passage_ids[0]) for spec in blueprint.specs]
    assert led == sorted(led)


@pytest.mark.skipif("MCQGEN_TEST_DATA" not in os.environ, reason="needs the documents of MCQGEN_TEST_DATA")
def test_a_real_chapter(tmp_path: Path) -> None:
    from mcqgen.documents import load, split
    from mcqgen.index import Embedder
    from mcqgen.settings import Settings

    ours = Settings(home=tmp_path)
    document = load(Path(os.environ["MCQGEN_TEST_DATA"]) / "docs" / "us-dmca-summary-1998.pdf", ours)
    passages = split(document, size=2 * ours.passage_chars)  # half as many to embed
    embed = Embedder(ours).matrix
    vectors = embed([passage.text for passage in passages])
    blueprint = plan(passages, vectors, Request(mix=parse_mix("mixed", 9)), embed=embed)
    by_id = {passage.id: passage for passage in passages}
    pages = [by_id[spec.passage_ids[0]].first_page for spec in blueprint.specs]
    assert pages[0] <= 6
    assert pages[-1] >= 13
    about = plan(passages, vectors, Request(mix={EASY: 3}, topics=("vessel hulls",)), embed=embed)
    assert all("hull" in by_id[spec.passage_ids[0]].text for spec in about.specs)
    with pytest.raises(RequestError, match="Nothing is about 'volcanoes'"):
        plan(passages, vectors, Request(mix={EASY: 3}, topics=("volcanoes",)), embed=embed)
