"""QTI 1.2: valid by the schema, read as Canvas reads it, and other tools' packages read."""

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

from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats import recognise
from mcqgen.formats.contract import ExportOptions, Imported
from mcqgen.formats.qti12 import Qti12

ASI = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
FIXTURES = Path("lms_samples/instructure-qti/fixtures")
FORMAT = Qti12()
Unpack = Callable[[bytes], dict[str, bytes]]
Listed = Callable[[bytes], list[str]]
Complaints = Callable[[str, bytes], list[str]]


def parse(data: bytes) -> Any:
    """An element of lxml, whose stubs know less than it does."""
    return etree.fromstring(data)


def exported(items: ItemSet, unpack: Unpack, **options: object) -> dict[str, bytes]:
    return unpack(FORMAT.export(items, ExportOptions(**options)))  # type: ignore[arg-type]


def quiz_of(files: dict[str, bytes]) -> Any:
    [name] = [name for name in files if name.rpartition("/")[2].startswith("q")]
    return parse(files[name])


def folder_as_zip(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return buffer.getvalue()


def reasons(imported: Imported) -> set[str]:
    return {notice.reason for notice in imported.notices}


def test_every_file_is_valid_and_listed(
    hard_items: ItemSet, unpack: Unpack, listed: Listed, complaints: Complaints
) -> None:
    files = exported(hard_items, unpack)
    manifest = files.pop("imsmanifest.xml")
    assert complaints("imscp_v1p1.xsd", manifest) == []
    assert listed(manifest) == sorted(files)
    [questions] = [name for name in files if not name.endswith("assessment_meta.xml")]
    assert complaints("qti12/ims_qtiasiv1p2.xsd", files[questions]) == []


def test_canvas_finds_what_it_looks_for(hard_items: ItemSet, unpack: Unpack) -> None:
    files = exported(hard_items, unpack, points=2.5, shuffle=False)
    root = quiz_of(files)
    ident = root.xpath("string(q:assessment/@ident)", namespaces=ASI)
    meta = parse(files[f"{ident}/assessment_meta.xml"])
    canvas = {"c": "http://canvas.instructure.com/xsd/cccv1p0"}
    assert meta.get("identifier") == ident
    assert meta.findtext("c:title", namespaces=canvas) == root.xpath("string(q:assessment/@title)", namespaces=ASI)
    assert meta.findtext("c:shuffle_answers", namespaces=canvas) == "false"
    assert meta.findtext("c:points_possible", namespaces=canvas) == str(2.5 * len(hard_items.items))
    idents = root.xpath("//@ident[not(parent::q:response_lid or parent::q:itemfeedback)]", namespaces=ASI)
    assert len(idents) == len(set(idents))
    assert not [ident for ident in idents if not ident.replace("_", "").isalnum() or not ident[0].isalpha()]
    items = root.xpath("//q:item", namespaces=ASI)
    assert len(items) == len(hard_items.items)
    for element, item in zip(items, hard_items.items, strict=True):
        told = {field[0].text: field[1].text for field in element.iterfind(".//q:qtimetadatafield", namespaces=ASI)}
        keys = [option for option in item.options if option.is_key]
        kind = "multiple_answers_question" if len(keys) > 1 else "multiple_choice_question"
        assert (told["question_type"], told["points_possible"]) == (kind, "2.5")
        # The importer of New Quizzes takes the children of the first <and> less its <not>, or else each <varequal>
        # beside a <setvar>.
        scored = element.xpath(".//q:respcondition[q:setvar='100']/q:conditionvar", namespaces=ASI)
        chosen = scored[0].xpath("q:and/q:varequal | q:varequal", namespaces=ASI)
        assert [value.text[-1] for value in chosen] == [option.id for option in keys]
        assert len(scored[0].xpath(".//q:not", namespaces=ASI)) == (len(item.options) - len(keys)) * (len(keys) > 1)
        shown = set(element.xpath(".//q:displayfeedback/@linkrefid", namespaces=ASI))
        assert shown == set(element.xpath("q:itemfeedback/@ident", namespaces=ASI))
        assert all(len(text) == 0 for text in element.iterfind(".//q:mattext", namespaces=ASI))


def test_formulas_are_images_that_canvas_draws(hard_items: ItemSet, unpack: Unpack) -> None:
    text = "".join(quiz_of(exported(hard_items, unpack)).itertext())
    assert r'data-equation-content="\frac{1}{2}\nu"' in text
    assert 'src="/equation_images/%255Cfrac%257B1%257D%257B2%257D%255Cnu"' in text
    assert r'data-equation-content="a &lt; b &amp; c"' in text or r'data-equation-content="a < b &amp; c"' in text
    assert r"\(\frac{1}" not in text


def test_names_depend_on_words_and_options_alone(hard_items: ItemSet) -> None:
    data = FORMAT.export(hard_items)
    renamed = hard_items.model_copy(update={"created_at": "2030-01-01T00:00:00Z"})
    assert FORMAT.export(renamed) == data
    assert FORMAT.export(hard_items, ExportOptions(points=3)) != data


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("canvas_cartridge", 3), ("question_group", 10), ("test_imscc_canvas", 0), ("test_qti_1.2", 3),
        ("test_qti_1.2_canvas", 3), ("test_qti_1.2_multi", 0), ("test_with_comments", 1), ("with_banks", 4),
        ("all_canvas_simple_1.2", 3), ("edge_cases_1.2", 2), ("feedback_quiz_1.2", 2), ("interaction_checks_1.2", 4),
        ("choice", 4), ("choice_vary_points_by_answer", 1), ("choice_vary_points_by_answer_zero_points", 1),
        ("mc_feedback", 1), ("multiple_answer", 1), ("multiple_answer_canvas", 1), ("multiple_choice", 1),
        ("stimulus_with_child_item", 1), ("true_false", 1), ("true_false_with_calculator", 1),
    ],
)  # fmt: skip
def test_exports_of_canvas_and_new_quizzes_are_read(data_folder: Path, name: str, count: int) -> None:
    [path] = [
        path
        for path in (
            data_folder / FIXTURES / name,
            *(data_folder / FIXTURES / f"{at}{name}.xml" for at in ("", "items_1.2/")),
        )
        if path.exists()
    ]
    data = folder_as_zip(path) if path.is_dir() else path.read_bytes()
    assert FORMAT.claims(data)
    imported = FORMAT.read(data)
    assert len(imported.items) == count
    assert count or all(notice.skipped for notice in imported.notices)
    for item in imported.items:
        assert FORMAT.refusal(item) == ""


