"""What an exception of a provider's library means, told by statuses and kinds that all libraries share."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from typing import Any

_LONGEST = 300
_OVERLOADED = range(500, 600)
_AT_ODDS = (401, 402, 403)
_UNSUPPORTED = 501


class Kind(Enum):
    """Kinds of failure; `Failure` says what each means for the next try."""

    BUSY = auto()  # asks to wait (429)
    SPENT = auto()  # no quota or credit left: waiting a minute does not help
    DOWN = auto()  # overloaded or broken (5xx)
    SILENT = auto()  # no answer in time
    CUT = auto()  # the connection broke off
    UNREACHED = auto()  # no connection at all
    GARBLED = auto()  # an answer that is none
    LOCKED = auto()  # the key is refused
    UNKNOWN = auto()  # no such model, or no such address
    UNFIT = auto()  # this request is refused
    BLOCKED = auto()  # the provider's filter
    LONG = auto()  # cut off at the most tokens


_TRIES = {Kind.SILENT: 2, Kind.UNREACHED: 3}
_FOR_GOOD = frozenset({Kind.SPENT, Kind.LOCKED, Kind.UNKNOWN})
_NO_CALL = frozenset({Kind.UNFIT, Kind.BLOCKED, Kind.LONG})
_MAY_HAVE_COST = frozenset({Kind.SILENT, Kind.CUT, Kind.GARBLED})


@dataclass(frozen=True)
class Failure:
    """What went wrong with one try of a call."""

    kind: Kind
    words: str
    """What the provider said; may be empty, and may hold anything."""
    wait_s: float | None = None
    """How long the provider asks to wait."""
    input_tokens: int | None = None
    output_tokens: int | None = None
    """What the provider says that the try used; None where it does not say."""

    @property
    def transient(self) -> bool:
        """Whether another try may succeed."""
        return self.kind not in _FOR_GOOD | _NO_CALL

    @property
    def for_good(self) -> bool:
        """Whether every other call will fail too."""
        return self.kind in _FOR_GOOD

    @property
    def may_have_cost(self) -> bool:
        """Whether the provider may have worked, and count it, though no answer came."""
        return self.kind in _MAY_HAVE_COST

    def tries(self, allowed: int) -> int:
        """How often a call that fails so is tried: waiting out a silent server, or one that is not there, is dear."""
        return min(allowed, _TRIES.get(self.kind, allowed))


def diagnose(error: BaseException) -> Failure:
    """Tell what went wrong; whatever is not recognised counts as an answer that is none."""
    line = list(_chain(error))
    names = {base.__name__ for each in line for base in type(each).__mro__}
    if "LengthFinishReasonError" in names:
        usage = getattr(getattr(line[0], "completion", None), "usage", None)
        sent, got = getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None)
        return Failure(Kind.LONG, "", input_tokens=sent, output_tokens=got)
    if "ContentFilterFinishReasonError" in names:
        return Failure(Kind.BLOCKED, "its content filter")
    status = next((found for each in line if (found := _status(each)) is not None), None)
    if status is not None:
        return _by_status(status, line)
    if names & {"TimeoutException", "APITimeoutError", "TimeoutError"} and "ConnectTimeout" not in names:
        return Failure(Kind.SILENT, "")
    if names & {"ConnectError", "ConnectTimeout", "ConnectionRefusedError", "gaierror"}:
        return Failure(Kind.UNREACHED, _first_words(line[-1]))
    if names & {"TransportError", "APIConnectionError", "ConnectionError"}:
        return Failure(Kind.CUT, _first_words(line[-1]))
    return Failure(Kind.GARBLED, f"{type(error).__name__}: {_first_words(error)}")


def _by_status(status: int, line: list[BaseException]) -> Failure:
    body, words = _body(line), _words(line)
    wait_s = _wait(line, body)
    if status == 429:
        spent = "insufficient_quota" in body or re.search(r"per[ _-]?day", body, re.IGNORECASE)
        return Failure(Kind.SPENT if spent else Kind.BUSY, words, wait_s)
    if status in _AT_ODDS or "API_KEY_INVALID" in body or "API key not valid" in body or "API key expired" in body:
        return Failure(Kind.SPENT if status == 402 else Kind.LOCKED, words)
    if status == 404:
        return Failure(Kind.UNKNOWN, words)
    if status in (408, 409, 425) or (status in _OVERLOADED and status != _UNSUPPORTED):
        return Failure(Kind.DOWN, f"status {status}" + (f", {words}" if words else ""), wait_s)
    return Failure(Kind.UNFIT, words)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and those that led to it."""
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        yield now
        now = now.__cause__ or now.__context__


def _status(error: BaseException) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        for name in ("status_code", "code"):
            value = getattr(holder, name, None)
            if isinstance(value, int) and 400 <= value < 600:
                return value
    return None


def _body(line: list[BaseException]) -> str:
    """All that the libraries kept of the answer, as text."""
    kept = (getattr(each, name, None) for each in line for name in ("details", "body", "error", "message"))
    return " ".join(value if isinstance(value, str) else json.dumps(value, default=str) for value in kept if value)


def _words(line: list[BaseException]) -> str:
    """The provider's own sentence on what is wrong, where its answer has one in the usual place."""
    for each in line:
        for name in ("details", "body", "error", "message"):
            if words := _message(getattr(each, name, None)):
                return words
    return ""


def _message(value: Any) -> str:
    if isinstance(value, str) and value.lstrip().startswith("{'"):
        return ""  # a library's own print of a dict
    if isinstance(value, str):
        return "" if "<" in value else " ".join(value.split())[:_LONGEST]
    if isinstance(value, dict):
        return _message(value.get("error")) or _message(value.get("message"))
    return ""


def _first_words(error: BaseException) -> str:
    return " ".join(str(error).split())[:_LONGEST]


def _wait(line: list[BaseException], body: str) -> float | None:
    """Seconds that the provider asks to wait: Google's RetryInfo, or the header Retry-After (RFC 9110, 10.2.3)."""
    if info := re.search(r"retryDelay\W+(\d+(?:\.\d+)?)s", body):
        return float(info[1])
    for each in line:
        headers = getattr(getattr(each, "response", None), "headers", None)
        told = headers.get("retry-after") if headers is not None else None
        if told:
            return _seconds(told)
    return None


def _seconds(told: str) -> float | None:
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
