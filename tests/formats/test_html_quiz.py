"""The page that marks itself, used in a real browser: with the mouse, with the keyboard only, on a phone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Evidence, Item, Option
from mcqgen.domain.run import ItemSet
from mcqgen.formats import FORMATS
from mcqgen.formats.contract import ExportOptions, Imported, as_item_set

ENTRY = FORMATS["html"]
Open = Callable[..., Any]
PARTS = (".text", ".mark")


def item(stem: str, texts: str, keys: str, **fields: object) -> Item:
    options = (
        Option(id=text[0], text=text, is_key=text in keys.split(), rationale=f"On {text}.") for text in texts.split()
    )
    usual: dict[str, object] = {"topic": "Blood", "rationale": "", "evidence": ()}
    return Item(stem=stem, options=tuple(options), difficulty=Difficulty.EASY, bloom=Bloom.APPLY, **(usual | fields))


@pytest.fixture
def quiz() -> ItemSet:
    quote = Evidence(document="d", page=3, quote="Iron is heavy.", start=0, end=9)
    return as_item_set(
        Imported(
            (
                item("Which is heavy?", "air iron cork", "iron", evidence=(quote,), rationale="It sinks."),
                item("Which are red?", "blood rust snow", "blood rust"),
                item("מהו דם?", "מים דם", "דם"),
            ),
            title="Blood",
        )
    )


@pytest.fixture(scope="module")
def tab(browser: Any) -> Iterator[Any]:
    """A page of a browser, and what it has complained of or asked for."""
    page, heard = browser.new_page(), list[str]()
    page.set_default_timeout(10_000)
    page.on("console", lambda said: heard.append(said.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda asked: heard.append(asked.url))
    yield page, heard
    page.close()


@pytest.fixture
def visit(tab: Any, tmp_path: Path) -> Iterator[Open]:
    """Open a page; at the end it may neither have complained nor asked for anything beside itself."""
    page, heard = tab
    heard.clear()
    file = tmp_path / "quiz.html"

    def open_page(items: ItemSet, width: int = 1100, **options: Any) -> Any:
        file.write_bytes(ENTRY.export(items, ExportOptions(**options)))
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(file.as_uri())
        return page

    yield open_page
    assert set(heard) == {file.as_uri()}


def test_it_is_answered_marked_and_explained(visit: Open, quiz: ItemSet) -> None:
    page = visit(quiz, points=2.5)
    page.get_by_role("radio", name="iron").check()
    page.get_by_role("checkbox", name="blood").check()
    page.get_by_role("checkbox", name="snow").check()
    assert not page.get_by_text("It sinks.").is_visible()
    page.get_by_role("button", name="Mark my answers").click()
    assert page.get_by_role("status").inner_text() == "1 of 3 right: 2.5 of 7.5 points."
    verdicts = page.locator(".verdict").all_inner_texts()
    assert verdicts == ["Right.", "Not right.", "Not answered."]
    assert page.get_by_text("It sinks.").is_visible()
    assert page.get_by_text("“Iron is heavy.” (p. 3)").is_visible()
    marks = {
        text: page.locator("#question-2 li", has_text=text).locator(".mark").first.inner_text()
        for text in ("blood", "rust", "snow")
    }
    assert marks == {"blood": "✓ your answer, right", "rust": "✓ right answer", "snow": "✗ your answer, wrong"}
    assert page.get_by_text("On snow.").is_visible()
    assert not page.get_by_text("On cork.").is_visible()


def test_all_right_is_full_marks_and_it_can_be_tried_again(visit: Open, quiz: ItemSet) -> None:
    page = visit(quiz)
    for _ in range(2):
        for name in ("iron", "blood", "rust", "דם"):
            page.locator("label", has_text=re.compile(f"^{name}$")).click()
        page.get_by_role("button", name="Mark my answers").click()
        assert page.get_by_role("status").inner_text() == "3 of 3 right: 3 of 3 points."
        assert not page.get_by_role("button", name="Mark my answers").is_visible()
        page.get_by_role("button", name="Try again").click()
        page.get_by_role("button", name="Mark my answers").wait_for()
        assert page.locator("input:checked").count() == 0
        assert page.locator(".result:visible, .mark:visible").count() == 0


def test_the_keyboard_is_enough(visit: Open, quiz: ItemSet) -> None:
    page = visit(quiz, shuffle=False)
    press = page.keyboard.press
    press("Tab")  # the first option of the first question
    press("ArrowDown")  # to iron, which that chooses
    for key in ("Tab", "Space", "Tab", "Space"):  # blood, rust
        press(key)
    press("Tab")
    press("Tab")
    press("ArrowDown")
    assert [page.locator(f"#question-{number} input:checked").count() for number in (1, 2, 3)] == [1, 2, 1]
    press("Enter")
    assert page.get_by_role("status").inner_text() == "3 of 3 right: 3 of 3 points."
    assert page.evaluate("document.activeElement.id") == "score"
    press("Tab")
    assert page.evaluate("document.activeElement.id") == "again"
    press("Enter")
    page.wait_for_function("document.activeElement.name === 'q1'")


def test_screen_readers_hear_questions_choices_and_results(visit: Open, quiz: ItemSet) -> None:
    page = visit(quiz)
    assert page.get_by_role("group", name="1. Which is heavy?").get_by_role("radio").count() == 3
    assert page.get_by_role("group", name="2. Which are red?").get_by_role("checkbox").count() == 3
    assert page.get_by_role("main").get_by_role("heading", level=1).inner_text() == "Blood"
    page.get_by_role("button", name="Mark my answers").click()
    page.get_by_role("radio", name="iron ✓ right answer").wait_for()


def test_options_are_shuffled_unless_told_otherwise(visit: Open) -> None:
    letters = " ".join("abcdefghijklmnopqrst")
    items = as_item_set(Imported((item("Which?", letters, "a"),)))
    orders = [visit(items, shuffle=shuffle).locator(".text").all_inner_texts() for shuffle in (True, False)]
    assert sorted(orders[0]) == orders[1] == letters.split()
    assert orders[0] != orders[1]


@pytest.mark.parametrize("width", [320, 1100])
def test_hard_texts_fit_the_page_and_run_nothing(visit: Open, hard_items: ItemSet, width: int) -> None:
    page = visit(hard_items, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("math").count() > 5
    assert page.locator("fieldset[dir=rtl]").count() == 2
    page.get_by_role("button", name="Mark my answers").click()
    assert page.get_by_role("status").inner_text().startswith(f"0 of {len(hard_items.items)} right")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    text, mark = (page.locator("#question-2 li:has(.mark:visible)").locator(part).bounding_box() for part in PARTS)
    assert (mark["y"] >= text["y"] + text["height"] - 1) == (width < 640)  # it leaves the text its place


def test_markup_in_texts_stays_text(visit: Open) -> None:
    attack = "<script>document.title='x'</script><img src=x onerror=alert(1)></style><b>"
    page = visit(as_item_set(Imported((item(attack, "yes no", "yes", topic=attack),), title=f"</title>{attack}")))
    assert page.title() == f"</title>{attack}"
    assert page.locator("legend .stem").inner_text() == attack
    assert page.locator("img").count() == 0


def test_it_lets_nothing_in_from_outside(quiz: ItemSet) -> None:
    page = BeautifulSoup(ENTRY.export(quiz), "html.parser")
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})
    assert policy is not None and str(policy["content"]).startswith("default-src 'none'")
    assert not page.find_all(["link", "img", "iframe"]) and not page.find_all(src=True) and not page.find_all(href=True)
    assert page.noscript is not None and "allow scripts" in page.noscript.get_text()


def test_the_language_is_that_of_the_documents(hard_items: ItemSet) -> None:
    assert b'<html lang="en">' in ENTRY.export(hard_items)
    assert b'<html lang="">' in ENTRY.export(hard_items.model_copy(update={"documents": ()}))