def test_options_that_were_left_empty_are_left_out(data_folder: Path) -> None:
    imported = FORMAT.read(folder_as_zip(data_folder / FIXTURES / "test_with_comments"))
    assert [(o.text, o.is_key) for o in imported.items[0].options] == [
        ("Correct", True), ("Wrong", False), ("Super Wrong", False),
    ]  # fmt: skip
    assert "an option without text is left out" in reasons(imported)


def test_no_export_that_holds_choice_items_is_refused_whatever_it_is_called(data_folder: Path) -> None:
    """In some of them no choice is a multiple-choice item that can be answered; of each it is told why."""
    root, read, refused = data_folder / FIXTURES, 0, set[str]()
    packages = [path.parent for path in root.rglob("imsmanifest.xml")]
    single = [path for path in root.rglob("*.xml") if not any(folder in path.parents for folder in packages)]
    for path in sorted([*packages, *root.rglob("*.zip"), *single]):
        data = folder_as_zip(path) if path.is_dir() else path.read_bytes()
        try:
            imported = recognise("", data).read(data)
        except FormatError:
            if re.search(
                rb"choiceInteraction|(multiple_choice|multiple_answers|true_false)_question|cc.multiple", data
            ):
                refused.add(path.relative_to(root).as_posix())
            continue
        read += bool(imported.items)
        assert imported.items or imported.notices
    assert read >= 45
    assert refused == {"items_2.2/audio-video.xml"}  # no XML: it holds an attribute without a value


def test_all_other_kinds_of_questions_are_reported(data_folder: Path) -> None:
    folder = data_folder / FIXTURES / "items_1.2"
    told = set()
    for path in sorted(folder.glob("*.xml")):
        try:
            imported = FORMAT.read(path.read_bytes())
        except FormatError:
            continue
        told |= reasons(imported)
    assert told >= {
        "it is a categorisation question", "it is a fill-in question", "it is a formula question", "an image",
        "it is a file upload", "it is a hot spot question", "it is a matching question", "it is a numerical question",
        "it is a question with several dropdowns", "it is an ordering question", "it is text without a question",
    }  # fmt: skip


