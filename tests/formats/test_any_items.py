"""Items that nobody thought of, through every format: what they hold comes back, and no file breaks a reader."""

import re
from functools import cache

import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st
from ways_back import ONLY_WRITTEN, READABLE, SCRIPTS, check_way_back, in_set, make

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Evidence, Item
from mcqgen.errors import FormatError
from mcqgen.formats import FORMATS, content
from mcqgen.formats.contract import Importable

pytestmark = pytest.mark.no_cover  # long, and the tests of the parts run nearly all of these lines

SNIPPETS = st.sampled_from(
    [
        *SCRIPTS.values(), "<&>\"'", "]]>", "%50%", "A. ", "B) ", "ANSWER: C", "answer:", "::", "//", "####", "#", "~",
        "=", "{", "}", "\\", "\\n", "\n", "\n\n", "  ", "\xa0", "\t", "`a`", "``", "```", "```py\nx\n```", "*a*", "**",
        "*", "$", "$x$", "\\(\\nu\\)", "\\(\\frac{1}{2}\\)", "\\[x\\]", "_x000D_", "[html]", "'=", "@", "-1", "&nbsp;",
        "&#0;", "\u2060", "\u202b",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(SNIPPETS, st.text(max_size=5), st.text("ab 1", max_size=5)), min_size=1, max_size=5).map(
    "".join
)
NAMES = st.text("abcXYZ äπ日", min_size=1, max_size=12).map(lambda text: " ".join(text.split()))


@st.composite
def items(draw: st.DrawFn) -> Item:
    stem = draw(TEXTS)
    options = draw(st.lists(TEXTS, min_size=2, max_size=10))
    keys = draw(st.sets(st.integers(0, len(options) - 1), min_size=1, max_size=draw(st.sampled_from([1, 1, 10]))))
    assume(all(content.plain(text).strip() for text in (stem, *options)))
    quote = Evidence(document="d1", page=3, quote=draw(st.text("ab .\n", max_size=9)), start=0, end=9)
    return make(
        stem, options, keys,
        feedback=draw(st.lists(st.one_of(st.just(""), TEXTS), min_size=len(options), max_size=len(options))),
        rationale=draw(st.one_of(st.just(""), TEXTS)), topic=draw(NAMES),
        difficulty=draw(st.sampled_from(Difficulty)), bloom=draw(st.sampled_from(Bloom)),
        evidence=draw(st.sampled_from([(), (quote,), (quote, quote)])),
    )  # fmt: skip


@given(st.lists(items(), min_size=1, max_size=2))
def test_any_items_come_back(some: list[Item]) -> None:
    for name in READABLE:
        note(name)
        check_way_back(FORMATS[name], in_set(*some))


@given(items())
@settings(max_examples=15)
def test_any_item_is_written_or_refused(item: Item) -> None:
    for name in ONLY_WRITTEN:
        note(name)
        check_way_back(FORMATS[name], in_set(item))


@cache
def small_file(name: str) -> bytes:
    return FORMATS[name].export(in_set(make("Which?", ["yes", "no"], {0}), make("Who?", ["I", "you", "we"], {1})))


@pytest.mark.parametrize("name", READABLE)
@given(st.data())
def test_no_file_breaks_a_reader(name: str, data: st.DataObject) -> None:
    entry, good = FORMATS[name], small_file(name)
    assert isinstance(entry, Importable)
    at, count = data.draw(st.integers(0, len(good))), data.draw(st.integers(0, 20))
    broken = data.draw(
        st.sampled_from([good[:at] + good[at + count :], good[:at] + data.draw(st.binary()) + good[at:]])
    )
    for source in (broken, data.draw(st.binary(max_size=50)), data.draw(TEXTS).encode("utf-8", "replace")):
        entry.claims(source)
        try:
            problem = str(len(entry.read(source).items)) + " items could be read"
        except FormatError as error:
            problem = str(error)
        assert re.fullmatch(r"[^\n]{10,600}", problem)
