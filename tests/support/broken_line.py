"""A line to a server on loopback that can be cut while it is in use."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator


class BrokenLine:
    """Passes everything on between its own port and another, until it is cut."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._cut = threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # the door is closed
            while True:
                here, _ = self._door.accept()
                there = socket.create_connection(("127.0.0.1", self._to))
                cut = self._cut
                threading.Thread(target=_ask, args=(here, there, cut), daemon=True).start()
                threading.Thread(target=_answer, args=(here, there), daemon=True).start()

    def cut(self) -> None:
        """Forget all connections, as a machine does on the way: the next word on one is answered by a reset."""
        self._cut.set()
        self._cut = threading.Event()

    def close(self) -> None:
        """Let nobody in any more."""
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()


def _ask(here: socket.socket, there: socket.socket, cut: threading.Event) -> None:
    with here, contextlib.suppress(OSError):
        while (data := here.recv(65536)) and not cut.is_set():
            there.sendall(data)
        if cut.is_set():
            here.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close by a reset
    with contextlib.suppress(OSError):
        there.shutdown(socket.SHUT_RDWR)


def _answer(here: socket.socket, there: socket.socket) -> None:
    with there, contextlib.suppress(OSError):
        while data := there.recv(65536):
            here.sendall(data)


@contextlib.contextmanager
def broken_line(port: int) -> Iterator[BrokenLine]:
    """A line for as long as it is needed."""
    line = BrokenLine(port)
    try:
        yield line
    finally:
        line.close()
