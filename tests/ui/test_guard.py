"""What the guard lets through, without a server: requests as the server would hand them over."""

import contextlib
import json
import time
from collections.abc import Mapping
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="streamlit is not installed")

from starlette.websockets import WebSocketDisconnected
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from mcqgen.settings import Settings
from mcqgen.ui import guard
from mcqgen.ui.guard import Guard

COOKIE = "_streamlit_user"
PICTURE = "/media/0123abcd.png"


def cookie(subject: str, secret: str = "", **claims: Any) -> str:
    told = {"is_logged_in": True, "iss": "https://login.example", "sub": subject, "iat": time.time()} | claims
    return create_signed_value(secret or get_cookie_secret(), COOKIE, json.dumps(told)).decode()


def telling(*addresses: str) -> bytes:
    message = ForwardMsg()
    for address in addresses:
        message.file_urls_response.file_urls.add().upload_url = address
    return bytes(message.SerializeToString())


class Server:
    """A guarded app that answers everything, and tells over its connection what it is given to tell."""

    def __init__(self, **changes: Any) -> None:
        login = changes.pop("login", True)
        self.frames: list[bytes] = []
        self.left = False
        self.guard = Guard(self._answer, Settings(**changes), login=login)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            if self.left:
                raise WebSocketDisconnected('Cannot call "send" once a close message has been sent.')
            for frame in self.frames:
                await send({"type": "websocket.send", "bytes": frame})
        elif scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"a=b; Path=/")]})
            await send({"type": "http.response.body", "body": b"data"})

    def ask(
        self, path: str, *, kind: str = "http", host: str = "school.example", who: str = ""
    ) -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        headers = [(b"host", host.encode())] + ([(b"cookie", f"{COOKIE}={who}".encode())] if who else [])
        scope = {"type": kind, "path": path, "method": "GET", "headers": headers, "query_string": b""}
        answering = self.guard(scope, None, send)  # type: ignore[arg-type] # nothing is received
        with contextlib.suppress(StopIteration):  # without a loop: nothing here waits for anything
            answering.send(None)
            raise AssertionError("the guard waits")
        return sent

    def status(self, path: str, **how: Any) -> int:
        return int(self.ask(path, **how)[0]["status"])

    def tell(self, who: str, *frames: bytes) -> None:
        self.frames = list(frames)
        self.ask("/_stcore/stream", kind="websocket", who=who)


@pytest.mark.parametrize(
    "path",
    [
        PICTURE, "/media", "/media/", "/_stcore/upload_file/s/f", "/_stcore/metrics", "/_stcore/script-health-check",
        "/_stcore/agent/mcp", "/_stcore/something-new", "/component/name/file", "/app/static/f", "/_stcore/healthier",
    ],
)  # fmt: skip
def test_without_signing_in_nothing_answers_that_carries_data(path: str) -> None:
    server = Server()
    assert server.status(path) == 401
    assert server.status(path, who="forged") == 401
    assert server.status(path, who=cookie("anna", secret="another secret of another server")) == 401
    assert server.status(path, who=cookie("anna", iat=time.time() - 30 * 3600)) == 401
    assert server.status(path, who=cookie("anna", is_logged_in=False)) == 401


@pytest.mark.parametrize(
    "path", ["/", "/review", "/static/js/main.js", "/_stcore/health", "/_stcore/host-config", "/auth/login"]
)
def test_what_the_page_for_signing_in_needs_is_open(path: str) -> None:
    assert Server().status(path) == 200


def test_who_may_not_come_in_gets_nothing_though_signed_in() -> None:
    server = Server(teachers="@school.example")
    assert server.status("/_stcore/metrics", who=cookie("eve", email="eve@elsewhere.example")) == 401
    assert server.status("/_stcore/metrics", who=cookie("anna", email="anna@school.example")) == 200


