"""Items that ask for a term: what gives it away."""

import pytest

from mcqgen.writers.offline.knowledge import Knowledge
from mcqgen.writers.offline.recall import echoes


@pytest.mark.parametrize(
    ("key", "stem"),
    [
        ("alveoli", "Which sacs are filled when the intra-alveolar pressure falls?"),
        ("ageism", "What is the term for discrimination based on age?"),
        ("racism", "Which term is defined as “power intertwined with racial prejudice”?"),
        ("polyclonal response", "Which response is the stimulation of multiple T cell clones?"),
    ],
)
def test_a_root_of_the_key_is_heard_in_the_stem(key: str, stem: str) -> None:
    assert echoes(key, stem, ("sexism", "oppression", "primary response"))


@pytest.mark.parametrize(
    ("key", "stem"),
    [
        ("therapy", "Which of the following helps the patient for a time?"),
        ("retina", "Which term is defined as “light-sensitive lining of the eye”?"),
        ("forensics", "What is the term for evidence from a crime that is kept for courts?"),
    ],
)
def test_short_words_that_begin_others_by_chance_are_no_echo(key: str, stem: str) -> None:
    assert not echoes(key, stem, ("cornea", "pupil"))


def test_what_all_options_share_is_no_echo() -> None:
    assert not echoes("ionic bonding", "Which kind of bonding is it?", ("covalent bonding", "metallic bonding"))


def test_terms_of_one_head_are_of_one_type(known: Knowledge) -> None:
    terms = known.lexicon.terms
    assert known.of_a_type(terms["ionic bond"], terms["covalent bond"]) == 1
    assert known.of_a_type(terms["ionic bond"], terms["samuel adams"]) < 0.5
