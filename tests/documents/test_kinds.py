"""Finding files and telling what they are."""

import zipfile
from pathlib import Path

import pytest

from mcqgen.documents import SUFFIXES, discover
from mcqgen.documents.kinds import Kind, sniff
from mcqgen.errors import DocumentError


def test_discover_finds_supported_files_sorted_and_passes_hidden_ones_over(tmp_path: Path) -> None:
    names = [
        "b.PDF",
        "a/deep/notes.md",
        "a/x.docx",
        ".git/x.pdf",
        "a/.hidden.txt",
        "a/~$x.docx",
        "image.png",
        "a/dir.pdf/y.txt",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in discover(tmp_path)]
    assert found == ["a/deep/notes.md", "a/dir.pdf/y.txt", "a/x.docx", "b.PDF"]


def test_discover_of_an_empty_folder_is_empty(tmp_path: Path) -> None:
    assert discover(tmp_path) == ()


def test_suffixes_are_lower_case_with_a_dot() -> None:
    assert {".pdf", ".docx", ".pptx", ".html", ".md", ".txt"} <= SUFFIXES
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("paper", b"%PDF-1.4\n", Kind.PDF),
        ("page.txt", b"  <!DOCTYPE html><p>x", Kind.HTML),
        ("saved.pdf", b"<html><p>x</html>", Kind.HTML),
        ("headless.pdf", b"garbage 1 0 obj endobj", Kind.PDF),
        ("notes.markdown", b"# x", Kind.MARKDOWN),
        ("notes.txt", b"x", Kind.TEXT),
    ],
)
def test_content_counts_more_than_the_suffix(tmp_path: Path, name: str, content: bytes, kind: Kind) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert sniff(path) is kind


@pytest.mark.parametrize(("part", "kind"), [("word/document.xml", Kind.DOCX), ("ppt/presentation.xml", Kind.PPTX)])
def test_office_files_are_told_by_their_parts(tmp_path: Path, part: str, kind: Kind) -> None:
    path = tmp_path / "renamed.pdf"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(part, "<x/>")
    assert sniff(path) is kind


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.pdf", b"\x89PNG\r\n\x1a\n" + bytes(100), "is not a PDF file"),
        ("notes.docx", b"hello", "is not a DOCX file"),
        ("data.xyz", b"hello", "use one of .docx"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old Office format"),
        (
            "locked.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "remove the password",
        ),
        ("cut.docx", b"PK\x03\x04" + bytes(50), "is damaged"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=said) as raised:
        sniff(path)
    assert f"'{name}'" in str(raised.value)


def test_a_plain_archive_is_no_document(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("readme.txt", "x")
    with pytest.raises(DocumentError, match="zip archive"):
        sniff(path)
