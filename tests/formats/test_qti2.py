"""QTI 2.1 and 3.0: valid by the schemas, converted by another project's tool, and other tools' packages read."""

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats.content import Maths
from mcqgen.formats.contract import ExportOptions, Imported
from mcqgen.formats.qti.mathml import put_mathml
from mcqgen.formats.qti21 import Qti21
from mcqgen.formats.qti30 import Qti30

Unpack = Callable[[bytes], dict[str, bytes]]
Listed = Callable[[bytes], list[str]]
Complaints = Callable[[str, bytes], list[str]]
QTIWORKS = Path("lms_samples/qtiworks")
SERVICES = QTIWORKS / "qtiworks-engine/src/test/resources/uk/ac/ed/ph/qtiworks/services"
IMS = QTIWORKS / "qtiworks-samples/src/main/resources/uk/ac/ed/ph/qtiworks/samples/ims"
FIXTURES = Path("lms_samples/instructure-qti/fixtures")
MATHML = "{http://www.w3.org/1998/Math/MathML}math"
ENTRY = "QTI v2.1 Entry Profile Single Test/TestPart Instance with Single Section with 5 Items"
SCHEMAS = {
    "qti21": ("imscp_v1p1.xsd", "qtiv2p1/imsqti_v2p1.xsd"),
    "qti30": ("qtiv3p0/imsqtiv3p0_imscpv1p2_v1p0.xsd", "qtiv3p0/imsqti_asiv3p0_sbacv1p0_v1p0.xsd"),
}
FORMATS = {entry.name: entry for entry in (Qti21(), Qti30())}


def parse(data: bytes) -> Any:
    """An element of lxml, whose stubs know less than it does."""
    return etree.fromstring(data)


@pytest.fixture(params=FORMATS)
def entry(request: pytest.FixtureRequest) -> Qti21 | Qti30:
    return FORMATS[request.param]


def said(imported: Imported) -> list[Item]:
    return [item.model_copy(update={"provenance": None}) for item in imported.items]


def reasons(imported: Imported) -> set[str]:
    return {notice.reason for notice in imported.notices}


def check_package(name: str, files: dict[str, bytes], listed: Listed, complaints: Complaints) -> None:
    packaging, items = SCHEMAS[name]
    manifest = files.pop("imsmanifest.xml")
    assert complaints(packaging, manifest) == []
    assert listed(manifest) == sorted(files)
    for file, content in files.items():
        assert complaints(items, content) == [], file


def test_every_file_is_valid_and_listed(
    entry: Qti21 | Qti30, hard_items: ItemSet, unpack: Unpack, listed: Listed, complaints: Complaints
) -> None:
    files = unpack(entry.export(hard_items))
    assert len(files) == len(hard_items.items) + 2
    assert complaints("imsmd_loose_v1p3p2.xsd", lom_of(files["imsmanifest.xml"])) == []
    check_package(entry.name, files, listed, complaints)
    empty = unpack(entry.export(hard_items.model_copy(update={"items": ()})))
    check_package(entry.name, empty, listed, complaints)


def lom_of(manifest: bytes) -> bytes:
    """The metadata of the first item."""
    found = parse(manifest).xpath("//*[local-name()='resource']//*[local-name()='lom']")
    return etree.tostring(found[0], with_tail=False)


def test_formulas_are_mathml_where_they_convert(entry: Qti21 | Qti30, hard_items: ItemSet, unpack: Unpack) -> None:
    formulas: dict[str, Any] = {}
    files = unpack(entry.export(hard_items))
    for content in files.values():
        formulas |= {math.get("alttext"): math for math in parse(content).iter(MATHML)}
    assert set(formulas) == {
        r"\frac{1}{2}\nu", r"\int_0^1 x^2\,dx", r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", r"\xrightarrow{f}",
    }  # fmt: skip
    assert "".join(formulas[r"\frac{1}{2}\nu"].itertext()) == "12ν"
    assert formulas[r"\int_0^1 x^2\,dx"].get("display") == "block"
    whole = b"".join(files.values()).decode()
    for tex in (r"\(\unknown{x}\)", r"\(\frac{\)", r"\(a &lt; b &amp; c\)"):
        assert tex in whole


