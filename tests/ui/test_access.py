"""Two teachers and a stranger at one server with a login: a real login over HTTP, real browsers, nothing patched."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="streamlit is not installed")

from app_server import AppServer
from login_provider import Provider, provider, secrets_file
from seeded import seed

from mcqgen.bank import open_bank
from mcqgen.settings import Settings
from mcqgen.ui import shell, strings
from mcqgen.ui.strings import export as export_strings
from mcqgen.ui.strings import login as login_strings

PEOPLE = {
    "Anna": {"sub": "17", "name": "Anna Berg", "email": "anna@school.example", "email_verified": True},
    "Ben": {"sub": "18", "name": "Ben Ode", "email": "ben@school.example", "email_verified": True},
    "Eve": {"sub": "66", "name": "Eve", "email": "eve@elsewhere.example", "email_verified": True},
}
STEM = re.compile("semantic network activates")
PLACES = ["", *list(shell._PLACES)[1:]]
"""The addresses of the pages; the first page is the one that opens."""


@dataclass(frozen=True)
class School:
    """A server with a login, whose bank holds Anna's work."""

    server: AppServer
    login: Provider
    run: str
    questions: tuple[str, ...]
    opened: Path
    """Where the administrator's browser noted what it was to open."""

    @property
    def address(self) -> str:
        return self.server.address


@pytest.fixture(scope="module")
def school(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    home = tmp_path_factory.mktemp("school")
    browser = home / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {home / "opened"}\n')
    browser.chmod(0o755)
    settings = Settings(home=home)
    with provider(PEOPLE) as login:
        with open_bank(settings) as bank:
            anna = bank.shelf(f"{login.address}|17", by="Anna Berg")
            run, questions = seed(anna, checkout / "sample_docs" / "psychology-memory.pdf", settings)
        server = AppServer(home, BROWSER=f"{browser} %s", MCQGEN_TEACHERS="@school.example")
        home.joinpath(".streamlit").mkdir()
        home.joinpath(".streamlit", "secrets.toml").write_text(secrets_file(login, server.address))
        server.start()
        try:
            yield School(server, login, run, questions, home / "opened")
        finally:
            server.stop()
        assert "Traceback" not in server.said()
        assert login.unproven == 0


@pytest.fixture(scope="module")
def visitor(browser: Any, school: School) -> Iterator[Callable[[], Any]]:
    """Somebody new, with a browser of their own."""
    contexts = []

    def come() -> Any:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        contexts[-1].set_default_timeout(60_000)
        return contexts[-1].new_page()

    yield come
    for context in contexts:
        context.close()


def sign_in(page: Any, address: str, who: str) -> Any:
    page.goto(address)
    page.get_by_role("button", name=login_strings.SIGN_IN).click()
    page.get_by_role("link", name=who).click()
    return page


@pytest.fixture(scope="module")
def anna(visitor: Callable[[], Any], school: School) -> Any:
    page = sign_in(visitor(), school.address, "Anna")
    page.get_by_text("Anna Berg").first.wait_for()
    return page


@pytest.fixture(scope="module")
def ben(visitor: Callable[[], Any], school: School) -> Any:
    page = sign_in(visitor(), school.address, "Ben")
    page.get_by_text("Ben Ode").first.wait_for()
    return page


def test_the_administrator_s_browser_opens_the_app(school: School) -> None:
    for _ in range(100):
        if school.opened.exists() and school.opened.read_text().strip():
            break
        time.sleep(0.1)
    assert school.opened.read_text().strip() == school.address
    assert school.server.said().count(f"The app is at {school.address} (Ctrl+C ends it).") == 1


def test_who_has_not_signed_in_sees_where_to_and_nothing_else(visitor: Callable[[], Any], school: School) -> None:
    page = visitor()
    for place in PLACES:
        page.goto(f"{school.address}/{place}?run={school.run}&item={school.questions[0]}")
        page.get_by_role("button", name=login_strings.SIGN_IN).wait_for()
        assert page.get_by_role("heading", level=1).inner_text() == login_strings.TITLE
        assert page.get_by_test_id("stMainBlockContainer").get_by_role("button").count() == 1
        assert STEM.search(page.content()) is None


def test_who_has_not_signed_in_gets_no_file(visitor: Callable[[], Any], school: School) -> None:
    ask = visitor().request
    for path in ("media/0a1b2c.json", "_stcore/metrics", "_stcore/agent/openapi.json", "component/a/b"):
        assert ask.get(f"{school.address}/{path}").status == 401
    assert ask.put(f"{school.address}/_stcore/upload_file/a/b").status == 401
    assert ask.get(f"{school.address}/_stcore/health").status == 200


def test_a_stranger_whom_the_login_knows_stays_outside(visitor: Callable[[], Any], school: School) -> None:
    page = sign_in(visitor(), school.address, "Eve")
    page.get_by_text("You are signed in as eve@elsewhere.example, but").wait_for()
    assert page.get_by_label(strings.HOW_MANY).count() == 0
    assert page.request.get(f"{school.address}/_stcore/metrics").status == 401


def test_teachers_see_their_own_work_and_nobody_else_s(anna: Any, ben: Any, school: School) -> None:
    for place in PLACES:
        ben.goto(
            f"{school.address}/{place}?run={school.run}&item={school.questions[4]}&questions={school.questions[4]}"
        )
        ben.get_by_role("heading", level=1).first.wait_for()
        ben.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
        assert STEM.search(ben.content()) is None
    anna.goto(f"{school.address}/?run={school.run}")
    anna.get_by_text(STEM).first.wait_for()
    ben.goto(f"{school.address}/?run={school.run}")
    ben.get_by_text(strings.GONE).wait_for()


def test_a_download_is_for_whom_it_was_made(anna: Any, ben: Any, visitor: Callable[[], Any], school: School) -> None:
    anna.goto(f"{school.address}/export?run={school.run}&to=json")
    with anna.expect_download() as waiting:
        anna.get_by_role("button", name="Download 1 question as JSON").click()
    file = waiting.value.url
    assert "/media/" in file
    assert anna.request.get(file).status == 200
    assert ben.request.get(file).status == 404
    assert visitor().request.get(file).status == 401
    ben.goto(f"{school.address}/export?questions={school.questions[1]}&run={school.run}")
    ben.get_by_text(export_strings.EMPTY).wait_for()


def test_uploads_of_one_are_no_business_of_the_other(anna: Any, ben: Any, school: School) -> None:
    anna.goto(school.address)
    anna.get_by_label(strings.HOW_MANY).wait_for()
    notes = {"name": "notes.md", "mimeType": "text/markdown", "buffer": b"# Notes\n\nThe bell rings at eight."}
    with anna.expect_request(re.compile("upload_file")) as sending:
        anna.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(notes)
    response = sending.value.response()
    assert response.status == 204
    anna.get_by_text("notes.md").first.wait_for()
    assert ben.request.delete(sending.value.url).status == 404
    assert ben.request.put(sending.value.url).status == 404


def test_signing_out_ends_it(ben: Any, school: School) -> None:
    assert ben.request.get(f"{school.address}/_stcore/metrics").status == 200
    ben.get_by_text("Ben Ode").first.click()
    ben.get_by_text(login_strings.SIGN_OUT).click()
    ben.get_by_role("button", name=login_strings.SIGN_IN).wait_for()
    assert ben.request.get(f"{school.address}/_stcore/metrics").status == 401
    ben.reload()
    ben.get_by_role("button", name=login_strings.SIGN_IN).wait_for()
