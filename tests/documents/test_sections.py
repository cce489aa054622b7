"""Kinds of sections by their titles."""

import pytest

from mcqgen.documents.sections import SectionKind, Sections, kind_of
from mcqgen.domain.document import Heading
from tests.documents.conftest import document_of, page_of


@pytest.mark.parametrize(
    "title",
    [
        *(
            "References",
            "7. REFERENCES",
            "Bibliography",
            "Index",
            "Table of Contents",
            "Referencias",
            "Acknowledgements",
        ),
        *(
            "Review Questions",
            "Problems & Exercises",
            "Critical Thinking Questions",
            "Chapter 3 Exercises",
            "Test Prep",
        ),
        *("Answer Key", "Funding", "Copyright", "Homework", "Further Reading"),
    ],
)
def test_sections_without_substance_are_skipped(title: str) -> None:
    assert kind_of(title) is SectionKind.SKIPPED


@pytest.mark.parametrize("title", ["Glossary", "Key Terms", "1.4 Key Words", "Vocabulary"])
def test_glossaries_are_told(title: str) -> None:
    assert kind_of(title) is SectionKind.GLOSSARY


@pytest.mark.parametrize(
    "title",
    [
        "Introduction",
        "The Problem of Evil",
        "Index Funds and Markets",
        "Chapter Review",
        "Section Summary",
        "Social Problems",
        "Copyright Law",
        "Funding the War",
        "The Question of Slavery",
    ],
)
def test_substance_is_kept(title: str) -> None:
    assert kind_of(title) is SectionKind.PROSE


def test_a_skipped_section_takes_its_parts_along_and_ends_at_its_level() -> None:
    headings = [
        Heading(title="Cells", level=1, page=1, start=0),
        Heading(title="Exercises", level=2, page=1, start=10),
        Heading(title="Part A", level=3, page=1, start=20),
        Heading(title="Membranes", level=2, page=1, start=30),
        Heading(title="Learning Objectives", level=3, page=1, start=40),
    ]
    sections = Sections(document_of(page_of(1, ["x" * 60]), headings=headings))
    assert sections.at(1, 5).titles == ("Cells",)
    assert sections.at(1, 25).kind is SectionKind.SKIPPED
    assert sections.at(1, 35).titles == ("Cells", "Membranes")
    assert sections.at(1, 45).titles == ("Cells", "Membranes")
    assert sections.at(1, 45).kind is SectionKind.OBJECTIVES


def test_before_the_first_heading_there_is_no_section() -> None:
    assert Sections(document_of(page_of(1, ["x"]))).at(1, 0).titles == ()
