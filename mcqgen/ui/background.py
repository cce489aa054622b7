"""Work beside the pages: in a thread, with an answer at the end whatever happens."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from mcqgen.errors import McqgenError

_log = logging.getLogger(__name__)
Made = TypeVar("Made")


def in_background(
    name: str,
    make: Callable[[], Made],
    failed: Callable[[str], Made],
    broke_off: str,
    room: AbstractContextManager[Any] | None = None,
) -> "Future[Made]":
    """Do something in a thread; the future always ends with a value, never with an exception.

    Args:
        name: Of the thread.
        make: What is to be done.
        failed: Makes the value of a sentence that says what went wrong.
        broke_off: The sentence for what nobody foresaw; its details go to the log.
        room: Held while it is done, such as a semaphore; None: nothing to wait for.
    """
    future: Future[Made] = Future()

    def work() -> None:
        with room or nullcontext():
            try:
                future.set_result(make())
            except McqgenError as error:
                future.set_result(failed(str(error)))
            except Exception:
                _log.exception("%s broke off", name)
                future.set_result(failed(broke_off))

    threading.Thread(target=work, name=name, daemon=True).start()
    return future
