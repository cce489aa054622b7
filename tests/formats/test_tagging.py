"""Difficulty, Bloom level and topic as tags."""

import pytest

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Item
from mcqgen.formats.tagging import About, read_tags, tag_text, write_tags


def test_tags_come_back() -> None:
    item = Item(
        stem="",
        options=(),
        difficulty=Difficulty.HARD,
        bloom=Bloom.CREATE,
        topic="Bio: the\nblood",
        rationale="",
        evidence=(),
    )
    assert write_tags(item) == ("difficulty:hard", "bloom:create", "topic:Bio: the blood")
    assert read_tags(write_tags(item), "Other") == About(Difficulty.HARD, Bloom.CREATE, "Bio: the blood")
    assert read_tags(write_tags(item.model_copy(update={"topic": " "})), "Other").topic == ""


def test_characters_that_moodle_cuts_out_are_replaced() -> None:
    assert tag_text("a<b>`c`\\") == "a‹b›ʼcʼ⧵"


@pytest.mark.parametrize(
    ("tags", "about"),
    [
        ((), About(topic="Category")),
        (("", " "), About(topic="Category")),
        (("Blood", "Bones"), About(topic="Blood")),
        (("EASY",), About(Difficulty.EASY)),
        (("Difficulty: easy ", "BLOOM:Apply", "topic:x:y"), About(Difficulty.EASY, Bloom.APPLY, "x:y")),
        (("difficulty:fair", "bloom:guess"), About()),
        (("http://x",), About(topic="http://x")),
    ],
)
def test_tags_of_others(tags: tuple[str, ...], about: About) -> None:
    assert read_tags(tags, "Category") == about
