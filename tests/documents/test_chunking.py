"""Passages: exact places, stable ids, nothing of running heads."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqgen.documents import split
from mcqgen.domain.document import Document, Heading, Line, Page, Passage
from mcqgen.domain.quotes import canonical, find_quote
from tests.documents.conftest import SENTENCES, document_of, page_of

WORDS = [
    *("the", "cell", "water", "light", "of", "plants", "and", "animals", "energy", "well-known", "membrane", "first"),
    *("efficient", "flow", "nucleus", "carries", "a", "sugar", "into", "every", "living", "body", "while", "others"),
    *("keep", "knowledge", "in", "their", "genes"),
]
_SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s)|$)", re.DOTALL)


def sentences(passage: Passage) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in _SENTENCE.finditer(passage.text)]


def assert_verbatim(document: Document, passages: tuple[Passage, ...]) -> int:
    """Every sentence of every passage stands word for word where its spans say; returns how many there are."""
    count = 0
    for passage in passages:
        assert passage.segments[0].at == 0
        assert [s.at for s in passage.segments] == sorted({s.at for s in passage.segments})
        for start, end in sentences(passage):
            parts = passage.spans(start, end)
            assert parts or not any(map(str.isalnum, passage.text[start:end]))
            for begin, stop, span in parts:
                found = find_quote(
                    passage.text[begin:stop], span.page, document.page_numbers[span.page].text, near=span.start
                )
                assert found is not None, passage.text[begin:stop]
                assert span.start <= found.start
                assert found.end <= span.end
            count += 1
    return count


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, str]:
    """A document of wrapped paragraphs with running heads, broken words and ligatures, and its true text."""
    chance = random.Random(draw(st.integers(0, 10_000)))
    texts = []
    for _ in range(draw(st.integers(1, 6))):
        said = []
        for _ in range(draw(st.integers(1, 5))):
            words = [chance.choice(WORDS) for _ in range(chance.randint(6, 25))]
            said.append(" ".join(words).capitalize() + ".")
        texts.append(" ".join(said))
    pages = lay_out(texts, chance, width=draw(st.integers(40, 90)), height=draw(st.integers(5, 25)))
    return document_of(*pages), "".join(texts)


def lay_out(texts: list[str], chance: random.Random, width: int, height: int) -> list[Page]:
    """Set justified paragraphs on pages, breaking words with hyphens where the line is full."""
    lines: list[tuple[str, float, float]] = []
    for text in texts:
        left, line = 87.0, ""
        for word in text.replace("fi", "ﬁ").split():
            rest = word
            if len(line) + len(word) + 1 > width:
                cut = chance.randint(2, max(2, len(word) - 2))
                if len(word) > 5 and word.isalpha() and chance.random() < 0.5:
                    line, rest = f"{line} {word[:cut]}" + chance.choice(["-", "\ufffe"]), word[cut:]
                lines.append((line.strip(), left, 72 + 6.0 * width))
                left, line = 72.0, ""
            line = f"{line} {rest}"
        lines.append((line.strip(), left, left + 5.0 * len(line)))
    pages = []
    for number, at in enumerate(range(0, len(lines), height), start=1):
        head = f"QZHEAD {number}" if number % 2 else f"{number} QZTITLE"
        pages.append(set_page(number, head, lines[at : at + height], str(number)))
    return pages


def set_page(number: int, head: str, body: list[tuple[str, float, float]], foot: str) -> Page:
    rows = [(head, 72.0, 150.0, 40.0)]
    rows += [(text, left, right, 100.0 + 12 * index) for index, (text, left, right) in enumerate(body)]
    rows.append((foot, 72.0, 80.0, 760.0))
    placed, at = [], 0
    for text, left, right, base in rows:
        placed.append(Line(start=at, end=at + len(text), left=left, right=right, base=base, size=10.0))
        at += len(text) + 2
    return Page(number=number, text="\r\n".join(row[0] for row in rows), lines=tuple(placed))


@given(documents(), st.integers(200, 1500))
def test_every_sentence_is_found_where_its_passage_says(made: tuple[Document, str], size: int) -> None:
    document, _ = made
    assert_verbatim(document, split(document, size=size))


@given(documents())
def test_the_clean_text_is_the_true_text(made: tuple[Document, str]) -> None:
    document, truth = made
    found = canonical("".join(passage.text for passage in split(document, size=1000)))
    assert found in canonical(truth)
    assert len(found) > 0.5 * len(canonical(truth)) or len(truth) < 400


@given(documents())
def test_passages_are_stable_sized_and_free_of_running_heads(made: tuple[Document, str]) -> None:
    document, _ = made
    passages = split(document, size=400)
    assert [passage.number for passage in passages] == list(range(len(passages)))
    assert [p.id for p in split(document, size=400)] == [passage.id for passage in passages]
    assert len({passage.id for passage in passages}) == len(passages)
    for passage in passages:
        assert 0 < len(passage.text) <= 400
        assert passage.text == passage.text.strip()
        assert "\ufffe" not in passage.text
        assert "ﬁ" not in passage.text
        if len(document.pages) > 4:
            assert "QZ" not in passage.text


def test_passages_keep_to_their_section_and_are_cut_after_sentences() -> None:
    texts = ["Cells", SENTENCES[0], SENTENCES[1], "Energy", SENTENCES[2], SENTENCES[3]]
    page = Page(
        number=1,
        text="\n\n".join(texts),
        lines=tuple(
            Line(start=sum(len(t) + 2 for t in texts[:i]), end=sum(len(t) + 2 for t in texts[:i]) + len(text))
            for i, text in enumerate(texts)
        ),
    )
    headings = [Heading(title=texts[i], level=1, page=1, start=page.lines[i].start) for i in (0, 3)]
    whole = split(document_of(page, headings=headings), size=1000)
    assert [(p.section, p.text) for p in whole] == [
        (("Cells",), f"{SENTENCES[0]}\n\n{SENTENCES[1]}"),
        (("Energy",), f"{SENTENCES[2]}\n\n{SENTENCES[3]}"),
    ]
    assert [p.text for p in split(document_of(page, headings=headings), size=120)] == list(SENTENCES)


@pytest.mark.parametrize("size", [200, 300])
def test_a_long_paragraph_is_cut_between_sentences(size: int) -> None:
    text = " ".join(SENTENCES * 3)
    passages = split(document_of(Page(number=1, text=text)), size=size)
    assert all(passage.text.endswith(".") and passage.text[0].isupper() for passage in passages)
    assert " ".join(passage.text for passage in passages) == text


def test_a_sentence_over_two_pages_has_a_span_on_each() -> None:
    document = document_of(
        page_of(4, ["The cells of plants and animals share many"]), page_of(5, ["of their parts with one another."])
    )
    (passage,) = split(document, size=500)
    assert passage.first_page == 4
    assert [(passage.text[a:b].strip(), span.page) for a, b, span in passage.spans(0, len(passage.text))] == [
        ("The cells of plants and animals share many", 4),
        ("of their parts with one another.", 5),
    ]


def test_an_empty_document_has_no_passages() -> None:
    assert split(document_of(Page(number=1, text="")), size=500) == ()
