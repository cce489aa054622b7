"""Which files can be read, and what a file is by its content rather than by its name."""

import zipfile
from enum import StrEnum
from pathlib import Path

from mcqgen.errors import DocumentError


class Kind(StrEnum):
    """The file formats that can be read."""

    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Kind.HTML: "text/html",
    Kind.MARKDOWN: "text/markdown",
    Kind.TEXT: "text/plain",
}

_BY_SUFFIX = {
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".pptx": Kind.PPTX,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
}

SUFFIXES: frozenset[str] = frozenset(_BY_SUFFIX)
"""The suffixes of files that can be read, in lower case with their dot."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096


def discover(folder: Path) -> tuple[Path, ...]:
    """Find every regular, non-hidden file with a supported suffix under `folder`, sorted by path.

    Hidden folders and Office lock files ("~$notes.docx") are passed over.
    """
    found = []
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if any(part.startswith((".", "~$")) for part in parts):
            continue
        if path.suffix.lower() in SUFFIXES and path.is_file():
            found.append(path)
    return tuple(sorted(found))


def sniff(path: Path) -> Kind:
    """Tell what a file is by its content; the suffix decides only between kinds of text.

    Raises DocumentError where it is nothing that can be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    by_name = _BY_SUFFIX.get(path.suffix.lower())
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(b"PK\x03\x04") or (by_name in (Kind.DOCX, Kind.PPTX) and zipfile.is_zipfile(path)):
        return _office_kind(path)
    if head.startswith(_OLE):
        raise DocumentError(_ole_message(path))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower().startswith((b"<!doctype html", b"<html")):
        return Kind.HTML
    if by_name is None:
        raise DocumentError(
            f"'{path.name}' is not a kind of file that can be read: use one of {', '.join(sorted(SUFFIXES))}."
        )
    if by_name is Kind.PDF:
        if b"endobj" in path.read_bytes():
            return Kind.PDF
        raise DocumentError(f"'{path.name}' is not a PDF file, whatever its name says: export it as a PDF again.")
    if by_name in (Kind.DOCX, Kind.PPTX):
        raise DocumentError(f"'{path.name}' is not a {by_name.upper()} file or is damaged: save it again in Office.")
    return by_name


def _office_kind(path: Path) -> Kind:
    """DOCX or PPTX by the parts of the package."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise DocumentError(
            f"'{path.name}' is damaged: its zip package cannot be opened; save it again from the program that made it."
        ) from error
    if any(name.startswith("ppt/") for name in names):
        return Kind.PPTX
    if any(name.startswith("word/") for name in names):
        return Kind.DOCX
    raise DocumentError(f"'{path.name}' is a zip archive, not a document: unpack it and name the files inside.")


def _ole_message(path: Path) -> str:
    """Old Office files and encrypted new ones share one container."""
    encrypted = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
    if encrypted:
        return f"'{path.name}' is protected by a password: open it in Office, remove the password and save it again."
    return f"'{path.name}' is in an old Office format: save it as .docx, .pptx or .pdf."
