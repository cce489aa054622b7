"""From a loaded document to clean paragraphs: what is left is running text in reading order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mcqgen.documents.furniture import without_furniture
from mcqgen.documents.glossary import entries, is_entry, opens_entry
from mcqgen.documents.hyphens import Vocabulary
from mcqgen.documents.inline import Clean, Source, clean_rows
from mcqgen.documents.paragraphs import NUMBERED, Group, group, reunite
from mcqgen.documents.prose import is_prose, is_wordy, without_objectives
from mcqgen.documents.rows import BULLET, Row, body_size, rows_of
from mcqgen.documents.sections import SectionKind, Sections
from mcqgen.documents.whole import whole_sentences
from mcqgen.domain.document import Document, Role
from mcqgen.domain.quotes import canonical

_AUTHOR_YEAR = re.compile(r"\([A-Z][^()\d]{2,60},? (?:19|20)\d\d[a-z]?[);,]")
_FEWEST_CITATIONS = 3
_LARGER = 1.12
_SMALLER = 0.93


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Clean text of one paragraph or list item, and its section's titles from the highest level down."""

    section: tuple[str, ...]
    clean: Clean


def clean(document: Document) -> tuple[Paragraph, ...]:
    """Find the running text of a document.

    Left out: running heads and feet, page numbers, headings (they become sections), contents, reference lists,
    indexes, tables, captions, notes, exercises, objectives, code, formulae and boilerplate. Paragraphs are put
    together over line, column and page breaks; broken words are mended.
    """
    pages = without_furniture(rows_of(document))
    body = body_size(pages)
    sections = Sections(document)
    titles = _title_rows(document, pages)
    rows = [
        (row, sections.at(row.page, row.line.start))
        for page in pages
        for row in page
        if id(row) not in titles and not (body and row.line.size >= _LARGER * body)
    ]
    kept = [(row, section) for row, section in rows if section.kind is not SectionKind.SKIPPED]
    parts = (part for part in without_objectives(group(kept)) if _may_be_torn(part, body))
    groups = reunite(parts, lambda part: not is_prose(part, body), _is_entry)
    source = _source(document)
    return tuple(_paragraphs(groups, body, source))


def _paragraphs(groups: list[Group], body: float, source: Source) -> Iterator[Paragraph]:
    for part in groups:
        if part.section.kind is SectionKind.GLOSSARY:
            for rows, term in entries(part):
                if is_entry(rows, term):
                    yield Paragraph(part.section.titles, clean_rows(rows, source, term=term))
            continue
        if not is_prose(part, body):
            continue
        cleaned = clean_rows(_without_bullet(part), source)
        if not part.listed:
            cleaned = whole_sentences(cleaned)
        if cleaned.text:
            yield Paragraph(part.section.titles, cleaned)


def _is_entry(part: Group) -> bool:
    return part.section.kind is SectionKind.GLOSSARY and opens_entry(part.rows[0])


def _may_be_torn(part: Group, body: float) -> bool:
    """Captions, notes and tables between two halves of a paragraph are set aside before the halves are joined."""
    if part.section.kind is SectionKind.GLOSSARY or is_prose(part, body):
        return True
    return part.size >= _SMALLER * body and part.rows[0].line.role in (Role.TEXT, Role.LIST) and is_wordy(part)


def _without_bullet(part: Group) -> list[Row]:
    first = part.rows[0]
    match = (BULLET.match(first.text) or NUMBERED.match(first.text)) if part.listed else None
    if match is None or match.end() >= len(first.text):
        return part.rows
    line = first.line.model_copy(update={"start": first.line.start + match.end()})
    return [Row(first.page, line, first.text[match.end() :]), *part.rows[1:]]


def _title_rows(document: Document, pages: list[list[Row]]) -> set[int]:
    """Ids of the rows that headings are made of; a long title takes several."""
    rows = {page[0].page: page for page in pages if page}
    found: set[int] = set()
    for heading in document.headings:
        left = canonical(heading.title).casefold()
        for row in rows.get(heading.page, []):
            if row.line.start < heading.start:
                continue
            words = canonical(row.text).casefold()
            if not words or (words not in left and not words.endswith(left)):
                break
            found.add(id(row))
            left = left.replace(words, "", 1)
            if not left or words.endswith(left):
                break
    return found


def _source(document: Document) -> Source:
    text = "\n".join(page.text for page in document.pages)
    return Source(
        texts={page.number: page.text for page in document.pages},
        marks={page.number: page.marks for page in document.pages},
        words=Vocabulary(text, document.language),
        authors=len(_AUTHOR_YEAR.findall(text)) >= _FEWEST_CITATIONS,
    )
