"""PDF: the paper of `docx`, set by Typst with fonts of its own, so that it looks the same on every machine."""

import io
import json
import os
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar

from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError, MissingDependency
from mcqgen.formats import content
from mcqgen.formats.contract import ExportOptions
from mcqgen.formats.paper import fonts
from mcqgen.formats.paper.sheets import (
    ANSWER_KEY,
    DATE,
    NAME,
    SCORE,
    SEVERAL,
    Note,
    Paper,
    Question,
    Sheets,
    Version,
    make_sheets,
)
from mcqgen.formats.paper.trees import trees

if TYPE_CHECKING:
    from pypdf import PdfReader
    from typst import Fonts

_MOST_AT_ONCE = 1_000
"""Questions and notes of a paper that is set in one go; a larger one is joined of pieces, for it would take memory."""
_PIECE = 200
"""Questions and notes of a piece."""
_MOST_LINES = 40
"""Of a question that stays on one page, which has about 48 of them."""
_LINE = 75
"""Columns that surely go into one; Chinese characters take two."""
_Tree = list[Any]


@dataclass(frozen=True)
class _Part:
    """Pages with a name and numbers of their own, as `paper.typ` knows them."""

    foot: str
    heading: str = ""
    first_page: int = 1
    name_line: tuple[str, ...] | None = None
    instruction: str = ""
    questions: tuple[_Tree, ...] = ()
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notes: tuple[_Tree, ...] = ()

    @property
    def size(self) -> int:
        """Questions and notes on it."""
        return len(self.questions) + len(self.notes)


class Pdf(Paper):
    """PDF document."""

    name: ClassVar[str] = "pdf"
    label: ClassVar[str] = "PDF paper"
    extension: ClassVar[str] = "pdf"
    media_type: ClassVar[str] = "application/pdf"

    def refusal(self, item: Item) -> str:
        """As all formats; a character that none of the fonts has would be an empty box."""
        texts = (item.stem, *(option.text for option in item.options), *_notes_of(item))
        if reason := super().refusal(item):
            return reason
        if missing := fonts.missing("".join(map(content.clean, texts))):
            return f"none of the fonts has the character '{missing}' (U+{ord(missing):04X})"
        return ""

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write the paper.

        Raises:
            FormatError: Typst cannot set it.
            MissingDependency: Typst or the fonts are not installed.
        """
        sheets = make_sheets(items, options)
        languages = {document.language for document in items.documents}
        language = languages.pop() if len(languages) == 1 else ""
        parts = list(_parts(sheets))
        if sum(part.size for part in parts) <= _MOST_AT_ONCE:
            return _typeset(parts, sheets.title, language)
        return _join(_set_pieces(parts, sheets.title, language), sheets.title)


def _notes_of(item: Item) -> Iterator[str]:
    yield from (option.rationale for option in item.options)
    yield from (item.rationale, item.topic, *(evidence.quote for evidence in item.evidence))


def _parts(sheets: Sheets) -> Iterator[_Part]:
    for version in sheets.versions if sheets.has_questions else ():
        name = f"{sheets.title} – Version {version.name}" if version.name else sheets.title
        yield _questions(sheets, version, name)
    if sheets.has_key:
        yield _key(sheets)


def _questions(sheets: Sheets, version: Version, name: str) -> _Part:
    return _Part(
        foot=name,
        heading=name,
        name_line=(NAME, DATE, SCORE, sheets.total),
        instruction=sheets.instruction,
        questions=tuple(map(_question, version.questions)),
    )


def _question(question: Question) -> _Tree:
    return [
        f"{question.number}.",
        _stays_together(question.item.stem, *(text for _, text in question.choices)),
        trees(question.item.stem, rtl=question.rtl),
        SEVERAL if question.several else "",
        [[f"{letter}.", trees(text, rtl=question.rtl)] for letter, text in question.choices],
    ]


def _stays_together(*texts: str) -> bool:
    """Whether texts are so short that no page ends between them: what is longer than a page would run off it."""
    return sum(_lines(line) for text in texts for line in text.split("\n")) <= _MOST_LINES


def _lines(line: str) -> int:
    """How many lines it takes at most; with formulas they are twice as high, and those on their own stand apart."""
    wide = 0 if line.isascii() else sum(unicodedata.east_asian_width(character) in "WF" for character in line)
    columns = len(line) + wide
    height = 2 if "\\" in line or "$" in line else 1  # it may be a formula
    apart = 4 * line.count(r"\[") + 2 * line.count("$$")
    return (1 + columns // _LINE) * height + apart + line.count(r"\\")


def _key(sheets: Sheets) -> _Part:
    name = f"{ANSWER_KEY}: {sheets.title}"
    keys = tuple(
        (
            f"Version {version.name}" if version.name else "",
            tuple(f"{question.number}: {question.key}" for question in version.questions),
        )
        for version in sheets.versions
    )
    return _Part(foot=name, heading=name, keys=keys, notes=tuple(map(_note, sheets.notes)))


def _note(note: Note) -> _Tree:
    return [
        note.heading,
        _stays_together(*(text for _, text in note.feedback), *note.texts),
        note.about,
        [[f"{letter}:", trees(text, rtl=note.rtl)] for letter, text in note.feedback],
        [trees(text, rtl=content.is_rtl(text)) for text in note.texts],
    ]


def _set_pieces(parts: Sequence[_Part], title: str, language: str) -> Iterator["PdfReader"]:
    """PDF files that follow each other; as many parts at a time as there are processors, as Typst works without GIL."""
    with ThreadPoolExecutor(os.cpu_count()) as crew:
        for files_of_part in crew.map(lambda part: _set_part(part, title, language), parts):
            yield from files_of_part


def _set_part(part: _Part, title: str, language: str) -> list["PdfReader"]:
    """One part's files, each numbered on from the one before."""
    done: list[PdfReader] = []
    pages = 0
    for piece in _cut(part):
        done.append(_read(_typeset([replace(piece, first_page=pages + 1)], title, language, tagged=False)))
        pages += len(done[-1].pages)
    return done


