"""Glossaries on printed pages: each entry is kept apart, and its term is told from its meaning."""

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from mcqgen.documents import load, split
from mcqgen.settings import Settings

ENTRIES = {
    "amnesia": "loss of long-term memory that occurs as the result of disease, physical or psychological\ntrauma",
    "encoding": "input of information into the memory system",
    "episodic memory": "type of declarative memory that contains information about events that a person has\n"
    "experienced, in parts: the scene and the feeling",
    "retrieval": "act of getting information out of memory storage and back into awareness",
}


def _printed(path: Path, *, colon: bool, gap: float) -> None:
    """Draw a page of entries, each with a bold term before its meaning."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(72, 770, "Key Terms")
    at = 740.0
    for term, meaning in ENTRIES.items():
        first, *more = meaning.split("\n")
        text = canvas.beginText(72, at)
        text.setFont("Helvetica-Bold", 10)
        text.textOut(f"{term}{':' if colon else ''} ")
        text.setFont("Helvetica", 10)
        text.textLine(first)
        for line in more:
            text.textLine(line)
        canvas.drawText(text)
        at = text.getY() - gap
    canvas.save()


@pytest.mark.parametrize("colon", [True, False])
@pytest.mark.parametrize("gap", [0.0, 8.0])
def test_entries_are_kept_apart_and_their_terms_set_off(tmp_path: Path, colon: bool, gap: float) -> None:
    path = tmp_path / "terms.pdf"
    _printed(path, colon=colon, gap=gap)
    (passage,) = split(load(path, Settings(home=tmp_path / "home")), size=1000)
    assert passage.text.split("\n\n") == [f"{term}: {' '.join(meaning.split())}" for term, meaning in ENTRIES.items()]