def test_an_address_is_good_only_for_whom_it_was_told_to() -> None:
    server = Server()
    anna, ben = cookie("anna"), cookie("ben")
    upload = "/_stcore/upload_file/session/file"
    assert server.status(PICTURE, who=anna) == 404
    server.tell(anna, telling(PICTURE), telling(upload), b"")
    assert [server.status(path, who=anna) for path in (PICTURE, upload)] == [200, 200]
    assert [server.status(path, who=ben) for path in (PICTURE, upload)] == [404, 404]
    assert [server.status(path) for path in (PICTURE, upload)] == [401, 401]


def test_what_a_teacher_writes_is_no_address() -> None:
    server = Server()
    ben = cookie("ben")
    message = ForwardMsg()
    message.delta.new_element.markdown.body = PICTURE
    server.tell(ben, message.SerializeToString())
    assert server.status(PICTURE, who=ben) == 404


def test_addresses_told_long_ago_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_REMEMBERED", 2)
    server = Server()
    anna = cookie("anna")
    server.tell(anna, telling("/media/1", "/media/2"), telling("/media/1"), telling("/media/3"))
    assert [server.status(f"/media/{n}", who=anna) for n in (1, 2, 3)] == [200, 404, 200]


def test_who_is_not_signed_in_is_told_no_address() -> None:
    server = Server()
    server.tell("", telling(PICTURE))
    assert server.status(PICTURE, who=cookie("anna")) == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8501", 200), ("127.0.0.1", 200), ("[::1]:80", 200), ("LOCALHOST", 200),
        ("evil.example", 403), ("127.0.0.1.evil.example:8501", 403), ("", 403),
    ],
)  # fmt: skip
def test_without_a_login_only_this_computer_is_served(host: str, status: int) -> None:
    server = Server(login=False)
    assert server.status("/", host=host) == status
    refused = server.ask("/_stcore/stream", kind="websocket", host=host)
    assert refused == ([] if status == 200 else [{"type": "websocket.close", "code": 1008, "reason": ""}])
    assert Server(login=False, without_login=True).status("/", host=host) == 200


def headers(answer: list[dict[str, Any]]) -> Mapping[str, str]:
    return {name.decode().lower(): value.decode() for name, value in answer[0]["headers"]}


def test_browsers_are_told_to_be_careful() -> None:
    server = Server()
    for path in ("/", PICTURE):
        told = headers(server.ask(path))
        assert told["x-content-type-options"] == "nosniff"
        assert told["content-security-policy"] == "frame-ancestors 'self'"
        assert told["referrer-policy"] == "same-origin"
        assert told.get("cache-control") == (None if path == "/" else "private, no-store")
    assert headers(server.ask("/"))["set-cookie"] == "a=b; Path=/"


def test_cookies_travel_over_https_only_where_that_is_spoken() -> None:
    message = {"headers": [(b"Set-Cookie", b"a=b"), (b"set-cookie", b"c=d; Secure"), (b"vary", b"x")]}
    guard._secure(message)
    assert message["headers"] == [(b"Set-Cookie", b"a=b; Secure"), (b"set-cookie", b"c=d; Secure"), (b"vary", b"x")]


def test_other_messages_of_the_server_pass() -> None:
    assert Server().ask("", kind="lifespan") == []


def test_every_way_into_streamlit_is_known() -> None:
    """A new way in must be looked at: does it carry data, and does the guard see it?"""
    from streamlit.web.server.starlette.starlette_app import App, create_streamlit_routes

    from mcqgen.ui.server import SCRIPT

    runtime = App(SCRIPT)._create_runtime()
    paths = {getattr(route, "path", "") for route in create_streamlit_routes(runtime)}
    assert paths == {
        "/_stcore/health", "/_stcore/metrics", "/_stcore/host-config", "/media/{file_id:path}",
        "/_stcore/upload_file/{session_id}/{file_id}", "/component/{path:path}", "/_stcore/bidi-components/{path:path}",
        "/_stcore/stream", "/auth/login", "/auth/logout", "/oauth2callback", "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "",
    }  # fmt: skip


def test_a_browser_that_leaves_while_it_is_answered_is_no_error() -> None:
    server = Server(login=False)
    server.left = True
    assert server.ask("/_stcore/stream", kind="websocket", host="localhost:8501") == []
