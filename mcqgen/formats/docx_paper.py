"""Word: a paper with a name line, in up to four versions, and its answer key on pages of its own."""

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from mcqgen.domain.run import ItemSet
from mcqgen.formats import content
from mcqgen.formats.archives import pack
from mcqgen.formats.contract import ExportOptions
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
from mcqgen.formats.paper.styles import KEYS_IN_A_LINE, new_document
from mcqgen.formats.paper.words import Writer, number_pages, put_field, put_words

if TYPE_CHECKING:
    from docx.document import Document

_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


class Docx(Paper):
    """Word document."""

    name: ClassVar[str] = "docx"
    label: ClassVar[str] = "Word paper"
    extension: ClassVar[str] = "docx"
    media_type: ClassVar[str] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write the paper."""
        sheets, document = make_sheets(items, options), new_document()
        properties = document.core_properties
        properties.title, properties.author, properties.comments = sheets.title[:255], "mcqgen", ""
        properties.created = properties.modified = _EPOCH.replace(tzinfo=None)
        writer = Writer(document.element.body)
        parts = [(version, f" – Version {version.name}" if version.name else "") for version in sheets.versions]
        for place, (version, name) in enumerate(parts if sheets.has_questions else ()):
            _begin(document, f"{sheets.title}{name}", first=not place)
            _put_questions(writer, sheets, version, f"{sheets.title}{name}")
        if sheets.has_key:
            _begin(document, f"{ANSWER_KEY}: {sheets.title}", first=not sheets.has_questions)
            _put_key(writer, sheets)
        buffer = io.BytesIO()
        document.save(buffer)
        with zipfile.ZipFile(buffer) as archive:
            return pack((name, archive.read(name)) for name in archive.namelist())


def _begin(document: "Document", heading: str, *, first: bool) -> None:
    """Begin a new page with its own name and page numbers at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    section = document.sections[0] if first else document.add_section()
    section.footer.is_linked_to_previous = False
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph = foot.paragraph_format.element
    put_words(paragraph, f"{heading} · ")
    put_field(paragraph, "PAGE")
    if first:  # the later sections are made like it
        number_pages(document.element.body[-1])


def _put_questions(writer: Writer, sheets: Sheets, version: Version, heading: str) -> None:
    put_words(writer.paragraph("Title"), heading)
    put_words(writer.paragraph("Nameline"), f"{NAME}: \t  {DATE}: \t  {SCORE}: \t / {sheets.total}")
    put_words(writer.paragraph("Normal"), sheets.instruction)
    for question in version.questions:
        _put_question(writer, question)


def _put_question(writer: Writer, question: Question) -> None:
    rtl = question.rtl
    writer.text("Question", question.item.stem, label=f"{question.number}.", keep=True, rtl=rtl)
    if question.several:
        put_words(writer.paragraph("Details", keep=True, rtl=rtl), SEVERAL, "Emphasis")
    last = len(question.choices) - 1
    for place, (letter, text) in enumerate(question.choices):
        writer.text("Answer", text, label=f"{letter}.", keep=place < last, rtl=rtl)


def _put_key(writer: Writer, sheets: Sheets) -> None:
    put_words(writer.paragraph("Title"), f"{ANSWER_KEY}: {sheets.title}")
    for version in sheets.versions:
        if version.name:
            put_words(writer.paragraph("Heading1", keep=True), f"Version {version.name}")
        answers = [f"{question.number}: {question.key}" for question in version.questions]
        for begin in range(0, len(answers), KEYS_IN_A_LINE):
            put_words(writer.paragraph("Keys"), "\t".join(answers[begin : begin + KEYS_IN_A_LINE]))
    for note in sheets.notes:
        _put_note(writer, note)


def _put_note(writer: Writer, note: Note) -> None:
    heading = writer.paragraph("Question", keep=bool(note.feedback or note.texts))
    put_words(heading, note.heading, "Strong")
    put_words(heading, f"   {note.about}")
    left = len(note.feedback) + len(note.texts)
    for letter, text in note.feedback:
        left -= 1
        writer.text("Answer", text, label=f"{letter}:", keep=left > 0, rtl=note.rtl)
    for text in note.texts:
        left -= 1
        writer.text("Details", text, keep=left > 0, rtl=content.is_rtl(text))
