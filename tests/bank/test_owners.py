"""Nobody sees or touches what is somebody else's: each public method of a shelf is tried."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from questions import REQUEST, make_info, make_item, make_set, write

from mcqgen.bank import Bank, Query, Shelf, Status
from mcqgen.domain.item import Prediction
from mcqgen.errors import BankError


@dataclass(frozen=True)
class Named:
    """Ids, and a file."""

    document: str
    run: str
    question: str
    path: Path


Try = Callable[[Shelf, Named], Any]

REFUSED: dict[str, Try] = {
    "document": lambda shelf, named: shelf.document(named.document),
    "file_of": lambda shelf, named: shelf.file_of(named.document),
    "remove_documents": lambda shelf, named: shelf.remove_documents([named.document]),
    "bring_back_documents": lambda shelf, named: shelf.bring_back_documents([named.document]),
    "accept": lambda shelf, named: shelf.accept(named.run, make_item(9)),
    "beat": lambda shelf, named: shelf.beat(named.run),
    "finish_run": lambda shelf, named: shelf.finish_run(named.run, make_set([make_item(9)])),
    "break_off": lambda shelf, named: shelf.break_off(named.run, "It broke off."),
    "run": lambda shelf, named: shelf.run(named.run),
    "question": lambda shelf, named: shelf.question(named.question),
    "versions": lambda shelf, named: shelf.versions(named.question),
    "decisions": lambda shelf, named: shelf.decisions(named.question),
    "revise": lambda shelf, named: shelf.revise(named.question, make_item(9), "edited", based_on=1),
    "restore": lambda shelf, named: shelf.restore(named.question, 1),
    "decide": lambda shelf, named: shelf.decide([named.question], Status.APPROVED),
    "dispute": lambda shelf, named: shelf.dispute(named.question, True),
    "remove": lambda shelf, named: shelf.remove([named.question]),
    "bring_back": lambda shelf, named: shelf.bring_back([named.question]),
    "item_set": lambda shelf, named: shelf.item_set([named.question], "T"),
}
"""Methods that take an id, and answer a foreign one like one that is not there."""

EMPTY: dict[str, tuple[Try, Any]] = {
    "documents": (lambda shelf, _: shelf.documents(), ()),
    "runs": (lambda shelf, _: shelf.runs(), ()),
    "find": (
        lambda shelf, named: [
            shelf.find(query).total
            for query in (
                Query(), Query(run=named.run), Query(document=named.document), Query(topic="Numbers"),
                Query(text="number"), Query(removed=True), Query(order="place"), Query(run=named.run, order="place"),
            )
        ],
        [0] * 8,
    ),
    "ids": (lambda shelf, _: shelf.ids(Query()), ()),
    "there": (lambda shelf, named: shelf.there([named.question]), frozenset()),
    "undo": (lambda shelf, _: shelf.undo(), None),
    "topics": (lambda shelf, _: shelf.topics(), ()),
    "insights": (
        lambda shelf, named: [
            (told.questions, told.documents, told.reused, told.run_spending, told.month_spending)
            for told in (
                shelf.insights(), shelf.insights(document=named.document), shelf.insights(run=named.run),
            )
        ],
        [(0, (), (), (), ())] * 3,
    ),
    "spent_this_month": (lambda shelf, _: shelf.spent_this_month(), 0.0),
}  # fmt: skip
"""Methods that list: somebody else's shelf is no part of the answer."""

OWN: dict[str, Try] = {
    "keep_document": lambda shelf, named: shelf.keep_document(make_info(named.document, b"hello"), named.path),
    "begin_run": lambda shelf, named: shelf.begin_run(REQUEST, title="Mine", documents=[named.document]),
    "add": lambda shelf, _: shelf.add(make_set([make_item(1, topic="Mine")], documents=[make_info("d1")])),
}
"""Methods that make something of one's own, whatever somebody else has of the same name."""


def public() -> dict[str, Callable[..., Any]]:
    return {name: method for name, method in inspect.getmembers(Shelf, inspect.isfunction) if not name.startswith("_")}


