"""Clean text and where it comes from."""

import pytest

from mcqgen.documents.hyphens import Vocabulary
from mcqgen.documents.inline import Clean, Source, clean_rows
from mcqgen.documents.rows import Row
from mcqgen.domain.document import Line, Page, Passage
from mcqgen.domain.quotes import find_quote


def clean(text: str, *, marks: tuple[tuple[int, int], ...] = (), authors: bool = True) -> Clean:
    """Clean the lines of `text` as one paragraph of page 1."""
    rows, at = [], 0
    for line in text.split("\n"):
        rows.append(Row(1, Line(start=at, end=at + len(line)), line))
        at += len(line) + 1
    return clean_rows(rows, Source({1: text}, {1: marks}, Vocabulary(text, "en"), authors))


@pytest.mark.parametrize(
    ("loaded", "wanted"),
    [
        ("The knowl-\nedge of it.", "The knowledge of it."),
        ("a well-\nknown one", "a well-known one"),
        ("impor\ufffetant", "important"),
        ("so\u00adft hy\u00ad\nphens", "soft hyphens"),
        ("the \ufb01rst e\ufb03cient \ufb02ow", "the first efficient flow"),
        ("years 1660–\n1763 and more", "years 1660–1763 and more"),
        ("so ef\ufb01c-\nient", "so efficient"),
        ("of [1]  and", "of [1] and"),
        ("zero\u200bwidth", "zerowidth"),
        ("  two \t blanks  ", "two blanks"),
        ("cells [1] divide [2, 3–5].", "cells divide."),
        ("as shown in [12], cells", "as shown in [12], cells"),
        ("[3] says so", "[3] says so"),
        ("it grows (see Figure 2.3) fast (Fig. 4A).", "it grows fast."),
        ("it grows ((figure)).", "it grows."),
        ("shown (see (figure)b) here", "shown here"),
        ("shown in (figure), first", "shown in (figure), first"),
        ("known (Kruskal, 1960; Szekeres et al., 2016a) and", "known and"),
        ("known (Treaty of Paris, 1763) and", "known (Treaty of Paris, 1763) and"),
        ("known (see van der Berg & Smith, 2010, p. 12).", "known."),
        ("the acid CH4\n. And", "the acid CH4. And"),
        ("at https://pygments.\norg/docs/ now", "at https://pygments.org/docs/ now"),
        ("end.\nnext", "end. next"),
    ],
)
def test_form_is_mended_and_references_are_left_out(loaded: str, wanted: str) -> None:
    assert clean(loaded).text == wanted


def test_author_citations_stay_where_the_document_does_not_cite_so() -> None:
    assert clean("known (Paris, 1960) and", authors=False).text == "known (Paris, 1960) and"


def test_raised_numbers_are_left_out() -> None:
    assert clean("the law12 says", marks=((7, 9),)).text == "the law says"


def test_a_quote_breaks_where_something_was_left_out() -> None:
    loaded = "Cells [1] divide into\ntwo parts."
    cleaned = clean(loaded)
    passage = Passage(document_id="d", number=0, text=cleaned.text, segments=cleaned.segments)
    parts = passage.spans(0, len(passage.text))
    assert [passage.text[start:end].strip() for start, end, _ in parts] == ["Cells", "divide into two parts."]
    assert all(find_quote(passage.text[a:b], 1, loaded, near=span.start) for a, b, span in parts)


def test_a_page_number_between_two_lines_breaks_the_quote() -> None:
    text = "one two\n7\nthree four"
    rows = [Row(1, Line(start=0, end=7), "one two"), Row(1, Line(start=10, end=20), "three four")]
    cleaned = clean_rows(rows, Source({1: text}, {}, Vocabulary(text, "en"), authors=False))
    passage = Passage(document_id="d", number=0, text=cleaned.text, segments=cleaned.segments)
    assert cleaned.text == "one two three four"
    assert len(passage.spans(0, 18)) == 2


def test_whole_text_is_one_part_and_narrows_to_the_words() -> None:
    page = Page(number=1, text="The \ufb01rst knowl-\nedge of cells.")
    cleaned = clean(page.text)
    passage = Passage(document_id="d", number=0, text=cleaned.text, segments=cleaned.segments)
    ((start, end, span),) = passage.spans(4, len(passage.text))
    found = find_quote(passage.text[start:end], 1, page.text, near=span.start)
    assert found is not None
    assert page.text[found.start : found.end] == "\ufb01rst knowl-\nedge of cells."
