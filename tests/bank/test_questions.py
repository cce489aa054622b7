"""Questions of a shelf: how they come in, how they are found, and their versions."""

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from questions import REQUEST, make_info, make_item, make_set

from mcqgen.bank import Bank, Kept, Query, Shelf, Status, Why
from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Evidence, Item, Option, Prediction, Statistics
from mcqgen.errors import BankError


def stems(shelf: Shelf, **query: Any) -> list[str]:
    return [kept.item.stem.removeprefix("What is number ") for kept in shelf.find(Query(**query)).records]


def test_questions_of_a_file_are_added_once(shelf: Shelf) -> None:
    items = make_set([make_item(1), make_item(2), make_item(1, topic="Twice")])
    added = shelf.add(items)
    assert [kept.item.stem for kept in added] == ["What is number 1?", "What is number 2?"]
    assert shelf.add(items) == added
    assert shelf.find(Query()).total == 2
    first = added[0]
    assert (first.status, first.version, first.decided_at, first.disputed, first.removed) == (
        Status.DRAFT, 1, None, False, False,
    )  # fmt: skip
    assert first.id == first.item.id
    assert shelf.question(first.id) == first
    assert [(version.why, version.by) for version in shelf.versions(first.id)] == [("imported", "anna")]


def test_all_of_an_item_comes_back(shelf: Shelf) -> None:
    hard = make_item(
        1,
        stem="NUL \0, half a pair \udc80, \U0001f52c and ' \" % _ \\",
        topic="\0 \udc80",
        objective="\\N{} \n",
        flaws=(Flaw(code="O301", name="n", severity=Severity.NOTE, message="\0", advice="\udc80"),),
        predicted=Prediction(value=0.123456789012345, error=1e-9),
        statistics=Statistics(respondents=3, p=0.5, choices={"A": 0.5}),
        evidence=(Evidence(document="\0\udc80", page=1, quote="\0", start=0, end=1),),
    )
    (kept,) = shelf.add(make_set([hard], documents=[make_info("\0\udc80", name="\0\udc80")]))
    assert kept.item == hard
    assert shelf.find(Query(text="\0, half", document="\0\udc80", topic="\0 \udc80")).records == (kept,)
    assert shelf.item_set([kept.id], "T").items == (hard,)
    shelf.begin_run(REQUEST, title="\0\udc80", documents=["\0"])
    (kept,) = shelf.add(make_set([make_item(3, predicted=Prediction(value=0.5, error=float("nan")))]))
    assert kept.item.predicted is not None
    assert math.isnan(kept.item.predicted.error)
    place = Evidence(document="d1", page=10**30, quote="q", start=-(10**30), end=1)
    wild = [Prediction(value=float(value), error=0.1) for value in ("nan", "inf", "-inf")]
    shelf.add(make_set([make_item(n, predicted=one, evidence=(place,)) for n, one in enumerate(wild, 4)]))
    assert shelf.find(Query(order="place")).total == 5
    bare = Item(**{**make_item(2).model_dump(), "options": (Option(id="A", text="alone"),), "evidence": ()})
    assert shelf.add(make_set([bare]))[0].item == bare


def test_questions_are_filtered_and_counted(shelf: Shelf) -> None:
    place = Evidence(document="d2", page=1, quote="q", start=0, end=1)
    ids = [
        kept.id
        for kept in shelf.add(
            make_set([
                make_item(1), make_item(2, difficulty=Difficulty.HARD), make_item(3, topic="Signs"),
                make_item(4, evidence=(place,)), make_item(5, evidence=()),
            ])
        )
    ]  # fmt: skip
    shelf.decide(ids[:2], Status.APPROVED)
    shelf.dispute(ids[2], True)
    shelf.remove([ids[4]])
    run = shelf.begin_run(REQUEST, title="")
    shelf.accept(run, make_item(2))
    assert stems(shelf) == ["4?", "3?", "2?", "1?"]
    assert stems(shelf, order="oldest") == ["1?", "2?", "3?", "4?"]
    assert stems(shelf, removed=True) == ["5?"]
    assert stems(shelf, document="d2") == ["4?"]
    assert stems(shelf, topic="Signs") == ["3?"]
    assert stems(shelf, difficulty=Difficulty.HARD) == ["2?"]
    assert stems(shelf, status=Status.APPROVED) == ["2?", "1?"]
    assert stems(shelf, status=Status.APPROVED, difficulty=Difficulty.EASY) == ["1?"]
    assert stems(shelf, run=run) == ["2?"]
    assert stems(shelf, disputed=True) == ["3?"]
    assert stems(shelf, disputed=False) == ["4?", "2?", "1?"]
    assert shelf.topics() == (("Numbers", 3), ("Signs", 1))


