"""From pages to paragraphs: what is left out, and what is put together."""

from collections.abc import Sequence

import pytest

from mcqgen.documents.cleaning import clean
from mcqgen.domain.document import Heading, Line, Page, Role
from tests.documents.conftest import SENTENCES, document_of, page_of, wrapped

TEXT = " ".join(SENTENCES)


def paragraphs(*pages: Page, headings: Sequence[Heading] = ()) -> list[str]:
    return [paragraph.clean.text for paragraph in clean(document_of(*pages, headings=headings))]


def with_edges(number: int, head: str, body: Sequence[str], foot: str) -> Page:
    """A page with a running head 40 points above its text and a foot far below."""
    page = page_of(number, [head, *body, foot])
    lines = list(page.lines)
    lines[0] = lines[0].model_copy(update={"base": 50.0})
    lines[-1] = lines[-1].model_copy(update={"base": 750.0})
    return page.model_copy(update={"lines": tuple(lines)})


def test_a_sentence_over_a_page_break_is_one_sentence() -> None:
    lines = wrapped(TEXT)
    assert paragraphs(page_of(1, lines[:3]), page_of(2, lines[3:])) == [TEXT]


def test_running_heads_and_page_numbers_never_stand_in_a_sentence() -> None:
    lines = wrapped(TEXT * 6)
    pages = [
        with_edges(n, f"CHAPTER ONE {n}" if n % 2 else f"{n} ON CELLS", lines[4 * n - 4 : 4 * n], f"Page {n} of 6")
        for n in range(1, 7)
    ]
    text = " ".join(paragraphs(*pages))
    assert "CHAPTER" not in text
    assert "ON CELLS" not in text
    assert "Page" not in text
    assert text.split() == " ".join(lines[:24]).split()[: len(text.split())]
    assert len(text) > 900


def test_a_head_that_changes_with_the_section_is_told_by_its_place() -> None:
    titles = ["Membranes 1", "Membranes 2", "Membranes 3", "Membranes 4", "Energy 5", "Genes 6"]
    pages = [with_edges(n, title, wrapped(TEXT), str(n)) for n, title in enumerate(titles, 1)]
    text = " ".join(paragraphs(*pages))
    assert "Energy 5" not in text
    assert "Genes 6" not in text


def test_a_word_broken_over_a_page_is_mended() -> None:
    first = page_of(1, ["Plants and animals have more than one kind of knowl-"])
    second = page_of(2, ["edge about the light of the sun, as botanists have found."])
    assert paragraphs(first, second) == [
        "Plants and animals have more than one kind of knowledge about the light of the sun, as botanists have found."
    ]


def test_an_indented_line_and_a_gap_begin_paragraphs() -> None:
    page = page_of(1, [*wrapped(SENTENCES[0]), *wrapped(SENTENCES[1]), *wrapped(SENTENCES[2])])
    lines = list(page.lines)
    second, third = len(wrapped(SENTENCES[0])), len(wrapped(SENTENCES[0])) + len(wrapped(SENTENCES[1]))
    lines[second] = lines[second].model_copy(update={"left": 90.0})
    lines[third:] = [line.model_copy(update={"base": line.base + 12}) for line in lines[third:]]
    assert paragraphs(page.model_copy(update={"lines": tuple(lines)})) == list(SENTENCES[:3])


@pytest.mark.parametrize(
    "noise",
    [
        "Figure 3. The parts of a cell as they were drawn by Hooke in his book.",
        "Table 2: Numbers of cells in five organs of the rabbit and the mouse.",
        "Introduction . . . . . . . . . . . . . . . . . . . . . . 12",
        "Copyright © 2020 The authors, released under a Creative Commons licence.",
        "Correspondence should be addressed to Jane Doe (jane.doe@example.org).",
        "By the end of this section, you will be able to name the parts of a cell.",
        "x = 3y + 4z / (a + b) = 17.5 ± 2 ≥ 12",
        "Cells 12 17 19 33 41 52 76 88 12 44",
        "1. Why do the cells of plants have walls while those of animals have none?",
    ],
)
def test_what_is_no_running_text_is_left_out(noise: str) -> None:
    page = page_of(1, [*wrapped(SENTENCES[0]), noise, *wrapped(SENTENCES[1])])
    middle = len(wrapped(SENTENCES[0]))
    lines = [
        line.model_copy(update={"base": line.base + (20 if index >= middle else 0) + (20 if index > middle else 0)})
        for index, line in enumerate(page.lines)
    ]
    assert paragraphs(page.model_copy(update={"lines": tuple(lines)})) == list(SENTENCES[:2])


def test_figure_two_shows_is_a_sentence_and_no_caption() -> None:
    sentence = "Figure 2 of the book shows how the membrane keeps the water out of the cell."
    assert paragraphs(page_of(1, [sentence])) == [sentence]


