"""The app as users start it, in a process that a test may end, kill and start anew."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import unmeasured


class AppServer:
    """`mcqgen app` on a port of loopback, over a home of its own, which is also the folder that it starts in."""

    def __init__(self, home: Path, **environment: str) -> None:
        home.mkdir(exist_ok=True)
        self.home = home
        self.log = home.with_suffix(".log")
        self._shown = "BROWSER" in environment
        self._environment = {**unmeasured(), "MCQGEN_HOME": str(home), **environment}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-c", "from mcqgen.cli import main; main()", "app", "--port", str(self.port)]
        command.append("--browser" if self._shown else "--no-browser")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self.home, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        for _ in range(300):
            assert self._process.poll() is None, f"the server ended before it answered: {self.said()}"
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server does not answer")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it; with SIGKILL it has no chance to tidy up."""
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def said(self) -> str:
        """All that it wrote for whoever looks after it."""
        return self.log.read_text(encoding="utf-8")


@contextmanager
def serving(home: Path, **environment: str) -> Iterator[AppServer]:
    """A server for as long as it is needed."""
    server = AppServer(home, **environment)
    server.start()
    try:
        yield server
    finally:
        server.stop()
