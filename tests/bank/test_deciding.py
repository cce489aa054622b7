"""What a teacher decides, how it is logged, and how it is undone."""

from pathlib import Path

import pytest
from questions import make_info, make_item, make_set, write

from mcqgen.bank import Bank, Query, Shelf, Status
from mcqgen.errors import BankError


@pytest.fixture
def ids(shelf: Shelf) -> list[str]:
    return [kept.id for kept in shelf.add(make_set([make_item(number) for number in range(3)]))]


def statuses(shelf: Shelf) -> list[str]:
    return [kept.status.value for kept in shelf.find(Query(order="oldest")).records]


def test_decisions_are_counted_and_signed(bank: Bank, shelf: Shelf, owner: str, ids: list[str]) -> None:
    assert shelf.decide([ids[0], ids[1], ids[0]], Status.APPROVED) == 2
    assert bank.shelf(owner).decide(ids, Status.APPROVED) == 1
    assert bank.shelf(owner).decide(ids, Status.APPROVED) == 0
    first, *_, last = (shelf.question(one) for one in ids)
    assert (first.decided_by, last.decided_by) == ("anna", owner)
    assert first.decided_at
    assert last.decided_at
    assert last.decided_at > first.decided_at > first.made_at
    shelf.decide([ids[0]], Status.RETIRED)
    shelf.decide([ids[0]], Status.DRAFT)
    assert (shelf.question(ids[0]).decided_at, shelf.question(ids[0]).decided_by) == (None, "")
    log = shelf.decisions(ids[0])
    assert [(one.what, one.before, one.after, one.by, one.undone) for one in log] == [
        ("status", "draft", "approved", "anna", False),
        ("status", "approved", "retired", "anna", False),
        ("status", "retired", "draft", "anna", False),
    ]
    assert log[0].at == first.decided_at


def test_a_decision_on_what_is_not_there_decides_nothing(shelf: Shelf, ids: list[str]) -> None:
    with pytest.raises(BankError, match=r"There is no question 'none'\."):
        shelf.decide([*ids, "none"], Status.APPROVED)
    with pytest.raises(BankError, match="There is no question"):
        shelf.remove([*ids, "none"])
    assert statuses(shelf) == ["draft"] * 3
    assert shelf.undo() is None


def test_steps_are_undone_one_by_one(shelf: Shelf, ids: list[str], tmp_path: Path) -> None:
    shelf.keep_document(make_info(content=b"hello"), write(tmp_path))
    shelf.decide(ids[:1], Status.REJECTED)
    shelf.decide(ids, Status.APPROVED)
    shelf.revise(ids[0], make_item(7), "edited", based_on=1)
    shelf.dispute(ids[1], True)
    shelf.remove(ids[1:])
    shelf.remove_documents(["d1"])
    shelf.bring_back([ids[1]])
    shelf.decide(ids[:1], Status.RETIRED)
    shelf.decide(ids[:1], Status.DRAFT)
    shelf.restore(ids[0], 1)
    told = []
    while undone := shelf.undo():
        told.append(undone)
    assert told == [
        "1 question set back to an earlier version", "1 question set back to draft", "1 question retired",
        "1 question brought back", "1 document removed", "2 questions removed", "1 question edited",
        "3 questions approved", "1 question rejected",
    ]  # fmt: skip
    assert statuses(shelf) == ["draft"] * 3
    assert shelf.question(ids[0]).item == make_item(0)
    assert [one.why for one in shelf.versions(ids[0])] == ["imported", "edited", "restored", "restored", "restored"]
    assert shelf.find(Query(disputed=True)).total == 1, "what was answered is no decision"
    assert all(one.undone for one in shelf.decisions(ids[0]))
    assert len(shelf.documents()) == 1


def test_undo_gives_each_question_its_own_status_back(shelf: Shelf, ids: list[str]) -> None:
    shelf.decide(ids[:1], Status.APPROVED)
    shelf.decide(ids[1:2], Status.REJECTED)
    shelf.decide(ids, Status.RETIRED)
    assert statuses(shelf) == ["retired"] * 3
    assert shelf.undo() == "3 questions retired"
    assert statuses(shelf) == ["approved", "rejected", "draft"]
    assert [bool(shelf.question(one).decided_at) for one in ids] == [True, True, False]


def test_what_changes_nothing_is_no_step(shelf: Shelf, ids: list[str]) -> None:
    shelf.decide(ids[:1], Status.APPROVED)
    shelf.decide(ids[:1], Status.APPROVED)
    shelf.decide([], Status.APPROVED)
    shelf.bring_back(ids)
    shelf.revise(ids[0], make_item(0), "edited", based_on=1)
    shelf.dispute(ids[0], False)
    assert shelf.undo() == "1 question approved"
    assert shelf.undo() is None


def test_removed_questions_are_hidden_and_brought_back(shelf: Shelf, ids: list[str]) -> None:
    shelf.remove(ids[:2])
    assert [kept.id for kept in shelf.find(Query()).records] == [ids[2]]
    assert shelf.question(ids[0]).removed
    assert shelf.find(Query(removed=True)).total == 2
    assert shelf.insights().questions == 1
    shelf.bring_back(ids[:1])
    assert shelf.find(Query(removed=True)).total == 1
