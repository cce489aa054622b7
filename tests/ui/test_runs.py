"""Runs at work in their threads, with the real pipeline, the offline writer and a real bank."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mcqgen.bank import Query, RunState, Shelf, open_bank
from mcqgen.domain.blueprint import Difficulty, Request
from mcqgen.domain.run import Failure
from mcqgen.errors import BankError
from mcqgen.settings import Settings
from mcqgen.ui import strings
from mcqgen.ui.orders import Choices, Order
from mcqgen.ui.plans import start_plan
from mcqgen.ui.reading import Outcome, Understood, start_reading
from mcqgen.ui.runs import Desk, Run, Watched
from mcqgen.ui.uploads import Upload
from mcqgen.ui.words import headline

NOTES = Upload("1", "notes.txt", b"Too little to ask about.")
TWO = Request(mix={Difficulty.EASY: 2})


def until(condition: Callable[[], bool]) -> None:
    """Wait for a thread, two minutes at most."""
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(Settings(home=tmp_path / "home", workers=1))
    yield desk
    desk.bank.close()


@pytest.fixture
def shelf(desk: Desk) -> Shelf:
    return desk.bank.shelf("")


def read(desk: Desk, upload: Upload) -> Outcome:
    return start_reading(upload, desk.settings, desk.reading_places, desk.bank.shelf("")).result(timeout=60)


def known(desk: Desk, upload: Upload = NOTES) -> str:
    """The id of a file that was read and kept."""
    outcome = read(desk, upload)
    assert isinstance(outcome, Understood)
    return outcome.id


def chapter(checkout: Path) -> Upload:
    return Upload("5", "blood.docx", (checkout / "sample_docs" / "biology-blood.docx").read_bytes())


def found(desk: Desk, run: str) -> Watched:
    watched = desk.find(desk.bank.shelf(""), run)
    assert watched is not None
    return watched


def finished(desk: Desk, run: str) -> Watched:
    until(lambda: found(desk, run).live is None)
    return found(desk, run)


def test_a_run_ends_with_a_report_even_where_nothing_can_be_asked(desk: Desk, shelf: Shelf) -> None:
    watched = finished(desk, desk.start(shelf, Order((known(desk),), TWO)))
    assert watched.snapshot.report is not None
    assert watched.snapshot.report.delivered == len(watched.snapshot.items) == 0
    assert watched.snapshot.problem == ""
    assert shelf.run(watched.id).state is RunState.DONE


def test_a_file_that_has_not_the_pages_asked_for_is_told(desk: Desk, shelf: Shelf, checkout: Path) -> None:
    order = Order((known(desk), known(desk, chapter(checkout))), TWO, Choices(pages="4-7"))
    snapshot = finished(desk, desk.start(shelf, order)).snapshot
    assert {failure.name for failure in snapshot.failures} == {"notes.txt", "blood.docx"}
    assert strings.NO_FILE in headline(snapshot) or snapshot.items == ()


def test_a_request_that_makes_no_sense_breaks_the_run_with_a_sentence(desk: Desk, shelf: Shelf) -> None:
    watched = finished(desk, desk.start(shelf, Order((known(desk),), Request(mix={}))))
    assert "ask for at least 1" in watched.snapshot.problem
    assert watched.snapshot.report is None
    assert shelf.run(watched.id).state is RunState.BROKEN


def test_what_nobody_foresaw_is_told_without_its_technicalities(
    desk: Desk, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = known(desk)
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "file"))  # no folder can be made: a full or read-only disk

    def break_off(*_: object, **__: object) -> None:
        raise RuntimeError("what nobody foresaw")

    for stage in ("generate", "preview"):
        monkeypatch.setattr(f"mcqgen.pipeline.{stage}", break_off)
    assert finished(desk, desk.start(shelf, Order((notes,), TWO))).snapshot.problem == strings.BROKE_OFF
    assert read(desk, NOTES) == Failure(name="notes.txt", reason=strings.UNEXPECTED_FILE)
    assert start_plan(shelf, Order((notes,), TWO), desk.settings).result(60).problem == strings.PLAN_BROKE_OFF


def test_a_run_waits_for_its_place_and_can_be_stopped_there(desk: Desk, shelf: Shelf) -> None:
    place = threading.Semaphore(1)
    with place:
        run = Run(shelf, Order((known(desk),), TWO), desk.settings, place)
        assert run.snapshot.waiting
        run.stop()
        assert run.snapshot.stopping
    until(lambda: run.over)
    ended = run.snapshot
    assert not ended.waiting
    assert ended.documents == ()
    assert shelf.run(run.id).state is RunState.STOPPED


def test_stop_keeps_what_is_there_and_what_the_rest_needs(desk: Desk, shelf: Shelf, checkout: Path) -> None:
    order = Order((known(desk, chapter(checkout)),), Request(mix={Difficulty.EASY: 100}), Choices(rough=True))
    sections = shelf.document(order.documents[0]).sections
    assert len(sections) > 1
    run = desk.start(shelf, order)
    live = found(desk, run).live
    assert live is not None
    until(lambda: bool(live.snapshot.items) or live.over)
    live.stop()
    seen = {item.id for item in live.snapshot.items}
    assert seen <= {record.item.id for record in shelf.find(Query(run=run)).records}  # kept before any page shows it
    watched = finished(desk, run)
    assert 1 <= len(watched.snapshot.items) < 100
    assert strings.STOPPED in headline(watched.snapshot)
    assert watched.order == order
    assert shelf.document(order.documents[0]).sections == sections  # a run tells no others than the reading did


def test_a_question_that_was_changed_since_comes_again_as_it_is_now(desk: Desk, shelf: Shelf, checkout: Path) -> None:
    order = Order((known(desk, chapter(checkout)),), TWO, Choices(rough=True))
    first, *_ = finished(desk, desk.start(shelf, order)).snapshot.items
    (kept,) = (kept for kept in shelf.find(Query()).records if kept.item.id == first.id)
    changed = first.model_copy(update={"stem": f"{first.stem} Think!"})
    shelf.revise(kept.id, changed, "edited", based_on=1)
    again = Run(shelf, order, desk.settings, threading.Semaphore())
    until(lambda: again.over)
    assert changed.stem in [item.stem for item in again.snapshot.items]
    assert first.stem not in [item.stem for item in again.snapshot.items]


def test_a_run_is_found_by_its_owner_only_and_after_the_server_is_gone(desk: Desk, shelf: Shelf) -> None:
    run = desk.start(shelf, Order((known(desk),), TWO))
    assert len(run) >= 22
    ended = finished(desk, run).snapshot
    assert desk.find(desk.bank.shelf("somebody else"), run) is None
    assert desk.find(shelf, "guessed") is None
    other = Desk(desk.settings)
    assert found(other, run).snapshot == ended
    other.bank.close()


def test_a_run_whose_server_died_is_looked_for_and_then_told(desk: Desk, shelf: Shelf) -> None:
    run = shelf.begin_run(TWO, title="Notes", documents=[known(desk)])
    assert found(desk, run).elsewhere
    assert not found(desk, run).snapshot.over
    with open_bank(desk.settings, clock=lambda: datetime.now(UTC) - timedelta(minutes=1)) as earlier:
        old = earlier.shelf("").begin_run(TWO, title="Notes", documents=[known(desk)], choices={"rough": True})
    watched = found(desk, old)
    assert not watched.elsewhere
    assert watched.snapshot.problem == strings.INTERRUPTED
    assert watched.order.choices == Choices(rough=True)


def test_nobody_starts_a_run_on_the_files_of_another(desk: Desk) -> None:
    with pytest.raises(BankError):
        desk.start(desk.bank.shelf("somebody else"), Order((known(desk),), TWO))


def test_a_plan_tells_where_and_writes_nothing(desk: Desk, shelf: Shelf, checkout: Path) -> None:
    order = Order((known(desk, chapter(checkout)),), Request(mix={Difficulty.EASY: 3, Difficulty.HARD: 2}))
    plan = start_plan(shelf, order, desk.settings).result(60)
    assert plan.questions == 5
    assert sum(counts[Difficulty.HARD] for counts in plan.places.values()) == 2
    assert plan.estimate is not None and plan.estimate.calls == 0
    assert shelf.find(Query()).total == 0
    assert "at least 1" in start_plan(shelf, Order(order.documents, Request(mix={})), desk.settings).result(60).problem


def test_reading_tells_what_is_in_a_file_and_keeps_it(desk: Desk, shelf: Shelf, checkout: Path) -> None:
    data = (checkout / "sample_docs" / "us-history-colonies.pdf").read_bytes()
    outcome = read(desk, Upload("3", "us.pdf", data))
    assert isinstance(outcome, Understood)
    assert (outcome.language, outcome.pages) == ("en", 25)
    assert len(outcome.sections) > 1
    assert shelf.document(outcome.id).info.name == "us.pdf"
    assert shelf.file_of(outcome.id).read_bytes() == data


def test_reading_a_broken_file_gives_its_reason(desk: Desk, shelf: Shelf) -> None:
    outcome = read(desk, Upload("4", "b.pdf", b"nothing"))
    assert isinstance(outcome, Failure)
    assert "'b.pdf'" in outcome.reason
    assert shelf.documents() == ()
