"""GIFT against the rules that Moodle's importer enforces, and against sample files with their expected parse."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats.contract import ExportOptions, Notice
from mcqgen.formats.gift import Gift
from mcqgen.formats.gift_grammar import Kind, Written, parse
from mcqgen.formats.reading import decode

KINDS = {
    "MC": Kind.CHOICE, "Short": Kind.SHORT, "TF": Kind.TRUE_FALSE, "Numerical": Kind.NUMERICAL,
    "Matching": Kind.MATCHING, "Essay": Kind.ESSAY, "Description": Kind.DESCRIPTION, "Category": Kind.CATEGORY,
}  # fmt: skip
WEIGHTS = (
    100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10,
    5, 0,
)  # fmt: skip
"""Moodle's legal fractions, in percent."""


def read(text: str) -> tuple[list[tuple[str, list[tuple[str, bool, str]], str]], tuple[Notice, ...]]:
    imported = Gift().read(text.encode())
    items = [(i.stem, [(o.text, o.is_key, o.rationale) for o in i.options], i.rationale) for i in imported.items]
    return items, imported.notices


def options(text: str) -> list[tuple[str, bool, str]]:
    return read(text)[0][0][1]


def written(told: dict[str, str] | None) -> Written | None:
    return Written(told["text"], told["format"]) if told else None


def test_the_sample_files_parse_as_their_json_says(data_folder: Path) -> None:
    files = sorted((data_folder / "lms_samples" / "gift-grammar").glob("*.gift"))
    assert len(files) == 51
    choices = 0
    for file in files:
        told: Any = json.loads(file.with_suffix(".json").read_text("utf-8"))
        expected = told if isinstance(told, list) else [told]
        found = list(parse(decode(file.read_bytes())))
        assert [question.kind for question in found] == [KINDS[question["type"]] for question in expected], file.name
        for question, want in zip(found, expected, strict=True):
            assert question.problem == ""
            assert question.title == (want["title"] or ""), file.name
            if want["type"] != "MC":
                continue
            choices += 1
            assert question.stem == written(want["stem"]), file.name
            assert question.feedback == written(want["globalFeedback"])
            assert (question.id or None, list(question.tags) or None) == (want["id"], want["tags"])
            assert [(c.equals, c.weight, c.text, c.feedback) for c in question.choices] == [
                (c["isCorrect"], c["weight"], written(c["text"]), written(c["feedback"])) for c in want["choices"]
            ], file.name
    assert choices == 31


def test_of_the_sample_files_all_choices_are_imported_and_all_else_is_told(data_folder: Path) -> None:
    for file in (data_folder / "lms_samples" / "gift-grammar").glob("*.gift"):
        told: Any = json.loads(file.with_suffix(".json").read_text("utf-8"))
        kinds = [question["type"] for question in (told if isinstance(told, list) else [told])]
        if set(kinds) == {"Category"}:
            with pytest.raises(FormatError, match="no question"):
                Gift().read(file.read_bytes())
            continue
        imported = Gift().read(file.read_bytes())
        skipped = [notice for notice in imported.notices if notice.skipped]
        assert len(imported.items) == kinds.count("MC"), (file.name, skipped)
        assert len(skipped) == len(kinds) - kinds.count("MC") - kinds.count("Category")


def test_a_blank_line_ends_a_question() -> None:
    items, notices = read("Some words\n\nWhich?{=a ~b}")
    assert [stem for stem, _, _ in items] == ["Which?"]
    assert notices == (Notice("question 1 (Some words), line 1", "it is a description, not a question"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"{=\= 1 ~\~ 2 ~\# 3 ~\{4\} ~\: ~\\}", ["= 1", "~ 2", "# 3", "{4}", ":", "\\"]),
        (r"{=\\nu ~\\frac\{1\}\{2\}}", [r"\nu", r"\frac{1}{2}"]),
        (r"{=one\ntwo ~b}", ["one\ntwo", "b"]),
        ("{=a\n b ~c}", ["a b", "c"]),
        ("{=[plain]<b>a</b> ~[html]<i>b</i>}", ["<b>a</b>", "*b*"]),
        ("{=[html]%10%a ~[html]%50% of b}", ["%10%a", "%50% of b"]),
    ],
)
def test_escapes_and_formats(text: str, expected: list[str]) -> None:
    assert [option[0] for option in options(f"Which?{text}")] == expected


def test_feedback_weights_and_general_feedback() -> None:
    items, notices = read("::Name::Which?{\n~%50%a#yes\n~%50%b\n~%-100%c # no, \\#3\n####All\nin all}")
    assert items == [("Which?", [("a", True, "yes"), ("b", True, ""), ("c", False, "no, #3")], "All in all")]
    assert notices == ()


