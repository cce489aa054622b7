"""Pages without a text layer, read by RapidOCR page by page."""

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from mcqgen.documents.columns import Fragment, in_columns, join_rows
from mcqgen.documents.job import Task
from mcqgen.domain.document import Page, PageSource
from mcqgen.errors import DocumentError

_DPI = 150
_LARGEST_PIXELS = 12_000_000
_LEAST_CONFIDENCE = 0.5
_LEAST_PICTURE = 0.1
"""Share of the page that pictures cover from which on a page without text is worth reading."""
_MANY_PATHS = 200
"""So many drawings may be letters without a font."""


def fill(pdf: Any, pages: list[Page], job: Task, expect_ocr: Callable[[int], None]) -> tuple[list[Page], list[str]]:
    """Read the pages without text by OCR; returns all pages, and sentences about those that stay empty.

    Raises DocumentError where no page has text and OCR is off or not installed.
    """
    blind = [page.number for page in pages if page.source is PageSource.NONE and _is_pictured(pdf, page.number)]
    if not blind:
        return pages, []
    hint = _unavailable(job)
    if hint:
        if not any(page.source is PageSource.TEXT for page in pages):
            count = f"{len(pages)} page{'s' * (len(pages) != 1)}"
            raise DocumentError(f"'{job.path.name}' has no text layer ({count}): {hint}.")
        return pages, [f"{_pages(blind)} no text layer and {'was' if len(blind) == 1 else 'were'} left out: {hint}."]
    expect_ocr(len(blind))
    engine = _engine()
    read = {number: _read(engine, pdf, number) for number in blind}
    return [read.get(page.number, page) for page in pages], [f"{_pages(blind)} no text layer: read by OCR."]


def _unavailable(job: Task) -> str:
    """What to do so that OCR can be used, or "" when it can."""
    if not job.ocr:
        return "allow OCR (without --no-ocr)"
    if importlib.util.find_spec("rapidocr") is None:
        return "install mcqgen[ocr] to read it by OCR"
    return ""


def _pages(numbers: Sequence[int]) -> str:
    """Name pages: "Page 3 has", "Pages 3-5, 9 have"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
    return f"Page {named} has" if len(numbers) == 1 else f"Pages {named} have"


def _is_pictured(pdf: Any, number: int) -> bool:
    """Whether a page shows something that may be text; a blank page does not."""
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        page = pdf[number - 1]
        width, height = page.get_size()
        covered, paths = 0.0, 0
        for shape in page.get_objects(max_depth=3):
            if shape.type == raw.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = shape.get_bounds()
                covered += max(0.0, right - left) * max(0.0, top - bottom)
            paths += shape.type == raw.FPDF_PAGEOBJ_PATH
    except pypdfium2.PdfiumError:
        return False
    return covered >= _LEAST_PICTURE * width * height or paths >= _MANY_PATHS


@cache
def _engine() -> Any:
    """RapidOCR on one thread; its rotation classifier makes upright pages worse."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        }
    )


def _read(engine: Any, pdf: Any, number: int) -> Page:
    page = pdf[number - 1]
    width, height = page.get_size()
    scale = min(_DPI / 72, (_LARGEST_PIXELS / max(1.0, width * height)) ** 0.5)
    image = page.render(scale=scale).to_numpy()
    result = engine(image)
    texts: list[str] = []
    fragments: list[Fragment] = []
    at = 0
    found = zip(result.boxes, result.txts, result.scores, strict=True) if result.txts else ()
    for box, text, score in found:
        if score < _LEAST_CONFIDENCE or not text.strip():
            continue
        xs, ys = [point[0] / scale for point in box], [point[1] / scale for point in box]
        tall = max(ys) - min(ys)
        fragments.append(
            Fragment(at, at + len(text), float(min(xs)), float(max(xs)), float(max(ys)), round(float(tall) * 0.8, 1))
        )
        texts.append(text)
        at += len(text) + 1
    fragments = _one_size(fragments)
    rows = in_columns(fragments) or [[fragment] for fragment in sorted(fragments, key=lambda f: (f.base, f.left))]
    joined = join_rows(rows, "\n".join(texts))
    source = PageSource.OCR if joined.lines else PageSource.NONE
    return Page(number=number, text=joined.text, source=source, lines=joined.lines)


def _one_size(fragments: list[Fragment]) -> list[Fragment]:
    """Give lines of about the usual height the same font size: the boxes that OCR draws vary with the letters."""
    if not fragments:
        return []
    usual = sorted(fragment.size for fragment in fragments)[len(fragments) // 2]
    return [
        replace(fragment, size=usual) if 0.6 * usual < fragment.size < 1.5 * usual else fragment
        for fragment in fragments
    ]