def test_what_canvas_says_is_understood(data_folder: Path) -> None:
    [item] = FORMAT.read((data_folder / FIXTURES / "items_1.2/mc_feedback.xml").read_bytes()).items
    assert (item.stem, item.rationale) == ("Feedback Check", "General Feedback")
    assert [(option.text, option.is_key, option.rationale) for option in item.options] == [
        ("A", True, "Answer A Feedback"), ("B", False, "Answer B Feedback"), ("C", False, "Answer C Feedback"),
        ("D", False, "Answer D Feedback"),
    ]  # fmt: skip
    [item] = FORMAT.read((data_folder / FIXTURES / "items_1.2/multiple_answer_canvas.xml").read_bytes()).items
    assert [option.text for option in item.options if option.is_key] == ["A", "C", "D"]
    imported = FORMAT.read(folder_as_zip(data_folder / FIXTURES / "canvas_cartridge"))
    assert imported.title == "Every Canvas Interaction"
    assert len({item.id for item in imported.items}) == 3, "the cartridge holds the quiz three times, once as a bank"


TEXT2QTI = """Quiz title: Cells
1. Which organelle makes *ATP*?
... General feedback & notes.
a) Nucleus
... no
*b) Mitochondrion
... yes
c) Ribosome

2. Which are nucleotides?
[*] ATP
[ ] Water
[*] GTP $\\\\frac{1}{2}$

3. What is $E=mc^2$ about?
*a) energy
b) time

4. Name it.
*   ribosome
"""


def run(code: str, folder: Path) -> None:
    """Run a program of another project in a folder that it takes for its home."""
    subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=os.environ | {"HOME": str(folder)},
        check=True,
        capture_output=True,
    )


def test_packages_of_text2qti_are_read(tmp_path: Path) -> None:
    (tmp_path / "quiz.txt").write_text(TEXT2QTI.replace("\\\\", "\\"), encoding="utf-8")
    run("import sys; sys.argv = ['text2qti', 'quiz.txt']; from text2qti.cmdline import main; main()", tmp_path)
    imported = FORMAT.read((tmp_path / "quiz.zip").read_bytes())
    assert imported.title == "Cells"
    first, second, third = imported.items
    assert (first.stem, first.rationale) == ("Which organelle makes *ATP*?", "General feedback & notes.")
    assert [(option.text, option.is_key, option.rationale) for option in first.options] == [
        ("Nucleus", False, "no"), ("Mitochondrion", True, "yes"), ("Ribosome", False, ""),
    ]  # fmt: skip
    assert [(option.text, option.is_key) for option in second.options] == [
        ("ATP", True), ("Water", False), (r"GTP \(\frac{1}{2}\)", True),
    ]  # fmt: skip
    assert third.stem == "What is \\(E=mc^2\\) about?"
    assert reasons(imported) == {"it is a short-answer question"}


def structure(element: Any) -> set[str]:
    """Paths of elements with the names of their attributes."""
    found = set()
    for part in element.iterdescendants("{*}*"):
        names = [etree.QName(step).localname for step in [*reversed(list(part.iterancestors())), part]]
        found.add("/".join(names) + " " + " ".join(sorted(part.attrib)))
    return found


def test_questions_have_the_structure_of_those_of_text2qti(hard_items: ItemSet, unpack: Unpack, tmp_path: Path) -> None:
    (tmp_path / "quiz.txt").write_text(TEXT2QTI.replace("\\\\", "\\"), encoding="utf-8")
    run("import sys; sys.argv = ['text2qti', 'quiz.txt']; from text2qti.cmdline import main; main()", tmp_path)
    theirs = unpack((tmp_path / "quiz.zip").read_bytes())
    [name] = [name for name in theirs if name.endswith(".xml") and name.count("text2qti_assessment") == 2]
    wanted = structure(parse(theirs[name]))
    ours = structure(quiz_of(exported(hard_items, unpack)))
    shuffling = {path for path in ours if path.endswith("render_choice shuffle")}
    assert ours - shuffling <= wanted
    short_answers = ("response_str", "render_fib")
    assert not {path for path in wanted - ours if not any(part in path for part in short_answers)} - {
        "questestinterop/assessment/section/item/presentation/response_lid/render_choice ",
    }


MAKER = """
from qti_package_maker.package_interface import QTIPackageInterface
package = QTIPackageInterface("demo", allow_mixed=True)
choices = ["the nucleus", "the mitochondrion", "the wall"]
package.add_item("MC", ("What makes <b>ATP</b> &amp; heat?", choices, "the mitochondrion"))
package.add_item("MA", ("Which are gases?", ["iron", "neon", "argon", "salt"], ["neon", "argon"]))
package.add_item("NUM", ("How many?", 3.0, 0.1, True))
package.save_package("canvas_qti_v1_2", "canvas.zip")
"""


