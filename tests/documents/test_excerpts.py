"""The words around a quote."""

from pathlib import Path

import pytest

from mcqgen.documents.excerpts import Paragraph, around, excerpt
from mcqgen.domain.document import Line, Page, Role
from mcqgen.settings import Settings

PARAGRAPHS = ("Of Cells", "Alpha is first.", "Beta follows\nat once.", "Gamma is third.", "Delta.", "Epsilon ends.")


def page(separator: str = "\n\n") -> Page:
    lines = (Line(start=0, end=8, role=Role.HEADING),)
    return Page(number=1, text=separator.join(PARAGRAPHS) + separator, lines=lines)


def marked(found: tuple[Paragraph, ...]) -> list[str]:
    return [paragraph.text[start:end] for paragraph in found for start, end in paragraph.marks]


@pytest.mark.parametrize("separator", ["\n\n", "\r\n\r\n", "\n \t\n\n"])
def test_two_paragraphs_stand_before_and_behind_the_one_with_the_quote(separator: str) -> None:
    loaded = page(separator)
    start = loaded.text.index("follows")
    found = around(loaded, [(start, start + 12)])
    assert [paragraph.text for paragraph in found] == list(PARAGRAPHS[:5])
    assert marked(found) == ["follows\nat o"]
    assert [paragraph.role for paragraph in found[:2]] == [Role.HEADING, Role.TEXT]


def test_a_quote_over_two_paragraphs_is_marked_in_both() -> None:
    loaded = page()
    found = around(loaded, [(loaded.text.index("third"), loaded.text.index("lta."))])
    assert marked(found) == ["third.", "De"]
    assert found[-1].text == "Epsilon ends."


def test_several_spans_are_marked_in_their_order() -> None:
    loaded = page()
    spans = [(loaded.text.index(word), loaded.text.index(word) + len(word)) for word in ("first", "Alpha")]
    assert marked(around(loaded, spans)) == ["Alpha", "first"]


def test_a_span_behind_the_end_shows_nothing() -> None:
    assert around(page(), [(9000, 9010)]) == ()
    assert around(page(), []) == ()


def test_the_document_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("\n\n".join(PARAGRAPHS))
    found = excerpt(path, Settings(), 1, [(10, 15)])
    assert marked(found) == ["Alpha"]
    assert excerpt(path, Settings(), 7, [(10, 15)]) == ()
