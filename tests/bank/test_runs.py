"""Runs of a shelf: what they give, how they end, and what they cost."""

from datetime import UTC, datetime, timedelta

import pytest
from clock import Clock
from questions import REQUEST, make_info, make_item, make_set

from mcqgen.bank import Bank, Query, RunState, Shelf, Status
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Prediction
from mcqgen.errors import BankError


def ids_of(shelf: Shelf, run: str) -> list[str]:
    return [kept.id for kept in shelf.find(Query(run=run, order="place")).records]


def test_a_run_is_told_from_its_begin_to_its_end(shelf: Shelf) -> None:
    run = shelf.begin_run(REQUEST, title="Chapter 5", documents=["d1"], model="some:model", choices={"pages": "1-2"})
    begun = shelf.run(run)
    assert (begun.id, begun.title, begun.state, begun.request) == (run, "Chapter 5", RunState.RUNNING, REQUEST)
    assert (begun.documents, begun.model, begun.choices) == (("d1",), "some:model", {"pages": "1-2"})
    assert (begun.report, begun.finished_at, begun.cost_usd, begun.tokens, begun.questions) == (None, None, None, 0, 0)
    assert len(run) >= 20
    items = [make_item(1), make_item(2)]
    for item in items:
        assert shelf.accept(run, item).item == item
    result = make_set(items, documents=[make_info("d2")], cost=0.25)
    shelf.finish_run(run, result)
    over = shelf.run(run)
    assert (over.state, over.report, over.questions) == (RunState.DONE, result.report, 2)
    assert (over.cost_usd, over.tokens, over.documents) == (0.25, 100, ("d2",))
    assert over.finished_at is not None
    assert over.finished_at >= over.started_at == begun.started_at
    assert shelf.runs() == (over,)
    assert not shelf.document("d2").has_file


def test_what_is_known_already_is_only_joined_to_the_run(shelf: Shelf) -> None:
    first, second = (shelf.begin_run(REQUEST, title=title) for title in ("first", "second"))
    kept = shelf.accept(first, make_item(1))
    shelf.decide([kept.id], Status.APPROVED)
    shelf.accept(first, make_item(1))
    again = shelf.accept(second, make_item(1, topic="Told otherwise"))
    assert (again.id, again.status, again.item.topic) == (kept.id, Status.APPROVED, "Numbers")
    assert [run.questions for run in shelf.runs()] == [1, 1]
    assert shelf.find(Query()).total == 1
    assert len(shelf.versions(kept.id)) == 1


def test_what_a_question_said_once_is_that_question(shelf: Shelf) -> None:
    run = shelf.begin_run(REQUEST, title="")
    kept = shelf.accept(run, make_item(1))
    shelf.revise(kept.id, make_item(2), "edited", based_on=1)
    assert shelf.accept(run, make_item(1)).item == make_item(2)
    assert shelf.accept(run, make_item(2)).id == kept.id
    other = shelf.accept(run, make_item(3))
    shelf.revise(other.id, make_item(1), "edited", based_on=1)
    assert shelf.accept(run, make_item(1)).id == other.id, "who says it now goes before who said it once"


def test_a_removed_question_that_comes_again_is_there_again(shelf: Shelf) -> None:
    run = shelf.begin_run(REQUEST, title="")
    kept = shelf.accept(run, make_item(1))
    shelf.decide([kept.id], Status.REJECTED)
    shelf.remove([kept.id])
    assert shelf.run(run).questions == 0
    again = shelf.accept(run, make_item(1))
    assert (again.removed, again.status) == (False, Status.REJECTED)
    assert [(one.what, one.before, one.after) for one in shelf.decisions(kept.id)] == [
        ("status", "draft", "rejected"), ("removed", "False", "True"), ("removed", "True", "False"),
    ]  # fmt: skip


def test_at_the_end_the_questions_stand_as_the_result_has_them(shelf: Shelf) -> None:
    run = shelf.begin_run(REQUEST, title="")
    kept = [shelf.accept(run, make_item(number)).id for number in (3, 1, 2)]
    assert ids_of(shelf, run) == kept
    shelf.finish_run(run, make_set([make_item(1), make_item(2), make_item(3), make_item(4)]))
    assert ids_of(shelf, run)[:3] == [kept[1], kept[2], kept[0]]
    assert shelf.find(Query(run=run)).total == 4, "what nobody accepted one by one is kept, too"


