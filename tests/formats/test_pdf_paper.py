"""PDF papers, read by pypdf."""

import io
import re
import sys
from contextlib import closing

import pytest
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Item, Option
from mcqgen.domain.run import ItemSet
from mcqgen.errors import MissingDependency
from mcqgen.formats import FORMATS, content, pdf_paper
from mcqgen.formats.content import Maths
from mcqgen.formats.contract import AnswerKey, ExportOptions, Imported, as_item_set
from mcqgen.formats.paper import fonts
from mcqgen.formats.paper.trees import trees

ENTRY = FORMATS["pdf"]
FOOT = 17 / 25.4 * 72
"""Points at the bottom of a page where its number stands, and nothing else."""


def item(stem: str, *texts: str) -> Item:
    options = (Option(id="ABCD"[place], text=text, is_key=not place) for place, text in enumerate(texts or ("a", "b")))
    return Item(
        stem=stem, options=tuple(options), difficulty=Difficulty.EASY, bloom=Bloom.APPLY, topic="", rationale="Why.",
        evidence=(),
    )  # fmt: skip


def paper(*stems: str) -> ItemSet:
    return as_item_set(Imported(tuple(map(item, stems)), title="Blood"))


def pages(items: ItemSet, **options: object) -> list[str]:
    data = ENTRY.export(items, ExportOptions(**options))  # type: ignore[arg-type]
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def test_eight_scripts_are_written_with_letters_not_boxes() -> None:
    stems = (
        "Œuvre naïve, Łódź?", "Ποιο είναι το νερό;", "Что такое кровь?", "血液由什麼組成", "पानी", "เลือด", "מהו דם",
        "ما هو الدم",
    )  # fmt: skip
    text = " ".join(pages(paper(*stems), key=AnswerKey.WITHOUT))
    for stem in stems[:4]:
        assert stem in text
    for stem in stems[6:]:  # readers hand right-to-left words back in one order or the other
        assert set(stem) - {" "} <= set(text), stem
    with closing(PdfDocument(ENTRY.export(paper(*stems)))) as document, closing(document[0].get_textpage()) as page:
        text = page.get_text_range()
    for stem in stems[:6]:
        assert stem in text


def test_a_character_that_no_font_has_is_refused_with_its_name() -> None:
    assert ENTRY.refusal(item("What is \U000133a0?")) == "none of the fonts has the character '\U000133a0' (U+133A0)"
    assert ENTRY.refusal(item("Which?", "\U000133a0", "b"))
    assert not ENTRY.refusal(item("Who is 👩🏽‍🔬 or 𝔄 \u200d\ufe0f?"))
    assert fonts.missing("\U0001d4ae") == fonts.missing("\U0001d7ff") == ""


def test_chinese_japanese_and_korean_have_their_own_letters() -> None:
    for language, family in (("zh", "SC"), ("ja", "JP"), ("ko", "KR"), ("", "SC")):
        cjk = [name for name in fonts.families(language) if "CJK" in name]
        assert cjk == [f"Noto Sans CJK {family}"]
    assert fonts.families()[0] == "Noto Sans"


def test_versions_and_key_begin_on_pages_of_their_own_with_numbers_of_their_own() -> None:
    told = pages(paper(*(f"Question {n}?" for n in range(30))), versions=2)
    heads = [place for place, text in enumerate(told) if re.match(r"(Blood – Version [AB]|Answer key: Blood)\n", text)]
    assert len(heads) == 3 and heads[0] == 0
    assert [told[place].rstrip().endswith("· 1") for place in heads] == [True] * 3
    assert told[heads[1] + 1].rstrip().endswith("Version B · 2")
    assert "Name:" in told[0] and "Score:" in told[0] and "/ 30" in told[0]


