"""Bad input gets one sentence; good input a document."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mcqgen.documents import load
from mcqgen.documents.language import detect
from mcqgen.errors import DocumentError
from mcqgen.settings import Settings
from tests.documents.conftest import SENTENCES


def said(path: Path, **settings: object) -> str:
    with pytest.raises(DocumentError) as raised:
        load(path, Settings(**settings))  # type: ignore[arg-type]
    message = str(raised.value)
    assert message.endswith((".", ")"))
    assert "\n" not in message
    return message


def test_a_document_tells_what_it_is(text_pdf: Path) -> None:
    document = load(text_pdf, Settings())
    assert (document.name, document.title, document.language) == ("made.pdf", "Of Cells", "en")
    assert document.media_type == "application/pdf"
    assert len(document.sha256) == 64
    assert document.id == load(text_pdf, Settings()).id


def test_a_copy_under_another_name_has_the_same_id(text_pdf: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(text_pdf.read_bytes())
    assert load(copy, Settings()).id == load(text_pdf, Settings()).id


def test_bad_paths_are_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.touch()
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert "does not exist" in said(tmp_path / "missing.pdf")
    assert "is a folder" in said(tmp_path)
    assert "'empty.pdf' is empty" in said(empty)
    assert "is not a regular file" in said(pipe)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(text_pdf: Path) -> None:
    text_pdf.chmod(0)
    assert "may not be read" in said(text_pdf)


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 1_000_001)
    assert "'large.txt' has 1 MB, more than the limit of 1 MB" in said(path, max_file_mb=1)


def test_a_binary_renamed_to_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photo.pdf"
    path.write_bytes(b"\x89PNG" + bytes(500))
    assert "'photo.pdf' is not a PDF file" in said(path)


def test_a_document_without_text_is_refused(make_pdf: Callable[..., Path]) -> None:
    assert "'made.pdf' has no text in it" in said(make_pdf(lambda canvas: canvas.showPage()))


def test_an_unsupported_kind_lists_what_is_supported(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx2"
    path.write_bytes(b"1;2;3")
    assert ".docx, .htm, .html, .markdown, .md, .pdf, .pptx, .text, .txt, .xhtml" in said(path)


def test_a_password_goes_to_the_reader(make_pdf: Callable[..., Path]) -> None:
    path = make_pdf(lambda canvas: canvas.drawString(72, 700, SENTENCES[0]))
    assert load(path, Settings(), password="none needed").pages[0].text == SENTENCES[0]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (" ".join(SENTENCES), "en"),
        (
            (
                "Die Zelle ist die kleinste Einheit des Lebens, und alle Pflanzen und Tiere bestehen aus vielen "
                "Zellen, die sich oft teilen."
            ),
            "de",
        ),
        (
            (
                "La célula es la unidad más pequeña de la vida y todas las plantas y los animales están formados "
                "por muchas células."
            ),
            "es",
        ),
        ("five words are too few", "und"),
        ("", "und"),
    ],
)
def test_languages_are_told(text: str, language: str) -> None:
    assert detect(text) == language


def test_a_table_of_numbers_is_in_the_language_of_its_words() -> None:
    states = "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho"
    head = "State / Territory Permit Handgun Long Gun *Other **Multiple Admin Handgun Long Gun Totals\n"
    rows = "\n".join(f"{state} 18,870 23,022 22,650 859 1,178 0 14 15 0 2,179 2,307 11 0 0" for state in states.split())
    assert detect(head + rows) == "en"


def test_a_long_text_is_judged_by_samples() -> None:
    assert detect("1 2 3 4. " * 100 + " ".join(SENTENCES) * 60) == "en"
