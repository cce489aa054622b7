"""The page Review without a browser: long lists, proofs on several pages or none, mends, conflicts, panels."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from questions import make_item, make_set

from mcqgen.bank import Shelf, Status
from mcqgen.domain.blueprint import Difficulty, Request
from mcqgen.domain.item import Evidence, Option
from mcqgen.ui import state
from mcqgen.ui.strings import review as words

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

Open = Callable[..., "AppTest"]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """The shelf of whoever looks at the page, in a home of its own."""
    monkeypatch.setenv("MCQGEN_HOME", str(tmp_path / "home"))
    state.desk.clear()
    with state.desk().bank as bank:
        yield bank.shelf("")
    state.desk.clear()


@pytest.fixture
def open_page(shelf: Shelf) -> Open:
    testing = pytest.importorskip("streamlit.testing.v1", reason="streamlit is not installed")

    def draw() -> None:
        from mcqgen.ui import review

        review.draw()

    def opened(**address: str) -> "AppTest":
        page: AppTest = testing.AppTest.from_function(draw, default_timeout=120)
        page.query_params.update(address)
        page.run()
        assert not page.exception
        return page

    return opened


def shown(page: "AppTest") -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def click(page: "AppTest", key: str) -> None:
    page.button(key=key).click().run()
    assert not page.exception


def test_a_long_list_is_shown_in_parts(shelf: Shelf, open_page: Open) -> None:
    shelf.add(make_set([make_item(number) for number in range(35)]))
    page = open_page(run="all")
    assert "Question 1 of 35" in shown(page)
    assert page.button(key="review_chevron_left").disabled
    click(page, "review_chevron_right")
    assert "Question 31 of 35" in shown(page)
    assert page.button(key="review_chevron_right").disabled
    rows = [button.label for button in page.button if button.key and button.key.startswith("review_open_")]
    assert len(rows) == 5
    assert rows[0] == ":small[31 · draft] What is number 4?"


def test_formulas_and_signs_do_no_harm_in_labels(shelf: Shelf, open_page: Open) -> None:
    shelf.add(make_set([make_item(stem=r"Is \(a_1\) *in* :red[x] or `y` as $5?"), make_item(2, stem="long " * 40)]))
    rows = [button.label for button in open_page(run="all").button if (button.key or "").startswith("review_open_")]
    assert rows[1] == r":small[2 · draft] Is a\_1 in \:red\[x\] or y as \$5?"
    assert rows[0].endswith("long…") and len(rows[0]) < 100


def test_a_proof_may_stand_on_several_pages_or_nowhere(shelf: Shelf, open_page: Open) -> None:
    def quote(page: int) -> Evidence:
        return Evidence(document="d1", page=page, quote=f"Proof {page}.", start=0, end=8)

    two = make_item(1, evidence=(quote(3), quote(9)), predicted=None)
    none = make_item(2, evidence=(), topic="", rationale="Because.", options=make_item(2).options[1:])
    first, second = shelf.add(make_set([two, none]))
    page = open_page(item=first.id)
    assert page.get("button_group")
    assert words.SOURCE_NO_FILE in shown(page)
    assert "Proof 3." in shown(page) and "Proof 9." in shown(page)
    page = open_page(item=second.id)
    assert words.SOURCE_NONE in shown(page)
    assert words.WHY in shown(page) and words.PLAIN["S102"] in shown(page)


def test_without_its_file_a_question_can_have_no_sibling_and_says_so(shelf: Shelf, open_page: Open) -> None:
    (kept,) = shelf.add(make_set([make_item(1)]))
    page = open_page(item=kept.id)
    click(page, "review_again")
    assert words.AGAIN_OFFLINE in shown(page)
    click(page, "review_write")
    end = time.monotonic() + 30
    while words.AGAIN_NO_FILE not in shown(page):
        assert time.monotonic() < end
        page.run()
        assert not page.exception


def test_lists_can_be_narrowed_and_what_is_no_question_of_hers_is_not_shown(shelf: Shelf, open_page: Open) -> None:
    shelf.add(make_set([make_item(number) for number in range(3)]))
    run = shelf.begin_run(Request(mix={Difficulty.EASY: 1}), title="Numbers")
    kept = shelf.accept(run, make_item(7))
    shelf.decide([kept.id], Status.REJECTED)
    assert words.GONE in shown(open_page(item="0000000000000000"))
    page = open_page(run="guessed", show="strange")
    assert "Question 1 of 1" in shown(page)
    assert page.query_params["run"] in (run, [run])
    page.selectbox(key="review_run").select("all").run()
    assert "of 4" in shown(page)
    page.selectbox(key="review_show").select("rejected").run()
    assert "Question 1 of 1" in shown(page)
    page.selectbox(key="review_show").select("approved").run()
    assert words.NONE_SUCH in [element.value for element in page.markdown]
    assert page.query_params["show"] in ("approved", ["approved"])
    assert "of 3" in shown(open_page(run="all", q="wrong", show="draft"))


def test_a_mend_is_a_version_unless_somebody_was_faster(shelf: Shelf, open_page: Open) -> None:
    stopped = (Option(id="A", text="Iron.", is_key=True), Option(id="B", text="Zinc"), Option(id="C", text="Gold"))
    (kept,) = shelf.add(make_set([make_item(1, options=stopped)]))
    page, late = open_page(item=kept.id), open_page(item=kept.id)
    (mend,) = [button.key for button in page.button if button.label == words.MEND]
    assert mend
    click(page, mend)
    assert words.MENDED.format(version=2) in shown(page)
    assert [version.why for version in shelf.versions(kept.id)] == ["imported", "mended"]
    shelf.revise(kept.id, make_item(1, options=stopped, stem="What?"), "edited", based_on=2)
    click(late, mend)
    assert shelf.question(kept.id).version == 3
    assert "mcq-warn" in shown(late)


def test_an_edit_is_kept_beside_what_was_changed_elsewhere(shelf: Shelf, open_page: Open) -> None:
    (kept,) = shelf.add(make_set([make_item(1)]))
    page = open_page(item=kept.id)
    click(page, "review_edit")
    click(page, "review_save")
    assert words.UNCHANGED in shown(page)
    click(page, "review_edit")
    page.text_input(key=f"review_field_{kept.id}_B").set_value("a very wrong one").run()
    shelf.revise(kept.id, make_item(1, stem="What else?"), "edited", based_on=1)
    click(page, "review_save")
    assert words.SAVED_OVER.format(version=3, other=2) in shown(page)
    assert shelf.question(kept.id).item.options[1].text == "a very wrong one"
    click(page, "review_edit")
    click(page, "review_cancel")
    assert shelf.question(kept.id).version == 3


def test_panels_open_and_close_and_undo_says_when_nothing_is_left(shelf: Shelf, open_page: Open) -> None:
    (kept,) = shelf.add(make_set([make_item(1)]))
    page = open_page(item=kept.id)
    click(page, "review_undo")
    assert words.NOTHING_TO_UNDO in shown(page)
    click(page, "review_again")
    assert page.text_area(key=f"review_wish_{kept.id}").disabled
    click(page, "review_cancel")
    assert not page.text_area
    click(page, "review_approve")
    assert words.ALL_DECIDED.format(approved=1) in shown(page)
    assert shelf.question(kept.id).status is Status.APPROVED
