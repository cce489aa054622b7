"""Draw a page of a PDF file as it looks, with words marked."""

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from mcqgen.documents import ocr
from mcqgen.documents.job import Drawing, Mark, Picture
from mcqgen.documents.pdf import PageText, as_page, open_file, page_text
from mcqgen.documents.pdf_marks import Eye, Place, places, places_by_lines
from mcqgen.domain.document import PageSource
from mcqgen.errors import DocumentError, RequestError

if TYPE_CHECKING:
    from PIL import Image

_YELLOW = (255, 230, 92)
_EDGE = (176, 116, 0)
"""Of the line under a mark, which shows where yellow cannot be told from white."""
_DARK = 110
"""Mean level of grey, of 255, of what is taken to be writing in light colours on a dark ground."""
_GLAZE = 0.3
_INK = [255] * 160 + [0] * 96
"""For each level of grey, whether it is dark enough to be printing."""
_LARGEST_SIDE = 6000
_QUALITY = 85
_EFFORT = 2
"""Of WebP, 0 to 6: more takes twice as long for hardly smaller pictures."""


def draw(drawing: Drawing, expect_ocr: Callable[[int], None]) -> Picture:
    """Draw the page; `expect_ocr` is told where it must be read by OCR, which tells where its words stand.

    A page whose words cannot be found again is drawn without marks.
    """
    import pypdfium2

    try:
        pdf = open_file(drawing)
        if not 1 <= drawing.page <= len(pdf):
            raise RequestError(f"'{drawing.path.name}' has {len(pdf)} pages: there is no page {drawing.page}.")
        with page_text(pdf, drawing.page) as seen:
            width, height = seen.page.get_size()
            scale = min(drawing.width_px / max(1.0, width), _LARGEST_SIDE / max(1.0, width, height))
            image = seen.page.render(scale=scale, rev_byteorder=True).to_pil()
            found = _places(pdf, seen, drawing, image, scale, expect_ocr)
    except pypdfium2.PdfiumError:
        raise DocumentError(f"'{drawing.path.name}' is damaged: its page {drawing.page} cannot be drawn.") from None
    marks = [mark for mark in (_mark(place, image) for place in found) if mark.width > 0 and mark.height > 0]
    image = image.convert("RGB")
    left, _, right, _ = image.convert("L").point(_INK).getbbox() or (0, 0, image.width, image.height)
    image = _painted(image, marks)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=_QUALITY, method=_EFFORT)
    return Picture(data=out.getvalue(), width=image.width, height=image.height, marks=tuple(marks), ink=(left, right))


def _places(
    pdf: Any,
    seen: PageText,
    drawing: Drawing,
    image: "Image.Image",
    scale: float,
    expect_ocr: Callable[[int], None],
) -> Sequence[Place]:
    page = as_page(pdf, drawing.page, seen.laid_out)
    if page.source is PageSource.TEXT or not drawing.spans:
        return list(places(Eye(seen, image.width, image.height), page.text, drawing.spans))
    try:
        (page,), _ = ocr.fill(pdf, [page], drawing, expect_ocr)
    except DocumentError:  # there is no OCR now, though there was when the document was read
        return ()
    return list(places_by_lines(page.lines, page.text, drawing.spans, scale))


def _mark(place: Place, image: "Image.Image") -> Mark:
    """The place in whole pixels, as far as it is in the picture."""
    left, top = max(0, round(place.left)), max(0, round(place.top))
    right, bottom = min(image.width, round(place.right)), min(image.height, round(place.bottom))
    return Mark(left=left, top=top, width=max(0, right - left), height=max(0, bottom - top), text=place.text)


def _painted(image: "Image.Image", marks: Sequence[Mark]) -> "Image.Image":
    """The picture with its marks in yellow, through which all can be read, and a line around each."""
    from PIL import Image, ImageChops, ImageDraw, ImageStat

    mask, edges = Image.new("L", image.size, 0), Image.new("L", image.size, 0)
    stroke = max(1, image.width // 700)
    for mark in marks:
        right, bottom = mark.left + mark.width - 1, mark.top + mark.height - 1
        ImageDraw.Draw(mask).rectangle((mark.left, mark.top, right, bottom), fill=255)
        other = (right, bottom) if mark.width >= mark.height else (mark.left, mark.top)
        ImageDraw.Draw(edges).line((mark.left, bottom, *other), fill=255, width=stroke)
    if not marks:
        return image
    yellow = Image.new("RGB", image.size, _YELLOW)
    dark = ImageStat.Stat(image.convert("L"), mask).mean[0] < _DARK
    painted = Image.blend(image, yellow, _GLAZE) if dark else ImageChops.multiply(image, yellow)
    image.paste(painted, mask=mask)
    image.paste(_EDGE, mask=edges)
    return image
