"""Where one item more may be made: around its evidence, then about its objective, its topic or in its sections."""

from collections.abc import Callable
from typing import Any

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.document import Passage
from mcqgen.domain.item import Evidence, Item
from mcqgen.planning import plan_another

Embed = Callable[..., Any]


def item(page: int, topic: str, objective: str = "") -> Item:
    quote = Evidence(document="doc", page=page, quote="It was found", start=4, end=16)
    return Item(
        stem="Which?", options=(), difficulty=Difficulty.HARD, bloom=Bloom.APPLY, topic=topic, rationale="",
        evidence=(quote,), objective=objective,
    )  # fmt: skip


def test_the_nearest_passages_come_first_and_then_the_section(book: tuple[Passage, ...], embed: Embed) -> None:
    planned = plan_another(item(13, "Section 2"), book, embed=embed)
    [spec], [reserve] = planned.blueprint.specs, planned.blueprint.reserves
    assert spec.passage_ids == tuple(book[at].id for at in (12, 11, 13, 10, 14, 9, 15, 8))
    assert reserve.passage_ids == tuple(book[at].id for at in (12, 11, 13, 10, 14))
    assert (spec.difficulty, spec.bloom, spec.topic) == (Difficulty.HARD, Bloom.APPLY, "Section 2")
    assert planned.topics == ()


def test_sections_around_the_section_follow_where_they_hold_more(book: tuple[Passage, ...], embed: Embed) -> None:
    deep = [passage.model_copy(update={"section": ("All", "Part", *passage.section)}) for passage in book]
    reserves = plan_another(item(1, "Section 0"), deep, embed=embed).blueprint.reserves
    assert [len(reserve.passage_ids) for reserve in reserves] == [5, 60]


def test_a_long_book_is_read_around_the_place_only(book: tuple[Passage, ...], embed: Embed) -> None:
    long = [passage.model_copy(update={"number": number}) for number, passage in enumerate(part for part in book * 3)]
    long = [p.model_copy(update={"segments": (p.segments[0].model_copy(update={"span": p.segments[0].span.model_copy(
        update={"page": p.number + 1})}),)}) for p in long]  # fmt: skip
    read = plan_another(item(100, "Section 7"), long, embed=embed).passages
    assert [passage.number for passage in (read[0], read[-1])] == [67, 130]
    assert len(read) == 64


def test_a_topic_of_the_teachers_own_words_is_looked_for(book: tuple[Passage, ...], embed: Embed) -> None:
    planned = plan_another(item(1, book[58].text), book, embed=embed)
    assert planned.topics == (book[58].text,)
    assert planned.blueprint.reserves[0].passage_ids[0] == book[58].id
    assert book[58] in planned.passages


def test_the_objective_is_kept(book: tuple[Passage, ...], embed: Embed) -> None:
    told = book[30].text
    blueprint = plan_another(item(31, "Section 6", told), book, embed=embed).blueprint
    assert blueprint.specs[0].objective == told
    assert blueprint.objectives[0].passage_ids == blueprint.reserves[0].passage_ids


def test_evidence_that_stands_in_no_passage_is_looked_for_by_its_page(book: tuple[Passage, ...], embed: Embed) -> None:
    [spec] = plan_another(item(99, "Section 11"), book, embed=embed).blueprint.specs
    assert spec.passage_ids[0] == book[59].id
