"""Review in a real browser: decide by keys, edit, answer first, the page of the source, versions, a phone."""

import base64
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image
from slow_line import SlowLine

from mcqgen.bank import Shelf, Status, open_bank
from mcqgen.settings import Settings
from mcqgen.ui.strings import review as words

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
Visit = Callable[..., Any]
QUIET = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@pytest.fixture(scope="module")
def shelf(seeded: Any) -> Iterator[Shelf]:
    """The teacher's shelf, seen past the app."""
    with open_bank(Settings(home=seeded.home)) as bank:
        yield bank.shelf("")


@pytest.fixture
def at(visit: Visit, seeded: Any) -> Callable[..., Any]:
    """Open the page at the question of that number, from 1."""

    def open_at(number: int, **window: Any) -> Any:
        return ready(visit(f"review?run={seeded.run}&item={seeded.questions[number - 1]}", **window))

    return open_at


def ready(page: Any) -> Any:
    """The page once its buttons are there: Streamlit loads what draws them when it first meets one."""
    expect(page.locator(".st-key-review_undo button")).to_be_visible()
    expect(page.locator(".st-key-review_approve button")).to_be_visible()
    return page


def press(page: Any, key: str) -> None:
    page.locator(QUIET).wait_for()
    page.keyboard.press(key)


def told(page: Any) -> Any:
    return page.locator(".st-key-review_told").first


def place(page: Any) -> Any:
    return page.locator(".mcq-meta").first


def choose_more(page: Any, name: str) -> None:
    page.locator(QUIET).wait_for()
    page.get_by_role("button", name=words.MORE, exact=True).click()
    page.get_by_text(words.MORES[name], exact=True).click()


def test_keys_decide_and_lead_to_the_next_draft_and_back(at: Callable[..., Any], seeded: Any, shelf: Shelf) -> None:
    page = at(1)
    expect(place(page)).to_contain_text("Question 1 of 8")
    expect(place(page)).to_contain_text(words.DRAFT.lower())
    press(page, "a")
    expect(told(page)).to_contain_text(words.DONE[Status.APPROVED])
    expect(place(page)).to_contain_text("Question 3 of 8")
    expect(page.get_by_text(words.DECIDED.format(decided=2, total=8))).to_be_visible()
    press(page, "r")
    expect(told(page)).to_contain_text(words.DONE[Status.REJECTED])
    expect(place(page)).to_contain_text("Question 4 of 8")
    assert [shelf.question(seeded.questions[n]).status for n in (0, 2)] == [Status.APPROVED, Status.REJECTED]
    press(page, "u")
    expect(told(page)).to_contain_text("Undone: 1 question rejected.")
    expect(place(page)).to_contain_text("Question 3 of 8")
    press(page, "ArrowLeft")
    expect(place(page)).to_contain_text("Question 2 of 8")
    page.locator(".st-key-review_list button").nth(6).click()
    expect(page.locator(".mcq-stem math")).to_be_visible()
    assert shelf.question(seeded.questions[2]).status is Status.DRAFT


def test_a_key_that_is_pressed_before_the_answer_came_leads_on_from_there(at: Callable[..., Any]) -> None:
    page = at(1)
    line = SlowLine(page)
    ready(page)
    page.locator(QUIET).wait_for()
    line.hold()
    for drawn in (1, 2):
        page.keyboard.press("ArrowRight")
        for _ in range(600):
            if line.drawn == drawn:  # and the browser does not know it
                break
            page.wait_for_timeout(100)
    line.release()
    expect(place(page)).to_contain_text("Question 3 of 8")
    page.locator(QUIET).wait_for()
    expect(place(page)).to_contain_text("Question 3 of 8")


def test_words_are_checked_while_they_are_typed_and_kept_as_a_version(
    at: Callable[..., Any], seeded: Any, shelf: Shelf
) -> None:
    page = at(2)
    press(page, "e")
    field = page.get_by_label(words.STEM, exact=True)
    field.click()
    assert nameless(page) == []
    page.keyboard.press("Control+End")
    page.keyboard.type(" Is is it $x^2$?")
    preview = page.get_by_role("article", name=words.PREVIEW)
    expect(preview.locator("math")).to_be_visible()
    flaws = page.locator(".st-key-review_flaws")
    expect(flaws.get_by_text(re.compile("“is is”", re.IGNORECASE))).to_be_visible()

    right = page.get_by_label(words.ANSWER.format(letter=shelf.question(seeded.questions[1]).item.key.id), exact=True)
    right.fill("")
    expect(flaws.get_by_text(words.PLAIN["S102"])).to_be_visible()
    expect(page.get_by_role("button", name=words.SAVE)).to_be_disabled()
    right.fill("short-term memory")
    expect(flaws.get_by_text(words.PLAIN["S102"])).to_have_count(0)
    page.get_by_role("button", name=words.ADD).click()
    expect(page.get_by_label(words.ANSWER.format(letter="E"), exact=True)).to_be_visible()

    page.get_by_role("button", name=words.MEND).first.click()
    expect(flaws.get_by_text(re.compile("“is is”", re.IGNORECASE))).to_have_count(0)
    expect(field).to_have_value(re.compile(r"memory\? Is it \$x\^2\$\?$"))
    field.focus()
    press(page, "Control+Enter")
    expect(told(page)).to_contain_text(words.SAVED_DRAFT.format(version=2))
    kept = shelf.question(seeded.questions[1])
    assert (kept.status, len(kept.item.options)) == (Status.DRAFT, 4)
    assert kept.item.stem.endswith("memory? Is it $x^2$?")

    choose_more(page, "versions")
    page.get_by_text(re.compile("^Version 1, written on")).click()
    # By keyboard: the button moves while the version folds out, away from under a mouse that is too quick.
    page.get_by_role("button", name=words.RESTORE.format(number=1)).press("Enter")
    expect(told(page)).to_contain_text(words.RESTORED.format(number=1, version=3))
    first, *_ = shelf.versions(seeded.questions[1])
    assert first.item == shelf.question(seeded.questions[1]).item
    press(page, "e")
    expect(field).to_have_value(first.item.stem)
    press(page, "Escape")
    expect(page.locator(".st-key-review_bar")).to_be_visible()


