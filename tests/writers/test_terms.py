"""Terms: how they are written, what type they are, which can be options together."""

import pytest

from mcqgen.writers.offline.knowledge import Knowledge
from mcqgen.writers.offline.language import read
from mcqgen.writers.offline.terms import Lexicon, Term, alike, collect, countable, exclusive, rarity
from tests.writers.conftest import document_of, passages_of


def lexicon_of(text: str) -> Lexicon:
    """The lexicon of a text."""
    return collect(read(passages_of(document_of(text)))[0])


def test_a_capital_that_only_the_place_gave_is_lost() -> None:
    lexicon = lexicon_of(
        "Prejudice harms people in many countries. Scholars have studied prejudice for years in Ghana."
    )
    assert lexicon.natural("Prejudice", first_is_proper=False) == "prejudice"
    assert lexicon.natural("Ghana", first_is_proper=True) == "Ghana"
    assert lexicon.natural("U.S. law", first_is_proper=True) == "U.S. law"


def test_a_name_keeps_the_capitals_of_its_common_words() -> None:
    lexicon = lexicon_of(
        "A new spacecraft left the earth. People signed a treaty with an organization of the north."
        " In those years NASA sent Horizons to Pluto. The states of the Atlantic met near the North Sea in London."
        " Every organization wants a new treaty. The old theory is of Keynes."
    )
    assert lexicon.natural("NASA New Horizons spacecraft", first_is_proper=True) == "NASA New Horizons spacecraft"
    assert lexicon.natural("New Treaty Organization", first_is_proper=True) == "new treaty organization"
    assert lexicon.natural("NASA Atlantic Treaty Organization", first_is_proper=True).endswith("Treaty Organization")


def test_a_common_word_is_no_person() -> None:
    lexicon = lexicon_of(
        "For example, oxygen, with six electrons in its valence shell, is likely to react with other atoms in a way"
        " that results in the addition of two electrons to oxygen’s valence shell, bringing the number to eight."
    )
    assert lexicon.terms["oxygen"].label == "", "the tagger takes it for a person"


def test_surnames_stand_for_the_person() -> None:
    lexicon = lexicon_of(
        "Emilio Aguinaldo led the rebels of the Philippines. Aguinaldo fought the Spanish army for years."
        " General Shafter landed an army in Cuba. Shafter marched to the city of Santiago."
    )
    assert lexicon.terms["aguinaldo"].text == "Emilio Aguinaldo"
    assert lexicon.terms["shafter"].label == "PERSON"


@pytest.mark.parametrize(("rare", "common"), [("thalamus", "brain"), ("denaturation", "change")])
def test_rare_words_are_special(rare: str, common: str) -> None:
    assert rarity(rare) > rarity(common)


def _term(known: Knowledge, name: str) -> Term:
    return known.lexicon.terms[name]


def test_terms_of_one_head_are_alike_and_exclusive(known: Knowledge) -> None:
    ionic, covalent = _term(known, "ionic bond"), _term(known, "covalent bond")
    assert alike(ionic, covalent) == 1
    assert exclusive(ionic, covalent)
    assert countable(ionic)


def test_a_term_within_another_is_not_exclusive(known: Knowledge) -> None:
    atom = _term(known, "ionic bond")
    assert not exclusive(atom, atom)


def test_people_and_laws_are_of_different_kinds(known: Knowledge) -> None:
    assert alike(_term(known, "samuel adams"), _term(known, "sugar act")) < 0.45
