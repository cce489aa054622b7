"""What the server answers to whom: the pages see to themselves, this sees to everything else that carries data.

Streamlit gives `/media/…` (pictures, downloads) to anybody who knows the address, and takes files for any session. With
a login, both are for teachers who are signed in, and only at addresses that Streamlit itself told this teacher's
browser over its own connection. Without a login the app is for one computer: a request that was meant for another name
than that of this computer is refused, so that no web page can reach the app by having its own name lead here (DNS
rebinding).
"""

import json
import re
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocketClose

from mcqgen.settings import Settings
from mcqgen.ui.account import Account, account_of, login_is_on
from mcqgen.ui.strings import guard as strings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PRIVATE: Final = re.compile(r"/(?:media|component|app|_stcore)(?:/|$)")
"""Where data may be had."""
_OPEN: Final = re.compile(r"/_stcore/(?:health|host-config|stream)/?")
"""What the page for signing in needs, too; what flows through `stream` is up to the pages."""
_TOLD: Final = re.compile(r"/(?:media/|_stcore/upload_file/)")
"""Addresses that hold good only for whom they were told to."""
_ADDRESS_FIELDS: Final = frozenset({"url", "upload_url", "delete_url", "image", "favicon"})
"""The fields of Streamlit's messages to the browser in which such addresses stand."""
_REMEMBERED: Final = 4096
"""Addresses remembered for a teacher; those told longest ago are forgotten first."""
_OWN_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
}


class Guard:
    """ASGI middleware around Streamlit."""

    def __init__(self, app: "ASGIApp", settings: Settings, *, login: bool) -> None:
        """Guard `app`, which has a login or not; `settings` say who may come in."""
        self._app = app
        self._settings = settings
        self._login = login
        self._told: defaultdict[str, OrderedDict[str, None]] = defaultdict(OrderedDict)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer or refuse one request."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        who = account_of(claims_of(connection.cookies), self._settings) if self._login else None
        refusal = self._refusal(_path(scope), who) if self._login else self._stranger(connection)
        if refusal:
            answer = WebSocketClose(code=1008) if scope["type"] == "websocket" else refusal
            await answer(scope, receive, _with_headers(send, private=True))
        elif scope["type"] == "websocket":
            with suppress(RuntimeError):  # Starlette's word for a browser that left; the pages run elsewhere
                await self._app(scope, receive, self._listening(send, who.owner) if who else send)
        else:
            await self._app(scope, receive, _with_headers(send, private=bool(_PRIVATE.match(_path(scope)))))

    def _refusal(self, path: str, who: Account | None) -> PlainTextResponse | None:
        """The answer to who is not signed in, or was never told this address."""
        if not _PRIVATE.match(path) or _OPEN.fullmatch(path):
            return None
        if who is None:
            return PlainTextResponse(strings.SIGN_IN, status_code=401)
        if _TOLD.match(path) and path not in self._told[who.owner]:
            return PlainTextResponse(strings.NOT_HERE, status_code=404)
        return None

    def _stranger(self, connection: HTTPConnection) -> PlainTextResponse | None:
        """The answer to a request for another computer's name where there is no login."""
        name = re.sub(r":\d*$", "", connection.headers.get("host", "")).lower()
        if name in _OWN_NAMES or self._settings.without_login:
            return None
        return PlainTextResponse(strings.ONLY_HERE, status_code=403)

    def _listening(self, send: "Send", owner: str) -> "Send":
        """Remember the addresses that a teacher's browser is told."""

        async def listening(message: "Message") -> None:
            frame = message.get("bytes")
            if frame and (b"/media/" in frame or b"/_stcore/upload_file/" in frame):
                told = self._told[owner]
                for address in _addresses(frame):
                    told[address] = None
                    told.move_to_end(address)
                while len(told) > _REMEMBERED:
                    told.popitem(last=False)
            await send(message)

        return listening


def claims_of(cookies: Mapping[str, str]) -> Mapping[str, Any]:
    """What the login said, from Streamlit's cookie; empty where that is absent, forged or too old."""
    from streamlit.auth_util import get_cookie_with_chunks
    from streamlit.web.server.server_util import get_cookie_secret
    from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

    def one(name: str) -> bytes | None:
        return (
            decode_signed_value(get_cookie_secret(), name, cookies[name].encode("latin-1")) if name in cookies else None
        )

    value = get_cookie_with_chunks(one, USER_COOKIE_NAME)
    told: Mapping[str, Any] = json.loads(value) if value else {}
    return told if told.get("is_logged_in") is True else {}


def _path(scope: "Scope") -> str:
    """The path below the address at which the app is served."""
    base = f"/{str(st.get_option('server.baseUrlPath') or '').strip('/')}".rstrip("/")
    path: str = scope["path"]
    return path.removeprefix(base) if path.startswith(f"{base}/") else path


def _addresses(frame: bytes) -> Iterator[str]:
    """The addresses in one of Streamlit's messages that hold good for its reader alone."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    message = ForwardMsg()
    message.ParseFromString(frame)
    yield from (address for address in _walk(message) if _TOLD.match(address))


def _walk(message: Any) -> Iterator[str]:
    """All texts of a message's fields for addresses, at any depth."""
    for field, value in message.ListFields():
        if field.name in _ADDRESS_FIELDS and isinstance(value, str):
            yield value
        for inner in value if field.is_repeated else (value,):
            if hasattr(inner, "ListFields"):
                yield from _walk(inner)


def _with_headers(send: "Send", *, private: bool) -> "Send":
    """Tell browsers what they may do with an answer; a private one is kept by no cache on the way."""

    async def sending(message: "Message") -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            if private:
                headers["Cache-Control"] = "private, no-store"
            if str(headers.get("set-cookie", "")) and _is_https():
                _secure(message)
        await send(message)

    return sending


def _is_https() -> bool:
    """Whether teachers reach the app over https, by the address to which the login sends them back."""
    return login_is_on() and str(st.secrets["auth"].get("redirect_uri", "")).startswith("https://")


def _secure(message: "Message") -> None:
    """Let cookies travel over https only: Streamlit cannot know that a proxy before it speaks that."""
    message["headers"] = [
        (name, value + b"; Secure" if name.lower() == b"set-cookie" and b"; secure" not in value.lower() else value)
        for name, value in message["headers"]
    ]
