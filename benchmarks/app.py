"""The app in a real browser: first paint over an empty bank, each page over ten thousand questions, idle sessions.

Usage: python benchmarks/app.py

Chromium and the app run on this machine and share its cores. A page is there when its heading is, and Streamlit has
nothing left to draw. Prints JSON; needs the extras `bench` and `dev`.
"""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

import psutil
from exports import many_items
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "support"))

from app_server import AppServer  # noqa: E402
from seeded import seed  # noqa: E402

from mcqgen.bank import Status, open_bank  # noqa: E402
from mcqgen.settings import Settings  # noqa: E402
from mcqgen.ui import strings  # noqa: E402
from mcqgen.ui.strings import bank as words  # noqa: E402

MANY, ROUNDS, IDLE = 10_000, 5, 20
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
_READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
_MEGABYTE = 2**20
_DOCUMENT = HERE.parent / "sample_docs" / "psychology-memory.pdf"


def settle(page: Page, heading: str = "") -> None:
    """Wait until a page is drawn."""
    title = page.get_by_role("heading", level=1, name=heading) if heading else page.get_by_role("heading", level=1)
    title.first.wait_for(timeout=60_000)
    page.locator(_READY).wait_for(timeout=60_000)


def rest(page: Page) -> None:
    """Wait until the browser has nothing left to do either: nobody acts on a page that is still being built."""
    page.evaluate("() => new Promise(done => requestIdleCallback(() => done(null)))")


def seconds(do: Callable[[], object]) -> float:
    """How long something takes."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def first_paint(browser: Browser, home: Path) -> dict[str, float]:
    """From the address to the first page: for the first visitor of a new server, and for the next ones.

    Painted is when the browser has drawn the first words or pictures (first contentful paint, W3C Paint Timing).
    """
    server = AppServer(home)
    server.start()
    painted: list[float] = []
    try:
        urlopen(f"{server.address}/_stcore/health", timeout=60).close()  # it holds its port before it is ready
        taken = [seconds(lambda: painted.append(_open(browser, server.address))) for _ in range(1 + ROUNDS)]
    finally:
        server.stop()
    return {
        "first_visitor": taken[0],
        "next_visitors": median(taken[1:]),
        "first_painted": painted[0],
        "next_painted": median(painted[1:]),
    }


def _open(browser: Browser, address: str) -> float:
    """Open a page in a new profile; seconds until the browser painted something of it."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        settle(page)
        painted = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")
        return float(painted) / 1000


def pages(browser: Browser, address: str) -> dict[str, dict[str, float]]:
    """Each page by its link in the menu, and opened anew by its address; the slowest of the rounds counts, too."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    settle(page)
    names = [name for name, label in strings.PAGES.items() if page.get_by_role("link", name=label).count()]
    found: dict[str, dict[str, float]] = {}
    for name in names:
        taken = []
        other = next(strings.PAGES[key] for key in names if key != name)
        if name != names[0]:
            _follow(page, strings.PAGES[name])
        for _ in range(ROUNDS):
            _follow(page, other)
            taken.append(seconds(partial(_follow, page, strings.PAGES[name])))
        anew = [seconds(partial(_open, browser, f"{address}/{name}")) for _ in range(ROUNDS)]
        found[name] = {"median": median(taken), "worst": max(taken), "anew": median(anew)}
    context.close()
    return found


def _follow(page: Page, label: str) -> None:
    before = page.url
    page.get_by_role("link", name=label, exact=True).click()
    page.wait_for_function("before => location.href !== before", arg=before)
    settle(page)


def actions(browser: Browser, address: str, total: int) -> dict[str, dict[str, float]]:
    """What a teacher does on the page Bank."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/bank")
    settle(page, words.TITLE)
    found: dict[str, list[float]] = {}

    def timed(name: str, do: Callable[[], None], sign: str) -> None:
        def act() -> None:
            do()
            page.get_by_text(sign).first.wait_for()
            page.locator(_READY).wait_for()

        rest(page)
        found.setdefault(name, []).append(seconds(act))

    for number in range(ROUNDS):
        search = page.get_by_role("searchbox", name=words.SEARCH)
        timed("search", partial(search.fill, f"item 12{number}"), f"item 12{number} through")
        timed("show all", page.get_by_role("button", name=words.CLEAR).click, f"{total:,} questions")
        timed("next page", page.get_by_role("button", name=words.NEXT).click, words.PAGE.format(page=2, pages="")[:9])
        timed("tick all on the page", page.get_by_role("button", name=words.CHOOSE_PAGE).click, "25 of")
        approve = page.get_by_role("button", name=words.APPROVE)
        timed("approve 25", approve.click, words.DONE[Status.APPROVED].format(questions="25 questions"))
        page.get_by_role("button", name=words.PREVIOUS).click()
        page.get_by_text(words.PAGE.format(page=1, pages="")[:9]).first.wait_for()
    context.close()
    return {name: {"median": median(taken), "worst": max(taken)} for name, taken in found.items()}


def memory(browser: Browser, server: AppServer) -> dict[str, float]:
    """Megabytes of the server, and what each further session that stands idle on the page Bank adds."""
    process = next(one for one in psutil.process_iter(["cmdline"]) if str(server.port) in (one.info["cmdline"] or []))
    contexts = [browser.new_context()]
    before = process.memory_info().rss
    for context in [*contexts, *(browser.new_context() for _ in range(IDLE))]:
        page = context.new_page()
        page.goto(f"{server.address}/bank")
        settle(page, words.TITLE)
        contexts.append(context)
    time.sleep(2)
    after = process.memory_info().rss
    for context in contexts:
        context.close()
    return {"server_mb": before / _MEGABYTE, "session_mb": (after - before) / _MEGABYTE / (IDLE + 1)}


def measure() -> dict[str, Any]:
    """All of it."""
    folder = Path(tempfile.mkdtemp(prefix="mcqgen-app-"))
    full = Settings(home=folder / "full")
    with open_bank(full) as bank:
        bank.shelf("").add(many_items(MANY))
        total = MANY + len(seed(bank.shelf(""), _DOCUMENT, full)[1])
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        _open(browser, "data:text/html,<h1>warm</h1><div data-testid=stApp data-test-script-state=notRunning>x</div>")
        found: dict[str, Any] = {"questions": total, "idle": IDLE, "empty": first_paint(browser, folder / "empty")}
        server = AppServer(full.home)
        server.start()
        try:
            _open(browser, server.address)
            found["memory"] = memory(browser, server)
            found |= {"pages": pages(browser, server.address), "actions": actions(browser, server.address, total)}
        finally:
            server.stop()
        browser.close()
    shutil.rmtree(folder, ignore_errors=True)
    return found


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
