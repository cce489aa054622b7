"""The way of a teacher from files to an exported quiz: a real server, Chromium, the offline writer, nothing patched."""

import json
import re
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from app_server import AppServer

from mcqgen.bank import Query, RunState, Status, open_bank
from mcqgen.formats import json_items
from mcqgen.settings import Settings
from mcqgen.ui import strings
from mcqgen.ui.strings import export, review
from tests.ui.conftest import Files, Seeded, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.no_cover  # long, and the tests of the pages run nearly all of these lines
expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
WRITING = 240_000
"""Milliseconds for what needs the writer, on a busy machine."""
CARD = "article.mcq-card"
STEM = f"{CARD} .mcq-stem"


def drop(page: "Page", *paths: Path) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([str(path) for path in paths])


def ask_for(page: "Page", count: int, told: str) -> None:
    page.get_by_label(strings.HOW_MANY).fill(str(count))
    page.get_by_label(strings.HOW_MANY).press("Enter")
    page.get_by_text(told).wait_for()


def make(page: "Page") -> None:
    page.get_by_role("button", name=strings.MAKE).click()


def stems(page: "Page") -> set[str]:
    return set(page.locator(STEM).all_inner_texts())


def overflow(page: "Page") -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """The address of the finished run of the first test, looked at again by the later ones."""
    return {}


def test_two_files_become_questions_and_a_broken_one_is_told(
    visit: Visit, files: Files, made: dict[str, str], seeded: Seeded
) -> None:
    page = visit()
    expect(page.get_by_role("button", name=strings.MAKE)).to_be_disabled()
    expect(page.get_by_text(strings.WRITER)).to_be_visible()
    drop(page, files.history, files.biology, files.broken)
    page.get_by_text(re.compile(r"5 pages, English")).wait_for()
    page.get_by_text(re.compile(r"An Overview of Blood, [\d,]+ words, English, \d+ sections")).wait_for()
    page.get_by_text(re.compile(r"'broken.pdf' .+")).wait_for()
    ask_for(page, 4, "2 medium")
    page.get_by_text(strings.MORE).click()
    page.get_by_text(strings.ROUGH).click()
    make(page)
    page.get_by_role("button", name=strings.REVIEW).wait_for(timeout=WRITING)
    made["query"] = page.url[page.url.index("?") :]
    told = page.get_by_text(
        re.compile(r"^\d of 4 questions\. The text gives no more |^4 questions, all that you asked")
    )
    cards = int(told.inner_text()[0])
    assert cards >= 3
    made["cards"] = str(cards)
    expect(page.locator(CARD)).to_have_count(cards)
    expect(page.get_by_text(strings.DRAFT)).to_be_visible()
    expect(page.locator(".mcq-right")).to_have_count(0)
    expect(page.locator(f"{CARD} blockquote")).to_have_count(0)

    page.get_by_text(strings.SHOW_ANSWERS).click()
    page.locator(CARD).last.locator("blockquote").first.wait_for()
    for card in page.locator(CARD).all():
        expect(card.locator("li")).to_have_count(4)
        expect(card.locator(".mcq-right")).to_have_count(1)
        expect(card.locator("blockquote")).not_to_have_count(0)
        expect(card).to_contain_text("(estimate)")
    run = made["query"].partition("run=")[2]
    with open_bank(Settings(home=seeded.home)) as bank:
        found = bank.shelf("").find(Query(run=run))
        names = {bank.shelf("").document(part.document).info.name for r in found.records for part in r.item.evidence}
    assert {record.item.stem for record in found.records} == stems(page)
    assert names <= {files.history.name, files.biology.name}


def test_what_was_reviewed_is_exported_and_outlives_a_restart(
    visit: Visit, made: dict[str, str], seeded: Seeded, server: AppServer
) -> None:
    page = visit(made["query"])
    total = int(made["cards"])
    page.get_by_role("button", name=strings.REVIEW).click()

    def at(number: int) -> None:
        page.locator(".mcq-meta").first.get_by_text(f"Question {number} of {total}").wait_for()
        page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()

    at(1)
    page.keyboard.press("g")
    page.get_by_role("button", name=review.AGAIN_WRITE).click()
    page.get_by_text(review.AGAIN_DONE.format(version=2)).wait_for(timeout=WRITING)
    at(1)
    page.keyboard.press("r")
    at(2)
    page.keyboard.press("e")
    stem = page.get_by_label(review.STEM, exact=True)
    stem.fill(f"{stem.input_value()} Think!")
    page.get_by_role("article", name=review.PREVIEW).get_by_text("Think!").wait_for()
    page.get_by_role("button", name=review.SAVE).click()
    page.get_by_text(review.SAVED.format(version=2)).wait_for()
    page.keyboard.press("a")
    for number in range(3, total + 1):
        at(number)
        page.keyboard.press("a")
    page.get_by_text(review.ALL_DECIDED.format(approved=total - 1)).wait_for()
    page.get_by_role("link", name=review.EXPORT).or_(page.get_by_role("button", name=review.EXPORT)).click()
    page.wait_for_url(re.compile("/export\\?.*questions="))
    page.goto(f"{page.url}&to=json")  # how the place is chosen is proven in test_export
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Download {total - 1} questions {export.DOWNLOAD_AS['json']}").click()
    data = Path(waiting.value.path()).read_bytes()
    jsonschema.Draft202012Validator(json_items.json_schema()).validate(json.loads(data))
    exported = {item.stem for item in json_items.load(data).items}
    assert len(exported) == total - 1
    assert sum(stem.endswith("Think!") for stem in exported) == 1
    page.close()

    server.stop()
    server.start()
    page = visit(made["query"])
    page.locator(CARD).nth(total - 1).wait_for()
    assert exported < stems(page)
    with open_bank(Settings(home=seeded.home)) as bank:
        shelf = bank.shelf("")
        records = shelf.find(Query(run=made["query"].partition("run=")[2])).records
        (rejected,) = (record for record in records if record.status is Status.REJECTED)
        assert {record.item.stem for record in records if record.status is Status.APPROVED} == exported
        assert [version.why for version in shelf.versions(rejected.id)] == ["written", "again"]