@pytest.mark.parametrize("tex", ["x" * 100_000, r"\sqrt{" * 300, r"\newcommand{\a}{\a\a}\a", "x & < y", r"\unknown"])
def test_hostile_formulas_stay_text(tex: str) -> None:
    parent = etree.Element("p")
    put_mathml(parent, Maths(tex, display=True))
    assert len(parent) == 0
    assert parent.text == rf"\[{tex}\]"


def test_points_order_and_feedback_are_as_asked(hard_items: ItemSet, unpack: Unpack) -> None:
    files = unpack(FORMATS["qti21"].export(hard_items, ExportOptions(points=2.5, shuffle=False, title="Mine")))
    names = {"q": "http://www.imsglobal.org/xsd/imsqti_v2p1"}
    test = parse(files["test.xml"])
    assert test.get("title") == "Mine"
    order = test.xpath("//q:assessmentItemRef/@href", namespaces=names)
    assert len(order) == len(set(order)) == len(hard_items.items)
    for href, item in zip(order, hard_items.items, strict=True):
        root = parse(files[href])
        assert root.get("identifier") == Path(href).stem
        keys = [option.id for option in item.options if option.is_key]
        correct = root.xpath("q:responseDeclaration/q:correctResponse/q:value/text()", namespaces=names)
        assert correct == keys
        [choice] = root.iterfind(".//q:choiceInteraction", namespaces=names)
        assert dict(choice.attrib) == {
            "responseIdentifier": "RESPONSE", "shuffle": "false", "maxChoices": "1" if len(keys) == 1 else "0",
        }  # fmt: skip
        assert root.xpath("string(q:outcomeDeclaration[@identifier='SCORE']/@normalMaximum)", namespaces=names) == "2.5"
        shown = root.xpath("q:responseProcessing//q:multiple/q:baseValue/text()", namespaces=names)
        assert shown == root.xpath("q:modalFeedback/@identifier", namespaces=names)
        # Canvas takes these endings for feedback on right and wrong answers as a whole.
        assert not [name for name in shown if re.search("correct|wrong|_I?C$", name)]


def convert(direction: str, data: bytes, folder: Path) -> bytes:
    (folder / "from.zip").write_bytes(data)
    code = "from qti_convert.cli import main; main()"
    subprocess.run(
        [sys.executable, "-c", code, direction, "from.zip", "to.zip"], cwd=folder, check=True, capture_output=True
    )
    return (folder / "to.zip").read_bytes()


def test_another_tool_makes_3_of_2_and_2_of_3(
    hard_items: ItemSet, unpack: Unpack, complaints: Complaints, tmp_path: Path
) -> None:
    """The converter of Citolab reads our packages in both versions, and loses nothing."""
    two, three = (entry.export(hard_items) for entry in FORMATS.values())
    upgraded, downgraded = convert("upgrade", two, tmp_path), convert("downgrade", three, tmp_path)
    wanted = said(FORMATS["qti21"].read(two))
    assert len(wanted) == len(hard_items.items)
    assert said(FORMATS["qti30"].read(three)) == wanted
    assert said(FORMATS["qti30"].read(upgraded)) == wanted
    assert said(FORMATS["qti21"].read(downgraded)) == wanted
    for name, data in (("qti30", upgraded), ("qti21", downgraded)):
        for file, content in unpack(data).items():
            if file.startswith("items/"):
                assert complaints(SCHEMAS[name][1], content) == [], file


MAKER = """
from qti_package_maker.package_interface import QTIPackageInterface
package = QTIPackageInterface("demo", allow_mixed=True)
choices = ["the nucleus", "the mitochondrion", "the wall"]
package.add_item("MC", ("What makes <b>ATP</b> &amp; heat?", choices, "the mitochondrion"))
package.add_item("MA", ("Which are gases?", ["iron", "neon", "argon", "salt"], ["neon", "argon"]))
package.add_item("NUM", ("How many?", 3.0, 0.1, True))
package.save_package("blackboard_qti_v2_1", "blackboard.zip")
"""


