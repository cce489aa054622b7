"""Aiken against the rules that Moodle's importer enforces."""

import re

import pytest

from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats import content
from mcqgen.formats.aiken import Aiken
from mcqgen.formats.contract import Notice


def test_what_is_written_keeps_to_moodle_s_rules(hard_items: ItemSet) -> None:
    fitting = tuple(item for item in hard_items.items if not Aiken().refusal(item))
    assert 10 < len(fitting) < len(hard_items.items)
    blocks = Aiken().export(hard_items.model_copy(update={"items": fitting})).decode().rstrip("\n").split("\n\n")
    assert len(blocks) == len(fitting)
    for block, item in zip(blocks, fitting, strict=True):
        stem, *options, answer = block.split("\n")
        assert not re.match(r"[A-Z][).]|ANSWER:|\s", stem)
        assert stem.endswith(content.one_line(item.stem))
        assert [option[:3] for option in options] == [f"{chr(65 + n)}) " for n in range(len(item.options))]
        assert all(len(option) > 3 for option in options)
        assert answer == f"ANSWER: {item.key.id}"


@pytest.mark.parametrize("stem", ["A. Einstein", "I) one", "ANSWER: B", "answer : c", "\u2060already"])
def test_stems_that_look_like_options_get_an_invisible_sign_in_front(stem: str, hard_items: ItemSet) -> None:
    item = hard_items.items[1].model_copy(update={"stem": stem})
    data = Aiken().export(hard_items.model_copy(update={"items": (item,)}))
    assert data.decode().startswith(f"\u2060{stem}\n")
    assert Aiken().read(data).items[0].stem == stem


def test_several_keys_and_lines_of_code_are_refused(hard_items: ItemSet) -> None:
    reasons = {Aiken().refusal(item) for item in hard_items.items}
    assert reasons == {"", "it has 2 right options, and one is the most", "it holds lines of code"}


def test_both_ways_of_lettering_and_loose_spaces_are_read() -> None:
    text = "\ufeffWhich?\r\nA. one \r\nB) two\r\n\r\n ANSWER: B \r\n\r\nLong\nstem?\nA)\ta\nB) b\nANSWER:A"
    items = Aiken().read(text.encode()).items
    assert [(i.stem, [o.text for o in i.options], i.key.id) for i in items] == [
        ("Which?", ["one", "two"], "B"), ("Long\nstem?", ["a", "b"], "A"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Bad?\nA) a\nB) b\nAnswer: A", "it does not end in a line such as 'ANSWER: B', in capitals"),
        ("Bad?\nA) a\nB) b\n", "it does not end in a line such as 'ANSWER: B', in capitals"),
        ("Bad?\na) a\nb) b\nANSWER: A", "its options are not"),
        ("Bad?\nA) a\nC) b\nANSWER: A", "its options are not lines that begin with 'A) ', 'B) ' and so on, in order"),
        ("Bad?\nA) a\nmore\nB) b\nANSWER: A", "its options are not"),
        ("Bad?\nA) a\nB) b\nANSWER: C", "its answer C is none of its options"),
        ("A) a\nB) b\nANSWER: A", "it has no stem, or one that looks like an option"),
        ("Bad?\nA) a\nB)\nANSWER: A", "one of its options has no text"),
        ("Bad?\nA) a\nANSWER: A", "it has 1 options"),
    ],
)
def test_what_moodle_would_lose_is_skipped_with_its_reason(text: str, reason: str) -> None:
    good = "Good?\nA) yes\nB) no\nANSWER: A\n"
    imported = Aiken().read(f"{good}\n{text}\n\n{good}".encode())
    assert len(imported.items) == 2
    assert len(imported.notices) == 1
    assert imported.notices[0].skipped
    assert imported.notices[0].reason.startswith(reason)
    assert imported.notices[0].place.endswith("line 6")


def test_a_text_without_questions_is_skipped_as_one() -> None:
    assert Aiken().read(b"Dear all\n").notices == (
        Notice("question 1 (Dear all), line 1", "it does not end in a line such as 'ANSWER: B', in capitals"),
    )
    with pytest.raises(FormatError, match="no question"):
        Aiken().read(b"\n\n")
