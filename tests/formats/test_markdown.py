"""Markdown papers, read by markdown-it, which keeps to CommonMark."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mcqgen.domain.run import ItemSet
from mcqgen.formats import FORMATS, content
from mcqgen.formats.contract import AnswerKey, ExportOptions
from mcqgen.formats.markdown import markdown

ENTRY = FORMATS["markdown"]


def rendered(text: str) -> BeautifulSoup:
    return BeautifulSoup(MarkdownIt("commonmark").enable("table").render(text), "html.parser")


def shown(text: str) -> str:
    """What a reader sees, with one blank for each run of them."""
    page = rendered(text)
    for line in page.find_all("br"):
        line.replace_with(" ")
    return " ".join(page.get_text().split())


def test_every_question_its_options_and_its_key_stand_there(hard_items: ItemSet) -> None:
    page = rendered(ENTRY.export(hard_items, ExportOptions(title="Blood & <Bones>")).decode())
    assert [head.get_text() for head in page.find_all("h1")] == ["Blood & <Bones>", "Answer key: Blood & <Bones>"]
    numbers = [head.get_text() for head in page.find_all("h2")]
    assert numbers == [str(number) for number in range(1, len(hard_items.items) + 1)]
    lists = page.find_all("ul")[: len(numbers)]
    for item, choices in zip(hard_items.items, lists, strict=True):
        letters = [str(entry.strong and entry.strong.get_text()) for entry in choices.find_all("li", recursive=False)]
        assert letters == [f"{letter}." for letter in "ABCDEFGHIJ"[: len(item.options)]]


def test_versions_have_names_and_keys(hard_items: ItemSet) -> None:
    page = rendered(ENTRY.export(hard_items, ExportOptions(title="Blood", versions=2)).decode())
    heads = [head.get_text() for head in page.find_all("h1")]
    assert heads == ["Blood – Version A", "Blood – Version B", "Answer key: Blood"]
    assert len(page.find_all(string=re.compile(r"^1 [A-J]( [A-J])* · 2 "))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "# no heading", "- no list", "+ no", "1. no number", "2) no", "    no code", "> no quote",
        "a | b\n--|--\n1 | 2",

        "no rule\n---", "no heading\n===", "<b>no tag</b> &amp; <!-- c -->", "[no](link) ![no](image) <http://no.org>",
        "_no_ __no__ ~~no~~ no*no* * no *", "[^1]: no", "\\no \\* \\", "```no", "$5 and $6", "* * *", "***no***",
        "{no}",
        ": no", "tail\\", "`", "&nbsp;", "\\\\", "*a\\*", "(**so.**)", "!", "![x]", "#", "1.", "-",
    ],
)  # fmt: skip
def test_what_looks_like_syntax_is_shown_as_it_is(text: str) -> None:
    assert shown(markdown(text)) == content.one_line(text)
    page = rendered(markdown(text))
    assert not page.find_all(["h1", "h2", "ul", "ol", "blockquote", "a", "img", "hr", "table"])


def test_marks_mean_what_they_say() -> None:
    page = rendered(markdown("An *acid* or `x  *y*`\nthen **so**\n\n```python\nif a:\n\n    *b*\n```"))
    assert [page.em.get_text(), page.strong.get_text()] == ["acid", "so"]  # type: ignore[union-attr]
    assert [code.get_text() for code in page.find_all("code")] == ["x  *y*", "if a:\n\n    *b*\n"]
    assert len(page.find_all("br")) == 1
    assert markdown(r"\(x_1^2\) and \[\frac{1}{2}\]") == r"$x_1^2$ and $$\frac{1}{2}$$"
    assert shown(markdown(r"\(a \$ b\)")) == r"\(a \$ b\)"


def test_code_in_options_stays_in_the_option(hard_items: ItemSet) -> None:
    item = hard_items.items[0]
    option = item.options[0].model_copy(update={"text": "```\na\n\nb\n```"})
    changed = item.model_copy(update={"options": (option, *item.options[1:])})
    items = hard_items.model_copy(update={"items": (changed,)})
    page = rendered(ENTRY.export(items, ExportOptions(key=AnswerKey.WITHOUT)).decode())
    (block,) = page.select("li > pre")
    assert block.get_text() == "a\n\nb\n"


TEXTS = st.lists(
    st.sampled_from(
        [*"\\`*_[]<>&$~|{}#+-=.!:()1a \n", "\n\n", "  ", "word", "`c`", "*e*", "**s**", "&lt;", "http://x.org", "ß",
         "€", "“"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(TEXTS)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    if not content.has_maths(text):
        assert shown(markdown(text)) == content.one_line(text)
