"""A few threads that make calls, and let go of what still runs when they are no longer wanted."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Crew(Generic[Result]):
    """Makes calls in the order of asking, a few at a time; several runs may share it.

    Its threads are daemons: an executor's would keep a program that was told to stop waiting for a slow provider.
    """

    def __init__(self, size: int) -> None:
        """Take on `size` threads; each is started when there is work for it."""
        self._size = size
        self._tasks: queue.SimpleQueue[tuple[Future[Result], Callable[[], Result]] | None] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._started = 0

    def close(self) -> None:
        """Let the threads go, each after the call that it is making."""
        with self._starting:
            for _ in range(self._started):
                self._tasks.put(None)
            self._started = self._size

    def ask(self, call: Callable[[], Result]) -> "Future[Result]":
        """Have a call made; a future that is cancelled before its turn is passed over."""
        future: Future[Result] = Future()
        self._tasks.put((future, call))
        with self._starting:
            if self._started < self._size:
                self._started += 1
                threading.Thread(target=self._work, daemon=True, name=f"mcqgen-call-{self._started}").start()
        return future

    def _work(self) -> None:
        while True:
            task = self._tasks.get()
            if task is None:
                return
            future, call = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as error:  # it is raised where the result is asked for
                future.set_exception(error)
