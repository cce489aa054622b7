"""What difficulty is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqgen.domain.blueprint import Difficulty
from mcqgen.errors import RequestError
from mcqgen.planning import parse_mix

EASY, MEDIUM, HARD = Difficulty


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("easy", 3, {EASY: 3}),
        (" Hard ", 1, {HARD: 1}),
        ("mixed", 10, {EASY: 3, MEDIUM: 4, HARD: 3}),
        ("mixed", 11, {EASY: 3, MEDIUM: 5, HARD: 3}),
        ("mixed", 2, {MEDIUM: 2}),
        ("easy:3,medium:5,hard:2", None, {EASY: 3, MEDIUM: 5, HARD: 2}),
        ("hard:2, easy:1,", 3, {EASY: 1, HARD: 2}),
        ("easy:0,hard:2", None, {HARD: 2}),
        ("MEDIUM : 4", 4, {MEDIUM: 4}),
    ],
)
def test_what_is_understood(text: str, count: int | None, expected: dict[Difficulty, int]) -> None:
    assert parse_mix(text, count) == expected


@pytest.mark.parametrize(
    ("text", "count", "message"),
    [
        ("esay", 5, "Unknown difficulty 'esay'. Did you mean 'easy'?"),
        ("mixd", 5, "Did you mean 'mixed'?"),
        ("brutal", 5, "There are: easy, medium, hard, mixed"),
        ("", 5, "Unknown difficulty ''"),
        ("medum:3", None, "Did you mean 'medium'?"),
        ("mixed:3", None, "Unknown difficulty 'mixed'"),
        ("easy:x", None, "'easy:x' has no whole number"),
        ("easy:-1", None, "'easy:-1' has no whole number"),
        ("easy:1,hard", None, "'hard' has no whole number"),
        ("easy:1,easy:2", None, "'easy' stands twice"),
        ("easy:3,hard:2", 10, "adds up to 5 items, but 10 were asked for"),
        ("easy:0", None, "0 items make no sense"),
        (":", None, "Unknown difficulty"),
        ("easy", 0, "0 items make no sense: ask for at least 1"),
        ("mixed", -4, "-4 items make no sense"),
        ("easy", None, "How many items?"),
        ("easy", 2001, "at most 2000"),
        ("easy:999999,hard:1", None, "1000000 items are too many"),
    ],
)
def test_what_is_refused(text: str, count: int | None, message: str) -> None:
    with pytest.raises(RequestError) as caught:
        parse_mix(text, count)
    assert message in str(caught.value)


@given(st.sampled_from(["easy", "medium", "hard", "mixed"]), st.integers(1, 2000))
def test_the_count_is_kept(word: str, count: int) -> None:
    mix = parse_mix(word, count)
    assert sum(mix.values()) == count
    assert min(mix.values()) > 0


@given(st.text(max_size=30), st.one_of(st.none(), st.integers(-5, 50)))
def test_any_text_is_a_mix_or_a_request_error(text: str, count: int | None) -> None:
    try:
        mix = parse_mix(text, count)
    except RequestError:
        return
    assert sum(mix.values()) > 0
