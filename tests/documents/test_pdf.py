"""Reading PDF files."""

import importlib.util
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from mcqgen.documents.job import Drawing, Job, Loaded
from mcqgen.documents.kinds import Kind
from mcqgen.documents.pdf_picture import draw
from mcqgen.documents.unlocking import unlock
from mcqgen.documents.worker import read
from mcqgen.domain.document import PageSource, Role
from mcqgen.errors import DocumentError, DocumentLocked, RequestError
from mcqgen.settings import Settings
from tests.documents.conftest import SENTENCES, draw_lines, wrapped

MakePdf = Callable[..., Path]


def load(path: Path, *, pages: str = "", password: str = "", ocr: bool = True, max_pages: int = 2000) -> Loaded:
    job = Job(path=path, kind=Kind.PDF, pages=pages, password=password, ocr=ocr, max_pages=max_pages)
    return read(job, lambda count: None)


def picture(text: str = "") -> ImageReader:
    """A grey picture with text on it."""
    image = Image.new("L", (1200, 300), 255)
    ImageDraw.Draw(image).text((40, 100), text, fill=0, font_size=44)
    buffer = BytesIO()
    image.save(buffer, "PNG")
    buffer.seek(0)
    return ImageReader(buffer)


def scanned(canvas: Canvas, text: str = "nothing") -> None:
    canvas.drawImage(picture(text), 40, 400, 520, 130)
    canvas.showPage()


def test_text_title_outline_and_layout_are_read(text_pdf: Path) -> None:
    loaded = load(text_pdf)
    assert loaded.title == "Of Cells"
    assert [page.number for page in loaded.pages] == [1, 2]
    assert [(h.title, h.level, h.page) for h in loaded.headings] == [("Chapter 1", 1, 1), ("Chapter 2", 1, 2)]
    first = loaded.pages[0]
    assert SENTENCES[0].split()[0] in first.text
    assert {line.size for line in first.lines} == {18.0, 11.0}
    assert all(60 < line.left < 80 and line.right < 560 for line in first.lines)
    assert [line.base for line in first.lines] == sorted(line.base for line in first.lines)


def test_titles_are_told_by_size_and_boldness_where_there_is_no_outline(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, ["Cells of Plants and", "of Animals"], size=18)
        draw_lines(canvas, wrapped(" ".join(SENTENCES), 80), y=640)
        draw_lines(canvas, ["Their Membranes"], y=540, font="Helvetica-Bold")
        draw_lines(canvas, wrapped(" ".join(SENTENCES), 80), y=520)

    headings = load(make_pdf(draw)).headings
    assert [(h.title, h.level) for h in headings] == [("Cells of Plants and of Animals", 1), ("Their Membranes", 2)]


def test_page_labels_are_kept(text_pdf: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=text_pdf)
    writer.set_page_label(0, 1, PageLabelStyle.LOWERCASE_ROMAN, start=4)
    path = tmp_path / "labelled.pdf"
    writer.write(path)
    assert [page.label for page in load(path).pages] == ["iv", "v"]


def test_interleaved_columns_are_put_in_order(make_pdf: MakePdf) -> None:
    left, right = wrapped(" ".join(SENTENCES), 38), wrapped(" ".join(reversed(SENTENCES)), 38)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for index, (a, b) in enumerate(zip(left, right, strict=False)):
            canvas.drawString(60, 720 - 14 * index, a)
            canvas.drawString(330, 720 - 14 * index, b)

    text = load(make_pdf(draw)).pages[0].text
    assert text.split() == [*" ".join(left).split(), *" ".join(right[: len(left)]).split()]


def test_tables_are_told_by_their_gaps(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, wrapped(" ".join(SENTENCES), 80), y=740)
        canvas.setFont("Helvetica", 11)
        for row in range(6):
            for column, cell in enumerate(("Organ of the mouse", f"{row * 17} cells", "many", "few")):
                canvas.drawString(72 + 120 * column, 600 - 14 * row, cell)

    roles = [line.role for line in load(make_pdf(draw)).pages[0].lines]
    assert roles.count(Role.TABLE) == 6


