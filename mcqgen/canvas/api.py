"""Canvas' REST API over HTTP: pages, rate limits, time-outs, and problems told in one sentence.

Rules: https://developerdocs.instructure.com/services/canvas, on authentication, pagination and throttling.
"""

import ipaddress
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import mcqgen
from mcqgen.errors import RequestError, ServiceError

if TYPE_CHECKING:
    import httpx

ATTEMPTS = 6
"""Tries of one request."""
LONGEST_WAIT_S = 60.0
"""Between two tries, whatever Canvas asks for."""
MOST_PAGES = 1000
_PER_PAGE = 100
_PASSING = {502, 503, 504}
"""Statuses of a server that is busy or starts anew."""
_LONGEST_MESSAGE = 200


class Canvas:
    """A connection to one Canvas, under one token. Use it as a context manager."""

    def __init__(self, url: str, token: str, *, timeout_s: float, sleep: Callable[[float], None] = time.sleep) -> None:
        """Prepare the connection; nothing is sent yet.

        Args:
            url: Address of Canvas, with or without "https://" and "/api/v1".
            token: Access token of a teacher.
            timeout_s: Longest wait for a connection, and for each part of an answer.
            sleep: Waits between tries.

        Raises:
            RequestError: The address or the token cannot be one, or the token would travel in the clear.
        """
        import httpx

        self._base = _address(url)
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise RequestError("The access token of Canvas is missing or no token: set MCQGEN_CANVAS_TOKEN to it.")
        self._timeout_s, self._sleep = timeout_s, sleep
        # Redirects are not followed, because the token would go wherever they lead.
        self._http = httpx.Client(
            base_url=f"{self._base}/api/v1/",
            headers={
                "Authorization": f"Bearer {token}",
                "Accept": "application/json",
                "User-Agent": f"mcqgen/{mcqgen.__version__}",
            },
            timeout=timeout_s,
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        """Take hold of the connection."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._http.close()

    def list(self, path: str) -> Iterator[dict[str, Any]]:
        """All entries of a list, page by page.

        Raises:
            ServiceError: Canvas cannot be reached, refuses, or answers what its documentation does not know.
        """
        where, seen = path, set[str]()
        while where:
            if where in seen or len(seen) == MOST_PAGES:
                raise ServiceError("Canvas' pages go round in circles: try again later.")
            seen.add(where)
            response = self._send("GET", where, params={"per_page": _PER_PAGE} if where == path else None)
            entries = _json(response)
            if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
                raise ServiceError(f"Canvas answered '{path}' with no list: check MCQGEN_CANVAS_URL.")
            yield from entries
            where = self._checked(response.links.get("next", {}).get("url", ""))

    def create(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Make something; it is not tried twice where the first try may have succeeded.

        Raises:
            ServiceError: As `list`.
        """
        return _object(self._send("POST", path, body=body), path)

    def replace(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Overwrite something.

        Raises:
            ServiceError: As `list`.
        """
        return _object(self._send("PUT", path, body=body), path)

    def _checked(self, link: str) -> str:
        """A link of Canvas to itself; the token goes nowhere else."""
        if link and not link.startswith(f"{self._base}/"):
            raise ServiceError(f"Canvas refers to another address, '{link[:100]}', which does not get the token.")
        return link

    def _send(
        self, method: str, path: str, *, params: Mapping[str, int] | None = None, body: Mapping[str, Any] | None = None
    ) -> "httpx.Response":
        """The answer to a request that succeeded, after as many tries as it takes."""
        import httpx

        wait = 1.0
        for attempt in range(1, ATTEMPTS + 1):
            try:
                response = self._http.request(method, path, params=params, json=body)
            except httpx.TransportError as error:
                unsent = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
                if attempt == ATTEMPTS or not (unsent or method != "POST"):
                    raise self._unreachable(error, method, sent=not unsent) from error
                self._sleep(wait)
            else:
                if response.is_success:
                    return response
                passing = _is_limited(response) or (response.status_code in _PASSING and method != "POST")
                if attempt == ATTEMPTS or not passing:
                    raise ServiceError(_complaint(response))
                self._sleep(min(LONGEST_WAIT_S, max(wait, _asked_wait(response))))
            wait *= 2
        raise AssertionError  # the last try returns or raises

    def _unreachable(self, error: Exception, method: str, *, sent: bool) -> ServiceError:
        import httpx

        slow = isinstance(error, httpx.TimeoutException)
        problem = f"did not answer within {self._timeout_s:g} seconds" if slow else f"cannot be reached ({error})"
        advice = "check MCQGEN_CANVAS_URL and the network"
        if method == "POST" and sent:
            advice = "run the same command again, which makes only what is not there yet"
        return ServiceError(f"Canvas at {self._base} {problem}: {advice}.")


def _address(url: str) -> str:
    """Scheme, host and port (and folder) of Canvas; raises RequestError where the token would not be safe there."""
    given = url.strip()
    if not given:
        raise RequestError("The address of Canvas is missing: set MCQGEN_CANVAS_URL, or give --url.")
    parts = urlsplit(given if "://" in given else f"https://{given}")
    try:
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.query or parts.fragment:
        raise RequestError(f"'{given[:100]}' is no address of Canvas: give one such as https://canvas.example.edu.")
    if parts.scheme == "http" and not _is_here(host):
        raise RequestError(f"'{given[:100]}' would send the token unencrypted: give an address with https.")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/').removesuffix('/api/v1')}"


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_limited(response: "httpx.Response") -> bool:
    """Whether Canvas asks for patience; it says so with 403 (its documentation on throttling), newer ones with 429."""
    return response.status_code == 429 or (response.status_code == 403 and "rate limit" in response.text.lower())


def _asked_wait(response: "httpx.Response") -> float:
    """Seconds that the server asks for; 0 where it asks for none, or in a way that is not understood."""
    asked = response.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 0.0


def _json(response: "httpx.Response") -> Any:
    try:
        return response.json()
    except ValueError as error:
        kind = response.headers.get("Content-Type", "something").split(";")[0]
        raise ServiceError(f"Canvas answered with {kind[:40]} where JSON is due: check MCQGEN_CANVAS_URL.") from error


def _object(response: "httpx.Response", path: str) -> dict[str, Any]:
    found = _json(response)
    if not isinstance(found, dict) or not isinstance(found.get("id"), int | str):
        raise ServiceError(f"Canvas answered '{path}' with something that has no id: check MCQGEN_CANVAS_URL.")
    return found


def _complaint(response: "httpx.Response") -> str:
    """What Canvas refuses and what to do about it, in one sentence."""
    status, said = response.status_code, _said(response)
    if response.is_redirect:
        target = response.headers.get("Location", "")[:100]
        return f"Canvas sends us on to '{target}': set MCQGEN_CANVAS_URL to the address where it is."
    if status == 401 and "WWW-Authenticate" in response.headers:
        return f"Canvas does not take the token ({said}): make a new one and set MCQGEN_CANVAS_TOKEN to it."
    if _is_limited(response):
        return f"Canvas still asks for patience after {ATTEMPTS} tries ({said}): try again in some minutes."
    if status in {401, 403}:
        return f"Canvas does not allow it ({said}): the token must be that of a teacher of the course."
    if status == 404:
        return f"Canvas does not know the course or quiz ({said}): check --course, and that quizzes are in use there."
    if status >= 500:
        return f"Canvas is in trouble ({status}, {said}): try again later; what is there already is not made twice."
    return f"Canvas refuses it ({status}, {said})."


def _said(response: "httpx.Response") -> str:
    """Canvas' own words, short and on one line."""
    try:
        words = _messages(response.json())
    except ValueError:
        words = []
    text = " ".join("; ".join(words).split()) or response.reason_phrase or str(response.status_code)
    shown = "".join(character if character.isprintable() else " " for character in text)
    return shown[:_LONGEST_MESSAGE].rstrip(". ")


def _messages(answer: Any) -> list[str]:
    """All messages of an error, which Canvas nests in several ways."""
    if isinstance(answer, list):
        return [word for part in answer for word in _messages(part)]
    if not isinstance(answer, dict):
        return []
    if isinstance(message := answer.get("message"), str):
        return [message]
    return [word for part in answer.values() for word in _messages(part)]
