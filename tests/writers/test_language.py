"""Sentences: where they end, what they lose, which are fit to ask from."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqgen.writers.offline.language import cut, plainly, read
from tests.writers.conftest import document_of, passages_of


def test_abbreviations_and_initials_end_no_sentence() -> None:
    text = "Dr. J. B. Smith moved to the U.S. Supreme Court in Smith v. Jones. It was late. “So late?” Yes."
    assert [text[start:end] for start, end in cut(text)] == [
        "Dr. J. B. Smith moved to the U.S. Supreme Court in Smith v. Jones.",
        "It was late.",
        "“So late?”",
        "Yes.",
    ]


def test_a_paragraph_ends_a_sentence() -> None:
    assert [*cut("No full stop\n\nNext one.")] == [(0, 12), (14, 23)]


@given(st.text(alphabet="aB. \n?!\"'”)", max_size=60))
def test_sentences_are_in_order_and_hold_all_words(text: str) -> None:
    ranges = [*cut(text)]
    assert all(start < end for start, end in ranges)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(ranges))
    inside = "".join(text[start:end] for start, end in ranges)
    assert [c for c in inside if c.isalpha()] == [c for c in text if c.isalpha()]


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("However, the cell (see above) divides [3].", "The cell divides."),
        ("In addition to water, plasma holds salts.", "In addition to water, plasma holds salts."),
        ("And the king has also left.", "The king has left."),
        ("They form one (or more) solid products (precipitates).", "They form one (or more) solid products."),
    ],
)
def test_what_only_ties_to_the_page_is_dropped(sentence: str, plain: str) -> None:
    assert plainly(sentence) == plain


def _read(text: str) -> list[str]:
    return [sentence.plain for sentence in read(passages_of(document_of(text)))[0]]


@pytest.mark.parametrize(
    "text",
    [
        "This process takes place in the small intestine.",
        "As shown in Figure 3, the small intestine absorbs sugar.",
        "We measured the small intestine of three healthy mice.",
        "They moved slowly through the small intestine of the mouse.",
        "Other cells move slowly through the small intestine.",
        "Did the small intestine absorb the sugar of the meal?",
        "The parts are: the stomach, the small intestine and the liver.",
        "Running quickly through the small intestine without any stop.",
        "Too short here.",
    ],
)
def test_sentences_that_lean_on_others_are_left_out(text: str) -> None:
    assert _read(text) == []


def test_a_pronoun_is_replaced_by_the_subject_of_the_sentence_before() -> None:
    text = "The thalamus relays signals to the cerebral cortex. It contains several groups of nerve cells."
    sentences, _ = read(passages_of(document_of(text)))
    assert sentences[1].plain == "The thalamus contains several groups of nerve cells."
    assert sentences[1].text == "It contains several groups of nerve cells."
    assert sentences[1].context == sentences[0]


def test_an_empty_it_refers_to_nothing() -> None:
    text = "The court met in the capital of the state. It was only later that the judges ruled on the case."
    assert _read(text) == ["The court met in the capital of the state."]