def test_raised_numbers_are_marked(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        text.setFont("Helvetica", 11)
        text.textOut("Cells divide often")
        text.setFont("Helvetica", 6)
        text.setRise(4)
        text.textOut("12")
        text.setFont("Helvetica", 11)
        text.setRise(0)
        text.textOut(" in the first year, 34 times in all.")
        canvas.drawText(text)

    page = load(make_pdf(draw)).pages[0]
    assert [page.text[start:end] for start, end in page.marks] == ["12"]


def test_ranges_choose_pages(text_pdf: Path) -> None:
    assert [page.number for page in load(text_pdf, pages="2-9").pages] == [2]
    with pytest.raises(RequestError, match="has 2 pages"):
        load(text_pdf, pages="3")


def test_pages_beyond_the_limit_are_left_out_with_a_warning(text_pdf: Path) -> None:
    loaded = load(text_pdf, max_pages=1)
    assert len(loaded.pages) == 1
    assert loaded.warnings == ("Only 1 of 2 pages were read: the limit is MCQGEN_MAX_PAGES.",)


@pytest.fixture
def locked(text_pdf: Path, tmp_path: Path) -> Callable[[str], Path]:
    def lock(password: str) -> Path:
        writer = PdfWriter(clone_from=text_pdf)
        writer.encrypt(password, "owner", algorithm="AES-256")
        path = tmp_path / "locked.pdf"
        writer.write(path)
        return path

    return lock


def test_passwords_open_what_they_lock(locked: Callable[[str], Path]) -> None:
    path = locked("secret")
    assert "membrane" in load(path, password="secret").pages[0].text
    with pytest.raises(DocumentError, match=r"'locked.pdf' is encrypted: give its password \(--password\)"):
        load(path)
    with pytest.raises(DocumentError, match=r"password given for 'locked.pdf' is wrong"):
        load(path, password="guess")


def test_who_knows_the_password_gets_a_copy_without_it(locked: Callable[[str], Path], tmp_path: Path) -> None:
    path, copy = locked("secret"), tmp_path / "open.pdf"
    unlock(path, copy, Settings(), password="secret")
    assert load(copy).pages[0].text == load(path, password="secret").pages[0].text
    with pytest.raises(DocumentLocked, match=r"password given for 'locked.pdf' is wrong"):
        unlock(path, tmp_path / "no.pdf", Settings(), password="guess")
    with pytest.raises(DocumentLocked):
        load(path)


def test_a_password_that_is_not_needed_does_no_harm(locked: Callable[[str], Path], text_pdf: Path) -> None:
    assert load(locked(""), password="guess").pages[0].text
    assert load(text_pdf, password="guess").pages[0].text


def test_a_file_that_pdfium_refuses_is_read_by_the_second_reader(text_pdf: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(re.sub(rb"/Root \d+ 0 R", b"", text_pdf.read_bytes()))
    loaded = load(path)
    assert "membrane" in loaded.pages[0].text
    assert loaded.warnings == ("The file is damaged; some of its text may be missing.",)


def test_damaged_files_get_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    with pytest.raises(DocumentError, match=r"'cut.pdf' is damaged"):
        load(path)


def test_scans_need_ocr(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        scanned(canvas)
        scanned(canvas)

    with pytest.raises(DocumentError, match=r"'made.pdf' has no text layer \(2 pages\): allow OCR"):
        load(make_pdf(draw), ocr=False)


def test_scanned_pages_among_others_are_left_out_with_a_warning(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, wrapped(" ".join(SENTENCES), 80))
        canvas.showPage()
        scanned(canvas)
        scanned(canvas)
        canvas.showPage()
        scanned(canvas)

    loaded = load(make_pdf(draw), ocr=False)
    assert [page.source for page in loaded.pages] == [PageSource.TEXT, *[PageSource.NONE] * 4]
    assert loaded.warnings == ("Pages 2-3, 5 have no text layer and were left out: allow OCR (without --no-ocr).",)


@pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="the extra ocr is not installed")
def test_scanned_pages_among_others_are_read_by_ocr(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, wrapped(" ".join(SENTENCES), 80))
        canvas.showPage()
        scanned(canvas, "The old scan speaks of rivers.")

    told: list[int] = []
    loaded = read(Job(path=make_pdf(draw), kind=Kind.PDF), told.append)
    assert told == [1]
    assert loaded.pages[1].source is PageSource.OCR
    assert "The old scan speaks of rivers." in loaded.pages[1].text
    assert loaded.warnings == ("Page 2 has no text layer: read by OCR.",)


@pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="the extra ocr is not installed")
def test_words_of_a_scan_are_marked_where_ocr_reads_them(make_pdf: MakePdf) -> None:
    path = make_pdf(lambda canvas: scanned(canvas, "The old scan speaks of rivers."))
    told: list[int] = []
    drawn = draw(Drawing(path=path, page=1, spans=((4, 19),), width_px=1224), told.append)
    assert told == [1]
    (mark,) = drawn.marks
    assert mark.text == "old scan speaks"
    # The scan of 1200 x 300 pixels lies on 520 x 130 points, 40 from the left and 262 from above; its letters, 44
    # pixels high, begin at 40, 100.
    letters = ImageFont.load_default(44)
    pixel = 2 * 520 / 1200
    left = 80 + pixel * (40 + letters.getlength("The "))
    right = 80 + pixel * (40 + letters.getlength("The old scan speaks"))
    assert (mark.left, mark.left + mark.width) == pytest.approx((left, right), abs=12)
    assert (mark.top, mark.top + mark.height) == pytest.approx((524 + pixel * 105, 524 + pixel * 155), abs=12)


def test_blank_pages_are_no_scans(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, [SENTENCES[0]])
        canvas.showPage()
        canvas.showPage()

    loaded = load(make_pdf(draw), ocr=False)
    assert loaded.warnings == ()
    assert loaded.pages[1].source is PageSource.NONE


def test_the_made_files_are_sound(text_pdf: Path) -> None:
    assert len(PdfReader(text_pdf).pages) == 2
