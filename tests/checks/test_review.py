"""What is reviewed, in which order, and what is left out."""

import re
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from mcqgen.checks import ReviewContext, find, guesses, registry, repeats, review, review_set
from mcqgen.checks.language import languages, stem, word_lists
from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.flaw import Severity
from mcqgen.domain.item import Item, Option, arrange
from mcqgen.errors import RequestError

Read = Callable[[str], tuple[list[Item], ReviewContext]]

CLEAN = """What does the moon do to the sea?
* It raises the tide.
- It warms the water.
- It calms the waves.
> The moon raises the tide of the sea.
"""


def codes(item: Item, context: ReviewContext) -> set[str]:
    return {flaw.code for flaw in review(item, context)}


def test_a_clean_item_has_no_flaws(read: Read) -> None:
    (item,), context = read(CLEAN)
    assert review(item, context) == ()


def test_a_flaw_carries_the_check_s_name_severity_and_advice(read: Read) -> None:
    (item,), context = read(
        CLEAN.replace(
            "It calms the waves", "It calms the waves of the outer sea and, as sailors know, of all the inner seas too"
        )
    )
    (flaw,) = review(item, context)
    assert (flaw.code, flaw.name, flaw.severity) == ("O302", "uneven-lengths", Severity.WARNING)
    assert flaw.advice == find("O302").advice


def test_an_error_of_structure_stops_all_other_checks(read: Read) -> None:
    (item,), context = read("Which of the following is true?\n* iron\n- iron\n- All of the above")
    assert codes(item, context) == {"S104"}


def test_a_quote_that_is_not_verbatim_stops_the_embeddings_only(read: Read) -> None:
    (item,), context = read(CLEAN.replace("> The", ">! The").replace("calms the waves", "raises the tides"))
    assert "E202" in codes(item, context)
    assert "O361" not in codes(item, context)


def test_without_documents_evidence_is_not_asked_for(read: Read) -> None:
    (item,), _ = read(CLEAN)
    assert codes(item, ReviewContext(documents={}, language="en")) == set()


def test_a_quote_of_an_unknown_document_or_page_or_place_is_an_error(read: Read) -> None:
    (item,), context = read(CLEAN)
    for change in ({"document": "x"}, {"page": 2}, {"start": 5, "end": 5}, {"end": 10_000}, {"quote": "-"}):
        evidence = (item.evidence[0].model_copy(update=change),)
        assert "E202" in codes(item.model_copy(update={"evidence": evidence}), context)


def test_a_quote_may_differ_in_white_space_hyphens_and_ligatures(read: Read) -> None:
    (item,), context = read(CLEAN)
    quote = item.evidence[0].quote.replace(" raises the", "\nrai-\nses  the")
    evidence = (item.evidence[0].model_copy(update={"quote": quote}),)
    assert "E202" not in codes(item.model_copy(update={"evidence": evidence}), context)


@pytest.mark.parametrize("language", ["es", "und", "xx", "../en"])
def test_english_words_are_not_applied_to_another_language(read: Read, language: str) -> None:
    text = "Which of the following is not true in this figure?\n* iron\n- zinc\n- All of these\n- None of these\n"
    (english,), _ = read(text)
    assert codes(english, ReviewContext({}, language="en")) >= {"O341", "O342", "T403", "T406"}
    assert codes(english, ReviewContext({}, language=language)) == set()


def test_the_language_is_that_of_the_item_s_document(read: Read) -> None:
    (item,), context = read(CLEAN + "- None of the above.\n! de\n")
    assert codes(item, context) == set()


def test_every_word_list_file_can_be_read() -> None:
    assert "en" in languages()
    for language in languages():
        lists = word_lists(language)
        assert lists is not None
        assert lists.set("stopwords")
        assert all(word == word.lower() for words in lists.sets.values() for word in words)


def test_numbers_are_read_alike() -> None:
    assert stem("1,500", "en") == "1500"
    assert stem("twelve", "en") == "12"
    assert stem("cities", "en") == stem("city", "en")
    assert stem("cities", "und") == "cities"