def nameless(page: Any) -> Any:
    """The controls and pictures that a screen reader has no name for."""
    return page.evaluate(
        """() => [...document.querySelectorAll("button, input, textarea, [role=combobox], img")]
        .filter(e => e.offsetParent && !e.getAttribute("aria-label") && !e.getAttribute("aria-labelledby")
            && !(e.labels && e.labels.length) && !e.innerText.trim() && !e.getAttribute("alt"))
        .map(e => e.outerHTML)"""
    )


def test_who_answers_first_sees_no_key_and_flags_what_she_finds_otherwise(
    at: Callable[..., Any], seeded: Any, shelf: Shelf
) -> None:
    page = at(6)
    page.get_by_text(words.ANSWER_FIRST).click()
    expect(page.get_by_text(words.HIDDEN)).to_be_visible()
    expect(page.locator(".mcq-key, .mcq-page, .mcq-why, blockquote")).to_have_count(0)
    options = shelf.question(seeded.questions[5]).item.options
    wrong = next(number for number, option in enumerate(options, start=1) if not option.is_key)
    press(page, str(wrong))
    expect(page.locator(".st-key-review_flag")).to_contain_text(f"You chose {options[wrong - 1].id}")
    expect(page.locator(".mcq-page img")).to_be_visible()
    assert shelf.question(seeded.questions[5]).disputed
    page.get_by_role("button", name=words.UNFLAG).click()
    expect(page.locator(".st-key-review_flag")).to_have_count(0)
    assert not shelf.question(seeded.questions[5]).disputed
    press(page, "ArrowRight")
    expect(page.get_by_text(words.HIDDEN)).to_be_visible()
    options = shelf.question(seeded.questions[6]).item.options
    press(page, str(1 + [option.is_key for option in options].index(True)))
    expect(page.get_by_text(words.AGREED)).to_be_visible()


def test_flaws_are_told_beside_the_page_which_opens_at_its_mark(at: Callable[..., Any]) -> None:
    page = at(4)
    flaws = page.locator(".st-key-review_flaws")
    expect(flaws.get_by_text(words.PLAIN["O301"])).to_be_visible()
    expect(flaws.get_by_text(re.compile("The proof does not say “peterson"))).to_be_visible()
    image, frame = page.locator(".mcq-page img"), page.locator(".mcq-page")
    expect(image).to_have_attribute("alt", re.compile("Memory trace decay and interference"))
    drawn = Image.open(io.BytesIO(base64.b64decode(image.get_attribute("src").partition(",")[2]))).convert("RGB")
    marks = [
        (x, y) for y in range(0, drawn.height, 4) for x in range(0, drawn.width, 8)
        if is_yellow(drawn.getpixel((x, y)))
    ]  # fmt: skip
    middle = sum(y for _, y in marks) / len(marks) / drawn.height
    seen = frame.evaluate(
        "(frame, at) => at * frame.firstElementChild.clientHeight - frame.scrollTop - frame.clientHeight", middle
    )
    assert -frame.evaluate("frame => frame.clientHeight") < seen < 0
    before = image.evaluate("image => image.clientWidth")
    page.get_by_role("button", name=words.BIGGER).click()
    assert image.evaluate("image => image.clientWidth") > 1.2 * before
    page.get_by_role("button", name=words.WHOLE).click()
    assert image.evaluate("image => image.clientWidth") == frame.evaluate("frame => frame.clientWidth")


def is_yellow(colour: Any) -> bool:
    red, green, blue = colour
    return bool(red > 230 and green > 190 and blue < 150)


def test_a_phone_shows_one_column_and_the_page_behind_a_button(at: Callable[..., Any]) -> None:
    page = at(8, width=390, height=844, scheme="dark")
    button = page.get_by_text(words.SOURCE_SHOW)
    expect(button).to_be_visible()
    expect(page.locator(".mcq-page")).to_be_hidden()
    button.click()
    expect(page.locator(".mcq-page img")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    column = page.locator(".stMainBlockContainer").bounding_box()
    assert page.locator(".mcq-card").bounding_box()["width"] > 0.8 * column["width"]
    assert nameless(page) == []


def test_the_end_leads_on_and_nothing_at_all_leads_to_create(visit: Visit, seeded: Any, shelf: Shelf) -> None:
    shelf.decide(seeded.questions[:-1], Status.APPROVED)
    page = ready(visit(f"review?run={seeded.run}"))
    expect(place(page)).to_contain_text("Question 8 of 8")
    press(page, "a")
    expect(page.get_by_text(words.ALL_DECIDED.format(approved=8))).to_be_visible()
    expect(page.get_by_role("button", name=words.EXPORT)).to_be_visible()
    choose_more(page, "retire")
    expect(told(page)).to_contain_text(words.DONE[Status.RETIRED])
    choose_more(page, "draft")
    expect(told(page)).to_contain_text(words.DONE[Status.DRAFT])
    shelf.remove(seeded.questions[:-1])
    choose_more(page, "remove")
    expect(page.get_by_text(words.EMPTY)).to_be_visible()
    page.get_by_role("link", name=words.MAKE).click()
    expect(page).to_have_url(re.compile(r"/(create)?$"))
