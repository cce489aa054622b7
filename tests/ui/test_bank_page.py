"""Bank and Insights in a real browser: search, decide together and take it back, repeats, what has no question yet."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from mcqgen.ui.strings import bank as words
from mcqgen.ui.strings import insights as insight_words

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
Visit = Callable[..., Any]


def rows(page: Any) -> Any:
    return page.locator(".mcq-row-stem")


def tick(page: Any, *numbers: int) -> None:
    for number in numbers:
        page.get_by_role("checkbox", name=words.CHOOSE.format(number=number), exact=True).check(force=True)
        expect(page.locator(".mcq-count")).to_contain_text("chosen")


def choose(page: Any, label: str, option: str) -> None:
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.get_by_role("combobox", name=re.compile(label)).click()
    page.get_by_role("option", name=option, exact=True).click()


@pytest.fixture
def bank(visit: Visit) -> Any:
    page = visit("bank")
    expect(rows(page)).to_have_count(8)
    return page


def test_words_and_filters_narrow_the_list_and_stand_in_the_address(bank: Any, seeded: Any) -> None:
    bank.get_by_role("searchbox", name=words.SEARCH).fill("short-term factors")
    expect(rows(bank)).to_have_count(1)
    expect(bank).to_have_url(re.compile("q=short-term"))
    bank.reload()
    expect(rows(bank)).to_have_count(1)
    bank.get_by_role("button", name=words.CLEAR).click()
    expect(rows(bank)).to_have_count(8)
    choose(bank, words.DIFFICULTY, "Hard")
    expect(rows(bank)).not_to_have_count(8)
    expect(bank).to_have_url(re.compile("difficulty=hard"))
    bank.go_back()
    expect(rows(bank)).to_have_count(8)
    bank.get_by_role("searchbox", name=words.SEARCH).fill("nothing is like this")
    expect(bank.get_by_text(words.FOUND_NONE)).to_be_visible()
    bank.get_by_role("button", name=words.CLEAR).click()
    bank.get_by_role("link", name=words.OPEN).first.click()
    expect(bank).to_have_url(re.compile(rf"/review\?.*item={seeded.questions[7]}"))


def test_several_are_decided_removed_brought_back_and_exported_together(bank: Any, seeded: Any) -> None:
    tick(bank, 1, 3)
    expect(bank.locator(".mcq-count")).to_have_text(words.CHOSEN.format(count=2, total=8))
    bank.get_by_role("button", name=words.REJECT).click()
    expect(bank.get_by_text("2 questions rejected.")).to_be_visible()
    expect(bank.locator(".mcq-badge.mcq-rejected")).to_have_count(2)
    bank.get_by_role("button", name=words.UNDO).click()
    expect(bank.get_by_text("Undone: 2 questions rejected.")).to_be_visible()
    expect(bank.locator(".mcq-badge.mcq-rejected")).to_have_count(0)
    bank.get_by_role("button", name=words.CHOOSE_PAGE).click()
    expect(bank.locator(".mcq-count")).to_have_text(words.CHOSEN.format(count=8, total=8))
    bank.get_by_role("button", name=words.MORE).click()
    bank.get_by_role("button", name=words.REMOVE).click()
    expect(bank.get_by_text("8 questions removed.")).to_be_visible()
    expect(rows(bank)).to_have_count(0)
    bank.keyboard.press("Escape")
    choose(bank, words.STATUS, "Removed")
    expect(rows(bank)).to_have_count(8)
    bank.get_by_role("button", name=words.CHOOSE_PAGE).click()
    bank.get_by_role("button", name=words.BRING_BACK).click()
    expect(bank.get_by_text("8 questions brought back.")).to_be_visible()
    bank.get_by_role("button", name=words.CLEAR).click()
    expect(rows(bank)).to_have_count(8)
    tick(bank, 2)
    bank.get_by_role("button", name=words.EXPORT).click()
    expect(bank).to_have_url(re.compile(rf"/export\?.*questions={seeded.questions[6]}"))


def test_repeats_stand_side_by_side_and_one_is_kept(bank: Any) -> None:
    bank.get_by_text(words.VIEWS["repeats"]).click()
    bank.get_by_role("button", name=words.FIND_REPEATS).click()
    expect(bank.get_by_text("1 pair found.")).to_be_visible()
    pair = bank.locator(".st-key-bank_pair_1")
    expect(pair.locator(".mcq-row")).to_have_count(2)
    pair.get_by_role("button", name=words.KEEP).first.click()
    expect(bank.get_by_text("1 question removed.")).to_be_visible()
    expect(bank.get_by_text(words.NO_REPEATS)).to_be_visible()
    bank.get_by_role("button", name=words.UNDO).click()
    expect(bank.get_by_text("1 pair found.")).to_be_visible()
    bank.get_by_role("button", name=words.BOTH).click()
    expect(bank.get_by_text(words.NO_REPEATS)).to_be_visible()
    # And what is asked often leads to its questions.
    bank.get_by_text(words.VIEWS["often"]).click()
    expect(bank.get_by_role("table", name=words.OFTEN_TOPICS)).to_contain_text("Storage")
    expect(bank.get_by_text(words.OFTEN_NONE)).to_be_visible()
    bank.get_by_role("button", name=words.OFTEN_SHOW).click()
    expect(bank).to_have_url(re.compile("topic="))
    expect(rows(bank)).not_to_have_count(8)


def test_a_section_without_a_question_leads_to_create(visit: Visit, seeded: Any) -> None:
    page = visit(f"insights?run={seeded.run}", width=390, height=844, scheme="dark")
    table = page.get_by_role("table", name=insight_words.COVERAGE)
    expect(table.get_by_role("row", name=re.compile("Amnesia"))).to_have_text(re.compile("–.*–.*–"))
    expect(page.get_by_role("table", name=insight_words.DIFFICULTY)).to_contain_text("easy")
    expect(page.get_by_text(insight_words.FREE)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("link", name="Amnesia").click()
    expect(page).to_have_url(re.compile(r"/(create)?\?.*topic=Amnesia"))
    expect(page.get_by_text("Amnesia", exact=True)).to_be_visible()
