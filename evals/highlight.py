"""Whether the marks in pictures of pages lie on the words of the proof: `evals/highlight.json` and `highlight.md`.

    MCQGEN_TEST_DATA=… python evals/highlight.py

The offline writer makes items of each document (MCQGEN_OFFLINE_BAR=0.1); where that gives fewer than ten, sentences of
its passages are taken for proofs as well, and counted apart. Each proof is marked in a picture of its page, and two
readers that share nothing with mcqgen's way of marking say what lies under the marks:

- poppler (`pdftotext -bbox`, another reader of PDF than the one that marks) tells the words of the page and where they
  stand. Those whose middle lies under the marks must be the quote's words, all of them and no other. (Punctuation does
  not count: a quote may end within what poppler takes for a word, as at a bracket.)
- OCR (RapidOCR) reads the pixels under each mark. As OCR errs, likeness is told, and how many marks are below 0.8.

As a control, all marks are moved down by one line: then nothing may be right any more.
"""

import argparse
import difflib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from mcqgen.documents import Mark, Picture, load, picture, split
from mcqgen.domain.document import Document, Passage
from mcqgen.domain.quotes import canonical, find_quote
from mcqgen.formats import json_items
from mcqgen.settings import Settings

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "sample_docs"
WANTED = 10
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
_SENTENCE = re.compile(r"[A-Z][^.!?]{40,240}[.!?](?=\s|$)")


@dataclass(frozen=True)
class Source:
    """A document, and what is special about its pages."""

    path: Path
    layout: str
    pages: str = ""


@dataclass(frozen=True)
class Proof:
    """A quote on one page."""

    page: int
    quote: str
    span: tuple[int, int]


@dataclass
class Found:
    """What was found in one document."""

    items: int = 0
    sentences: int = 0
    right: int = 0
    control: int = 0
    marks: int = 0
    likeness: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: list[dict[str, str]] = field(default_factory=list)


def sources(data: Path, folder: Path) -> Iterator[Source]:
    """The documents; one with its pages cropped and turned, one set in two columns whose lines the file interleaves."""
    yield Source(SAMPLES / "psychology-memory.pdf", "one column")
    yield Source(SAMPLES / "us-history-colonies.pdf", "one column, figures")
    yield Source(SAMPLES / "copyright-law-summary.pdf", "one column")
    yield Source(SAMPLES / "neuroscience-summer-school.pdf", "one column")
    yield Source(data / "docs" / "openstax-anatomy-ch2.pdf", "one column, formulae")
    yield Source(data / "docs" / "us-irs-i1040nr.pdf", "three columns", "1-16")
    yield Source(data / "torture" / "clean__unstructured__multi-column-2p.pdf", "two columns")
    anatomy = in_two_columns(data / "docs" / "openstax-anatomy-ch2.pdf", folder)
    yield Source(anatomy, "two columns, interleaved in the file")
    writer = PdfWriter(clone_from=SAMPLES / "us-history-colonies.pdf")
    for number, page in enumerate(writer.pages):
        page.cropbox = RectangleObject((40, 45, 570, 800))
        page.rotate((90, 180, 270)[number % 3])
    turned = folder / "us-history-colonies (cropped, turned).pdf"
    writer.write(turned)
    yield Source(turned, "cropped and turned by 90, 180 and 270 degrees")


def in_two_columns(path: Path, folder: Path) -> Path:
    """The text of a document as a PDF in two columns, drawn row by row over both."""
    paragraphs = [part for passage in split(load(path, Settings()), size=1000) for part in passage.text.split("\n\n")]
    rows = [row for part in paragraphs for row in [*simpleSplit(part, "Times-Roman", 10, 230), ""]]
    out = folder / f"{path.stem} (two columns).pdf"
    canvas = Canvas(str(out), pagesize=(612, 792))
    for start in range(0, len(rows), 104):
        canvas.setFont("Times-Roman", 10)
        for row in range(52):
            for column in range(2):
                if start + row + 52 * column < len(rows):
                    canvas.drawString(66 + 250 * column, 720 - 12.5 * row, rows[start + row + 52 * column])
        canvas.showPage()
    canvas.save()
    return out