def test_a_repeated_item_is_found_among_the_accepted(read: Read) -> None:
    (first, other, again), context = read(
        CLEAN
        + "---\nWhich metal is liquid?\n* mercury\n- iron\n- zinc\n---\n"
        + CLEAN.replace("to the sea", "to a sea")
    )
    assert repeats(other, [first], context) == ()
    assert {flaw.code for flaw in repeats(again, [other, first], context)} >= {"X501", "X502", "X503"}


def test_each_text_is_embedded_once(read: Read) -> None:
    (item,), context = read(CLEAN)
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return np.eye(16, dtype=np.float32)[[len(text) % 16 for text in texts]]

    counting = ReviewContext(context.documents, embed)
    for _ in range(3):
        review(item, counting)
    assert len(asked) == len(set(asked)) > 0


def test_vectors_without_an_embedder_are_refused() -> None:
    with pytest.raises(ValueError, match="no embeddings"):
        ReviewContext({}).vectors(["a"])


def test_an_empty_set_has_no_flaws_and_no_guesses() -> None:
    assert review_set([], ReviewContext({})) == ()
    assert guesses([], ReviewContext({})) == ()


def test_guesses_split_ties_and_leave_broken_items_out(read: Read) -> None:
    (even, broken), context = read(
        "What is it?\n* iron\n- zinc\n- gold\n- lead\n---\nWhat is it?\n- iron\n- zinc\n- gold"
    )
    by_name = {guess.strategy: guess for guess in guesses([even, broken], context)}
    assert by_name["longest option"].items == 1
    assert by_name["longest option"].score == by_name["longest option"].chance == 0.25
    assert by_name["longest option"].error == pytest.approx(0.433, abs=0.001)
    assert by_name["first option"].excess == 0.75


def test_an_unknown_check_is_answered_with_the_nearest() -> None:
    assert find("longest-option-is-key") is find("O301")
    with pytest.raises(RequestError, match=r"Unknown check 'longest-option'\. Did you mean 'longest-option-is-key'\?"):
        find("longest-option")
    with pytest.raises(RequestError, match=re.escape("There are E201, ")):
        find("§§§")


def test_codes_and_names_are_unique() -> None:
    names = [check.name for check in registry().values()]
    assert len(set(names)) == len(names) == len(registry())


texts = st.text(max_size=60)


@given(
    stem=texts,
    options=st.lists(texts, min_size=3, max_size=5),
    rationale=texts,
    language=st.sampled_from(["en", "und"]),
)
def test_no_text_whatever_breaks_the_review(stem: str, options: list[str], rationale: str, language: str) -> None:
    item = Item(
        stem=stem, options=arrange([(text, at == 0, "") for at, text in enumerate(options)], stem),
        difficulty=Difficulty.HARD, bloom=Bloom.APPLY, topic="", rationale=rationale, evidence=(),
    )  # fmt: skip
    context = ReviewContext({}, language=language)
    review(item, context)
    review_set([item], context)


@given(words=st.lists(st.text(alphabet="abcXYZ é0-9", min_size=1, max_size=12), min_size=3, max_size=5, unique=True))
def test_structure_is_sound_for_what_arrange_makes(words: list[str]) -> None:
    item = Item(
        stem="What?", options=arrange([(text, at == 1, "") for at, text in enumerate(words)], "What?"),
        difficulty=Difficulty.HARD, bloom=Bloom.APPLY, topic="", rationale="So it is.", evidence=(),
    )  # fmt: skip
    assert not codes(item, ReviewContext({})) & {"S101", "S102", "S105", "S107", "S108"}


def test_options_keep_their_places(read: Read) -> None:
    (item,), context = read(CLEAN)
    moved = item.model_copy(
        update={
            "options": tuple(
                Option(id=i, text=o.text, is_key=o.is_key) for i, o in zip("ABC", reversed(item.options), strict=True)
            )
        }
    )
    assert review(moved, context) == ()
