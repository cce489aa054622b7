"""Runs at work in their threads, with the real pipeline and the offline writer."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mcqgen.domain.blueprint import Difficulty, Request
from mcqgen.domain.run import Failure
from mcqgen.settings import Settings
from mcqgen.ui import strings
from mcqgen.ui.reading import Understood, start_reading
from mcqgen.ui.runs import Desk, Run
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


def finished(run: Run | None) -> Run:
    assert run is not None
    until(lambda: run.snapshot.over)
    return run


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(Settings(home=tmp_path / "home", workers=1))


def test_a_run_ends_with_a_result_even_where_nothing_can_be_asked(desk: Desk) -> None:
    snapshot = finished(desk.find(desk.start([NOTES], TWO))).snapshot
    assert snapshot.result is not None
    assert snapshot.result.report.delivered == len(snapshot.items) == 0
    assert snapshot.problem == ""


def test_a_broken_file_is_told_and_does_not_break_the_run(desk: Desk) -> None:
    broken = Upload("2", "b.pdf", b"%PDF-1.7 nothing")
    snapshot = finished(desk.find(desk.start([broken, NOTES], TWO))).snapshot
    assert [failure.name for failure in snapshot.failures] == ["b.pdf"]
    assert [document.name for document in snapshot.documents] == ["notes.txt"]


def test_a_request_that_makes_no_sense_breaks_the_run_with_a_sentence(desk: Desk) -> None:
    snapshot = finished(desk.find(desk.start([NOTES], Request(mix={})))).snapshot
    assert "ask for at least 1" in snapshot.problem
    assert snapshot.result is None


def test_what_nobody_foresaw_is_told_without_its_technicalities(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "file"))  # no folder can be made: a full or read-only disk
    assert finished(desk.find(desk.start([NOTES], TWO))).snapshot.problem == strings.BROKE_OFF
    outcome = start_reading(NOTES, desk.settings, threading.Semaphore()).result(timeout=60)
    assert outcome == Failure(name="notes.txt", reason=strings.UNEXPECTED_FILE)


def test_a_run_waits_for_its_place_and_can_be_stopped_there(desk: Desk) -> None:
    place = threading.Semaphore(1)
    with place:
        run = Run([NOTES], TWO, desk.settings, place)
        assert run.snapshot.waiting
        run.stop()
        assert run.snapshot.stopping
    snapshot = finished(run).snapshot
    assert not snapshot.waiting
    assert snapshot.documents == ()


def test_stop_in_the_middle_keeps_what_is_there(desk: Desk, checkout: Path) -> None:
    chapter = Upload("5", "blood.docx", (checkout / "sample_docs" / "biology-blood.docx").read_bytes())
    many = Request(mix={Difficulty.EASY: 100})
    run = desk.find(desk.start([chapter], many))
    assert run is not None
    until(lambda: bool(run.snapshot.items) or run.snapshot.over)
    run.stop()
    snapshot = finished(run).snapshot
    assert snapshot.result is not None
    assert 1 <= len(snapshot.items) < 100
    assert {item.id for item in snapshot.result.items} == {item.id for item in snapshot.items}
    assert strings.STOPPED in headline(snapshot)


def test_tickets_cannot_be_guessed_and_old_runs_are_forgotten(desk: Desk) -> None:
    nonsense = Request(mix={})
    tickets = [desk.start([NOTES], nonsense) for _ in range(70)]
    assert len(set(tickets)) == 70
    assert min(map(len, tickets)) >= 22
    finished(desk.find(tickets[-1]))
    last = desk.start([NOTES], nonsense)
    assert desk.find(tickets[0]) is None
    assert desk.find(last) is not None
    assert desk.find("guessed") is None


def test_reading_tells_what_is_in_a_file(desk: Desk, checkout: Path) -> None:
    data = (checkout / "sample_docs" / "us-history-colonies.pdf").read_bytes()
    outcome = start_reading(Upload("3", "us.pdf", data), desk.settings, threading.Semaphore()).result(timeout=60)
    assert isinstance(outcome, Understood)
    assert (outcome.language, outcome.pages) == ("en", 25)
    assert len(outcome.sections) > 1


def test_reading_a_broken_file_gives_its_reason(desk: Desk) -> None:
    outcome = start_reading(Upload("4", "b.pdf", b"nothing"), desk.settings, threading.Semaphore()).result(timeout=60)
    assert isinstance(outcome, Failure)
    assert "'b.pdf'" in outcome.reason
