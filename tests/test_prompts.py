"""Prompt files are found, parsed and filled; what is wrong in one is said with its name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqgen.errors import PromptError
from mcqgen.prompts import available, load, parse

GOOD = """---
description: Ask for items.
variables: count, term
---

# system
Write {count} items as {{"items": […]}}.

## Rules
Never guess.

# wordings
What is {term}?

  Which word names {term}?
"""


def test_sections_are_texts_or_one_wording_a_line() -> None:
    prompt = parse(GOOD, "ask.v2.md")
    assert (prompt.name, prompt.version, prompt.description) == ("ask", 2, "Ask for items.")
    assert prompt.variables == {"count", "term"}
    assert prompt.text("system").endswith("## Rules\nNever guess.")
    assert prompt.section("wordings") == ("What is {term}?", "Which word names {term}?")
    assert prompt.fill(prompt.text("system"), count=3).startswith('Write 3 items as {"items": […]}.')


def test_text_without_sections_is_the_body() -> None:
    prompt = parse("---\ndescription: d\nvariables:\n---\nHello.\n", "hello.v1.md")
    assert prompt.text() == "Hello."
    assert prompt.fill(prompt.text()) == "Hello."


def test_the_label_changes_with_any_word_of_the_file() -> None:
    first, second = parse(GOOD, "ask.v1.md"), parse(GOOD.replace("Never", "Do not"), "ask.v1.md")
    assert re.fullmatch(r"ask\.v1 [0-9a-f]{16}", first.label)
    assert first.label != second.label


@pytest.mark.parametrize(
    ("text", "file_name", "complaint"),
    [
        (GOOD, "Ask.md", "'Ask.md' is not called like"),
        (GOOD, "ask.v0.md", "'ask.v0.md' is not called like"),
        ("Hello", "ask.v1.md", "front matter between two '---' lines"),
        (GOOD.replace("variables: count, term", "variables: count"), "ask.v1.md", "uses 'term' and does not declare"),
        (GOOD.replace("count, term", "count, term, extra"), "ask.v1.md", "declares 'extra' and does not use"),
        (GOOD.replace("variables: count, term\n", ""), "ask.v1.md", "lacks 'variables'"),
        (GOOD.replace("description: Ask for items.\n", ""), "ask.v1.md", "lacks 'description'"),
        (GOOD.replace("description:", "purpose:"), "ask.v1.md", "not understood: 'purpose"),
        (GOOD.replace("description:", "description: a\ndescription:"), "ask.v1.md", "not understood: 'description"),
        (GOOD.replace("# wordings", "# system"), "ask.v1.md", "two sections 'system'"),
        (GOOD + "\n# empty\n", "ask.v1.md", "nothing in its section 'empty'"),
        ("---\ndescription: d\nvariables:\n---\n\n", "ask.v1.md", "no text after its front matter"),
        (GOOD.replace("{count}", "{count"), "ask.v1.md", "'ask.v1.md' has unbalanced braces"),
        (GOOD.replace("{count}", "{count.__class__}"), "ask.v1.md", "'{count.__class__}', which is no plain variable"),
        (GOOD.replace("{count}", "{count:>9}"), "ask.v1.md", "no plain variable"),
        (GOOD.replace("{count}", "{}"), "ask.v1.md", "no plain variable"),
    ],
)
def test_a_malformed_file_is_refused_by_name(text: str, file_name: str, complaint: str) -> None:
    with pytest.raises(PromptError, match=re.escape(complaint)):
        parse(text, file_name)


def test_a_missing_or_undeclared_value_is_named() -> None:
    prompt = parse(GOOD, "ask.v1.md")
    with pytest.raises(PromptError, match=r"ask\.v1 needs a value for 'term'"):
        prompt.fill(prompt.section("wordings")[0], count=3)
    with pytest.raises(PromptError, match=r"Unknown variable of prompt ask\.v1: 'terms'\. Did you mean 'term'\?"):
        prompt.fill(prompt.section("wordings")[0], terms="x")


def test_an_unknown_section_or_prompt_lists_what_there_is() -> None:
    with pytest.raises(PromptError, match=r"'wording'\. Did you mean 'wordings'\? There are: system, wordings\."):
        parse(GOOD, "ask.v1.md").section("wording")
    with pytest.raises(PromptError, match=r"Unknown prompt: 'offline_stem\.v1'\. Did you mean 'offline_stems\.v1'\?"):
        load("offline_stem", 1)


@given(st.text())
def test_braces_in_a_value_stay_as_they_are(value: str) -> None:
    prompt = parse("---\ndescription: d\nvariables: x\n---\n[{x}]", "echo.v1.md")
    assert prompt.fill(prompt.text(), x=value) == f"[{value}]"


def _complaint(text: str) -> str:
    try:
        parse(text, "odd.v1.md")
    except PromptError as error:
        return str(error)
    return ""


@given(st.text(), st.sampled_from(["", "---\ndescription: d\nvariables:\n---\n"]))
def test_any_text_is_parsed_or_refused_with_the_file_s_name(text: str, front: str) -> None:
    complaint = _complaint(front + text)
    assert not complaint or "odd.v1.md" in complaint


@pytest.mark.parametrize("file_name", available())
def test_every_shipped_prompt_is_well_formed(file_name: str) -> None:
    name, version = re.fullmatch(r"(\w+)\.v(\d+)\.md", file_name).groups()  # type: ignore[union-attr]
    assert load(name, int(version)).description.endswith(".")


def test_the_offline_writer_s_wordings_are_shipped() -> None:
    assert "offline_stems.v1.md" in available()
