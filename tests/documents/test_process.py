"""The reading process: its limits, and what happens when it dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mcqgen.documents import load
from mcqgen.documents.job import Job
from mcqgen.documents.kinds import Kind
from mcqgen.documents.process import read_in_child
from mcqgen.errors import DocumentError, RequestError
from mcqgen.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up under /proc")


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A pipe that nobody writes to: reading it takes for ever."""
    path = tmp_path / "endless.txt"
    os.mkfifo(path)
    return path


def workers(parent: int) -> list[int]:
    """Reading processes under a process."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            status = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes()
        except (OSError, NotADirectoryError):
            continue
        if int(status[1]) == parent and b"mcqgen.documents.worker" in command and status[0] != "Z":
            found.append(int(entry.name))
    return found


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_file_that_takes_too_long_is_given_up_and_its_process_killed(endless: Path) -> None:
    with pytest.raises(DocumentError, match=r"'endless.txt' took longer than 1 seconds to read"):
        read_in_child(Job(path=endless, kind=Kind.TEXT, timeout_s=1), 60)
    assert not workers(os.getpid())


@pytest.mark.parametrize(
    ("number", "said"), [(signal.SIGKILL, "needs more than 2048 MB"), (signal.SIGSEGV, "made its reader crash")]
)
def test_a_process_that_dies_is_reported(endless: Path, number: signal.Signals, said: str) -> None:
    failures: list[str] = []

    def run() -> None:
        try:
            read_in_child(Job(path=endless, kind=Kind.TEXT, timeout_s=60), 60)
        except DocumentError as error:
            failures.append(str(error))

    before = set(workers(os.getpid()))
    thread = threading.Thread(target=run)
    thread.start()
    assert wait_for(lambda: bool(set(workers(os.getpid())) - before))
    time.sleep(0.5)
    for worker in set(workers(os.getpid())) - before:
        os.kill(worker, number)
    thread.join(30)
    assert len(failures) == 1
    assert said in failures[0]


def test_the_process_ends_when_its_parent_is_killed(endless: Path) -> None:
    code = (
        "from pathlib import Path; from mcqgen.documents.job import Job; from mcqgen.documents.kinds import Kind;"
        "from mcqgen.documents.process import read_in_child;"
        f"read_in_child(Job(path=Path({str(endless)!r}), kind=Kind.TEXT, timeout_s=60), 60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    try:
        assert wait_for(lambda: bool(workers(parent.pid)))
        (worker,) = workers(parent.pid)
    finally:
        parent.kill()
        parent.wait()
    assert wait_for(lambda: not _runs(worker))


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    path.write_bytes(b"words and words \n\n" * 6_000_000)
    with pytest.raises(DocumentError, match=r"'huge.txt' needs more than 256 MB of memory"):
        load(path, Settings(reader_memory_mb=256))


def test_errors_of_the_request_come_back_as_such(text_pdf: Path) -> None:
    with pytest.raises(RequestError, match=r"'made.pdf' has 2 pages"):
        load(text_pdf, Settings(), pages="9")


def test_many_threads_read_at_once(text_pdf: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(lambda _: load(text_pdf, Settings()), range(6)))
    assert len({document.id for document in documents}) == 1
    assert documents[0].language == "en"


def test_the_parent_may_stand_anywhere(text_pdf: Path, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from mcqgen.documents import load; from mcqgen.settings import Settings;"
        f"print(load(Path({str(text_pdf)!r}), Settings()).title)"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "Of Cells"
    assert answer.stderr == ""