def test_pages_of_a_search_tell_the_total(shelf: Shelf) -> None:
    shelf.add(make_set([make_item(number) for number in range(7)]))
    found = shelf.find(Query(offset=5, limit=5))
    assert (len(found.records), found.total) == (2, 7)
    for empty in (Query(offset=7), Query(limit=0), Query(offset=99)):
        assert shelf.find(empty).records == ()
        assert shelf.find(empty).total == 7
    everything = shelf.find(Query(offset=-3)).records
    assert len(everything) == 7
    assert shelf.ids(Query(offset=5, limit=5)) == tuple(kept.id for kept in everything)


def test_questions_stand_as_their_documents_do(shelf: Shelf) -> None:
    def at(number: int, document: str, page: int, start: int) -> Item:
        return make_item(number, evidence=(Evidence(document=document, page=page, quote="q", start=start, end=99),))

    shelf.add(make_set([make_item(9)], documents=[make_info("first"), make_info("a second")]))
    shelf.add(make_set([
        at(1, "a second", 1, 0), at(2, "first", 2, 5), at(3, "first", 2, 1), at(4, "first", 1, 8), at(5, "?", 1, 1),
    ]))  # fmt: skip
    assert stems(shelf, order="place")[:4] == ["4?", "3?", "2?", "1?"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("kurfürst", True), ("KURFURST", True), ("  der  groß ", True), ("gross", True), ("groß kurfürst", True),
        ("100%", True), ("100_", False), ("%", True), ("a_b", True), ("a.b", False), ("a\\b", True), ("a/b", True),
        ("it's", True), ('"so"', True), ("--", True), ("'; DROP TABLE questions", False), ("ﬁne", True), ("fine", True),
        ("Topical", True), ("aim", True), ("an answer", True), ("answer because", False), ("", True), (" ", True),
    ],
)  # fmt: skip
def test_words_are_found_whatever_their_case_and_signs(shelf: Shelf, asked: str, found: bool) -> None:
    options = (Option(id="A", text="an answer", is_key=True, rationale="because"), Option(id="B", text="100% a\\b a/b"))
    stem = 'Der GROSSE Kurfürst: Größe, a_b, it\'s "so" -- ﬁne'
    shelf.add(make_set([make_item(1, stem=stem, options=options, topic="Topical", objective="An aim")]))
    assert shelf.find(Query(text=asked)).total == found


SIGNS = st.text(st.one_of(st.sampled_from("%_\\'\"/;- \0éẞﬁİς́"), st.characters()), max_size=30)


@pytest.fixture(scope="module")
def hypothesis_shelf(bank: Bank) -> Shelf:
    return bank.shelf("hypothesis")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SIGNS, data=st.data())
def test_every_piece_of_a_question_finds_it(hypothesis_shelf: Shelf, text: str, data: st.DataObject) -> None:
    (kept,) = hypothesis_shelf.add(make_set([make_item(1, stem=text)]))
    begin = data.draw(st.integers(0, len(text)))
    piece = text[begin : data.draw(st.integers(begin, len(text)))]
    found = hypothesis_shelf.find(Query(text=piece, limit=1000)).records
    assert kept.id in {one.id for one in found}
    sure = f"{piece} zzz"
    assert hypothesis_shelf.find(Query(text=sure)).total == 0


def test_a_very_long_search_is_no_error(shelf: Shelf) -> None:
    shelf.add(make_set([make_item(1)]))
    assert shelf.find(Query(text="what " * 10_000)).total == 1
    assert shelf.find(Query(text="x" * 100_000)).total == 0
    assert shelf.find(Query(text=" ".join(f"w{n}" for n in range(10_000)))).total == 0