def test_partial_credit_is_told() -> None:
    items, notices = read("Which?{=a ~%50%b ~c}\n\nWho?{~%70%a ~%30%b ~c}")
    assert [[option[1] for option in found[1]] for found in items] == [[True, False, False], [True, True, False]]
    reason = "partial credit for some options is not kept"
    assert notices == (
        Notice("question 1 (Which?), line 1", reason, skipped=False),
        Notice("question 2 (Who?), line 3", reason, skipped=False),
    )  # fmt: skip


def test_answers_within_the_sentence_leave_a_blank() -> None:
    items, _ = read("It is {=here ~there}, is it not?")
    assert items[0][0] == "It is _____ , is it not?"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Which?{~a ~b}", "no option is marked as right"),
        ("Which?{=a ~}", "one of its options has no text"),
        ("Which?{=a ~b", "its braces do not match"),
        ("Which?} {=a ~b", "its braces do not match"),
        ("{=a ~b}", "it has no text"),
        ("Which?{~a}", "it has 1 options, and 2 to 26 are expected"),
        ("Which?{text ~a =b}", "there is text before its first answer"),
        ("Which?{~%.%a =b}", "'%.%' is no weight"),
        ("[html]<img src\\='x'> which?{=a ~b}", "it holds an image"),
        ("Which?{=" + "~" * 1_000_000 + "}", "it has more than 1,000 options"),
        ("Which?{=a}", "it is a short-answer question"),
        ("Which?{=a -> b =c -> d}", "it is a matching question"),
        ("Which?{#3}", "it is a numerical question"),
        ("Which?{}", "it is an essay question"),
        ("Which?{TRUE}", "it is a true/false question"),
        ("Which?{true}", "it is a short-answer question"),
    ],
)
def test_what_is_no_choice_is_skipped_with_its_reason(text: str, reason: str) -> None:
    items, notices = read(f"Who?{{=I ~you}}\n\n::T::{text}")
    assert len(items) == 1
    assert [(notice.reason, notice.skipped) for notice in notices] == [(reason, True)]
    assert re.fullmatch(r"question 2 \((T|::T::.*)\), line 3", notices[0].place)


def test_feedback_may_lose_its_images() -> None:
    items, notices = read("[html]Which?{=a#<img src\\='x'>yes ~b}")
    assert items[0][1][0] == ("a", True, "yes")
    assert notices == (Notice("question 1 (Which?), line 1", "an image in its feedback is left out", skipped=False),)


def test_categories_tags_and_ids() -> None:
    text = "$CATEGORY: $course$/top/Bio/A//B\n\n// [id:7] [tag:bloom:apply] [tag:easy]\nWhich?{=a ~b}\n\nWho?{=a ~b}"
    imported = Gift().read(text.encode())
    assert imported.title == "A/B"
    assert [(i.topic, i.bloom, i.difficulty) for i in imported.items] == [
        ("", "apply", "easy"), ("A/B", "remember", "medium"),
    ]  # fmt: skip


def test_a_file_in_another_encoding_is_refused() -> None:
    with pytest.raises(FormatError, match="no UTF-8 text"):
        Gift().read("Où?{=là ~ici}".encode("latin-1"))
    assert len(Gift().read("Où?{=là ~ici}".encode("utf-16")).items) == 1


def test_what_is_written_keeps_to_moodle_s_rules(hard_items: ItemSet) -> None:
    text = Gift().export(hard_items, ExportOptions(category="Bio/Blood", title="Week/1")).decode()
    assert text.startswith("$CATEGORY: $course$/top/Bio/Blood/Week//1\n\n//")
    blocks = text.rstrip("\n").split("\n\n")[1:]
    assert len(blocks) == len(hard_items.items)
    assert len(set(re.findall(r"\[id:(\w+)\]", text))) == len(blocks) - 1  # the first item stands twice
    for block in blocks:
        comment, question = block.split("\n", 1)
        assert comment.startswith("// [")
        assert question.startswith("::")
        bare = re.sub(r"\\[\\~=#{}:n]", "", question)
        lines = bare.split("\n")
        assert lines[0].count("{") == 1 == bare.count("}")
        assert "~" in bare
        answers = [line for line in lines[1:-1] if not line.startswith("\t####")]
        assert all(re.match(r"\t([=~])(%-?[\d.]+%)?[^=~{}]*$", answer) for answer in answers)
        shares = [float(share) for share in re.findall(r"^\t~%(-?[\d.]+)%", bare, re.MULTILINE)]
        assert all(min(abs(abs(share) - weight) for weight in WEIGHTS) < 1e-5 for share in shares)
        if shares:
            assert "\t=" not in bare
            assert sum(share for share in shares if share > 0) == pytest.approx(100, abs=0.005)
