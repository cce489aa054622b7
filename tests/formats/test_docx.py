"""Word papers, read by python-docx."""

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from mcqgen.domain.run import ItemSet
from mcqgen.formats import FORMATS, content
from mcqgen.formats.content import Maths, Text
from mcqgen.formats.contract import AnswerKey, ExportOptions
from mcqgen.formats.paper.omml import NAMESPACE, put_omml
from mcqgen.formats.paper.pieces import pieces

ENTRY = FORMATS["docx"]


def style_of(paragraph: Paragraph) -> str:
    assert paragraph.style is not None
    return paragraph.style.name or ""


def lines(items: ItemSet, **options: object) -> list[tuple[str, str]]:
    """`(style, text)` of each paragraph, without the marks of direction, which show nothing."""
    document = Document(io.BytesIO(ENTRY.export(items, ExportOptions(**options))))  # type: ignore[arg-type]
    return [(style_of(paragraph), re.sub("[\u200e\u200f]", "", paragraph.text)) for paragraph in document.paragraphs]


def test_every_question_stands_there_with_its_options_in_order(hard_items: ItemSet) -> None:
    questions = [text for style, text in lines(hard_items, key=AnswerKey.WITHOUT) if style == "Question"]
    numbered = [text for text in questions if re.match(r"\d+\.\t", text)]
    assert len(numbered) == len(hard_items.items)
    answers = [text for style, text in lines(hard_items, key=AnswerKey.WITHOUT) if style == "Answer"]
    lettered = [text[0] for text in answers if re.match(r"[A-J]\.(\t|$)", text)]
    assert lettered == [letter for item in hard_items.items for letter in "ABCDEFGHIJ"[: len(item.options)]]


def test_words_arrive_as_they_are(hard_items: ItemSet) -> None:
    told = [text for style, text in lines(hard_items, key=AnswerKey.WITHOUT) if style == "Question"]
    for number, item in enumerate(hard_items.items, 1):
        if not content.has_maths(item.stem) and not content.has_lines(item.stem):
            assert f"{number}.\t{content.plain(item.stem)}" in told


def test_name_line_versions_and_key(hard_items: ItemSet) -> None:
    told = lines(hard_items, versions=3, title="Blood")
    titles = [text for style, text in told if style == "Title"]
    assert titles == ["Blood – Version A", "Blood – Version B", "Blood – Version C", "Answer key: Blood"]
    assert [text for style, text in told if style == "Nameline"] == ["Name: \t  Date: \t  Score: \t / 23"] * 3
    assert [text for style, text in told if style == "Heading 1"] == ["Version A", "Version B", "Version C"]
    document = Document(io.BytesIO(ENTRY.export(hard_items, ExportOptions(versions=3))))
    feet = [section.footer.paragraphs[0].text for section in document.sections]
    assert len(feet) == 4 and "Version B" in feet[1] and "Answer key" in feet[3]
    starts = document.element.xpath("//w:sectPr/w:pgNumType/@w:start")
    assert starts == ["1"] * 4


def test_right_to_left_questions_are_set_from_the_right(hard_items: ItemSet) -> None:
    document = Document(io.BytesIO(ENTRY.export(hard_items, ExportOptions(key=AnswerKey.WITHOUT))))
    for paragraph in document.paragraphs:
        stem = paragraph.text.partition("\t")[2]
        if style_of(paragraph) == "Question" and stem:
            assert bool(paragraph._p.xpath("w:pPr/w:bidi")) == content.is_rtl(stem), stem
    hebrew = next(p for p in document.paragraphs if p.text.endswith("\tמהו דם?"))
    assert [run.text for run in hebrew.runs if run._r.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None] == [
        "12.\u200f",
        "מהו דם?",
    ]
    answer = next(p for p in document.paragraphs if p.text.startswith("A.\u200f"))
    assert answer.text == "A.\u200f\t\u200eanswer 10 0\u200e"  # the dots stay where each text ends


def test_mixed_words_run_in_both_directions() -> None:
    (piece,) = pieces("What is \u05d3\u05dd (blood)?")
    assert not piece.rtl


def test_no_blanks_are_left_around_formulas_on_their_own() -> None:
    assert [piece.parts for piece in pieces(r"Recall \[x\] and use it.")] == [
        (Text("Recall"),),
        (Maths("x", display=True),),
        (Text("and use it."),),
    ]


@pytest.mark.parametrize(
    ("tex", "elements"),
    [
        (r"\frac{1}{2}", ["f", "num", "den"]),
        (r"x_i^2", ["sSubSup", "e", "sub", "sup"]),
        (r"\sqrt{x}", ["rad", "radPr", "deg", "e"]),
        (r"\sqrt[3]{x}", ["rad", "deg", "e"]),
        (r"\sum_{i=1}^n i", ["nary", "naryPr", "sub", "sup", "e"]),
        (r"\int_0 x", ["nary", "naryPr", "sub", "sup", "e"]),
        (r"\lim_{x\to 0} x", ["func", "fName", "e"]),
        (r"\hat{x}", ["acc", "accPr", "e"]),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", ["d", "dPr", "e"]),
        (r"\left(\frac a b\right]", ["d", "dPr", "e"]),
        (r"\binom{n}{k}", ["d", "dPr", "e"]),
    ],
)
def test_formulas_become_words_own(tex: str, elements: list[str]) -> None:
    holder = etree.Element("p")
    assert put_omml(holder, Maths(tex))
    first = next(element for element in holder.iter(f"{{{NAMESPACE}}}{elements[0]}"))
    assert [etree.QName(element).localname for element in (first, *first)] == elements


def test_signs_of_formulas_keep_their_order_and_spaces_stay() -> None:
    holder = etree.Element("p")
    assert put_omml(holder, Maths(r"a \quad b = \sum_{i=1}^n x_i + \max_{j} c \text{ if } \overset{k}{d} \phantom{e}"))
    assert re.sub(r"\s", "", "".join(map(str, holder.itertext()))) == "ab=i=1nxi+maxjcifdk"


def test_what_is_no_tex_stays_as_it_was_written(hard_items: ItemSet) -> None:
    holder = etree.Element("p")
    assert not put_omml(holder, Maths(r"\unknown{x}"))
    assert len(holder) == 0
    assert any(r"\(\unknown{x}\) and" in text for _, text in lines(hard_items))


def test_it_bears_neither_clock_nor_machine(hard_items: ItemSet) -> None:
    with zipfile.ZipFile(io.BytesIO(ENTRY.export(hard_items))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "mcqgen" in core and "python-docx" not in core and "1980-01-01" in core