def _cut(part: _Part) -> Iterator[_Part]:
    """A part in pieces; the first one has what stands above the questions and notes."""
    yield replace(part, questions=part.questions[:_PIECE], notes=part.notes[:_PIECE])
    for begin in range(_PIECE, part.size, _PIECE):
        end = begin + _PIECE
        yield _Part(part.foot, questions=part.questions[begin:end], notes=part.notes[begin:end])


def _typeset(parts: Sequence[_Part], title: str, language: str, *, tagged: bool = True) -> bytes:
    try:
        import typst
    except ImportError as error:
        raise MissingDependency("PDF papers need Typst and fonts: pip install 'mcqgen[pdf]'.") from error

    paper = {
        "title": title,
        "language": language if len(language) in {2, 3} and language.isalpha() else "en",
        "fonts": fonts.families(language),
        "parts": [vars(part) for part in parts],
    }
    try:
        return typst.compile(
            _template(), font_paths=_loaded_fonts(), format="pdf", timestamp=0,
            sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)}, pdf_tags=tagged,
        )  # fmt: skip
    except typst.TypstError as error:
        raise FormatError(f"Typst cannot set the paper: {error}.") from error


@cache
def _loaded_fonts() -> "Fonts":
    from typst import Fonts

    return Fonts(include_system_fonts=False, font_paths=fonts.font_folders())


@cache
def _template() -> bytes:
    return (files("mcqgen.formats.paper") / "paper.typ").read_bytes()


def _read(data: bytes) -> "PdfReader":
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(data))


def _join(papers: Iterator["PdfReader"], title: str) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for paper in papers:
        writer.append(paper, import_outline=False)
    writer.add_metadata({"/Title": title})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