@pytest.mark.parametrize("role", [Role.TABLE, Role.CODE, Role.CAPTION, Role.HEADING])
def test_the_files_own_roles_are_believed(role: Role) -> None:
    text = SENTENCES[0]
    page = Page(number=1, text=text, lines=(Line(start=0, end=len(text), role=role),))
    assert paragraphs(page) == []


def test_small_print_is_set_aside_before_a_paragraph_is_joined() -> None:
    lines = wrapped(TEXT)
    note = page_of(1, ["1 A note at the foot of the page which nobody reads."], size=8.0, top=400)
    body = page_of(1, lines[:3])
    shift = len(body.text) + 2
    moved = tuple(line.model_copy(update={"start": line.start + shift, "end": line.end + shift}) for line in note.lines)
    first = Page(number=1, text=f"{body.text}\r\n{note.text}", lines=(*body.lines, *moved))
    assert paragraphs(first, page_of(2, lines[3:])) == [TEXT]


def test_bullets_drawn_apart_make_list_items() -> None:
    page = page_of(
        1, ["glucose feeds the cell by day and by night", "salts keep the water inside of the cell", "•", "•"]
    )
    lines = [
        line.model_copy(update={"left": 60.0, "right": 63.0, "base": 100.0 + 12 * (index - 2)}) if index > 1 else line
        for index, line in enumerate(page.lines)
    ]
    assert paragraphs(page.model_copy(update={"lines": tuple(lines)})) == [
        "glucose feeds the cell by day and by night",
        "salts keep the water inside of the cell",
    ]


def test_list_items_lose_their_bullets_and_keep_their_ends() -> None:
    text = "• Cells are made of water and proteins;\n\n2. Cells divide when they are large enough"
    assert paragraphs(Page(number=1, text=text)) == [
        "Cells are made of water and proteins;",
        "Cells divide when they are large enough",
    ]


def test_skipped_sections_give_nothing_and_headings_are_no_text() -> None:
    texts = [
        "Cells of Plants",
        SENTENCES[0],
        "References",
        "Doe, J. (1999). The cell and all of its many parts. London.",
        "Energy",
        SENTENCES[1],
    ]
    page = page_of(1, texts)
    headings = [Heading(title=texts[i], level=1, page=1, start=page.lines[i].start) for i in (0, 2, 4)]
    found = clean(document_of(page, headings=headings))
    assert [(p.section, p.clean.text) for p in found] == [
        (("Cells of Plants",), SENTENCES[0]),
        (("Energy",), SENTENCES[1]),
    ]


def test_glossaries_give_terms_with_their_meaning() -> None:
    texts = ["Glossary", "anabolism: building of larger molecules", "cell", "smallest unit of all living things", "7"]
    page = page_of(1, texts)
    lines = list(page.lines)
    lines[1] = lines[1].model_copy(update={"base": 140.0})
    lines[2] = lines[2].model_copy(update={"base": 180.0, "bold": True})
    lines[3] = lines[3].model_copy(update={"base": 192.0, "left": 90.0})
    lines[4] = lines[4].model_copy(update={"base": 250.0})
    page = page.model_copy(update={"lines": tuple(lines)})
    assert paragraphs(page, headings=[Heading(title="Glossary", level=1, page=1, start=0)]) == [
        "anabolism: building of larger molecules",
        "cell: smallest unit of all living things",
    ]


def test_objectives_are_left_out_and_the_prose_after_them_is_kept() -> None:
    texts = [
        "Chapter Objectives",
        "• Describe the parts of a living cell",
        "• Explain how the cells of plants divide",
        SENTENCES[0],
    ]
    page = Page(
        number=1,
        text="\n\n".join(texts),
        lines=tuple(
            Line(start=sum(len(t) + 2 for t in texts[:i]), end=sum(len(t) + 2 for t in texts[:i]) + len(text))
            for i, text in enumerate(texts)
        ),
    )
    assert paragraphs(page, headings=[Heading(title=texts[0], level=2, page=1, start=0)]) == [SENTENCES[0]]


def test_torn_sentences_are_left_out() -> None:
    text = f"rest of a torn sentence. {SENTENCES[0]} And then the text breaks off in the"
    assert paragraphs(Page(number=1, text=text)) == [SENTENCES[0]]


def test_a_picture_label_does_not_part_a_sentence() -> None:
    lines = wrapped(TEXT)
    page = page_of(1, [*lines[:2], "THE OLD CELL ALONE", *lines[2:]])
    moved = [
        line.model_copy(update={"left": 600.0, "right": 700.0}) if index == 2 else line
        for index, line in enumerate(page.lines)
    ]
    assert paragraphs(page.model_copy(update={"lines": tuple(moved)})) == [TEXT]


def test_languages_without_small_letters_are_kept() -> None:
    text = "細胞膜は細胞の内側と外側を分けている。植物は太陽の光を使って糖を作る。"
    assert paragraphs(Page(number=1, text=text)) == [text]


def test_an_empty_document_has_no_paragraphs() -> None:
    assert paragraphs(Page(number=1, text="")) == []
