"""What one teacher may take of the server, with a real bank."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mcqgen.bank import Shelf, open_bank
from mcqgen.domain.blueprint import Difficulty, Request
from mcqgen.domain.run import ItemSet, Report
from mcqgen.domain.spending import Spending
from mcqgen.settings import Settings
from mcqgen.ui import limits

TEN = Request(mix={Difficulty.MEDIUM: 10})


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    bank = open_bank(Settings(home=tmp_path))
    yield bank.shelf("anna")
    bank.close()


def test_usually_nothing_stands_in_the_way(shelf: Shelf) -> None:
    assert limits.refusal(shelf, Settings(), TEN) == ""
    assert limits.within(shelf, Settings()) == Settings()


def test_questions_a_run(shelf: Shelf) -> None:
    assert "9 at most" in limits.refusal(shelf, Settings(max_items_per_run=9), TEN)
    assert limits.refusal(shelf, Settings(max_items_per_run=10), TEN) == ""


def test_runs_a_month(shelf: Shelf) -> None:
    settings = Settings(max_runs_per_month=2)
    shelf.begin_run(TEN, title="one")
    assert limits.refusal(shelf, settings, TEN) == ""
    shelf.begin_run(TEN, title="two")
    assert "2 times this month" in limits.refusal(shelf, settings, TEN)


def spend(shelf: Shelf, dollars: float) -> None:
    report = Report(
        requested=10, delivered=0, rejected=10, shortfall=10, spending=Spending(model="a", cost_usd=dollars)
    )
    run = shelf.begin_run(TEN, title="paid")
    shelf.finish_run(run, ItemSet(title="paid", created_at="", documents=(), items=(), report=report))


def test_money_a_month(shelf: Shelf) -> None:
    settings = Settings(max_spend_per_month=2.0, model="openai:gpt-5-mini")
    assert limits.within(shelf, settings).max_cost == 2.0
    spend(shelf, 1.5)
    assert limits.refusal(shelf, settings, TEN) == ""
    assert limits.within(shelf, settings).max_cost == 0.5
    tighter = settings.model_copy(update={"max_cost": 0.25})
    assert limits.within(shelf, tighter) == tighter
    spend(shelf, 0.75)
    assert "US$ 2.00" in limits.refusal(shelf, settings, TEN)
    assert limits.within(shelf, settings).max_cost == 0.0  # however a run was begun, it makes no call that costs
    free = settings.model_copy(update={"model": "offline"})
    assert limits.refusal(shelf, free, TEN) == ""