def picture(shelf: Shelf) -> object:
    """All that a shelf holds."""
    found = shelf.find(Query(limit=99)), shelf.find(Query(removed=True))
    versions = [(shelf.versions(kept.id), shelf.decisions(kept.id)) for page in found for kept in page.records]
    return found, versions, shelf.runs(), shelf.documents(), shelf.insights()


def fill(shelf: Shelf, path: Path) -> Named:
    """Let a shelf hold something of everything; its questions and documents have the same ids on every shelf."""
    shelf.keep_document(make_info("d1", b"hello"), path)
    runs = [shelf.begin_run(REQUEST, title="Theirs", documents=["d1"]) for _ in range(2)]
    items = [make_item(number, predicted=Prediction(value=0.5, error=0.1)) for number in (1, 2)]
    kept = [shelf.accept(run, item) for run in runs for item in items]
    shelf.finish_run(runs[0], make_set(items, cost=1.5))
    shelf.decide([kept[0].id], Status.APPROVED)
    return Named("d1", runs[1], kept[0].id, path)


@pytest.fixture
def theirs(shelf: Shelf, tmp_path: Path) -> Named:
    """What somebody else has."""
    return fill(shelf, write(tmp_path))


def test_every_method_of_a_shelf_is_tried() -> None:
    assert sorted([*REFUSED, *EMPTY, *OWN]) == sorted(public()), "name the new method in one of the lists above"
    for name in EMPTY.keys() - {"find", "ids", "insights", "there"}:
        assert set(inspect.signature(public()[name]).parameters) <= {"self", "limit"}


def test_a_foreign_id_is_answered_like_one_that_is_not_there(
    bank: Bank, shelf: Shelf, owner: str, theirs: Named
) -> None:
    before = picture(shelf)
    for other in (bank.shelf(f"{owner}x"), bank.shelf("%", by=owner)):
        for method, attempt in REFUSED.items():
            with pytest.raises(BankError) as refused:
                attempt(other, theirs)
            with pytest.raises(BankError) as unknown:
                attempt(other, Named("none", "none", "none", theirs.path))
            said = str(refused.value)
            for name in (theirs.question, theirs.run, theirs.document):
                said = said.replace(f"'{name}'", "'none'")
            assert said == str(unknown.value), method
    assert picture(shelf) == before


def test_what_two_have_alike_is_changed_for_one_alone(bank: Bank, shelf: Shelf, owner: str, theirs: Named) -> None:
    twin = bank.shelf(f"{owner} alike")
    fill(twin, theirs.path)
    before = picture(twin)
    for attempt in REFUSED.values():
        attempt(shelf, theirs)
    assert shelf.question(theirs.question).version == 3
    while shelf.undo():
        pass
    assert picture(twin) == before


def test_somebody_else_s_shelf_is_no_part_of_a_list(bank: Bank, shelf: Shelf, owner: str, theirs: Named) -> None:
    before, other = picture(shelf), bank.shelf(f"{owner}x")
    for method, (attempt, nothing) in EMPTY.items():
        assert attempt(other, theirs) == nothing, method
    assert picture(shelf) == before
    for method, (attempt, nothing) in EMPTY.items():
        assert attempt(shelf, theirs) != nothing, method


def test_what_one_makes_is_one_s_own(bank: Bank, shelf: Shelf, owner: str, theirs: Named) -> None:
    before = picture(shelf)
    for method, attempt in OWN.items():
        other = bank.shelf(f"{owner} {method}")
        attempt(other, theirs)
        assert len(other.documents()) + len(other.runs()) == 1, method
        assert other.topics() in ((), (("Mine", 1),)), method
    assert picture(shelf) == before


def test_usage_tells_of_each_owner_apart(bank: Bank, shelf: Shelf, owner: str, theirs: Named) -> None:
    bank.shelf(f"{owner}z", by="Anna Berg").add(make_set([make_item(3)]))
    bank.shelf(f"{owner}z", by="Anna Dahl").add(make_set([make_item(4)]))
    told = {usage.owner: usage for usage in bank.usage()}
    assert (told[owner].questions, told[owner].runs, told[owner].cost_usd, told[owner].tokens) == (2, 2, 1.5, 100)
    assert (told[f"{owner}z"].questions, told[f"{owner}z"].runs) == (2, 0)
    assert told[f"{owner}z"].name == "Anna Dahl"  # as she is called since
