"""Pictures of pages: the marks lie on the words, whatever the page."""

import re
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import RectangleObject
from pypdfium2 import PdfDocument
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from mcqgen.documents.job import Drawing, Job, Mark, Picture
from mcqgen.documents.kinds import Kind
from mcqgen.documents.pdf_picture import draw
from mcqgen.documents.pictures import picture
from mcqgen.documents.worker import read
from mcqgen.domain.document import Page
from mcqgen.domain.quotes import canonical, find_quote
from mcqgen.errors import DocumentError, RequestError
from mcqgen.settings import Settings
from tests.documents.conftest import SENTENCES, draw_lines, wrapped
from tests.documents.test_pdf import scanned

MakePdf = Callable[..., Path]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the lower left corner of the sheet."""
SIZE = 11


def page_of(path: Path, number: int = 1) -> Page:
    return read(Job(path=path, kind=Kind.PDF, pages=str(number)), lambda count: None).pages[0]


def shown(path: Path, *quotes: str, page: int = 1, width: int = 1224) -> Picture:
    """The page with these quotes marked, two pixels a point for a sheet of 612 points."""
    text = page_of(path, page).text
    spans = [find_quote(quote, page, text) for quote in quotes]
    places = tuple((span.start, span.end) for span in spans if span)
    assert len(places) == len(quotes)
    return draw(Drawing(path=path, page=page, spans=places, width_px=width), lambda count: None)


def image_of(picture: Picture) -> Image.Image:
    return Image.open(BytesIO(picture.data)).convert("RGB")


def ends(mark: Mark) -> Box:
    return mark.left, mark.top, mark.left + mark.width, mark.top + mark.height


def assert_lies(marks: Sequence[Mark], boxes: Sequence[Box], tolerance: float = 3) -> None:
    """Marks lie on boxes in pixels (left, top, right, bottom), one by one."""
    assert len(marks) == len(boxes)
    for mark, box in zip(marks, boxes, strict=True):
        assert ends(mark) == pytest.approx(box, abs=tolerance)


def box(words: str, x: float, y: float, before: str = "") -> Box:
    """Where words of Helvetica stand on the sheet, from descenders to capitals, behind others on their line."""
    left = x + stringWidth(before, "Helvetica", SIZE)
    return left, y - 0.22 * SIZE, left + stringWidth(words, "Helvetica", SIZE), y + 0.74 * SIZE


def turned(box: Box, crop: Box, angle: int, scale: float) -> Box:
    """The pixels of a box of the sheet in a picture of what is cropped of it and turned clockwise."""
    left, bottom, right, top = box
    x0, y0, x1, y1 = crop
    way = {
        0: (left - x0, y1 - top, right - x0, y1 - bottom),
        90: (bottom - y0, left - x0, top - y0, right - x0),
        180: (x1 - right, bottom - y0, x1 - left, top - y0),
        270: (y1 - top, x1 - right, y1 - bottom, x1 - left),
    }[angle]
    a, b, c, d = (scale * edge for edge in way)
    return a, b, c, d


@pytest.fixture
def lined(make_pdf: MakePdf) -> Path:
    def paint(canvas: Canvas) -> None:
        draw_lines(canvas, ["First comes the membrane of", "the cell, and then its walls."], x=100, y=600)

    return make_pdf(paint)


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [(0, 0, 612, 792), (50, 300, 500, 700)])
def test_marks_lie_on_the_words_line_by_line(lined: Path, tmp_path: Path, angle: int, crop: Box) -> None:
    writer = PdfWriter(clone_from=lined)
    writer.pages[0].cropbox = RectangleObject(crop)
    writer.pages[0].rotate(angle)
    path = tmp_path / "turned.pdf"
    writer.write(path)
    wide = crop[2] - crop[0] if angle in (0, 180) else crop[3] - crop[1]
    drawn = shown(path, "the membrane of", "the cell", width=1000)
    boxes = [box("the membrane of", 100, 600, "First comes "), box("the cell", 100, 586)]
    assert_lies(drawn.marks, [turned(each, crop, angle, 1000 / wide) for each in boxes])
    assert [mark.text for mark in drawn.marks] == ["the membrane of", "the cell"]
    assert drawn.width == pytest.approx(1000, abs=1)


def test_columns_that_the_file_interleaves_are_marked_column_by_column(make_pdf: MakePdf) -> None:
    left, right = wrapped(" ".join(SENTENCES), 38), wrapped(" ".join(reversed(SENTENCES)), 38)

    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", SIZE)
        for index, (a, b) in enumerate(zip(left, right, strict=False)):
            canvas.drawString(60, 720 - 14 * index, a)
            canvas.drawString(330, 720 - 14 * index, b)

    path = make_pdf(paint)
    drawn = shown(path, " ".join(left[1:4]), right[5])
    wanted = [box(left[row], 60, 720 - 14 * row) for row in (1, 2, 3)] + [box(right[5], 330, 720 - 14 * 5)]
    assert_lies(drawn.marks, [turned(each, (0, 0, 612, 792), 0, 2) for each in wanted])


def test_raised_notes_are_in_the_mark_of_their_line_and_cells_far_off_are_not(make_pdf: MakePdf) -> None:
    def paint(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        text.setFont("Helvetica", SIZE)
        text.textOut("Cells divide often")
        text.setFont("Helvetica", 6)
        text.setRise(4)
        text.textOut("12")
        text.setFont("Helvetica", SIZE)
        text.setRise(0)
        text.textOut(" in spring.")
        canvas.drawText(text)
        canvas.drawString(400, 700, "Far off")

    marks = shown(make_pdf(paint), "Cells divide often12 in spring. Far off").marks
    assert [mark.text for mark in marks] == ["Cells divide often12 in spring.", "Far off"]


def test_text_that_runs_upwards_is_marked_upright(make_pdf: MakePdf) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.setFont("Helvetica", SIZE)
        canvas.drawString(300, -200, "The axis of the figure")

    (mark,) = shown(make_pdf(paint), "axis of").marks
    assert mark.height > 2 * mark.width
    bottom = 300 + stringWidth("The ", "Helvetica", SIZE)
    top = bottom + stringWidth("axis of", "Helvetica", SIZE)
    wanted = (200 - 0.74 * SIZE, bottom, 200 + 0.22 * SIZE, top)
    assert_lies([mark], [turned(wanted, (0, 0, 612, 792), 0, 2)])


def test_a_mark_is_yellow_and_what_it_marks_stays_black(lined: Path) -> None:
    drawn = shown(lined, "First comes the membrane")
    (mark,) = drawn.marks
    image = image_of(drawn)
    inside = image.crop((mark.left, mark.top, mark.left + mark.width, mark.top + mark.height))
    red, green, blue = (band.tobytes() for band in inside.split())
    assert max(red) > 245 and max(green) > 215 and sorted(blue)[len(blue) // 2] < 130
    assert min(map(sum, zip(red, green, blue, strict=True))) < 150
    assert image.getpixel((mark.left + 20, mark.top - 10)) == (255, 255, 255)


def test_light_words_on_a_dark_ground_stay_light(make_pdf: MakePdf) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.05, 0.1, 0.3)
        canvas.rect(0, 0, 612, 792, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        draw_lines(canvas, wrapped(" ".join(SENTENCES), 80))

    drawn = shown(make_pdf(paint), "keeps the inside")
    (mark,) = drawn.marks
    cut = image_of(drawn).crop((mark.left, mark.top, mark.left + mark.width, mark.top + mark.height))
    greys = sorted(cut.convert("L").tobytes())
    ground = image_of(drawn).convert("L").tobytes()[0]
    assert ground + 30 < greys[len(greys) // 2] < greys[-20] - 80


def test_a_page_without_marks_is_drawn_too(lined: Path) -> None:
    past = draw(Drawing(path=lined, page=1, spans=((5000, 6000),), width_px=300), lambda count: None)
    assert past.marks == ()
    assert image_of(past).size == (past.width, past.height) == (300, 389)


def test_very_long_pages_come_out_narrower(make_pdf: MakePdf) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setPageSize((100, 14_000))
        canvas.drawString(10, 7000, "long")

    drawn = shown(make_pdf(paint), "long")
    assert drawn.height == 6000
    assert len(drawn.marks) == 1


def test_a_scan_is_shown_without_marks_where_there_is_no_ocr(make_pdf: MakePdf) -> None:
    drawing = Drawing(path=make_pdf(scanned), page=1, spans=((0, 9),), width_px=300, ocr=False)
    assert draw(drawing, lambda count: None).marks == ()


def test_a_picture_is_drawn_in_a_process_of_its_own(text_pdf: Path, tmp_path: Path) -> None:
    span = find_quote(SENTENCES[0], 2, page_of(text_pdf, 2).text)
    assert span
    drawn = picture(text_pdf, Settings(), 2, [(span.start, span.end)], width_px=600)
    assert (drawn.media_type, drawn.width) == ("image/webp", 600)
    assert " ".join(mark.text for mark in drawn.marks) == SENTENCES[0]
    with pytest.raises(RequestError, match=r"'made.pdf' has 2 pages: there is no page 3"):
        picture(text_pdf, Settings(), 3, [])
    notes = tmp_path / "notes.txt"
    notes.write_text("Cells live.")
    with pytest.raises(RequestError, match=r"'notes.txt' has no pages that can be drawn"):
        picture(notes, Settings(), 1, [])


def test_what_cannot_be_drawn_gets_a_sentence(text_pdf: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(text_pdf.read_bytes()[:200])
    with pytest.raises(DocumentError, match=r"'broken.pdf' is damaged: its page 1 cannot be drawn"):
        draw(Drawing(path=path, page=1, spans=(), width_px=300), lambda count: None)


def words_under(path: Path, number: int, drawn: Picture) -> list[str]:
    """What pdfium finds on the page itself in a narrow strip through the middle of each mark; the page is upright."""
    with PdfDocument(path) as pdf:
        page = pdf[number - 1]
        left, _, right, top = page.get_bbox()
        text, scale = page.get_textpage(), (right - left) / drawn.width
        return [
            text.get_text_bounded(
                left=left + scale * (mark.left + 1),
                right=left + scale * (mark.left + mark.width - 1),
                bottom=top - scale * (mark.top + 0.6 * mark.height),
                top=top - scale * (mark.top + 0.5 * mark.height),
            )
            for mark in drawn.marks
        ]


@pytest.mark.parametrize(("name", "number"), [("psychology-memory.pdf", 3), ("us-history-colonies.pdf", 5)])
def test_the_words_under_the_marks_of_real_pages_are_those_of_the_proof(checkout: Path, name: str, number: int) -> None:
    assert_words_under(checkout / "sample_docs" / name, number)


def test_the_words_under_the_marks_in_three_columns_are_those_of_the_proof(data_folder: Path) -> None:
    assert_words_under(data_folder / "docs" / "us-irs-i1040nr.pdf", 3)


def assert_words_under(path: Path, number: int) -> None:
    """Mark every third sentence of a page, and read what lies under each mark."""
    text = page_of(path, number).text
    spans = [match.span() for match in re.finditer(r"(?<=[.!?]\s)[A-Z][^.!?]{60,250}[.!?](?=\s)", text)][::3]
    drawn = draw(Drawing(path=path, page=number, spans=tuple(spans), width_px=1400), lambda count: None)
    assert len(spans) >= 3
    said, quoted = "".join(words_under(path, number, drawn)), "".join(text[slice(*span)] for span in spans)
    # The strip runs above full stops and commas, and below accents.
    one, other = ([sign for sign in canonical(words) if sign.isalnum()] for words in (said, quoted))
    assert "".join(one) == "".join(other)
