"""Page ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqgen.documents.ranges import select_pages, whole_only
from mcqgen.errors import RequestError


@pytest.mark.parametrize(
    ("pages", "chosen"),
    [
        ("", (1, 2, 3, 4, 5)),
        ("2-3,5", (2, 3, 5)),
        (" 4 - 9 ", (4, 5)),
        ("-2", (1, 2)),
        ("4-", (4, 5)),
        ("3,3,1", (1, 3)),
    ],
)
def test_ranges_name_pages(pages: str, chosen: tuple[int, ...]) -> None:
    assert select_pages(pages, 5, "a.pdf") == chosen


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ("x", "cannot be read"),
        ("3-1", "makes no sense"),
        ("0", "makes no sense"),
        ("-", "cannot be read"),
        ("1,,2", "cannot be read"),
    ],
)
def test_nonsense_is_refused(pages: str, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        select_pages(pages, 5, "a.pdf")


def test_pages_beyond_the_end_are_refused_with_the_number_of_pages() -> None:
    with pytest.raises(RequestError, match=r"'a.pdf' has 1 page: '7-9' names none"):
        select_pages("7-9", 1, "a.pdf")


@given(st.text(alphabet="0123456789-, x", max_size=12), st.integers(1, 50))
def test_any_text_gives_sorted_pages_of_the_document_or_a_sentence(pages: str, total: int) -> None:
    message = ""
    chosen: tuple[int, ...] = (1,)
    try:
        chosen = select_pages(pages, total, "a.pdf")
    except RequestError as error:
        message = str(error)
    assert not message or message.endswith(".")
    assert list(chosen) == sorted(set(chosen))
    assert set(chosen) <= set(range(1, total + 1))
    assert chosen


def test_files_without_pages_take_no_range() -> None:
    whole_only("", "a.md")
    with pytest.raises(RequestError, match="has no pages"):
        whole_only("1-2", "a.md")
