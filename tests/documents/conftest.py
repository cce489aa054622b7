"""Builders of small documents, and files of every kind."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from mcqgen.documents import load, split
from mcqgen.domain.document import Document, Heading, Line, Page
from mcqgen.errors import DocumentError
from mcqgen.settings import Settings

SENTENCES = (
    "The cell membrane keeps the inside of every living cell apart from the water that surrounds it.",
    "Proteins in the membrane carry sugar and salts across it, and most of this work takes energy.",
    "Plants store the energy of sunlight in glucose, which their mitochondria break down again at night.",
    "Bacteria have no nucleus, so that their genes lie in the middle of the cell without a cover.",
)


def page_of(number: int, texts: Sequence[str], *, top: float = 100.0, size: float = 10.0, left: float = 72.0) -> Page:
    """A page whose lines stand 12 points apart and are as wide as their words."""
    lines, at = [], 0
    for index, text in enumerate(texts):
        lines.append(
            Line(
                start=at,
                end=at + len(text),
                left=left,
                right=left + 5.0 * len(text),
                base=top + 12.0 * index,
                size=size,
            )
        )
        at += len(text) + 2
    return Page(number=number, text="\r\n".join(texts), lines=tuple(lines))


def document_of(*pages: Page, headings: Sequence[Heading] = (), language: str = "en") -> Document:
    """A document of these pages."""
    return Document(
        name="made.pdf",
        sha256="0" * 64,
        media_type="application/pdf",
        title="Made",
        language=language,
        pages=pages,
        headings=tuple(headings),
    )


def wrapped(text: str, width: int = 60) -> list[str]:
    """The text in lines of at most `width` characters."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def draw_lines(
    canvas: Canvas, lines: Sequence[str], *, x: float = 72, y: float = 720, font: str = "Helvetica", size: int = 11
) -> None:
    """Set lines under one another, 14 points apart."""
    canvas.setFont(font, size)
    for index, line in enumerate(lines):
        canvas.drawString(x, y - 14 * index, line)


@pytest.fixture
def make_pdf(tmp_path: Path) -> Callable[..., Path]:
    """Write a PDF by a function that draws on a canvas."""

    def make(draw: Callable[[Canvas], None], name: str = "made.pdf") -> Path:
        buffer = BytesIO()
        canvas = Canvas(buffer, pagesize=(612, 792))
        draw(canvas)
        canvas.save()
        path = tmp_path / name
        path.write_bytes(buffer.getvalue())
        return path

    return make


@pytest.fixture
def text_pdf(make_pdf: Callable[..., Path]) -> Path:
    """A PDF of two pages with a title and four sentences on each."""

    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Of Cells")
        for number in (1, 2):
            canvas.bookmarkPage(f"p{number}")
            canvas.addOutlineEntry(f"Chapter {number}", f"p{number}", level=0)
            draw_lines(canvas, [f"Chapter {number}"], size=18)
            draw_lines(canvas, wrapped(" ".join(SENTENCES), 80), y=680)
            canvas.showPage()

    return make_pdf(draw)


@pytest.fixture(scope="session")
def load_all() -> Callable[[list[Path]], dict[str, str]]:
    """Load files and cut them into passages, two at a time; gives the message of each that fails, else ""."""
    settings = Settings(ocr=False, document_timeout_s=60)

    def one(path: Path) -> str:
        try:
            document = load(path, settings)
        except DocumentError as error:
            return str(error)
        split(document, size=1000)
        return ""

    def run(paths: list[Path]) -> dict[str, str]:
        with ThreadPoolExecutor(2) as pool:
            return {path.name: said for path, said in zip(paths, pool.map(one, paths), strict=True)}

    return run