def test_packages_of_qti_package_maker_are_read(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", MAKER],
        cwd=tmp_path,
        env=os.environ | {"HOME": str(tmp_path)},
        check=True,
        capture_output=True,
    )
    imported = FORMATS["qti21"].read((tmp_path / "blackboard.zip").read_bytes())
    assert [[item.stem, *(option.text for option in item.options if option.is_key)] for item in imported.items] == [
        ["What makes **ATP** & heat?", "the mitochondrion"], ["Which are gases?", "neon", "argon"],
    ]  # fmt: skip
    assert reasons(imported) == {"it is a fill-in question"}


@pytest.mark.parametrize(
    ("path", "count", "title"),
    [
        (FIXTURES / "test_qti_2.1.zip", 3, ENTRY),
        (FIXTURES / "test_qti_2.2.zip", 3, "Simple Feedback Test"),
        (FIXTURES / "imsqti_2.2_package", 1, "Example Package"),
        (FIXTURES / "tests/feedbackTest", 2, "Feedback Examples Test"),
        (FIXTURES / "tests/interactionmix_saxony_v3", 3, "Interaction Mix (Sachsen)"),
        (SERVICES / "WebDeveloperTest1.zip", 8, "Web Developer Website"),
    ],
)  # fmt: skip
def test_packages_of_other_systems_are_read(data_folder: Path, path: Path, count: int, title: str) -> None:
    path = data_folder / path
    if path.is_dir():
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for file in sorted(path.rglob("*")):
                if file.is_file():
                    archive.write(file, file.relative_to(path))
        data = buffer.getvalue()
    else:
        data = path.read_bytes()
    assert FORMATS["qti21"].claims(data)
    imported = FORMATS["qti21"].read(data)
    assert (len(imported.items), imported.title) == (count, title)


def test_the_examples_of_the_standard_are_read(data_folder: Path) -> None:
    read: dict[str, Item] = {}
    told: set[str] = set()
    for path in sorted((data_folder / IMS).glob("*.xml")):
        imported = FORMATS["qti21"].read(path.read_bytes())
        for found in imported.items:
            read[path.stem] = found
        told |= reasons(imported)
    assert set(read) >= {
        "choice", "choice_fixed", "choice_multiple", "feedback", "feedback_adaptive", "hint", "math", "shufflechoice",
    }  # fmt: skip
    assert [option.text for option in read["choice_multiple"].options if option.is_key] == ["Hydrogen", "Oxygen"]
    feedback = read["feedback"]
    assert feedback.stem == "Who is the President of Mexico?"
    assert [option.rationale.startswith(("Yes", "No, he is the")) for option in feedback.options] == [True] * 4
    assert told >= {
        "it is a question on a picture", "it is an essay question", "it is a slider", "an image", "a formula in MathML",
        "it asks for several choices at once", "it is a fill-in question", "it is a matching question",
        "no option is marked as right",
    }  # fmt: skip


