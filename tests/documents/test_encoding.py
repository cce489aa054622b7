"""Bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqgen.documents.encoding import decode
from mcqgen.errors import DocumentError

WORDS = "Café – “naïve” 1 € und Größe"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_common_encodings_give_the_same_text(encoding: str) -> None:
    text = WORDS * 20
    assert decode(text.encode(encoding), "a.txt") == text


def test_line_ends_become_newlines() -> None:
    assert decode(b"a\r\nb\rc\n", "a.txt") == "a\nb\nc\n"


def test_binary_data_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"'a.txt' is not a text file"):
        decode(bytes(range(256)) * 20, "a.txt")


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_sentence(data: bytes) -> None:
    text = message = ""
    try:
        text = decode(data, "a.txt")
    except DocumentError as error:
        message = str(error)
    assert "\r" not in text
    assert not message or "'a.txt' is not a text file" in message
