"""Choosing distractors that cannot be told by their length."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from mcqgen.writers.offline.draft import Choice
from mcqgen.writers.offline.options import choose

texts = st.text(alphabet="abcdef ", min_size=1, max_size=60).filter(str.strip)


@given(texts, st.lists(texts, max_size=12), st.integers(2, 4))
def test_chosen_distractors_differ_from_each_other_and_from_the_key(key: str, others: list[str], wanted: int) -> None:
    chosen = choose(key, "stem", [Choice(text, "", 0.5) for text in others], wanted)
    assert len(chosen) in (0, wanted)
    if chosen:
        assert len({choice.text.lower() for choice in chosen} | {key.lower()}) == wanted + 1


def test_the_key_has_every_place_in_the_order_of_lengths_and_first_and_last_more_often() -> None:
    choices = [Choice("x" * length, "", 0.5) for length in (6, 7, 8, 9, 11, 12, 13, 14)]
    ranks = Counter(
        sum(len(choice.text) < 10 for choice in choose("k" * 10, f"stem {number}", choices, 3)) for number in range(400)
    )
    assert {place: round(count / 40) for place, count in ranks.items()} == {0: 3, 1: 2, 2: 2, 3: 3}


def test_a_better_set_wins_among_those_of_one_length() -> None:
    choices = [Choice(text, "", worth) for text, worth in (("aaaa", 0.9), ("bbbb", 0.8), ("cccc", 0.7), ("dddd", 0.1))]
    assert {choice.text for choice in choose("kkkk", "stem", choices, 3)} == {"aaaa", "bbbb", "cccc"}


def test_two_names_of_one_thing_are_not_both_offered() -> None:
    def chosen(*names: str) -> int:
        return len(choose("mast cell", "stem", [Choice(name, "", 0.8) for name in names], 3))

    assert chosen("natural killer cell", "plasma cell", "T cell") == 3
    assert chosen("natural killer cell", "NK cell", "T cell") == 0


def test_statements_that_say_nearly_the_same_are_not_both_offered() -> None:
    key = "It lies between the forebrain and the hindbrain, deep within the brain."
    twin = "It serves as the interface between the nervous system and the endocrine system"
    warmth = "It regulates body temperature, appetite and blood pressure in all of us."
    sleep = "It controls the heart rate and the breathing of everyone who is asleep."

    def chosen(*texts: str) -> int:
        return len(choose(key, "stem", [Choice(text, "", 0.8) for text in texts], 3))

    assert chosen(twin, warmth, sleep) == 3
    assert chosen(twin, f"{twin} in behavior", sleep) == 0
