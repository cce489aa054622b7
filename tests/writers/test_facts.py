"""Facts that the parse of a sentence yields."""

import pytest

from mcqgen.writers.offline import facts
from mcqgen.writers.offline.inversion import inverted
from mcqgen.writers.offline.language import Sentence, read
from mcqgen.writers.offline.relations import relations
from mcqgen.writers.offline.terms import collect
from tests.writers.conftest import document_of, passages_of


def sentence(text: str) -> Sentence:
    """The only sentence of a text."""
    ((only,), _) = read(passages_of(document_of(text)))
    return only


@pytest.mark.parametrize(
    ("text", "term", "description"),
    [
        ("A cation is an ion that has a positive charge.", "cation", "an ion that has a positive charge"),
        (
            "Morbidity refers to the incidence of disease in a population.",
            "Morbidity",
            "the incidence of disease in a population",
        ),
        (
            "Strands with fewer than a hundred amino acids are called polypeptides.",
            "polypeptides",
            "strands with fewer than a hundred amino acids",
        ),
        (
            "A chain molecule of repeated chemical units is known as a polymer.",
            "polymer",
            "a chain molecule of repeated chemical units",
        ),
        (
            "Conformity is the extent to which a person follows the norms of a group.",
            "Conformity",
            "the extent to which a person follows the norms of a group",
        ),
        (
            "The bones are covered by a thin sheet of fibrous tissue called the periosteum.",
            "periosteum",
            "a thin sheet of fibrous tissue",
        ),
        (
            "A layer of fatty tissue called the hypodermis lies beneath the dermis.",
            "hypodermis",
            "a layer of fatty tissue",
        ),
    ],
)
def test_definitions(text: str, term: str, description: str) -> None:
    (found,) = facts.definitions(sentence(text))
    assert (found.term, found.description) == (term, description)


@pytest.mark.parametrize(
    "text",
    [
        "Cholesterol is an important component of the bile acids.",
        "The war is a reason for the high taxes of the colony.",
        "A cation is not an atom that has a positive charge.",
        "The cation was an ion that had a positive charge.",
    ],
)
def test_opinions_and_particular_things_are_no_definitions(text: str) -> None:
    assert not list(facts.definitions(sentence(text)))


def test_a_description_that_stands_behind_a_side_clause_is_passed_over() -> None:
    assert not list(facts.definitions(sentence("A society is, when people act together, a group that shares land.")))


def test_a_predication_knows_its_setting() -> None:
    found = facts.predication(sentence("In 1830, Congress passed the Indian Removal Act for the southern states."))
    assert found is not None
    assert (found.setting, found.subject.text) == ("In 1830,", "Congress")
    assert found.predicate == "passed the Indian Removal Act for the southern states"


@pytest.mark.parametrize(
    "text",
    [
        "Congress never passed the Indian Removal Act for the states.",
        "Two years later, Congress passed the Indian Removal Act for the states.",
        "As in the example, Congress passed the Indian Removal Act for the states.",
        "Like the Senate, Congress passed the Indian Removal Act for the states.",
        "Congress depends on the Indian Removal Act for the southern states.",
        "Congress is classified as a high body of the law in the southern states.",
        "Congress then passed the Indian Removal Act for the southern states.",
        "The straight line connects her starting point with the end of the walk.",
        "The restoration colonies included Pennsylvania and the two Carolinas of the south.",
        "George Fox had founded the Society of Friends in England before the war ended.",
    ],
)
def test_what_hangs_on_an_earlier_sentence_is_no_predication(text: str) -> None:
    assert facts.predication(sentence(text)) is None


def test_side_clauses_with_their_own_subject_are_left_away() -> None:
    found = facts.predication(sentence("The liver produces bile, whereas the kidney filters the blood."))
    assert found is not None
    assert found.predicate == "produces bile"


def test_what_a_term_refers_to_is_told_to_its_end() -> None:
    text = "Expulsion refers to a subordinate group being forced, by a dominant group, to leave a certain area."
    told = [found.description for found in facts.definitions(sentence(text))]
    assert told == ["a subordinate group being forced, by a dominant group, to leave a certain area"]


def test_closings_are_terms_at_the_end() -> None:
    found = facts.closing(sentence("Sensory axons then project to the cerebral cortex."))
    assert found is not None
    assert (found.lead, found.term.text) == ("Sensory axons then project to the", "cerebral cortex")
    assert facts.closing(sentence("The king and the queen lived in London and Paris.")) is None


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Ependymal cells are a type of glial cell in the brain.", "Ependymal cells", "glial cell"),
        ("Sugars such as glucose and fructose feed the hungry cells.", "Sugars", "fructose"),
        ("The extracellular matrix, called plasma, carries the blood cells.", "The extracellular matrix", "plasma"),
    ],
)
def test_relations_tell_what_is_the_other(text: str, one: str, other: str) -> None:
    pairs = {(first.text, second.text) for first, second in relations(sentence(text))}
    assert (one, other) in pairs


@pytest.mark.parametrize(
    ("text", "gap", "asked"),
    [
        (
            "Congress passed the Indian Removal Act in the spring.",
            "the Indian Removal Act",
            "did Congress pass in the spring",
        ),
        ("The liver produces bile for the gut.", "bile", "does the liver produce for the gut"),
        (
            "The army was defeated by the Sioux warriors near the river.",
            "the Sioux warriors",
            "was the army defeated by near the river",
        ),
    ],
)
def test_questions_are_inverted(text: str, gap: str, asked: str) -> None:
    only = sentence(text)
    said = facts.predication(only)
    assert said is not None
    start = only.plain.index(gap)
    span = only.parse.char_span(start, start + len(gap))
    assert span is not None
    assert inverted(said, collect([only]), span) == asked


def test_joined_verbs_cannot_be_inverted() -> None:
    only = sentence("Congress passed the act and ended the war.")
    said = facts.predication(only)
    assert said is not None
    assert inverted(said, collect([only]), only.parse[2:4]) is None
