"""A glossary's entries become definitions; what only looks like one does not."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from mcqgen.domain.document import Document, Page, Passage, Segment, Span
from mcqgen.writers.offline import kindred
from mcqgen.writers.offline.draft import evidence_of
from mcqgen.writers.offline.entries import listed
from mcqgen.writers.offline.knowledge import Knowledge
from mcqgen.writers.offline.recall import by_definition
from mcqgen.writers.offline.understanding import by_meaning

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

TERMS = """amplitude: height of a wave

basilar membrane: thin strip of tissue within the cochlea that contains the hair cells

cochlea (inner ear): fluid-filled, snail-shaped structure that contains the sensory receptor cells of the hearing system

Cornea: A transparent covering over the eye

frequency: number of waves that pass a given point in a given time

iris: colored portion of the eye

just noticeable difference: when two stimuli can be told apart half the time

pupil: small opening in the eye through which light passes

retina: light-sensitive lining of the eye

wavelength: length of a wave from one peak to the next peak"""

NOTES = """Office hours: Monday to Friday in the morning

The wave has a crest. It moves on.

Note: bring your own paper and pencils to class"""


def _page(text: str) -> tuple[Document, tuple[Passage, ...]]:
    document = Document(
        name="terms.txt",
        sha256="1" * 64,
        media_type="text/plain",
        title="Terms",
        language="en",
        pages=(Page(number=1, text=text),),
    )
    segment = Segment(at=0, span=Span(page=1, start=0, end=len(text)))
    passage = Passage(document_id=document.id, number=0, section=("Key Terms",), text=text, segments=(segment,))
    return document, (passage,)


def test_each_entry_is_a_definition_in_its_own_words() -> None:
    found = {term.text: definition.description for term, definition in listed(_page(TERMS)[1])}
    assert found["retina"] == "light-sensitive lining of the eye"
    assert found["cochlea"].startswith("fluid-filled, snail-shaped structure")
    assert len(found) == 9


def test_a_meaning_that_is_a_statement_is_left_out() -> None:
    assert "just noticeable difference" not in {term.text for term, _ in listed(_page(TERMS)[1])}


def test_two_lines_with_colons_are_no_glossary() -> None:
    assert list(listed(_page(NOTES)[1])) == []


@pytest.fixture(scope="module")
def eye(embed: Embed) -> Knowledge:
    """What the writer knows of a page that is only a glossary."""
    return Knowledge(_page(TERMS)[1], embed)


def test_a_capital_that_only_begins_the_entry_is_not_kept(eye: Knowledge) -> None:
    assert next(d for t, d in eye.definitions if t.text.lower() == "cornea").description.startswith("a transparent")


def test_the_evidence_of_an_entry_is_verbatim(eye: Knowledge) -> None:
    document, _ = _page(TERMS)
    for _, definition in eye.definitions:
        (quote,) = evidence_of(definition.sentence, document)
        assert document.pages[0].text[quote.start : quote.end] == quote.quote


def test_other_entries_are_the_distractors_the_nearest_in_meaning(eye: Knowledge) -> None:
    term, definition = next(pair for pair in eye.definitions if pair[0].text == "amplitude")
    draft = by_definition(eye, term, definition, 3)
    assert draft is not None
    assert "“height of a wave”" in draft.stem
    assert {choice.text for choice in draft.distractors} == {"frequency", "wavelength"}


def test_a_meaning_is_asked_for_among_meanings(eye: Knowledge) -> None:
    term, definition = next(pair for pair in eye.definitions if pair[0].text == "iris")
    draft = by_meaning(eye, term, definition, 3)
    assert draft is not None
    assert draft.stem == "What does the term “iris” mean?"
    assert draft.key == "colored portion of the eye"


def test_a_formula_is_no_meaning_to_ask_for(embed: Embed) -> None:
    others = "volt: the unit of potential\n\nwatt: the unit of power"
    units = f"{TERMS}\n\nohm: the unit of electrical resistance{{}}\n\n{others}"
    plain, formula = (
        {draft.about for draft in kindred.drafts(Knowledge(_page(units.format(more))[1], embed), 4)}
        for more in ("", ", given by 1 Ω = 1 V/A")
    )
    assert plain - formula == {"ohm"}


def test_a_meaning_that_calls_itself_a_term_is_not_asked_for_as_a_term(embed: Embed) -> None:
    units = f"{TERMS}\n\nohm: {{}} electrical resistance\n\nvolt: the unit of potential\n\nwatt: the unit of power"
    asked = [
        {draft.about for draft in kindred.drafts(Knowledge(_page(units.format(said))[1], embed), 4)}
        for said in ("the unit of", "a term that means the unit of")
    ]
    assert "ohm" in asked[0] - asked[1]
