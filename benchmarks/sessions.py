"""Twenty teachers at one server: each signs in, drops a file of their own and has questions made, for five minutes.

Usage: python benchmarks/sessions.py [TEACHERS [MINUTES]]

Chromium, a local login (OpenID Connect) and the app run on this machine and share its cores. At the end the bank is
looked at: nobody may have anything that comes from another's file. Prints JSON; needs the extras `bench` and `dev`.
"""

import json
import shutil
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pypdf
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "support"))

from app_server import AppServer  # noqa: E402
from login_provider import provider, secrets_file  # noqa: E402

from mcqgen.bank import Query, open_bank  # noqa: E402
from mcqgen.settings import Settings  # noqa: E402
from mcqgen.ui import strings  # noqa: E402
from mcqgen.ui.strings import login as login_strings  # noqa: E402

TEACHERS, MINUTES = 20, 5.0
CHAPTERS = ("psychology-memory.pdf", "us-history-colonies.pdf", "neuroscience-summer-school.pdf")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
CARD = "article.mcq-card"
MEGABYTE = 2**20


def files(folder: Path, count: int) -> list[Path]:
    """As many small files as there are teachers, no two of one text: a few pages each of the sample chapters."""
    pages = [
        (path, number)
        for path in (HERE.parent / "sample_docs" / name for name in CHAPTERS)
        for number in range(0, len(pypdf.PdfReader(path).pages) - 2, 3)
    ]
    made = []
    for index, (path, number) in enumerate(pages[:count]):
        with pypdf.PdfWriter() as writer:
            writer.append(path, pages=(number, number + 3))
            made.append(folder / f"teacher-{index:02}.pdf")
            writer.write(made[-1])
    return made


class Teacher:
    """One browser window."""

    def __init__(self, browser: Browser, address: str, number: int, file: Path) -> None:
        self.number, self.file = number, file
        self.errors: list[str] = []
        self.runs = 0
        self.seen: set[str] = set()
        self._at_work = False
        self.page: Page = browser.new_context(viewport={"width": 1000, "height": 800}).new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(address)
        self.page.get_by_role("button", name=login_strings.SIGN_IN).click(timeout=120_000)
        self.page.get_by_role("link", name=f"T{number:02}", exact=True).click(timeout=120_000)
        self._drop()

    def step(self) -> None:
        """Do the next thing that can be done, without waiting for it."""
        self.seen |= set(self.page.locator(f"{CARD} .mcq-stem").all_inner_texts())
        if not self._at_work:
            make = self.page.get_by_role("button", name=strings.MAKE)
            if make.count() and make.is_enabled():
                make.click()
                self._at_work = True
        elif self._over():
            self.runs += 1
            self._at_work = False
            self.page.goto(self.page.url.split("?")[0])
            self._drop()

    def _drop(self) -> None:
        self.page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(str(self.file), timeout=120_000)

    def _over(self) -> bool:
        ended = (strings.REVIEW, strings.GO_ON)
        return any(self.page.get_by_role("button", name=name).count() for name in ended) or bool(
            self.page.get_by_text(strings.NONE_MADE).count()
        )


def memory(process: psutil.Process) -> float:
    """Resident megabytes of a process and its children."""
    total = 0
    for part in (process, *process.children(recursive=True)):
        with suppress(psutil.Error):
            total += part.memory_info().rss
    return total / MEGABYTE


def measure(teachers: int, minutes: float) -> dict[str, Any]:
    """Run them all; what came of it."""
    people = {f"T{number:02}": {"sub": str(number), "name": f"Teacher {number}"} for number in range(teachers)}
    folder = Path(tempfile.mkdtemp(prefix="mcqgen-sessions-"))
    sizes: list[float] = []
    over = threading.Event()
    with provider(people) as login:
        server = AppServer(folder / "home", MCQGEN_OFFLINE_BAR="0.1")
        server.home.joinpath(".streamlit").mkdir()
        server.home.joinpath(".streamlit", "secrets.toml").write_text(secrets_file(login, server.address))
        server.start()
        process = next(p for p in psutil.process_iter() if str(server.port) in _command(p))

        def watch() -> None:
            while not over.wait(2):
                sizes.append(memory(process))

        before = memory(process)
        threading.Thread(target=watch, daemon=True).start()
        try:
            crowd = _generate(server.address, files(folder, teachers), minutes)
        finally:
            over.set()
            server.stop()
        owners = {number: f"{login.address}|{number}" for number in range(teachers)}
        found = _look(server.home, crowd, owners)
        said = server.said()
    shutil.rmtree(folder, ignore_errors=True)
    middle = len(sizes) // 2
    return {
        "teachers": teachers,
        "minutes": minutes,
        "server_mb": {
            "before": round(before),
            "highest_first_half": round(max(sizes[:middle])),
            "highest_second_half": round(max(sizes[middle:])),
        },
        "tracebacks": said.count("Traceback"),
        **found,
    }


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _generate(address: str, given: list[Path], minutes: float) -> list[Teacher]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        crowd = [Teacher(browser, address, number, file) for number, file in enumerate(given)]
        end = time.monotonic() + minutes * 60
        while time.monotonic() < end:
            for teacher in crowd:
                try:
                    teacher.step()
                except BrowserError as error:
                    teacher.errors.append(str(error).splitlines()[0])
            time.sleep(0.2)
        browser.close()
    return crowd


def _look(home: Path, crowd: list[Teacher], owners: dict[int, str]) -> dict[str, Any]:
    """What the bank holds, and whether any of it stands on another's shelf."""
    mixed = lost = questions = runs = 0
    with open_bank(Settings(home=home)) as bank:
        for teacher in crowd:
            shelf = bank.shelf(owners[teacher.number])
            own = {file.info.id for file in shelf.documents()}
            mixed += any(file.info.name != teacher.file.name for file in shelf.documents())
            records = shelf.find(Query(limit=1000)).records
            mixed += sum(not {part.document for part in record.item.evidence} <= own for record in records)
            lost += len(teacher.seen - {record.item.stem for record in records})
            questions += len(records)
            runs += len(shelf.runs(limit=500))
    errors = [f"teacher {teacher.number}: {error}" for teacher in crowd for error in teacher.errors]
    return {
        "runs": runs,
        "runs_finished_in_view": sum(teacher.runs for teacher in crowd),
        "questions": questions,
        "teachers_with_questions": sum(bool(teacher.seen) for teacher in crowd),
        "mixed_up": mixed,
        "seen_but_not_kept": lost,
        "errors": errors[:20],
    }


if __name__ == "__main__":
    arguments = [float(text) for text in sys.argv[1:]]
    print(json.dumps(measure(int(arguments[0]) if arguments else TEACHERS, (arguments[1:] or [MINUTES])[0]), indent=2))