def test_what_a_judge_says_at_the_end_is_taken_over(shelf: Shelf) -> None:
    run = shelf.begin_run(REQUEST, title="")
    left, edited = shelf.accept(run, make_item(1)), shelf.accept(run, make_item(2))
    known = shelf.add(make_set([make_item(3)]))[0]
    shelf.revise(edited.id, make_item(20), "edited", based_on=1)
    note = Flaw(code="K1", name="known", severity=Severity.NOTE, message="Known.", advice="Ask more.")
    told = [make_item(n, flaws=(note,), predicted=Prediction(value=0.75, error=0.1)) for n in (1, 2, 3)]
    shelf.finish_run(run, make_set(told))
    assert (shelf.question(left.id).item, shelf.question(left.id).version) == (told[0], 1)
    assert shelf.question(edited.id).item == make_item(20)
    assert shelf.versions(edited.id)[0].item == told[1]
    assert shelf.question(known.id).item == make_item(3), "this run did not write it"
    assert shelf.insights().flaws == {"K1": 1}
    assert shelf.insights().tenths == (0, 0, 0, 0, 0, 0, 0, 1, 0, 0)
    shelf.finish_run(run, make_set(told))
    assert len(shelf.versions(left.id)) == 1


def test_a_run_that_is_stopped_or_breaks_off_keeps_what_it_gave(shelf: Shelf) -> None:
    stopped = shelf.begin_run(REQUEST, title="")
    shelf.finish_run(stopped, make_set([make_item(1)], stopped=True))
    broken = shelf.begin_run(REQUEST, title="")
    shelf.accept(broken, make_item(2))
    shelf.break_off(broken, "The provider is down.")
    assert [(run.state, run.questions, run.problem) for run in shelf.runs()] == [
        (RunState.BROKEN, 1, "The provider is down."), (RunState.STOPPED, 1, ""),
    ]  # fmt: skip
    assert [run.id for run in shelf.runs(limit=1)] == [broken]


def test_a_run_that_is_silent_is_interrupted_until_it_says_something(shelf: Shelf, clock: Clock) -> None:
    run = shelf.begin_run(REQUEST, title="")
    clock.ahead = timedelta(seconds=29)
    assert shelf.run(run).state is RunState.RUNNING
    clock.ahead = timedelta(seconds=31)
    assert shelf.run(run).state is RunState.INTERRUPTED
    shelf.beat(run)
    assert shelf.run(run).state is RunState.RUNNING
    clock.ahead = timedelta(seconds=62)
    assert shelf.run(run).state is RunState.INTERRUPTED
    shelf.accept(run, make_item(1))
    assert shelf.run(run).state is RunState.RUNNING
    shelf.finish_run(run, make_set([make_item(1)]))
    clock.ahead = timedelta(hours=1)
    assert shelf.run(run).state is RunState.DONE


def test_what_runs_took_is_summed_by_month_and_by_owner(bank: Bank, shelf: Shelf, owner: str, clock: Clock) -> None:
    clock.ahead = datetime(2031, 3, 31, 23, tzinfo=UTC) - datetime.now(UTC)
    for cost in (0.5, 0.25):
        shelf.finish_run(shelf.begin_run(REQUEST, title=f"{cost}"), make_set([make_item(1)], cost=cost))
    assert shelf.spent_this_month() == 0.75
    clock.ahead += timedelta(hours=2)
    assert shelf.spent_this_month() == 0.0
    shelf.finish_run(shelf.begin_run(REQUEST, title="free"), make_set([make_item(2)]))
    shelf.begin_run(REQUEST, title="at work")
    told = shelf.insights()
    assert [(month.month, month.runs, month.cost_usd, month.tokens) for month in told.month_spending] == [
        ("2031-04", 2, 0.0, 0), ("2031-03", 2, 0.75, 200),
    ]  # fmt: skip
    assert [(run.title, run.cost_usd) for run in told.run_spending] == [
        ("at work", None), ("free", 0.0), ("0.25", 0.25), ("0.5", 0.5),
    ]  # fmt: skip
    (mine,) = [usage for usage in bank.usage() if usage.owner == owner]
    assert (mine.questions, mine.runs, mine.cost_usd, mine.tokens) == (2, 2, 0.0, 0)


def test_a_run_that_is_not_there_is_told(shelf: Shelf) -> None:
    with pytest.raises(BankError, match=r"There is no run 'none'\."):
        shelf.accept("none", make_item(1))
    assert shelf.find(Query()).total == 0
