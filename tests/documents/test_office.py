"""Reading Word and PowerPoint files."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pptx
import pytest
from docx.enum.text import WD_BREAK

from mcqgen.documents.job import Job, Loaded
from mcqgen.documents.kinds import Kind
from mcqgen.documents.worker import read
from mcqgen.domain.document import Role
from mcqgen.errors import DocumentError, RequestError
from tests.documents.conftest import SENTENCES

pytestmark = pytest.mark.no_cover  # long, and the tests of the parts run nearly all of these lines


def load(path: Path, kind: Kind, *, pages: str = "", max_pages: int = 2000) -> Loaded:
    return read(Job(path=path, kind=kind, pages=pages, max_pages=max_pages), lambda count: None)


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    document = docx.Document()
    document.core_properties.title = "Ignored when there is a first heading"
    document.add_heading("Cells", 0)
    document.add_heading("Membranes", 2)
    paragraph = document.add_paragraph(SENTENCES[0])
    paragraph.add_run(" hidden").font.hidden = True
    paragraph.add_run().add_break(WD_BREAK.LINE)
    document.add_paragraph("glucose feeds the cell", style="List Bullet")
    document.add_paragraph("Figure 1 A cell", style="Caption")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Organ", "Cells"
    path = tmp_path / "made.docx"
    document.save(str(path))
    return path


def rows(loaded: Loaded) -> list[tuple[Role, str]]:
    return [(line.role, page.text[line.start : line.end]) for page in loaded.pages for line in page.lines]


def test_word_files_keep_headings_lists_and_tables_in_order(word_file: Path) -> None:
    loaded = load(word_file, Kind.DOCX)
    assert loaded.title == "Cells"
    assert [(h.title, h.level) for h in loaded.headings] == [("Cells", 1), ("Membranes", 2)]
    assert rows(loaded) == [
        (Role.HEADING, "Cells"),
        (Role.HEADING, "Membranes"),
        (Role.TEXT, SENTENCES[0]),
        (Role.LIST, "glucose feeds the cell"),
        (Role.CAPTION, "Figure 1 A cell"),
        (Role.TABLE, "Organ | Cells"),
    ]
    place = loaded.headings[1]
    assert loaded.pages[0].text[place.start :].startswith("Membranes")


def test_long_word_files_are_cut_with_a_warning(word_file: Path) -> None:
    loaded = read(Job(path=word_file, kind=Kind.DOCX, max_pages=0), lambda count: None)
    assert loaded.pages[0].text == ""
    assert "Only the first 0 characters" in loaded.warnings[0]


def test_word_files_have_no_pages_to_choose(word_file: Path) -> None:
    with pytest.raises(RequestError, match="has no pages"):
        load(word_file, Kind.DOCX, pages="1")


@pytest.fixture
def slides(tmp_path: Path) -> Path:
    deck = pptx.Presentation()
    for number in (1, 2, 3):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"Slide {number}"
        slide.placeholders[1].text = f"{SENTENCES[number]}\nglucose feeds"
        slide.notes_slide.notes_text_frame.text = f"Say that {SENTENCES[0]}"
    deck.slides[2].element.set("show", "0")
    table = deck.slides[0].shapes.add_table(1, 2, 0, 5_000_000, 1_000_000, 100_000).table
    table.cell(0, 0).text, table.cell(0, 1).text = "Organ", "Cells"
    path = tmp_path / "made.pptx"
    deck.save(str(path))
    return path


def test_each_slide_is_a_page_with_its_notes(slides: Path) -> None:
    loaded = load(slides, Kind.PPTX)
    assert [page.number for page in loaded.pages] == [1, 2]
    assert [(h.title, h.page) for h in loaded.headings] == [("Slide 1", 1), ("Slide 2", 2)]
    assert loaded.title == "Slide 1"
    assert rows(loaded)[:6] == [
        (Role.HEADING, "Slide 1"),
        (Role.TEXT, SENTENCES[1]),
        (Role.LIST, "glucose feeds"),
        (Role.TABLE, "Organ | Cells"),
        (Role.CAPTION, "Speaker notes:"),
        (Role.TEXT, f"Say that {SENTENCES[0]}"),
    ]


def test_slides_are_chosen_and_limited(slides: Path) -> None:
    assert [page.number for page in load(slides, Kind.PPTX, pages="2").pages] == [2]
    loaded = load(slides, Kind.PPTX, max_pages=1)
    assert loaded.warnings == ("Only 1 of 3 slides were read: the limit is MCQGEN_MAX_PAGES.",)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(60):
            part.write(bytes(1_000_000))
    for kind in (Kind.DOCX, Kind.PPTX):
        with pytest.raises(DocumentError, match=r"'bomb.docx' unpacks to 60 MB"):
            load(path, kind)


@pytest.mark.parametrize("kind", [Kind.DOCX, Kind.PPTX])
@pytest.mark.parametrize("broken", [b"<not closed", b"", b"<x xmlns='y'>&undefined;</x>"])
def test_broken_packages_get_a_sentence(tmp_path: Path, kind: Kind, broken: bytes) -> None:
    path = tmp_path / "broken.bin"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", broken)
        package.writestr("_rels/.rels", broken)
        package.writestr("word/document.xml", broken)
    with pytest.raises(DocumentError, match=r"'broken.bin' is damaged and cannot be opened"):
        load(path, kind)


def test_external_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    path = tmp_path / "sly.docx"
    body = "<w:body><w:p><w:r><w:t>open &e;</w:t></w:r></w:p></w:body>"
    entity = f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{secret}">]>'
    xml = f'{entity}<w:document xmlns:w="w">{body}</w:document>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", xml)
    text = load(path, Kind.DOCX).pages[0].text
    assert "open" in text
    assert "secret" not in text


def test_all_office_files_are_read_or_refused_in_words(
    data_folder: Path, load_all: Callable[[list[Path]], dict[str, str]]
) -> None:
    files = sorted((data_folder / "office").iterdir())
    outcome = load_all(files)
    assert len(outcome) == 43
    failed = {name: said for name, said in outcome.items() if said}
    assert set(failed) == {"unstructured__test-image-jpg-mime.pptx"}
    assert "has no text in it" in failed["unstructured__test-image-jpg-mime.pptx"]
