"""JSON Lines."""

import json

import pytest

from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats.jsonl import Jsonl


def test_each_line_is_an_item_with_its_id(hard_items: ItemSet) -> None:
    lines = Jsonl().export(hard_items).decode().rstrip("\n").split("\n")
    assert [json.loads(line)["id"] for line in lines] == [item.id for item in hard_items.items]
    assert Jsonl().read(b"\xef\xbb\xbf" + Jsonl().export(hard_items)).items == hard_items.items


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "it is no JSON"),
        (b"\xff", "it is no JSON"),
        (b"[" * 100_000, "it is no JSON"),
        (b"[]", "it is no JSON object"),
        (b"{}", "stem: Field required"),
        (b'{"stem": 1}', "stem: Input should be a valid string"),
    ],
)
def test_a_line_that_is_no_item_is_skipped(hard_items: ItemSet, line: bytes, reason: str) -> None:
    data = Jsonl().export(hard_items.model_copy(update={"items": hard_items.items[:1]}))
    imported = Jsonl().read(data + line + b"\n\n" + data)
    assert len(imported.items) == 2
    assert [(n.place, n.reason.startswith(reason)) for n in imported.notices] == [("line 2", True)]


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(FormatError, match="no question"):
        Jsonl().read(b"\n")
