"""Views of pages, made beside the app: pictures, words around a quote, and what is said where there is neither."""

import re
from pathlib import Path

from mcqgen.documents import Mark, Paragraph, Picture, load
from mcqgen.domain.document import Role
from mcqgen.domain.item import Evidence
from mcqgen.domain.quotes import find_quote
from mcqgen.domain.run import DocumentInfo
from mcqgen.settings import Settings
from mcqgen.ui.gallery import Gallery, Place, places
from mcqgen.ui.review_source import around, page

PDF = "application/pdf"
INFO = DocumentInfo(
    id="d", name="a<b>.pdf", title="", sha256="", media_type=PDF, language="en", pages=1, passages=1, warnings=()
)


def quoted(start: int, end: int, *, number: int = 1, document: str = "d", quote: str = "It <is> so.") -> Evidence:
    return Evidence(document=document, page=number, quote=quote, start=start, end=end)


def test_quotes_of_one_page_are_one_place() -> None:
    found = places((quoted(5, 9, number=2), quoted(1, 3), quoted(20, 30, number=2), quoted(1, 2, document="e")))
    assert [(place.document, place.page, place.spans) for place in found] == [
        ("d", 2, ((5, 9), (20, 30))), ("d", 1, ((1, 3),)), ("e", 1, ((1, 2),)),
    ]  # fmt: skip


def test_views_are_made_once_and_the_latest_are_kept(checkout: Path, tmp_path: Path) -> None:
    gallery = Gallery(Settings())
    chapter = checkout / "sample_docs" / "psychology-memory.pdf"
    text = load(chapter, Settings(), pages="2").pages[0].text
    span = find_quote("The encoding of words and their meaning is known as semantic encoding.", 2, text)
    assert span
    place = Place("d", 2, (quoted(span.start, span.end, number=2),))
    view = gallery.view(place, PDF, chapter)
    assert gallery.view(place, PDF, chapter) is view
    drawn = view.result(timeout=60).picture
    assert drawn and len(drawn.marks) == 2

    notes = tmp_path / "notes.md"
    notes.write_text("# Bells\n\nThe bell rings.\n\nThe doors close.\n")
    told = gallery.view(Place("e", 1, (quoted(10, 13),)), "text/markdown", notes).result(timeout=60)
    assert "The bell rings." in [paragraph.text for paragraph in told.paragraphs]
    gone = gallery.view(Place("f", 1, (quoted(1, 2),)), "text/markdown", tmp_path / "gone.md").result(timeout=60)
    assert gone.problem
    for number in range(50):
        gallery.view(Place("g", number, ()), "text/markdown", tmp_path / "gone.md")
    assert gallery.view(place, PDF, chapter) is not view


def test_what_is_shown_is_escaped() -> None:
    place = Place("d", 3, (quoted(0, 9, number=3),))
    mark = Mark(left=10, top=50, width=40, height=10, text="It <is> so.")
    shown = page(Picture(data=b"x", width=100, height=200, marks=(mark,), ink=(5, 95)), place, INFO)
    assert "<is>" not in shown and "a<b>" not in shown
    assert 'data-top="0.2500" data-bottom="0.3000" data-left="0.1000" data-right="0.5000"' in shown
    assert 'alt="Page 3 of a&lt;b&gt;.pdf, as it looks. Marked in yellow: “It &lt;is&gt; so.”"' in shown
    unmarked = page(Picture(data=b"x", width=100, height=200, marks=()), place, INFO)
    assert "could not be found again" in unmarked and "<blockquote" in unmarked


def test_the_quote_is_marked_in_the_words_around_it() -> None:
    paragraphs = (
        Paragraph(text="Of <b>", role=Role.HEADING),
        Paragraph(text="It <is> so. And so on.", marks=((0, 6), (3, 11))),
        Paragraph(text="x = 1", role=Role.CODE),
    )
    shown = around(paragraphs, Place("d", 1, (quoted(0, 9),)), None)
    assert re.sub("</mark><mark>", "", shown).count("<mark>It &lt;is&gt; so.</mark> And so on.") == 1
    assert 'class="mcq-paragraph mcq-heading" dir="auto">Of &lt;b&gt;<' in shown
    assert 'class="mcq-paragraph mcq-code"' in shown