def test_large_papers_are_set_in_parts_whose_pages_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_paper, "_MOST_AT_ONCE", 60)
    monkeypatch.setattr(pdf_paper, "_PIECE", 30)
    data = ENTRY.export(paper(*(f"Question {n}?" for n in range(70))), ExportOptions(key=AnswerKey.WITHOUT))
    reader = PdfReader(io.BytesIO(data))
    told = [page.extract_text() for page in reader.pages]
    assert len(told) > 5
    assert [int(text.rstrip().rpartition(" ")[2]) for text in told] == list(range(1, len(told) + 1))
    found = re.findall(r"^(\d+)\.\s*Question (\d+)\?", "\n".join(told), re.MULTILINE)
    assert [(int(a), int(b)) for a, b in found] == [(n + 1, n) for n in range(70)]
    assert reader.metadata is not None and reader.metadata.title == "Blood"


def test_no_page_ends_within_a_question() -> None:
    told = pages(as_item_set(Imported(tuple(item(f"Question {n}?", *"abcd") for n in range(40)), title="Blood")))
    assert len(told) > 3
    for text in told:
        letters = re.findall(r"^([A-D])\.", text, re.MULTILINE)
        assert letters == list("ABCD") * len(re.findall(r"^\d+\.\s*Question", text, re.MULTILINE))


def test_nothing_runs_off_a_page() -> None:
    most = {"word ": 900, "水": 2_400, "line\n": 60, r"\(\frac{a}{b}\) ": 300, r"\[\frac{a}{b}\]": 30, "เลือด": 800}
    stems = [f"{unit * (most[unit] * part // 6)}." for unit in most for part in range(2, 6)]
    matrix = r"\(\begin{pmatrix} a \\ b \\ c \\ d \end{pmatrix}\)"
    items = [item(stem, "Option", "End") for stem in stems] + [
        item("Which?", *[matrix] * n, "End") for n in range(1, 4)
    ]
    data = ENTRY.export(as_item_set(Imported(tuple(items))), ExportOptions(key=AnswerKey.WITHOUT))
    shown = 0
    with closing(PdfDocument(data)) as document:
        for page in document:
            with closing(page), closing(page.get_textpage()) as text:
                left, bottom, right, top = page.get_bbox()
                inside = text.get_text_bounded(left, bottom + FOOT, right, top)
                outside = text.get_text_bounded(left, bottom - 10_000, right, bottom + FOOT)
                assert re.fullmatch(r"\s*Questions · \d+\s*", outside)
                shown += inside.count("End")
    assert shown == len(items)


def test_small_papers_are_tagged_for_screen_readers() -> None:
    root = PdfReader(io.BytesIO(ENTRY.export(paper("Which?")))).root_object
    assert "/MarkInfo" in root and "/StructTreeRoot" in root


def test_words_are_never_run() -> None:
    told = " ".join(pages(paper('#panic("x") $ x $ *a b* @ref <label> \\#eval("1") [y] // gone? /* gone? */')))
    for words in ('#panic("x")', '\\#eval("1")', "<label>", "// gone?", "/* gone? */"):
        assert words in told


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{1}{2}", r"x_i^2", r"\sqrt{x}", r"\sqrt[3]{x}", r"\sum_{i=1}^n i", r"\lim_{x\to 0} x", r"\hat{x}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", r"\begin{cases} a & b \\ c & d \end{cases}", r"\binom{n}{k}",
        r"\left(\frac a b\right]", r"\overset{a}{b}", r"\underbrace{x}_{n}", r"\phantom{x}\quad y", r"\text{if } x",
        r"\xrightarrow{f}", r"{}^{2}x", r"\boxed{x}", r"\overline{AB}",
    ],
)  # fmt: skip
def test_formulas_are_set(tex: str) -> None:
    (tree,) = trees(rf"\({tex}\)")
    assert tree[2][0][0] == "maths"
    assert ENTRY.export(paper(rf"What is \({tex}\)?", rf"And \[{tex}\] then?"))


def test_deep_formulas_do_not_break_a_paper() -> None:
    deep = "x"
    for _ in range(60):
        deep = rf"\sqrt{{{deep}}}"
    assert "sqrt" in " ".join(pages(paper(rf"What is \({deep}\)?")))
    assert trees(content.spell(Maths(r"\unknown{x}")))[0][2] == [r"\(\unknown{x}\)"]


def test_without_typst_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingDependency, match=r"^PDF papers need Typst and fonts: pip install 'mcqgen\[pdf\]'\.$"):
        ENTRY.export(paper("Which?"))
