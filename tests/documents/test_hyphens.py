"""Hyphens at line ends."""

import pytest

from mcqgen.documents.hyphens import Vocabulary


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("know", "ledge", False),
        ("well", "known", True),
        ("Anglo", "Dutch", True),
        ("long", "term", True),
        ("trans", "forms", False),
        ("non", "zero", False),
        ("dopa", "minergic", False),
        ("inacti", "vation", False),
        ("near", "continuous", True),
        ("DNA", "binding", True),
        ("2019", "model", True),
        ("micro", "organism", False),
        ("", "x", True),
    ],
)
def test_word_frequency_decides(before: str, after: str, kept: bool) -> None:
    assert Vocabulary("", "en").hyphenated(before, after) is kept


def test_the_document_decides_first() -> None:
    assert Vocabulary("a co-operate here", "en").hyphenated("co", "operate")
    assert not Vocabulary("we cooperate here", "en").hyphenated("co", "operate")
    assert not Vocabulary("the longterm plan", "en").hyphenated("long", "term")


def test_unknown_languages_are_judged_like_english() -> None:
    assert not Vocabulary("", "xx").hyphenated("know", "ledge")
    assert not Vocabulary("", "de").hyphenated("Wissen", "schaft")
