"""How fast a provider is asked: calls at once, calls and tokens a minute, and leaving it alone while it is down."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from mcqgen.llm.errors import ModelUnavailable

_LOOK_S = 0.2


class Pace:
    """Lets calls to one provider through; shared by all threads and models of this process that use it."""

    def __init__(self, at_once: int, requests: int, tokens: int, window_s: float = 60.0) -> None:
        """Allow `at_once` calls, and `requests` calls and `tokens` tokens in any `window_s` seconds (0: no limit)."""
        self._slots = threading.BoundedSemaphore(at_once)
        self._requests, self._tokens, self._window_s = requests, tokens, window_s
        self._lock = threading.Lock()
        self._recent: deque[tuple[float, int]] = deque()
        self._not_before = 0.0

    @contextmanager
    def turn(self, tokens: int, stopped: threading.Event) -> Iterator[None]:
        """Wait for a turn, and hold it; raises ModelUnavailable when `stopped` is set meanwhile.

        Args:
            tokens: What the call may use, input and output.
            stopped: Ends the wait.
        """
        while not self._slots.acquire(timeout=_LOOK_S):
            refuse_if(stopped)
        try:
            while (delay := self._delay(tokens)) > 0:
                stopped.wait(delay)
                refuse_if(stopped)
            refuse_if(stopped)
            yield
        finally:
            self._slots.release()

    def hold(self, seconds: float) -> None:
        """Let nobody through for so long: a provider that is busy is busy for all."""
        with self._lock:
            self._not_before = max(self._not_before, time.monotonic() + seconds)

    def _delay(self, tokens: int) -> float:
        """Seconds to wait before asking again; 0 and the turn is taken."""
        with self._lock:
            now = time.monotonic()
            if now < self._not_before:
                return self._not_before - now
            while self._recent and self._recent[0][0] <= now - self._window_s:
                self._recent.popleft()
            # A call that is larger than all that is allowed in a minute goes alone.
            crowded = self._tokens and self._recent and sum(used for _, used in self._recent) + tokens > self._tokens
            if crowded or (self._requests and len(self._recent) >= self._requests):
                return self._recent[0][0] + self._window_s - now
            self._recent.append((now, tokens))
            return 0.0


class Breaker:
    """Fails calls at once while a model is down, so that a run does not spend hours on waiting."""

    def __init__(self, failures: int, pause_s: float) -> None:
        """Open after `failures` calls given up in a row, for `pause_s` seconds; then one call tries the model."""
        self._limit, self._pause_s = failures, pause_s
        self._lock = threading.Lock()
        self._failed = 0
        self._retry_at = 0.0
        self._why = ""
        self._for_good = False

    def check(self) -> bool:
        """Whether this call is the one that tries a model which was down; raises ModelUnavailable while it is down."""
        with self._lock:
            if not (self._for_good or self._failed >= self._limit):
                return False
            if self._for_good or time.monotonic() < self._retry_at:
                raise ModelUnavailable(self._why)
            self._retry_at = time.monotonic() + self._pause_s
            return True

    def answered(self) -> None:
        """The model is up."""
        with self._lock:
            self._failed = 0

    def gave_up(self, why: str, *, for_good: bool) -> None:
        """A call was given up, for this reason; `for_good` where no other call can fare better."""
        with self._lock:
            self._failed += 1
            self._why, self._for_good = why, for_good or self._for_good
            self._retry_at = time.monotonic() + self._pause_s


_paces: dict[tuple[str, int, int, int], Pace] = {}
_making = threading.Lock()


def shared_pace(provider: str, at_once: int, requests: int, tokens: int) -> Pace:
    """The process's one pace for a provider (its name and address) under these limits."""
    with _making:
        key = provider, at_once, requests, tokens
        if key not in _paces:
            _paces[key] = Pace(at_once, requests, tokens)
        return _paces[key]


def refuse_if(stopped: threading.Event) -> None:
    """Raise ModelUnavailable where the run was stopped."""
    if stopped.is_set():
        raise ModelUnavailable("The run was stopped: no further call to the model was made.")
