"""Counts that sum a shelf up."""

from questions import REQUEST, make_item, make_set

from mcqgen.bank import Shelf, Status
from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Evidence, Option, Prediction


def flaw(code: str) -> Flaw:
    return Flaw(code=code, name=code, severity=Severity.NOTE, message="", advice="")


def test_an_empty_shelf_has_nothing_to_tell(shelf: Shelf) -> None:
    told = shelf.insights()
    assert told.questions == 0
    assert set(told.statuses.values()) == set(told.difficulties.values()) == set(told.tenths) == {0}
    assert len(told.tenths) == 10
    assert (told.topics, told.documents, told.reused, told.run_spending, told.month_spending) == ((), (), (), (), ())
    assert (told.letters, told.flaws, shelf.topics(), shelf.spent_this_month()) == ({}, {}, (), 0.0)


def test_questions_are_counted_by_all_that_matters(shelf: Shelf) -> None:
    last = (Option(id="A", text="no"), Option(id="B", text="yes", is_key=True))
    other = (Evidence(document="d2", page=1, quote="q", start=0, end=1),)
    kept = shelf.add(make_set([
        make_item(1, flaws=(flaw("O301"), flaw("S102"), flaw("O301")), predicted=Prediction(value=0.0, error=0.1)),
        make_item(2, flaws=(flaw("S102"),), predicted=Prediction(value=1.0, error=0.1), options=last),
        make_item(3, topic="Signs", evidence=other, predicted=Prediction(value=0.29, error=0.1)),
        make_item(4, topic="", evidence=(), difficulty=Difficulty.HARD),
        make_item(5, flaws=(flaw("X1"),)),
    ]))  # fmt: skip
    shelf.decide([kept[0].id], Status.APPROVED)
    shelf.remove([kept[4].id])
    told = shelf.insights()
    assert told.questions == 4
    assert told.statuses == {Status.DRAFT: 3, Status.APPROVED: 1, Status.REJECTED: 0, Status.RETIRED: 0}
    assert told.difficulties == {Difficulty.EASY: 3, Difficulty.MEDIUM: 0, Difficulty.HARD: 1}
    assert told.tenths == (1, 0, 1, 0, 0, 0, 0, 0, 0, 1)
    assert told.topics == (("Numbers", 2), ("Signs", 1))
    assert told.documents == (("d1", 2), ("", 1), ("d2", 1))
    assert told.letters == {"A": 3, "B": 1}
    assert told.flaws == {"O301": 1, "S102": 2}


def test_questions_of_several_runs_are_named(shelf: Shelf) -> None:
    runs = [shelf.begin_run(REQUEST, title="") for _ in range(3)]
    for run, numbers in zip(runs, ((1, 2, 3), (1, 2), (2,)), strict=True):
        for number in numbers:
            shelf.accept(run, make_item(number))
    assert [(one.stem, one.runs) for one in shelf.insights().reused] == [
        ("What is number 2?", 3), ("What is number 1?", 2),
    ]  # fmt: skip
