"""How fast a provider is asked."""

import threading
import time

import pytest

from mcqgen.llm import ModelUnavailable
from mcqgen.llm.pacing import Pace, shared_pace

NEVER = threading.Event()


def _times(pace: Pace, tokens: list[int]) -> list[float]:
    """Seconds after the start at which calls of so many tokens got their turns, one after the other."""
    begun, times = time.monotonic(), []
    for needed in tokens:
        with pace.turn(needed, NEVER):
            times.append(time.monotonic() - begun)
    return times


def test_without_limits_nobody_waits() -> None:
    assert max(_times(Pace(1, 0, 0), [1000] * 50)) < 1


def test_no_more_requests_in_a_window_than_allowed() -> None:
    times = _times(Pace(1, 2, 0, window_s=0.5), [1] * 5)
    assert times[1] < 0.5
    assert times[2] >= 0.499
    assert times[4] >= 0.999


def test_no_more_tokens_in_a_window_than_allowed_and_a_large_call_goes_alone() -> None:
    times = _times(Pace(1, 0, 100, window_s=0.2), [60, 40, 10, 500, 1])
    assert times[1] < 0.2
    assert times[2] >= 0.199
    assert times[3] >= 0.399
    assert times[4] >= 0.599


def test_who_is_told_to_wait_holds_all() -> None:
    pace = Pace(4, 0, 0)
    pace.hold(0.2)
    pace.hold(0.05)
    assert _times(pace, [1])[0] >= 0.199


@pytest.mark.parametrize("why", ["slot", "window"])
def test_a_wait_ends_when_the_run_is_stopped(why: str) -> None:
    pace, stopped = Pace(1, 1, 0), threading.Event()
    threading.Timer(0.1, stopped.set).start()
    begun = time.monotonic()
    if why == "window":
        _times(pace, [1])
        with pytest.raises(ModelUnavailable, match="stopped"), pace.turn(1, stopped):
            pass
    else:
        with pace.turn(1, NEVER), pytest.raises(ModelUnavailable, match="stopped"), pace.turn(1, stopped):
            pass
    assert time.monotonic() - begun < 5


def test_models_of_one_provider_share_a_pace() -> None:
    assert shared_pace("openai http://a", 8, 1, 2) is shared_pace("openai http://a", 8, 1, 2)
    assert shared_pace("openai http://a", 8, 1, 2) is not shared_pace("openai http://b", 8, 1, 2)
