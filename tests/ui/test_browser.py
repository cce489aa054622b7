"""The way of a teacher through the app: a real server, Chromium, the offline writer, nothing patched."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from mcqgen.formats import json_items
from mcqgen.ui import strings

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]
WRITING = 150_000
"""Milliseconds for what needs the writer, on a busy machine."""
CARD = "article.mcq-card"


def drop(page: "Page", *paths: Path) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([str(path) for path in paths])


def downloaded(page: "Page", folder: Path) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=strings.DOWNLOAD).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.suffix == ".json"
    return path.read_bytes()


def overflow(page: "Page") -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """The address of the finished run of the first test, looked at again by the later ones."""
    return {}


def test_from_two_files_to_a_valid_download(
    visit: Visit, files: Any, made: dict[str, str], tmp_path: Path, server_log: Path
) -> None:
    page = visit()
    make = page.get_by_role("button", name=strings.MAKE)
    assert make.is_disabled()
    assert page.get_by_text(strings.WRITER).is_visible()

    drop(page, files.history, files.biology, files.broken)
    page.get_by_text(re.compile(r"5 pages, English")).wait_for()
    page.get_by_text(re.compile(r"An Overview of Blood, [\d,]+ words, English, \d+ sections")).wait_for()
    page.get_by_text(re.compile(r"'broken.pdf' .+")).wait_for()
    page.get_by_label(strings.HOW_MANY).fill("4")
    page.get_by_label(strings.HOW_MANY).press("Enter")
    page.get_by_text("2 medium").wait_for()
    make.click()

    page.locator(CARD).first.wait_for(timeout=WRITING)
    page.get_by_role("button", name=strings.DOWNLOAD).wait_for(timeout=WRITING)
    made["query"] = page.url[page.url.index("?") :]
    cards = page.locator(CARD).count()
    assert 2 <= cards <= 4
    told = "4 questions, all that you asked for." if cards == 4 else f"{cards} of 4 questions. The text gives no more "
    assert page.get_by_text(told).is_visible()
    assert page.get_by_text(re.compile("Left out: 'broken.pdf'")).is_visible()
    assert page.get_by_text(strings.DRAFT).is_visible()
    assert page.locator(".mcq-right").count() == 0
    assert page.locator(f"{CARD} blockquote").count() == 0

    page.get_by_text(strings.SHOW_ANSWERS).click()
    page.locator(f"{CARD} blockquote").first.wait_for()
    for card in page.locator(CARD).all():
        assert card.locator("li").count() == 4
        assert card.locator(".mcq-right").count() == 1
        assert card.locator("blockquote").count() >= 1
        assert "(estimate)" in card.inner_text()

    data = downloaded(page, tmp_path)
    jsonschema.Draft202012Validator(json_items.json_schema()).validate(json.loads(data))
    items = json_items.load(data)
    assert {item.stem for item in items.items} == set(page.locator(".mcq-stem").all_inner_texts())
    assert {document.name for document in items.documents} == {files.history.name, files.biology.name}
    assert [failure.name for failure in items.report.failures] == [files.broken.name]
    assert "Traceback" not in server_log.read_text(encoding="utf-8")


def test_a_reload_finds_the_run_again_and_stop_ends_it_honestly(visit: Visit, files: Any) -> None:
    page = visit()
    page.get_by_label(strings.HOW_MANY).fill("100")
    page.get_by_label(strings.HOW_MANY).press("Enter")
    page.get_by_text("40 medium").wait_for()
    drop(page, files.history)
    page.get_by_text(re.compile("5 pages, English")).wait_for()
    page.get_by_role("button", name=strings.MAKE).click()
    page.get_by_role("button", name=strings.STOP).wait_for()
    page.reload()
    page.get_by_text("Writing 0 of 100").wait_for(timeout=WRITING)
    page.get_by_role("button", name=strings.STOP).click()
    page.get_by_text(strings.STOPPED).wait_for(timeout=WRITING)
    page.get_by_role("button", name=strings.STOP).wait_for(state="detached")
    assert page.locator(CARD).count() < 100


def test_a_broken_file_alone_is_refused_in_one_sentence_on_a_phone_too(visit: Visit, files: Any) -> None:
    page = visit(width=390, height=844)
    assert overflow(page) <= 0
    drop(page, files.broken)
    page.get_by_text(re.compile(r"'broken.pdf' .+")).wait_for()
    page.get_by_text(strings.NOTHING_USABLE).wait_for()
    assert page.get_by_role("button", name=strings.MAKE).is_disabled()
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


def test_visitors_see_only_their_own(visit: Visit, made: dict[str, str]) -> None:
    assert visit().locator(CARD).count() == 0
    stranger = visit("?run=guessed")
    stranger.get_by_text(strings.GONE).wait_for()
    assert stranger.locator(CARD).count() == 0


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
