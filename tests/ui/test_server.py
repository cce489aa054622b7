"""When the server refuses to start, and what it says then."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="streamlit is not installed")

import streamlit as st
from streamlit import config
from streamlit.runtime.secrets import Secrets

from mcqgen.settings import Settings
from mcqgen.ui import front, login, server
from mcqgen.ui.account import Account
from mcqgen.ui.strings import server as strings

AUTH = {
    "redirect_uri": "https://quiz.school.example/oauth2callback",
    "cookie_secret": "s" * 32,
    "client_id": "mcqgen",
    "client_secret": "secret",
    "server_metadata_url": "https://login.school.example/.well-known/openid-configuration",
}


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "::1", "[::1]", "localhost"])
def test_without_a_login_it_serves_this_computer(address: str) -> None:
    assert server.problem(None, Settings(), address) == ""


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.7", "quiz.school.example"])
def test_without_a_login_it_serves_others_only_where_that_is_meant(address: str) -> None:
    told = server.problem(None, Settings(), address)
    assert address in told and "--without-login" in told
    assert server.problem(None, Settings(without_login=True), address) == ""
    assert server.problem(AUTH, Settings(), address) == ""


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"redirect_uri": "https://quiz.school.example"}, strings.BAD_REDIRECT),
        ({"cookie_secret": "short"}, strings.BAD_COOKIE_SECRET.format(shortest=32)),
        ({"client_id": None}, strings.NO_PROVIDER),
        ({"client_id": None, "school": {"client_id": "mcqgen"}}, strings.NO_PROVIDER),
        ({"client_id": None, "school": AUTH}, ""),
    ],
)
def test_a_login_that_cannot_work_is_told_at_once(changes: dict[str, Any], told: str) -> None:
    auth = {name: value for name, value in (AUTH | changes).items() if value is not None}
    assert server.problem(auth, Settings(), "127.0.0.1") == told


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Path]:
    """Where Streamlit looks for secrets."""
    before = st.get_option("secrets.files")
    config.set_option("secrets.files", [str(tmp_path / "secrets.toml")])
    yield tmp_path / "secrets.toml"
    config.set_option("secrets.files", before)


def test_a_slip_of_the_pen_does_not_switch_the_login_off(files: Path) -> None:
    assert server.unreadable(Secrets()) == ""
    files.write_text("[auth]\n")
    assert server.unreadable(Secrets()) == ""
    files.write_text("[auth\n")
    assert str(files) in server.unreadable(Secrets())
    files.unlink()
    files.mkdir()
    assert str(files) in server.unreadable(Secrets())


def test_several_logins_have_a_button_each(monkeypatch: pytest.MonkeyPatch) -> None:
    assert login.providers(AUTH) == ("",)
    assert login.providers({"redirect_uri": "…", "google": AUTH, "other": {"x": 1}}) == ("google",)


def test_the_menu_is_for_those_who_signed_in() -> None:
    assert login.menu(Account()) == {}


def test_the_first_page_says_where_the_server_is_and_what_the_app_is_called() -> None:
    page = front.page("/quiz")
    assert (
        '<head>\n    <script>window.__streamlit = { BACKEND_BASE_URL: new URL("/quiz/", location.href).href }' in page
    )
    assert "<title>mcqgen</title>" in page and "<title>Streamlit</title>" not in page
    assert {getattr(route, "path", None) for route in front.routes()} == {
        "/", "/create", "/review", "/bank", "/export", "/insights",
    }  # fmt: skip


def test_drawing_a_page_leaves_the_path_alone_where_other_threads_import_from(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.runtime.scriptrunner.exec_code import modified_sys_path

    monkeypatch.setattr(sys, "path", list(sys.path))
    with modified_sys_path(str(server.SCRIPT)):
        assert sys.path[0] == str(server.SCRIPT.parent)  # what Streamlit does unless the folder is there
    server._keep_path_still()
    before = list(sys.path)
    with modified_sys_path(str(server.SCRIPT)):
        assert sys.path == before
    assert sys.path == before
