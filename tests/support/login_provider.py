"""A school's login for tests: OpenID Connect over real HTTP on loopback (code flow, PKCE, discovery, signed tokens)."""

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "mcqgen-tests", "only-for-tests"


@dataclass
class Provider:
    """One login with its people: claims by the name on the button that signs in as them."""

    people: dict[str, dict[str, Any]]
    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "tests"}))
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    """What was asked for, and who signed in, by code; each code is good once."""
    unproven: int = 0
    """Requests for a token that did not prove what PKCE asks for."""

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "end_session_endpoint": f"{self.address}/leave",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def token(self, asked: dict[str, str]) -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 600, "nonce": asked["nonce"]}
        signed = jwt.encode({"alg": "RS256", "kid": "tests"}, claims | self.people[asked["person"]], self.key)
        return {"access_token": secrets.token_hex(), "token_type": "Bearer", "expires_in": 600, "id_token": signed}


class _Handler(BaseHTTPRequestHandler):
    provider: ClassVar[Provider]

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, dict(parse_qs(urlsplit(self.path).query))
        asked = {name: values[0] for name, values in query.items()}
        match path:
            case "/.well-known/openid-configuration":
                self._json(self.provider.discovery())
            case "/keys":
                self._json({"keys": [self.provider.key.as_dict(private=False)]})
            case "/authorize" if "person" in asked:
                code = secrets.token_urlsafe()
                self.provider.asked[code] = asked
                self._go(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
            case "/authorize":
                doors = (
                    f'<a href="{html.escape(f"{self.path}&person={who}")}">{who}</a>' for who in self.provider.people
                )
                self._send(
                    200, f"<link rel=icon href='data:,'><h1>School login</h1>{' '.join(doors)}".encode(), "text/html"
                )
            case "/leave":
                self._go(asked["post_logout_redirect_uri"])
            case _:
                self._send(404, b"", "text/plain")

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        given = {name: values[0] for name, values in sent.items()}
        login = f"{CLIENT}:{SECRET}".encode()
        known = self.headers.get("Authorization") == f"Basic {base64.b64encode(login).decode()}"
        asked = self.provider.asked.pop(given.get("code", ""), {})
        proof = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        if not known or asked.get("code_challenge") != base64.urlsafe_b64encode(proof).rstrip(b"=").decode():
            self.provider.unproven += 1
            self._send(400, b'{"error": "invalid_grant"}', "application/json")
        else:
            self._json(self.provider.token(asked))

    def _json(self, value: object) -> None:
        self._send(200, json.dumps(value).encode(), "application/json")

    def _go(self, address: str) -> None:
        self._send(302, b"", "text/plain", {"Location": address})

    def _send(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": kind, "Content-Length": str(len(body))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def provider(people: dict[str, dict[str, Any]]) -> Iterator[Provider]:
    """Run a login for these people."""
    login = Provider(people)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": login}))
    login.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield login
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def secrets_file(login: Provider, app: str) -> str:
    """`secrets.toml` for an app at an address."""
    return (
        f'[auth]\nredirect_uri = "{app}/oauth2callback"\ncookie_secret = "{"only-for-tests-" * 4}"\n'
        f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
        f'server_metadata_url = "{login.address}/.well-known/openid-configuration"\n'
    )
