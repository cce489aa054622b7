"""Several at work at the same time, and a sudden end: nothing is lost."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from questions import REQUEST, make_item, make_set

from mcqgen.bank import Bank, Query, RunState, Shelf, Status, open_bank
from mcqgen.errors import BankError
from mcqgen.settings import Settings

SUPPORT = Path(__file__).parent.parent / "support"
ACCEPTING = """
import itertools, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from questions import make_item
from mcqgen.bank import Status, open_bank
from mcqgen.settings import Settings
with open_bank(Settings(home=Path(sys.argv[2]))) as bank:
    for number in itertools.count(1000):
        kept = bank.shelf("anna").accept(sys.argv[3], make_item(number))
        bank.shelf("anna").decide([kept.id], Status.APPROVED)
        print(kept.id, flush=True)
"""


def at_once(count: int, work: Callable[[int], object]) -> None:
    """Do a piece of work in so many threads, all beginning together."""
    ready = threading.Barrier(count)

    def begin(number: int) -> None:
        ready.wait()
        work(number)

    with ThreadPoolExecutor(count) as pool:
        list(pool.map(begin, range(count)))


def test_threads_that_accept_and_decide_lose_nothing(bank: Bank, owner: str) -> None:
    run = bank.shelf(owner).begin_run(REQUEST, title="")

    def work(number: int) -> None:
        for item in (make_item(number), make_item(99), make_item(number + 10)):
            kept = bank.shelf(owner, f"thread {number}").accept(run, item)
            bank.shelf(owner, f"thread {number}").decide([kept.id], Status.APPROVED)

    at_once(4, work)
    shelf = bank.shelf(owner)
    assert shelf.find(Query(run=run, status=Status.APPROVED)).total == shelf.find(Query()).total == 9
    assert shelf.run(run).questions == 9
    assert sum(1 for _ in iter(shelf.undo, None)) == 9, "each question was approved once"


def test_of_two_that_change_the_same_question_one_is_told(bank: Bank, shelf: Shelf, owner: str) -> None:
    (kept,) = shelf.add(make_set([make_item(1)]))
    told: list[str] = []

    def work(number: int) -> None:
        try:
            bank.shelf(owner).revise(kept.id, make_item(10 + number), "edited", based_on=1)
        except BankError as error:
            told.append(str(error))

    at_once(4, work)
    assert len(told) == 3
    assert shelf.question(kept.id).version == 2


def test_the_first_who_come_make_the_tables_once(fresh: Settings) -> None:
    def work(number: int) -> None:
        with open_bank(fresh) as bank:
            bank.shelf("anna").add(make_set([make_item(number)]))

    at_once(4, work)
    with open_bank(fresh) as bank:
        assert bank.shelf("anna").find(Query()).total == 4


def test_who_comes_while_the_file_is_made_waits(tmp_path: Path) -> None:
    maker = sqlite3.connect(tmp_path / "bank.sqlite3", check_same_thread=False, isolation_level=None)
    maker.execute("BEGIN IMMEDIATE")  # SQLite itself waits for a reader, but not for this
    late = threading.Timer(0.5, maker.rollback)
    late.start()
    with open_bank(Settings(home=tmp_path)) as bank:
        assert late.finished.is_set()
        assert bank.shelf("anna").find(Query()).total == 0
    late.join()
    maker.close()


def test_processes_at_once_and_a_kill_lose_nothing_that_was_accepted(tmp_path: Path) -> None:
    with open_bank(Settings(home=tmp_path)) as bank:
        shelf = bank.shelf("anna")
        run = shelf.begin_run(REQUEST, title="")
        worker = subprocess.Popen(
            [sys.executable, "-c", ACCEPTING, str(SUPPORT), str(tmp_path), run], stdout=subprocess.PIPE
        )
        assert worker.stdout is not None
        accepted = [worker.stdout.readline().decode().strip()]
        accepted += [shelf.accept(run, make_item(number)).id for number in range(10)]
        theirs = [worker.stdout.readline().decode().strip() for _ in range(5)]
        worker.kill()
        rest, _ = worker.communicate()
        theirs += rest.decode().split()
        found = {kept.id: kept.status for kept in shelf.find(Query(run=run, limit=10_000)).records}
    assert {*accepted, *theirs} <= set(found)
    assert all(found[question] is Status.APPROVED for question in theirs)
    with sqlite3.connect(tmp_path / "bank.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_a_change_that_breaks_off_changes_nothing(bank: Bank, shelf: Shelf) -> None:
    run = shelf.begin_run(REQUEST, title="")
    with pytest.raises(AttributeError):
        shelf.finish_run(run, make_set([make_item(1)]).model_copy(update={"report": None}))
    assert shelf.find(Query()).total == 0
    assert shelf.run(run).state is RunState.RUNNING
