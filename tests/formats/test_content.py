"""What the text of an item means, and its way to HTML and back."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Evidence, Item
from mcqgen.errors import FormatError
from mcqgen.formats import content
from mcqgen.formats.content import Break, Code, CodeBlock, Emphasis, Maths, Paragraph, Text
from mcqgen.formats.html_reading import from_html
from mcqgen.formats.markup import append_text, fill, to_html

SIGNS = st.sampled_from(
    ["`", "``", "```", "*", "**", "$", "$$", "\\(", "\\)", "\\[", "\\]", "\\", " ", "  ", "\n", "\n\n", "\t", "\xa0",
     "a", "1", "_", "<b>", "&lt;", ".", "é", "א"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(SIGNS, max_size=14).map("".join), st.text(max_size=30))


@given(TEXTS)
@settings(max_examples=400)
def test_html_and_back_gives_the_canonical_spelling(text: str) -> None:
    spelt = content.canonical(text)
    assert from_html(to_html(text)) == (spelt, ())
    assert content.canonical(spelt) == spelt
    assert content.parse(spelt) == content.parse(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "M", "Zs"], exclude_characters="`*$\\"), max_size=40))
def test_text_without_markup_keeps_every_word(text: str) -> None:
    spelt = content.canonical(text)
    assert re.sub("[ \xa0]+", " ", spelt).strip() == re.sub("[ \xa0]+", " ", text).strip()
    assert content.parse(text) == ((Paragraph((Text(spelt),)),) if spelt else ())
    assert not content.has_markup(text)
    assert not content.has_maths(text)


@pytest.mark.parametrize(
    "text",
    ["2*3*4", "a * b * c", "*args and **kwargs", "snake_case_name", "costs $5 and $10", "$5 each or 10$", "US$5 or A$6",
     "C:\\(dir", "a\\\\(b\\\\)", "un*like*ly", "``", "`", "$ x $", "**", "x $", "\\(\\)", "$$$$", "``x``",
     "1 < 2 & 3 > 2", "\\(a \\(b"],
)  # fmt: skip
def test_what_only_looks_like_markup_is_text(text: str) -> None:
    assert content.parse(text) == (Paragraph((Text(text),)),)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("an *acid*!", (Text("an "), Emphasis((Text("acid"),)), Text("!"))),
        ("**not** it", (Emphasis((Text("not"),), strong=True), Text(" it"))),
        ("(*a `b` c*)", (Text("("), Emphasis((Text("a "), Code("b"), Text(" c"))), Text(")"))),
        ("`x = '*a*'`", (Code("x = '*a*'"),)),
        ("`` `a` ``", (Code("`a`"),)),
        (r"\(\nu\) and $\frac{1}{2}$", (Maths(r"\nu"), Text(" and "), Maths(r"\frac{1}{2}"))),
        (r"\[a\\[2pt] b\]", (Maths(r"a\\[2pt] b", display=True),)),
        (r"$a\\[2pt]b$ $\\\[$", (Maths(r"a\\[2pt]b"), Text(r" $\\\[$"))),
        ("$$x\n+ 1$$", (Maths("x + 1", display=True),)),
        ("one\ntwo", (Text("one"), Break(), Text("two"))),
    ],
)
def test_markup_is_read(text: str, parts: tuple[content.Inline, ...]) -> None:
    assert content.parse(text) == (Paragraph(parts),)


@pytest.mark.parametrize("piece", ["\\(", "\\[a ", "$a ", "$$a ", "*a ", "`a ", "``", " *", "```\n", "\\"])
def test_long_texts_take_no_more_than_linear_time(piece: str) -> None:
    began = time.process_time()
    content.canonical(piece * (100_000 // len(piece)))
    from_html(f"<b>{piece}" * 200 + piece * 20_000)
    assert time.process_time() - began < 5  # 0.1 here; 90 with a pattern that looks back


def test_code_blocks_keep_their_lines_and_end_with_the_text_at_the_latest() -> None:
    code = "for x in y:\n    print('*', \"`\")\n\n# end"
    assert content.parse(f"What?\n```python\n{code}\n```\nWell?") == (
        Paragraph((Text("What?"),)), CodeBlock(code, "python"), Paragraph((Text("Well?"),)),
    )  # fmt: skip
    assert content.parse("````\n```\n````") == (CodeBlock("```"),)
    assert content.parse("```\nx") == (CodeBlock("x"),)
    assert content.parse("```\n```") == ()
    assert content.canonical("a\n```js\n1\n```") == "a\n\n```js\n1\n```"


def test_control_characters_and_odd_line_ends_are_mended() -> None:
    assert content.clean("a\x00\x01b\r\nc\rd\u2028e\x85f\x0cg\ud800\ufffe\x9f") == "ab\nc\nd\ne\nf\ng"
    etree.Element("p").text = content.clean("".join(map(chr, range(0x3000))))


def test_plain_words() -> None:
    text = "Is **`x`** a $y$?\n\n```\nz\n```"
    assert content.plain(text) == "Is x a \\(y\\)?\n\nz"
    assert content.one_line(text) == "Is x a \\(y\\)? z"
    assert (content.has_lines(text), content.has_markup(text), content.has_maths(text)) == (True, True, True)
    assert content.has_code_block(text)
    assert content.has_markup("*a*")
    assert content.has_maths("*a $x$*")
    assert not content.has_lines("a\n")


@pytest.mark.parametrize(("text", "rtl"), [("12 שלום", True), ("؟ مرحبا a", True), ("a שלום", False), ("12", False)])
def test_the_first_strong_letter_gives_the_direction(text: str, rtl: bool) -> None:
    assert content.is_rtl(text) == rtl
    assert ('dir="rtl"' in to_html(text)) == rtl


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < b & 'c'", "a &lt; b &amp; 'c'"),
        ("a\nb", "a<br>b"),
        ("a\n\nb", "<p>a</p><p>b</p>"),
        ("**a** `b<c`", "<strong>a</strong> <code>b&lt;c</code>"),
        ("$a<b$", r"\(a&lt;b\)"),
        ("```c++\nx\n  y\n```", '<pre><code class="language-c++">x\n  y</code></pre>'),
        ("a   b", "a&nbsp;&nbsp; b"),
        ("a\n  b", "a<br>&nbsp;&nbsp;b"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("", ""),
    ],
)
def test_html(text: str, html: str) -> None:
    assert to_html(text).replace("\xa0", "&nbsp;") == html


def test_elements_are_of_the_parent_s_namespace_and_formulas_as_it_wants_them() -> None:
    parent = etree.Element("{urn:x}div")
    fill(parent, "a $b$ c\n*d*", lambda element, formula: append_text(element, f"<{formula.tex}>"), always_blocks=True)
    assert [str(element.tag) for element in parent.iter()] == [f"{{urn:x}}{name}" for name in ("div", "p", "br", "em")]
    assert "".join(map(str, parent.itertext())) == "a <b> cd"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Which\n  one?</p>\n<p> This </p>", "Which one?\n\nThis"),
        ("a<br/>b<br><br>c", "a\nb\n\nc"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul>c", "- a\n- b\n\nc"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a | b\n1 | 2"),
        ("H<sub>2</sub>O, x<sup>n+1</sup>, y<sup>π</sup>, z<sub>αβ</sub>", "H₂O, xⁿ⁺¹, y^π, z_(αβ)"),
        ("un<b>like</b>ly, <b>bold </b>text, <i>a*b</i>, <i></i>", "unlikely, **bold** text, a*b,"),
        ("<code>a  b</code> <kbd>`</kbd>", "`a b` `` ` ``"),
        ("<pre>a\n  b<br>c\n</pre>", "```\na\n  b\nc\n```"),
        ('<pre><code class="x language-js">1</code></pre>', "```js\n1\n```"),
        ("a&amp;b&nbsp;&lt;c&gt; &unknown;", "a&b\xa0<c> &unknown;"),
        ("<script>1</script><style>p{}</style>a<!-- b -->", "a"),
        ('<math><mi>x</mi><annotation encoding="application/x-tex">x_1</annotation></math>', r"\(x_1\)"),
        ('<math alttext="y" display="block"><mi>y</mi></math>', r"\[y\]"),
        ('<img class="equation_image" alt="LaTeX: z">', r"\(z\)"),
        ('<img data-equation-content="w">', r"\(w\)"),
        ("<p></p>&nbsp;", ""),
        ("no <b tags", "no"),
        ("<b>a\n</b>", "**a**"),
        ("<b>a<br>b</b>", "a\nb"),
    ],
)  # fmt: skip
def test_html_of_others_is_read(html: str, text: str) -> None:
    assert from_html(html) == (text, ())


def test_what_text_cannot_hold_is_told_once() -> None:
    source = "<img src='a'><b><img src='b'></b><video></video><math><mi>x</mi></math>"
    assert from_html(source) == ("x", ("an image", "a film", "a formula in MathML"))


def test_html_that_is_nested_too_deeply_is_refused() -> None:
    assert from_html("<div>" * 200 + "x") == ("x", ())
    for tag in ("div", "b", "table"):
        with pytest.raises(FormatError, match="nested too deeply"):
            from_html(f"<{tag}>" * 100_000 + "x")


def test_the_explanation_is_the_rationale_and_the_sources() -> None:
    quotes = (
        Evidence(document="d", page=3, quote="Blood\n is  red", start=0, end=1),
        Evidence(document="e", page=4, quote="Iron", start=0, end=1),
    )
    item = Item(
        stem="?",
        options=(),
        difficulty=Difficulty.EASY,
        bloom=Bloom.APPLY,
        topic="",
        rationale=" Why. ",
        evidence=quotes,
    )
    sources = "“Blood is red” (On Blood, p. 3)\n\n“Iron” (p. 4)"
    assert content.sources(item, {"d": "On Blood"}) == sources
    assert content.explanation(item, {"d": "On Blood"}) == f"Why.\n\n{sources}"
    assert content.explanation(item.model_copy(update={"rationale": "", "evidence": ()}), {}) == ""