def test_packages_of_qti_package_maker_are_read(tmp_path: Path) -> None:
    run(MAKER, tmp_path)
    imported = FORMAT.read((tmp_path / "canvas.zip").read_bytes())
    assert [[item.stem, *(option.text for option in item.options if option.is_key)] for item in imported.items] == [
        ["What makes **ATP** & heat?", "the mitochondrion"], ["Which are gases?", "neon", "argon"],
    ]  # fmt: skip
    assert reasons(imported) == {"it is a numerical question"}


def when(idents: str, gain: str, action: str = "Set", variable: str = "SCORE") -> str:
    """A condition of QTI 1.2: one of these letters is chosen."""
    asked = "".join(f'<varequal respident="r">{ident}</varequal>' for ident in idents)
    asked = f"<or>{asked}</or>" if len(idents) > 1 else asked
    change = f'<setvar action="{action}" varname="{variable}">{gain}</setvar>'
    return f"<respcondition><conditionvar>{asked}</conditionvar>{change}</respcondition>"


@pytest.mark.parametrize(
    ("scoring", "keys"),
    [
        (when("A", "100"), "A"),
        (when("AC", "1"), "AC"),
        (when("A", "50", "Add") + when("B", "100", "Add") + when("C", "-25", "Add"), "B"),
        (when("C", "SCORE.max"), "C"),
        (when("A", "1", "Add", "D2L_Incorrect") + when("B", "1", "Add", "D2L_Correct"), "B"),
        (when("A", "1", "Subtract"), ""),
        (when("A", "none"), ""),
    ],
)
def test_keys_are_found_however_they_are_scored(scoring: str, keys: str) -> None:
    labels = "".join(
        f'<response_label ident="{name}"><material><mattext>{name}</mattext></material></response_label>'
        for name in "ABC"
    )
    data = (
        '<questestinterop><item ident="i" title="Letters"><presentation><material><mattext>Which?</mattext></material>'
        f'<response_lid ident="r"><render_choice>{labels}</render_choice></response_lid></presentation>'
        f"<resprocessing>{scoring}</resprocessing></item></questestinterop>"
    ).encode()
    assert FORMAT.claims(data)
    imported = FORMAT.read(data)
    assert "".join(o.text for item in imported.items for o in item.options if o.is_key) == keys
    if not keys:
        assert reasons(imported) == {"no option is marked as right"}
        assert imported.notices[0].place == "question 1 (Letters)"
    if len(keys) > 1:
        assert reasons(imported) == {"either of several options is right, not all of them together"}


MATERIAL = """<questestinterop><item ident="i"><presentation><flow>
<material><mattext texttype="text/html">{stem}</mattext><matbreak/><matimage uri="x.png"/></material>
<material><mattext>2 &lt; 3</mattext></material>
<response_lid ident="r" rcardinality="Single"><material><mattext>&lt;p&gt;Pick&lt;/p&gt;</mattext></material>
<render_choice>
<flow_label><response_label ident="A"><flow_mat><material><mattext>
<p xmlns="http://www.w3.org/1999/xhtml">one <b>two</b></p></mattext></material></flow_mat></response_label></flow_label>
<response_label ident="B"><material><mattext>no</mattext><mataudio uri="y.mp3"/></material></response_label>
</render_choice></response_lid></flow></presentation>
<resprocessing><respcondition><conditionvar><varequal respident="r">A</varequal></conditionvar><setvar>1</setvar>
<displayfeedback linkrefid="ok"/></respcondition></resprocessing>
<itemfeedback ident="ok"><material><mattext>Yes.</mattext></material></itemfeedback>
<itemfeedback ident="solution"><solution><solutionmaterial><material><mattext>So.</mattext></material>
</solutionmaterial></solution></itemfeedback></item></questestinterop>"""


def test_material_of_all_forms_is_read() -> None:
    imported = FORMAT.read(MATERIAL.format(stem="What &amp;amp; why?").encode())
    [item] = imported.items
    assert item.stem == "What & why?\n\n2 < 3\n\nPick"
    assert [(option.text, option.rationale) for option in item.options] == [("one **two**", "Yes."), ("no", "")]
    assert item.rationale == "So."
    assert reasons(imported) == {"an image", "an embedded file"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<quiz/>", "Not QTI 1.2: the file begins with <quiz>, not <questestinterop>"),
        (b"<questestinterop/>", r"holds no question in QTI 1.2"),
        (b"\x00\x01", "The file is "),
    ],
)
def test_what_is_no_qti_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        FORMAT.read(data)


def test_a_package_of_another_version_is_refused(data_folder: Path) -> None:
    with pytest.raises(FormatError, match=r"Not a QTI 1.2 package: its manifest lists no QTI 1.2 file\."):
        FORMAT.read((data_folder / FIXTURES / "test_qti_2.1.zip").read_bytes())
