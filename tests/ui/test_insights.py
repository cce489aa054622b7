"""What the pages Bank and Insights say, from the data; without a page."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from questions import make_info, make_item

from mcqgen.bank import Kept, RunRecord, RunSpending, RunState, Status
from mcqgen.checks import registry
from mcqgen.domain.blueprint import Bloom, Difficulty, Request
from mcqgen.domain.coverage import Coverage, CoverageRow
from mcqgen.domain.run import Report
from mcqgen.settings import Settings
from mcqgen.ui.bank_rows import row
from mcqgen.ui.bars import bars
from mcqgen.ui.covering import Covered, map_file, map_run
from mcqgen.ui.insights_costs import runs, spent
from mcqgen.ui.insights_counts import half_missed, plainly, spread_evenly, without_gaps
from mcqgen.ui.insights_map import table_of
from mcqgen.ui.strings import insights as words
from mcqgen.ui.twin_search import start_search

NOW = datetime(2026, 1, 31, tzinfo=UTC)
SECTIONS = Coverage(
    by="section",
    rows=(CoverageRow(name=""), CoverageRow(name="Cells", items={Bloom.REMEMBER: 1}), CoverageRow(name="Genes")),
    pages=9,
    pages_touched=1,
)
OBJECTIVES = Coverage(
    by="objective",
    rows=(CoverageRow(name="Explain cells", items={Bloom.APPLY: 2}), CoverageRow(name="Name <genes>")),
    unserved=("Sing",),
    pages=9,
    pages_touched=1,
)


def run_of(coverage: Coverage | None, *documents: str) -> RunRecord:
    report = Report(requested=1, delivered=1, rejected=0, shortfall=0, coverage=coverage)
    return RunRecord(
        id="r", title="One", state=RunState.DONE, started_at=NOW, finished_at=NOW, report=report, problem="",
        questions=1, cost_usd=0.0, tokens=0, documents=documents, model="", choices={},
        request=Request(mix={Difficulty.EASY: 1}),
    )  # fmt: skip


def kept(number: int, **changes: object) -> Kept:
    one = Kept(
        id=str(number), item=make_item(number), status=Status.DRAFT, version=1, made_at=NOW, decided_at=None,
        decided_by="", disputed=False, removed=False,
    )  # fmt: skip
    return replace(one, **changes)  # type: ignore[arg-type]


def test_sections_are_counted_by_what_is_on_the_shelf() -> None:
    spread = {"Cells": {Difficulty.HARD: 3}, "my own topic": {Difficulty.EASY: 1}}
    found = map_file("d", [run_of(OBJECTIVES, "d"), run_of(SECTIONS, "d", "e"), run_of(SECTIONS, "d")], spread)
    assert found is not None
    assert found.rows == (Covered("", {}), Covered("Cells", {"hard": 3}), Covered("Genes", {}))
    assert found.others == (Covered("my own topic", {"easy": 1}),)
    assert (found.bare, found.by_objective) == (("Genes",), False)
    assert map_file("e", [run_of(SECTIONS, "d", "e"), run_of(None, "e")], spread) is None
    shown = table_of(found)
    assert "--depth:100%" in shown
    assert 'class="mcq-bare"><th scope="row">Genes' in shown
    assert words.UNNAMED in shown
    assert words.ELSEWHERE in shown


def test_objectives_are_counted_by_what_the_run_told() -> None:
    found = map_run(run_of(OBJECTIVES), {"Cells": {Difficulty.HARD: 3}})
    assert found is not None
    assert (found.columns, found.bare) == (("apply",), ("Name <genes>", "Sing"))
    shown = table_of(found)
    assert words.OBJECTIVE in shown
    assert "Name &lt;genes&gt;" in shown
    assert map_run(run_of(None), {}) is None
    assert map_run(replace(run_of(None), report=None), {}) is None


@pytest.mark.parametrize(
    ("tenths", "said"),
    [
        ((0,) * 10, words.NO_ESTIMATE),
        ((0, 4, 0, 3, 0, 0, 1, 0, 0, 0), words.HALF.format(percent=30)),
        ((1, *(0,) * 9), words.HALF.format(percent=0)),
    ],
)
def test_the_middle_of_the_estimates_is_told(tenths: tuple[int, ...], said: str) -> None:
    assert half_missed(tenths) == said


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ({"A": 4, "B": 5}, words.TOO_FEW),
        ({"A": 26, "B": 24, "C": 30, "D": 20}, words.EVEN),
        ({"A": 10, "B": 10, "C": 60, "D": 20}, words.UNEVEN.format(letter="C")),
    ],
)
def test_whether_right_answers_are_spread_is_told(letters: dict[str, int], said: str) -> None:
    assert spread_evenly(letters) == said


def test_letters_that_are_never_right_are_shown() -> None:
    assert without_gaps({"B": 2, "D": 1}) == [("A", 0), ("B", 2), ("C", 0), ("D", 1)]
    assert without_gaps({}) == []
    assert dict(without_gaps({"½": 1}))["½"] == 1


def test_every_flaw_has_a_plain_name() -> None:
    own = {code for code in registry() if not code.startswith("X51")}
    assert own <= set(words.FLAW_NAMES)
    assert plainly({"X502": 1, "X504": 2, "Z999": 3}) == {
        words.FLAW_NAMES["X504"]: 3,
        words.FLAW_OTHER.format(code="Z999"): 3,
    }


def test_costs_are_told() -> None:
    assert spent(1.5, None) == "US$ 1.50 this month."
    assert spent(1.5, 20.0) == "US$ 1.50 of 20.00 this month."
    assert runs([RunSpending("r", "One", NOW, None, 1200)]) == [["One", "2026-01-31", words.UNKNOWN, "1,200"]]


def test_bars_hold_their_numbers_and_nothing_of_the_document_is_markup() -> None:
    shown = bars("N", ("a", "b"), [("<b>", 4), ("none", 0)])
    assert "&lt;b&gt;" in shown
    assert shown.count("width:100.0%") == shown.count("<span") == 1
    assert bars("N", ("a", "b"), []).endswith("<tbody></tbody></table>")


def test_a_row_tells_status_dispute_and_place() -> None:
    shown = row(kept(3, status=Status.APPROVED, disputed=True), [make_info()])
    for said in ("What is number 3?", "the right one of 3", "approved", "you chose another answer", "Numbers"):
        assert said in shown
    bare = make_item(4).model_copy(update={"evidence": (), "topic": ""})
    assert "one.txt" not in row(kept(4, item=bare), [make_info()])


def test_repeats_are_found_in_a_thread_and_a_search_can_be_stopped(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    found = start_search([kept(1), replace(kept(2), item=make_item(1))], {"d1": "en"}, settings)
    stopped = start_search([kept(1), replace(kept(2), item=make_item(1))], {}, settings)
    stopped.stop()
    end = time.monotonic() + 30
    while not (found.over and stopped.over):
        assert time.monotonic() < end
        time.sleep(0.02)
    [repeat] = found.found or ()
    assert (repeat.first, repeat.second) == ("1", "2")
    assert "X501" in repeat.codes
    assert stopped.found == ()


def test_a_search_that_breaks_off_says_so() -> None:
    search = start_search([kept(1)], {}, Settings(home=Path("/dev/null/nowhere")))
    end = time.monotonic() + 30
    while not search.over:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert search.failed
