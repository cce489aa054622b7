"""Passages: clean paragraphs cut to size within their section."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from mcqgen.documents.cleaning import Paragraph, clean
from mcqgen.documents.whole import within
from mcqgen.domain.document import Document, Passage, Segment

_BETWEEN = "\n\n"


def split(document: Document, *, size: int) -> tuple[Passage, ...]:
    """Clean a document and cut it into passages of at most `size` characters.

    A passage never reaches over a section's end. It is cut between paragraphs where it can be, else after a
    sentence, else at a blank. Passages do not overlap.
    """
    passages: list[Passage] = []
    for section, paragraphs in groupby(clean(document), key=lambda paragraph: paragraph.section):
        text, segments = _join(list(paragraphs))
        for start, end in _cuts(text, size):
            passages.append(
                Passage(
                    document_id=document.id,
                    number=len(passages),
                    section=section,
                    text=text[start:end],
                    segments=within(tuple(segments), start, end),
                )
            )
    return tuple(passages)


def _join(paragraphs: Sequence[Paragraph]) -> tuple[str, list[Segment]]:
    """One text of all paragraphs, and all their segments."""
    segments: list[Segment] = []
    at = 0
    for paragraph in paragraphs:
        segments += [Segment(at=at + segment.at, span=segment.span) for segment in paragraph.clean.segments]
        at += len(paragraph.clean.text) + len(_BETWEEN)
    return _BETWEEN.join(paragraph.clean.text for paragraph in paragraphs), segments


def _cuts(text: str, size: int) -> Iterator[tuple[int, int]]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=size,
        chunk_overlap=0,
        add_start_index=True,
        keep_separator="end",
        is_separator_regex=True,
        separators=[r"\n\n", r"(?<=[.!?])(?<![A-Z].)\s(?=[A-Z“\"])", r"(?<=[.!?;])\s", r"\s", ""],
    )
    for chunk in splitter.create_documents([text]):
        start = int(chunk.metadata["start_index"])
        yield start, start + len(chunk.page_content)
