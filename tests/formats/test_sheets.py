"""Papers: versions that hold the same questions, keys that agree with them, and what is left out told."""

import re
from collections.abc import Sequence

import pytest

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Item, Option
from mcqgen.domain.run import ItemSet
from mcqgen.formats.contract import AnswerKey, ExportOptions, Feature, Imported, as_item_set
from mcqgen.formats.markdown import Markdown
from mcqgen.formats.paper.sheets import Sheets, make_sheets


def item(stem: str, texts: Sequence[str], keys: set[int]) -> Item:
    options = (
        Option(id="ABCDEF"[place], text=text, is_key=place in keys, rationale=f"On {text}.")
        for place, text in enumerate(texts)
    )
    return Item(
        stem=stem, options=tuple(options), difficulty=Difficulty.EASY, bloom=Bloom.APPLY, topic="T", rationale="Why.",
        evidence=(),
    )  # fmt: skip


def paper(count: int = 12, **options: object) -> Sheets:
    return make_sheets(many(count), ExportOptions(**options))  # type: ignore[arg-type]  # the tests name the fields


def many(count: int) -> ItemSet:
    items = tuple(item(f"Q{n}?", [f"a{n}", f"b{n}", f"c{n}", f"d{n}"], {n % 4}) for n in range(count))
    return as_item_set(Imported(items, title="Test"))


def test_one_version_keeps_the_order_and_has_no_name() -> None:
    (version,) = paper().versions
    assert version.name == ""
    assert [question.item.stem for question in version.questions] == [f"Q{n}?" for n in range(12)]
    assert [question.key for question in version.questions] == list("ABCD" * 3)


@pytest.mark.parametrize("shuffle", [True, False])
def test_versions_ask_the_same_in_orders_of_their_own_and_their_keys_point_to_the_same_options(shuffle: bool) -> None:
    versions = paper(versions=4, shuffle=shuffle).versions
    assert [version.name for version in versions] == list("ABCD")
    orders = {tuple(question.item.stem for question in version.questions) for version in versions}
    assert len(orders) == 4
    assert {frozenset(order) for order in orders} == {frozenset(f"Q{n}?" for n in range(12))}
    moved = 0
    for version in versions:
        assert [question.number for question in version.questions] == list(range(1, 13))
        for question in version.questions:
            right = {text for letter, text in question.choices if letter in question.key.split()}
            assert right == {option.text for option in question.item.options if option.is_key}
            moved += question.options != question.item.options
    assert (moved > 20) == shuffle


def test_numbers_keep_their_order() -> None:
    numbers = as_item_set(Imported((item("How many?", ["1", "20", "300", "4,000"], {2}),)))
    for version in make_sheets(numbers, ExportOptions(versions=4)).versions:
        assert version.questions[0].key == "C"


def test_the_key_tells_the_place_in_each_version() -> None:
    sheets = paper(versions=3)
    for note, question in zip(sheets.notes, sheets.versions[0].questions, strict=True):
        places = dict(re.findall(r"([ABC]) (\d+: [A-D])", note.heading))
        assert list(places) == list("ABC")
        for version in sheets.versions:
            (same,) = [other for other in version.questions if other.item is question.item]
            assert places[version.name] == f"{same.number}: {same.key}"


def test_the_same_question_twice_has_two_places() -> None:
    twice = item("Which?", ["yes", "no"], {0})
    notes = make_sheets(as_item_set(Imported((twice, twice))), ExportOptions()).notes
    assert [note.heading for note in notes] == ["1: A", "2: A"]


def test_points_and_several_keys_are_said_to_students() -> None:
    assert (paper(points=2.5).total, paper().total) == ("30", "12")
    assert "worth 2.5 points" in paper(points=2.5).instruction
    both = as_item_set(Imported((item("Which?", ["a", "b", "c"], {0, 2}),)))
    sheets = make_sheets(both, ExportOptions())
    assert sheets.versions[0].questions[0].key == "A C"
    assert "all right answers" in sheets.instruction
    assert "all right answers" not in paper().instruction


def test_without_its_key_a_paper_says_what_it_leaves_out() -> None:
    entry, items = Markdown(), many(3)
    assert entry.losses(items) == ()
    lost = entry.losses(items, ExportOptions(key=AnswerKey.WITHOUT))
    assert f"{Feature.OPTION_FEEDBACK} (3 of 3 items)" in lost
    student = entry.export(items, ExportOptions(key=AnswerKey.WITHOUT)).decode()
    teacher = entry.export(items, ExportOptions(key=AnswerKey.ONLY)).decode()
    assert "Q1?" in student and "Answer key" not in student and "On a1" not in student
    assert "Answer key" in teacher and "On a1" in teacher and "Q1?" not in teacher