def made(source: Source, folder: Path) -> list[list[Proof]]:
    """The proofs of items that the offline writer makes of the document."""
    out = folder / "items.json"
    out.unlink(missing_ok=True)
    choice = ["--pages", source.pages] if source.pages else []
    command = [
        Path(sys.executable).with_name("mcqgen"),
        "generate",
        str(source.path),
        "-n",
        "12",
        "-o",
        str(out),
        *choice,
    ]
    subprocess.run(command, env={**os.environ, "MCQGEN_OFFLINE_BAR": "0.1"}, capture_output=True, check=False)
    if not out.exists():
        return []
    items = json_items.load(out.read_bytes()).items
    return [[Proof(e.page, e.quote, (e.start, e.end)) for e in item.evidence] for item in items]


def sentences(document: Document, passages: Sequence[Passage], count: int) -> list[list[Proof]]:
    """As many sentences of passages that lie evenly over the document."""
    found = []
    for passage in passages:
        for match in _SENTENCE.finditer(passage.text):
            parts = [
                Proof(span.page, quote, (place.start, place.end))
                for start, end, span in passage.spans(*match.span())
                if (quote := passage.text[start:end])
                and (place := find_quote(quote, span.page, document.page_numbers[span.page].text, near=span.start))
            ]
            if parts:
                found.append(parts)
    return found[:: max(1, len(found) // count)][:count] if count > 0 else []


def words(path: Path, number: int) -> list[tuple[float, float, str]]:
    """The middle of each word of a page, in shares of what is seen of the page, by poppler."""
    page = PdfReader(path).pages[number - 1]
    said = subprocess.run(
        ["pdftotext", "-bbox", "-f", str(number), "-l", str(number), str(path), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    sheet, crop = page.mediabox, page.cropbox
    left, bottom = float(crop.left - sheet.left), float(crop.bottom - sheet.bottom)
    right, top = float(sheet.right - crop.right), float(sheet.top - crop.top)
    # Poppler tells places on the turned sheet, from its upper left corner, whatever is cropped of it.
    dx, dy = {0: (left, top), 90: (bottom, left), 180: (right, bottom), 270: (top, right)}[page.rotation]
    wide, high = float(crop.width), float(crop.height)
    if page.rotation in (90, 270):
        wide, high = high, wide
    return [
        (((float(x0) + float(x1)) / 2 - dx) / wide, ((float(y0) + float(y1)) / 2 - dy) / high, unescape(word))
        for x0, y0, x1, y1, word in _WORD.findall(said)
    ]


def under(marks: Sequence[Mark], drawn: Picture, seen: Sequence[tuple[float, float, str]]) -> str:
    """All words whose middle lies under one of the marks, mark by mark."""
    return " ".join(
        word
        for mark in marks
        for x, y, word in seen
        if mark.left <= x * drawn.width <= mark.left + mark.width
        and mark.top <= y * drawn.height <= mark.top + mark.height
    )


def same(said: str, quote: str) -> bool:
    """Whether the words are those of the quote; their order under a mark is the reader's affair."""
    one, other = ([c for c in canonical(text) if c.isalnum()] for text in (said, quote))
    return sorted(one) == sorted(other) and _close(said, quote) > 0.8


def _close(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, canonical(one), canonical(other), autojunk=False).ratio()


def lower(mark: Mark, drawn: Picture) -> Mark:
    """The mark one line further down on the page as it is read."""
    if mark.width >= mark.height:
        return mark.model_copy(update={"top": min(drawn.height, mark.top + round(1.3 * mark.height))})
    return mark.model_copy(update={"left": min(drawn.width, mark.left + round(1.3 * mark.width))})


def read_pixels(engine: Any, drawn: Picture, mark: Mark, rotation: int) -> float:
    """How like the words under a mark are to what OCR reads there, from 0 to 1."""
    image = Image.open(io.BytesIO(drawn.data)).convert("RGB")
    room = max(2, min(mark.width, mark.height) // 8)
    cut = image.crop((mark.left - room, mark.top - room, mark.left + mark.width + room, mark.top + mark.height + room))
    upright = cut.rotate(rotation, expand=True)
    said = engine(upright.resize((upright.width * 2, upright.height * 2)), use_det=False)
    return _close(" ".join(said.txts or ()).lower(), mark.text.lower())


def judge(source: Source, proofs: Sequence[Proof], engine: Any, found: Found) -> tuple[bool, bool]:
    """Whether the marks of a proof are right, and whether those of the control would be."""
    right, moved = True, True
    for number in sorted({proof.page for proof in proofs}):
        here = [proof for proof in proofs if proof.page == number]
        begun = time.monotonic()
        drawn = picture(source.path, Settings(), number, [proof.span for proof in here])
        found.seconds.append(time.monotonic() - begun)
        seen, quote = words(source.path, number), " ".join(proof.quote for proof in here)
        said = under(drawn.marks, drawn, seen)
        if not same(said, quote):
            right = False
            found.wrong.append({"page": str(number), "quote": quote, "under the marks": said})
        moved = moved and same(under([lower(mark, drawn) for mark in drawn.marks], drawn, seen), quote)
        rotation = PdfReader(source.path).pages[number - 1].rotation
        found.marks += len(drawn.marks)
        found.likeness += [read_pixels(engine, drawn, mark, rotation) for mark in drawn.marks]
    return right, moved


def look(source: Source, engine: Any, folder: Path) -> Found:
    """Judge the proofs of one document."""
    found = Found()
    proofs = made(source, folder)
    found.items = len(proofs)
    if len(proofs) < WANTED:
        document = load(source.path, Settings(), pages=source.pages)
        proofs += sentences(document, split(document, size=1000), WANTED - len(proofs))
    found.sentences = len(proofs) - found.items
    for each in proofs:
        right, moved = judge(source, each, engine, found)
        found.right += right
        found.control += moved
    return found


def row(source: Source, found: Found) -> dict[str, Any]:
    """The figures of one document."""
    return {
        "document": source.path.name,
        "layout": source.layout,
        "items": found.items,
        "sentences": found.sentences,
        "right": found.right,
        "right when moved": found.control,
        "marks": found.marks,
        "OCR likeness": round(sum(found.likeness) / max(1, len(found.likeness)), 3),
        "OCR below 0.8": sum(value < 0.8 for value in found.likeness),
        "seconds": round(sorted(found.seconds)[len(found.seconds) // 2], 2),
        "wrong": found.wrong,
    }


def page(rows: Sequence[dict[str, Any]]) -> str:
    """The figures as a page."""
    names = [name for name in rows[0] if name != "wrong"]
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(str(each[name]) for name in names) + " |" for each in rows]
    items, extra, right, moved = (sum(each[name] for each in rows) for name in (*names[2:6],))
    told = (
        f"**{right} of {items + extra} proofs are marked right**: {items} of items that the offline writer made and "
        f"{extra} sentences of passages, where a document gave fewer than {WANTED} items. Marks moved down by one line "
        f"would be right for {moved} of them."
    )
    head = "# Whether the marks lie on the words of the proof\n\nMade by `python evals/highlight.py`, which tells how."
    return f"{head}\n\n{told}\n\n" + "\n".join(lines) + "\n"


def main() -> None:
    """Judge all, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="Documents whose name begins so.")
    chosen = parser.parse_args()
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.use_cls": False, "Global.log_level": "error"})
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for source in sources(Path(os.environ["MCQGEN_TEST_DATA"]), Path(name)):
            if source.path.name.startswith(chosen.only):
                rows.append(row(source, look(source, engine, Path(name))))
                print(json.dumps(rows[-1], ensure_ascii=False))
    if not chosen.only:
        (HERE / "highlight.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
        (HERE / "highlight.md").write_text(page(rows))


if __name__ == "__main__":
    main()