def test_a_change_is_a_new_version(shelf: Shelf) -> None:
    (kept,) = shelf.add(make_set([make_item(1)]))
    edited = shelf.revise(kept.id, make_item(2, topic="New"), "edited", based_on=1)
    assert (edited.id, edited.version, edited.item.topic, edited.made_at) == (kept.id, 2, "New", kept.made_at)
    assert [(one.number, one.why, one.item) for one in shelf.versions(kept.id)] == [
        (1, "imported", kept.item), (2, "edited", edited.item),
    ]  # fmt: skip
    assert stems(shelf, topic="New", text="number 2") == ["2?"]
    assert shelf.find(Query(topic="Numbers")).total == 0
    assert shelf.revise(kept.id, edited.item, "edited", based_on=2) == edited, "nothing new is said"
    restored = shelf.restore(kept.id, 1)
    assert (restored.version, restored.item) == (3, kept.item)
    assert shelf.restore(kept.id, 3) == restored
    assert [one.why for one in shelf.versions(kept.id)] == ["imported", "edited", "restored"]
    with pytest.raises(BankError, match="The question has no version 9"):
        shelf.restore(kept.id, 9)


def test_a_change_of_what_has_changed_meanwhile_is_refused(shelf: Shelf) -> None:
    (kept,) = shelf.add(make_set([make_item(1)]))
    shelf.revise(kept.id, make_item(2), "edited", based_on=1)
    with pytest.raises(BankError, match=r"The question was changed elsewhere meanwhile: look at it again"):
        shelf.revise(kept.id, make_item(3), "edited", based_on=1)
    assert shelf.question(kept.id).item == make_item(2)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"stem": "Else?"}, Status.DRAFT),
        ({"rationale": "Else."}, Status.DRAFT),
        ({"topic": "Else", "difficulty": Difficulty.HARD, "flaws": ()}, Status.APPROVED),
    ],
)
def test_new_words_need_a_new_approval(shelf: Shelf, changed: dict[str, Any], status: Status) -> None:
    (kept,) = shelf.add(make_set([make_item(1)]))
    shelf.decide([kept.id], Status.APPROVED)
    shelf.dispute(kept.id, True)
    why: Why = "mended"
    mended = shelf.revise(kept.id, make_item(1, **changed), why, based_on=1)
    assert (mended.version, mended.status) == (2, status)
    assert mended.disputed == (status is Status.APPROVED)
    assert (mended.decided_by, mended.decided_at is None) == (("anna", False) if mended.disputed else ("", True))
    assert shelf.undo() == "1 question mended"
    back = shelf.question(kept.id)
    assert (back.item, back.status, back.disputed, back.version) == (kept.item, Status.APPROVED, True, 3)


def test_a_rejected_question_stays_rejected_when_its_words_change(shelf: Shelf) -> None:
    (kept,) = shelf.add(make_set([make_item(1)]))
    shelf.decide([kept.id], Status.REJECTED)
    assert shelf.revise(kept.id, make_item(2), "again", based_on=1).status is Status.REJECTED


def test_a_set_for_the_formats_is_in_order_and_counted(shelf: Shelf) -> None:
    other = Evidence(document="d2", page=1, quote="q", start=0, end=1)
    kept = shelf.add(
        make_set(
            [make_item(1), make_item(2, difficulty=Difficulty.HARD, evidence=(other,)), make_item(3, evidence=())],
            documents=[make_info("d1"), make_info("d2"), make_info("d3")],
        )
    )
    ids = [kept[number].id for number in (2, 1, 0, 1)]
    made = shelf.item_set(ids, "Week 1")
    assert made.title == "Week 1"
    assert [item.stem for item in made.items] == ["What is number 3?", "What is number 2?", "What is number 1?"]
    assert [info.id for info in made.documents] == ["d2", "d1"]
    report = made.report
    assert (report.requested, report.delivered, report.shortfall, report.explanation) == (3, 3, 0, "")
    assert report.delivered_by_difficulty == {Difficulty.EASY: 2, Difficulty.HARD: 1}
    assert shelf.item_set([], "Empty").items == ()


def test_many_questions_at_once(shelf: Shelf) -> None:
    """More than fit into one statement."""
    kept: tuple[Kept, ...] = shelf.add(make_set([make_item(number) for number in range(520)]))
    ids = [one.id for one in kept]
    assert shelf.decide(ids, Status.APPROVED) == 520
    assert len(shelf.item_set(ids[::-1], "").items) == 520
    assert len(shelf.add(make_set([one.item for one in kept]))) == 520
    assert shelf.undo() == "520 questions approved"
    assert shelf.find(Query(status=Status.DRAFT)).total == 520
