"""The page Export in a browser, over the seeded bank: what is chosen, what is told, and what the file holds."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("streamlit", reason="streamlit is not installed")

from seeded import items_of

from mcqgen.domain.run import ItemSet, Report
from mcqgen.formats import FORMATS, get_format, get_importable
from mcqgen.formats.contract import AnswerKey, ExportOptions, Feature
from mcqgen.formats.paper.sheets import make_sheets
from mcqgen.ui import export, export_preview
from mcqgen.ui.export_choice import ordered
from mcqgen.ui.export_systems import FORMAT_OF, System
from mcqgen.ui.strings import export as words

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]


@pytest.fixture(scope="module")
def items(checkout: Path) -> ItemSet:
    from mcqgen.documents import load
    from mcqgen.settings import Settings

    made = items_of(load(checkout / "sample_docs" / "psychology-memory.pdf", Settings()))
    report = Report(requested=8, delivered=8, rejected=0, shortfall=0)
    return ItemSet(title="Memory", created_at="", documents=(), items=made, report=report)


def test_every_format_is_offered_by_a_name_with_its_way_in() -> None:
    assert set(FORMAT_OF.values()) == set(FORMATS)
    assert FORMAT_OF.keys() == words.SYSTEMS.keys() | words.OTHERS.keys() == words.HOW.keys()
    assert not words.SYSTEMS.keys() & words.OTHERS.keys()
    assert words.OTHERS.keys() <= words.DOWNLOAD_AS.keys() <= FORMAT_OF.keys()
    assert words.FEATURES.keys() == set(Feature)
    assert all(System(key).name and not System(key).missing for key in FORMAT_OF)


def test_a_kind_of_file_that_is_not_installed_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    from mcqgen.ui import export_systems

    monkeypatch.setattr(export_systems, "find_spec", lambda name: None)
    assert {System(key).missing for key in FORMAT_OF} == {"", "pdf", "anki"}


def test_orders(items: ItemSet) -> None:
    assert ordered(items.items, "place") == items.items
    easy = [item.predicted.value for item in ordered(items.items, "easy") if item.predicted]
    assert easy == sorted(easy) and len(easy) == 8
    unknown = [item.model_copy(update={"predicted": None}) for item in items.items]
    assert [item.difficulty for item in ordered(unknown, "easy")] == ["easy"] * 3 + ["medium"] * 3 + ["hard"] * 2
    mixed = ordered(items.items, "mixed")
    assert mixed != items.items and set(mixed) == set(items.items)
    assert ordered(mixed, "mixed") == mixed


def test_what_a_system_cannot_take_is_told_and_left_out(items: ItemSet) -> None:
    fit = export.fitting(items, System("kahoot"))
    assert len(fit.items.items) == 7
    assert [(refused.number, refused.reason) for refused in fit.refused] == [
        (4, "an answer is longer than 75 characters")
    ]
    assert export.fitting(items, System("moodle")).items is items
    assert export._plain("its stem or one of its options is empty") == "its question or one of its answers is empty"
    four = items.model_copy(update={"items": (items.items[3],) * 5})
    lines = "".join(export._told(export.fitting(four, System("kahoot")), System("kahoot"), ExportOptions()))
    assert "Kahoot! cannot take 2 questions more." in lines
    assert words.REFUSED_ALL.format(system="Kahoot!") in lines


def test_what_belongs_to_some_questions_only_is_counted(items: ItemSet) -> None:
    line = export._losses(items, System("wayground"), ExportOptions())
    assert "formulas, which appear as they are typed (1 of 8)" in line
    assert "how hard the questions are, " in line
    assert words.FITS.format(questions="8 questions") in export._losses(items, System("moodle"), ExportOptions())


def test_a_paper_looks_as_it_is_printed(items: ItemSet) -> None:
    sheets = make_sheets(items, ExportOptions(versions=2))
    first, second = (export_preview.paper(sheets, version) for version in sheets.versions)
    assert first.count("<li value=") == second.count("<li value=") == 5
    assert "Memory · Version A" in first and "Memory · Version B" in second
    assert re.search(r"Answer key: 1 [A-D] · 2 [A-D] · ", first)
    key_only = make_sheets(items, ExportOptions(key=AnswerKey.ONLY))
    assert "<li value=" not in export_preview.paper(key_only, key_only.versions[0])


def test_more_than_fits_into_a_file_goes_in_parts() -> None:
    testing = pytest.importorskip("streamlit.testing.v1")

    def script() -> None:
        import streamlit as st

        from mcqgen.ui.export_choice import _part

        part = _part(tuple(str(number) for number in range(2500)))
        st.text(f"{part[0]} {part[-1]} {_part(('1', '2'))}")

    page = testing.AppTest.from_function(script).run()
    assert page.text[0].value == "0 999 ('1', '2')"
    assert page.selectbox[0].options[2] == "Questions 2,001 to 2,500 of 2,500"
    assert page.selectbox[0].select_index(2).run().text[0].value == "2000 2499 ('1', '2')"


def download(page: "Page", label: str) -> tuple[str, bytes]:
    button = page.get_by_role("button", name=label, exact=True)
    with page.expect_download() as waiting:
        button.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_the_latest_questions_go_to_moodle_drafts_only_when_wanted(visit: Visit, seeded: Any) -> None:
    page = visit("export")
    name, data = download(page, "Download 1 question for Moodle")
    assert name == "Memory.xml"
    assert len(get_importable("moodle_xml").read(data).items) == 1

    page.get_by_text("With the 7 drafts that nobody has approved").click()
    page.get_by_text("7 drafts among them: please read them before use.").wait_for()
    page.get_by_label(words.QUIZ_TITLE).fill("Quiz of Monday")
    page.get_by_text("Quiz-of-Monday.xml").wait_for()
    page.wait_for_url(re.compile("drafts=yes"))
    name, data = download(page, "Download 8 questions for Moodle")
    assert name == "Quiz-of-Monday.xml"
    read = get_importable("moodle_xml").read(data)
    assert len(read.items) == 8

    page.reload()
    page.get_by_role("button", name="Download 8 questions for Moodle").wait_for()
    page.wait_for_url(re.compile(seeded.run))


def test_each_place_has_its_own_file_and_says_what_stays_behind(visit: Visit) -> None:
    page = visit("export?drafts=yes")
    page.get_by_role("radio", name="Kahoot!").click()
    page.get_by_text("an answer is longer than 75 characters").wait_for()
    page.get_by_text(re.compile("Left out: what each answer is told, ")).wait_for()
    name, data = download(page, "Download 7 questions for Kahoot!")
    assert name == "Memory.xlsx" and zipfile.is_zipfile(io.BytesIO(data))

    page.get_by_role("radio", name="Printed paper").click()
    page.get_by_role("combobox", name=words.VERSIONS).click()
    page.get_by_role("option", name="A and B").click()
    page.get_by_role("radio", name="Version B").click()
    page.get_by_text("Memory · Version B").wait_for()
    name, data = download(page, "Download 8 questions as a PDF")
    assert name == "Memory.pdf" and data.startswith(b"%PDF")

    page.get_by_role("radio", name=words.OTHER).click()
    page.get_by_role("combobox", name=words.OTHER_LABEL).click()
    page.get_by_role("option", name="Aiken").click()
    page.get_by_text(words.THE_FILE).click()
    page.get_by_text("ANSWER: ").first.wait_for()
    page.wait_for_url(re.compile("to=aiken"))


def test_questions_chosen_elsewhere_come_in_their_order(visit: Visit, seeded: Any) -> None:
    chosen = f"{seeded.questions[4]},{seeded.questions[1]},0000"
    page = visit(f"export?questions={chosen}&drafts=yes&to=json")
    name, data = download(page, "Download 2 questions as JSON")
    assert name == "Questions.json"
    stems = [item.stem for item in get_format("json").read(data).items]  # type: ignore[attr-defined]
    assert stems[0].startswith("What is it called when one part") and stems[1].startswith("Which kind of memory is")


def test_all_and_what_came_of_one_file_can_be_chosen_and_what_is_not_one_s_own_cannot(visit: Visit) -> None:
    page = visit("export?run=guessed&order=backwards&to=nowhere")
    page.get_by_text(words.GONE).wait_for()
    page.get_by_role("button", name="Download 1 question for Moodle").wait_for()
    for wanted, address in ((words.ALL, "run=all"), (re.compile("From the file “.*”"), "run=file")):
        page.get_by_role("combobox", name=words.WHICH).click()
        page.get_by_role("option", name=wanted).click()
        page.wait_for_url(re.compile(address))
        page.get_by_role("button", name="Download 1 question for Moodle").wait_for()


def test_without_an_approved_question_the_way_leads_to_review(visit: Visit, seeded: Any) -> None:
    page = visit(f"export?questions={seeded.questions[0]}")
    page.get_by_text(words.NONE_APPROVED).wait_for()
    page.get_by_role("link", name=words.REVIEW).wait_for()
    assert page.get_by_role("button", name=re.compile("^Download")).count() == 0


def test_a_phone_has_room_for_all_of_it_and_every_control_a_name(visit: Visit) -> None:
    page = visit("export?to=paper&drafts=yes", width=390, height=844, scheme="dark")
    page.get_by_role("button", name="Download 8 questions as a PDF").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("main button, main input, main [role=combobox], main [role=radio]")]
        .filter(e => e.offsetParent && !e.getAttribute("aria-label") && !e.getAttribute("aria-labelledby")
            && !(e.labels && e.labels.length) && !e.innerText.trim())
        .map(e => e.outerHTML)"""
    )
    assert nameless == []