AS_A_WHOLE = "it has feedback for right or wrong answers as a whole, which was left out"
TEMPLATE = "<templateDeclaration identifier='T' cardinality='single' baseType='float'/>"
ITEM = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="An item"
adaptive="false" timeDependent="false">{declarations}<itemBody>{body}</itemBody>{rest}</assessmentItem>"""
CHOICE = """<p>Before</p><rubricBlock view="author"><p>Secret</p></rubricBlock>
<choiceInteraction responseIdentifier="R" shuffle="true" maxChoices="1">
<prompt>Which <feedbackInline outcomeIdentifier="F" identifier="x">hidden</feedbackInline>one?</prompt>
<simpleChoice identifier="A">a<feedbackInline outcomeIdentifier="F" identifier="A">Why a</feedbackInline> b
</simpleChoice>
<simpleChoice identifier="B"><img src="b.png" alt="a bee"/>bee</simpleChoice></choiceInteraction><p>After</p>"""
CORRECT = """<responseDeclaration identifier="{name}" cardinality="single" baseType="identifier"><correctResponse>
<value>{key}</value></correctResponse></responseDeclaration>"""
MAPPED = """<responseDeclaration identifier="R" cardinality="{cardinality}" baseType="identifier"><mapping>
<mapEntry mapKey="A" mappedValue="1"/><mapEntry mapKey="B" mappedValue="{other}"/></mapping></responseDeclaration>"""
FEEDBACK = """<modalFeedback outcomeIdentifier="F" identifier="{name}" showHide="show">Said.</modalFeedback>"""


def item(declarations: str = "", body: str = CHOICE, rest: str = "") -> Imported:
    return FORMATS["qti21"].read(ITEM.format(declarations=declarations, body=body, rest=rest).encode())


def test_prompt_rubric_and_inline_feedback_go_where_they_belong() -> None:
    imported = item(CORRECT.format(name="R", key="B"))
    [read] = imported.items
    assert read.stem == "Before\n\nWhich one?\n\nAfter"
    assert [(option.text, option.is_key, option.rationale) for option in read.options] == [
        ("a b", False, "Why a"), ("bee", True, ""),
    ]  # fmt: skip
    assert reasons(imported) == {"an image"}


@pytest.mark.parametrize(
    ("cardinality", "other", "keys"), [("single", "0.5", "A"), ("multiple", "0.5", "AB"), ("multiple", "x", "A")]
)
def test_keys_may_stand_in_a_mapping(cardinality: str, other: str, keys: str) -> None:
    [read] = item(MAPPED.format(cardinality=cardinality, other=other)).items
    assert "".join(option.id for option in read.options if option.is_key) == keys


@pytest.mark.parametrize(
    ("name", "rationales", "general", "told"),
    [
        ("B", ["Why a", "Said."], "", {"an image"}),
        ("GeneralFeedback", ["Why a", ""], "Said.", {"an image"}),
        (
            "correct",
            ["Why a", ""],
            "",
            {"an image", AS_A_WHOLE},
        ),
    ],
)
def test_feedback_goes_where_it_belongs(name: str, rationales: list[str], general: str, told: set[str]) -> None:
    imported = item(CORRECT.format(name="R", key="B"), rest=FEEDBACK.format(name=name))
    [read] = imported.items
    assert [option.rationale for option in read.options] == rationales
    assert read.rationale == general
    assert reasons(imported) == told


@pytest.mark.parametrize(
    ("declarations", "body", "reason"),
    [
        ("", CHOICE, "no option is marked as right"),
        (CORRECT.format(name="OTHER", key="A"), CHOICE, "no option is marked as right"),
        (CORRECT.format(name="R", key="A").replace("single", "ordered"), CHOICE, "it is an ordering question"),
        ("", "<p>Only words</p>", "it is text without a question"),
        ("", CHOICE + CHOICE, "it asks for several choices at once"),
        ("", "<p><customInteraction responseIdentifier='R'/></p>", "it is not a multiple-choice question"),
        (TEMPLATE, CHOICE, "its words are made anew for each student"),
    ],
)  # fmt: skip
def test_what_is_no_multiple_choice_item_is_reported(declarations: str, body: str, reason: str) -> None:
    imported = item(declarations, body)
    assert imported.items == ()
    assert [(notice.place, notice.reason) for notice in imported.notices] == [("question 1 (An item)", reason)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<questestinterop/>", "Not an item of QTI: the file begins with <questestinterop>"),
        (b"<assessmentItem/>", ""),
    ],
)
def test_what_is_no_item_is_refused_or_reported(data: bytes, message: str) -> None:
    if message:
        with pytest.raises(FormatError, match=message):
            FORMATS["qti21"].read(data)
    else:
        assert reasons(FORMATS["qti21"].read(data)) == {"it has no text"}


def test_versions_do_not_claim_each_other(hard_items: ItemSet) -> None:
    two, three = (entry.export(hard_items) for entry in FORMATS.values())
    assert not FORMATS["qti21"].claims(three)
    assert not FORMATS["qti30"].claims(two)
    with pytest.raises(FormatError, match=r"Not a QTI 2.1 package: its manifest lists no item of this version\."):
        FORMATS["qti21"].read(three)
