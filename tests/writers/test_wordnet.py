"""The word table: kinds, parts and likeness."""

import pytest

from mcqgen.writers.offline.wordnet import wordnet


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("car", "automobile"),
        ("oak", "tree"),
        ("tree", "oak"),
        ("thalamus", "brain"),
        ("prefrontal cortex", "cerebral cortex"),
    ],
)
def test_synonyms_kinds_and_parts_overlap(one: str, other: str) -> None:
    assert wordnet().overlap(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("cation", "anion"), ("artery", "vein"), ("Spain", "France"), ("xyzzy", "brain")]
)
def test_things_beside_each_other_do_not_overlap(one: str, other: str) -> None:
    assert not wordnet().overlap(one, other)


def test_kinship_ranks_kinds_of_one_thing_first() -> None:
    table = wordnet()
    assert table.kinship("artery", "artery") == pytest.approx(1)
    assert table.kinship("artery", "vein") > table.kinship("artery", "liver") > table.kinship("artery", "treaty")
    assert table.kinship("artery", "xyzzy") == 0


def test_siblings_are_other_kinds_of_the_same_thing() -> None:
    assert "lead" in set(wordnet().siblings("gold")) | set(wordnet().siblings("zinc"))
    assert list(wordnet().siblings("xyzzy")) == []


def test_body_parts_are_told_from_other_nouns() -> None:
    assert wordnet().field("heart") != wordnet().field("treaty")
    assert wordnet().field("liver") == 8
    assert wordnet().field("xyzzy") is None


def test_kinds_and_synonyms_but_not_parts() -> None:
    assert wordnet().kinds("dog", "animal")
    assert wordnet().kinds("animal", "dog")
    assert wordnet().kinds("car", "automobile")
    assert not wordnet().kinds("leg", "thigh")
    assert wordnet().overlap("leg", "thigh")
