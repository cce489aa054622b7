"""Faults of a question in the words of the app, and which can be mended on the spot."""

import re

import pytest

from mcqgen.checks import registry
from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Evidence, Item, Option
from mcqgen.ui.flaws import findings, mended, plain, renewed, worst

METALS = ("Iron", "Zinc", "Gold", "Lead")


def item_of(*texts: str, stem: str = "Which metal is the lightest?", **changes: object) -> Item:
    options = tuple(
        Option(id=letter, text=text, is_key=at == 0)
        for at, (letter, text) in enumerate(zip("ABCD", texts, strict=False))
    )
    evidence = (Evidence(document="d", page=1, quote="Iron is the lightest metal.", start=0, end=27),)
    made = Item(
        stem=stem, options=options, difficulty=Difficulty.EASY, bloom=Bloom.REMEMBER, topic="", rationale="So.",
        evidence=evidence,
    )  # fmt: skip
    return made.model_copy(update=changes)


def flaw(message: str, code: str = "Z999", severity: Severity = Severity.NOTE, advice: str = "") -> Flaw:
    return Flaw(code=code, name="some-check", severity=severity, message=message, advice=advice)


def test_a_sound_question_has_no_faults() -> None:
    assert findings(item_of(*METALS), "en") == ()
    assert worst(()) is None


def test_the_gravest_fault_comes_first_and_what_was_found_once_is_kept() -> None:
    kept = (flaw("It asks for the same fact.", "X501"), flaw("Long gone.", "O301", Severity.WARNING))
    found = findings(item_of("Iron", "Zinc.", "Gold", "Lead", flaws=kept), "en")
    assert [finding.flaw.code for finding in found] == ["O305", "X501"]
    assert [finding.grave for finding in found] == [True, False]
    assert [finding.mendable for finding in found] == [True, False]
    broken = findings(item_of("Iron", "Zinc", "Zinc"), "en")
    assert worst(broken) is Severity.ERROR


def test_a_mend_takes_the_fault_away() -> None:
    item = item_of("Iron", "Zinc.", "Gold", "Lead")
    (finding,) = findings(item, "en")
    assert [option.text for option in mended(item, finding.flaw, "en").options] == list(METALS)
    assert renewed(item, "en").flaws == (finding.flaw,)
    assert renewed(mended(renewed(item, "en"), finding.flaw, "en"), "en").flaws == ()


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("The evidence does not say “the key” of the key “stem”.",
         "The proof does not say “the key” of the right answer “stem”."),
        ("Options combine others; the stem names a wrong option.",
         "Answers combine others; the question names a wrong answer."),
        ("“A” means the same as the key “B” (cosine 0.87).", "“A” means the same as the right answer “B”."),
        ("The item has no rationale.", "The question has no explanation."),
    ],
)  # fmt: skip
def test_words_of_the_checks_become_words_of_the_app_but_not_in_quotes(message: str, said: str) -> None:
    assert plain(flaw(message)) == said


def test_no_advice_speaks_of_keys_and_stems() -> None:
    for check in registry().values():
        said = plain(flaw("", check.code, advice=check.advice))
        assert not re.search(r"\b(keys?|stem|distractors?|options?|items?|evidence)\b", said, re.IGNORECASE), said