def test_a_reload_finds_the_run_again_and_kill_9_loses_no_question_that_was_shown(
    visit: Visit, server: AppServer, seeded: Seeded
) -> None:
    page = visit()
    page.get_by_role("combobox", name=strings.BEFORE).click()  # long enough not to be done when the server dies
    page.get_by_role("option", name=re.compile("psychology-memory.pdf")).click()
    page.keyboard.press("Escape")
    ask_for(page, 100, "40 medium")
    page.get_by_text(strings.MORE).click()
    page.get_by_text(strings.ROUGH).click()
    make(page)
    page.get_by_role("button", name=strings.STOP).wait_for()
    page.reload()
    page.locator(CARD).first.wait_for(timeout=WRITING)
    shown = stems(page)
    server.stop(signal.SIGKILL)
    page.close()
    server.start()
    again = visit(page.url[page.url.index("?") :])
    for stem in shown:
        again.locator(STEM).get_by_text(stem, exact=True).first.wait_for()
    with open_bank(Settings(home=seeded.home)) as bank:
        assert bank.shelf("").runs(1)[0].state in (RunState.RUNNING, RunState.INTERRUPTED)


def test_stop_in_the_middle_keeps_what_is_there(visit: Visit, seeded: Seeded, made: dict[str, str]) -> None:
    with open_bank(Settings(home=seeded.home)) as bank:
        history = next(file for file in bank.shelf("").documents() if file.info.name == "history.pdf")
    page = visit(f"?document={history.info.id}")
    ask_for(page, 100, "40 medium")
    make(page)
    page.get_by_role("button", name=strings.STOP).click()
    page.get_by_text(strings.STOPPED).wait_for(timeout=WRITING)
    page.get_by_role("button", name=strings.STOP).wait_for(state="detached")
    assert page.locator(CARD).count() < 100
    expect(page.get_by_role("button", name=strings.GO_ON)).to_be_visible()
    expect(visit(made["query"]).locator(CARD)).to_have_count(int(made["cards"]))  # another run's questions stay its own


def test_a_manual_of_four_hundred_pages_is_read_and_planned(visit: Visit, data_folder: Path) -> None:
    page = visit()
    drop(page, data_folder / "docs" / "us-irs-manual-400p.pdf")
    page.get_by_text(re.compile("400 pages, English")).wait_for(timeout=WRITING)
    page.get_by_role("button", name=strings.PLAN).click()
    page.get_by_text(re.compile(r"Room for 10 questions in \d+ sections")).wait_for(timeout=WRITING)
    expect(page.locator(".mcq-table tbody tr").nth(1)).to_be_visible()


def test_a_broken_file_alone_is_refused_in_one_sentence_on_a_phone_too(visit: Visit, files: Any) -> None:
    page = visit(width=390, height=844)
    assert overflow(page) <= 0
    drop(page, files.broken)
    page.get_by_text(re.compile(r"'broken.pdf' .+")).wait_for()
    page.get_by_text(strings.NOTHING_USABLE).wait_for()
    expect(page.get_by_role("button", name=strings.MAKE)).to_be_disabled()
    assert overflow(page) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_questions_and_choices_in_one_column(visit: Visit, made: dict[str, str], scheme: str) -> None:
    page = visit(made["query"], width=390, height=844, scheme=scheme)
    page.locator(CARD).first.wait_for()
    page.get_by_text(strings.SHOW_ANSWERS).click()
    page.locator(f"{CARD} blockquote").first.wait_for()
    page.get_by_text(strings.MAKE_MORE).click()
    page.get_by_label(strings.HOW_MANY).wait_for()
    assert overflow(page) <= 0


def test_an_address_that_was_guessed_shows_nothing(visit: Visit) -> None:
    assert visit().locator(CARD).count() == 0
    stranger = visit("?run=guessed")
    stranger.get_by_text(strings.GONE).wait_for()
    assert stranger.locator(CARD).count() == 0


def test_formulas_are_drawn(visit: Visit, seeded: Seeded) -> None:
    page = visit(f"?run={seeded.run}")
    formula = page.locator(f"{CARD} math")
    formula.first.wait_for()
    assert formula.count() == 1
    assert page.locator(f"{CARD} math mo").all_text_contents() == ["<"]
    assert "$" not in page.locator(STEM).nth(6).inner_text()


def test_every_control_has_a_name(visit: Visit) -> None:
    page = visit()
    page.get_by_text(strings.MORE).click()
    page.get_by_label(strings.OPTIONS, exact=True).wait_for()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, input, [role=slider], [role=combobox]")]
        .filter(e => e.offsetParent && !e.getAttribute("aria-label") && !e.getAttribute("aria-labelledby")
            && !(e.labels && e.labels.length) && !e.innerText.trim())
        .map(e => e.outerHTML)"""
    )
    assert nameless == []
