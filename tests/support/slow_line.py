"""A line between browser and server on which what the server says can be held up."""

from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class SlowLine:
    """Everything passes as it came, until `hold`; what was held arrives in its order at `release`."""

    def __init__(self, page: Any) -> None:
        self._held: list[Any] | None = None
        self._browser: Any = None
        page.route_web_socket("**/_stcore/stream", self._connect)
        page.reload()

    def _connect(self, browser: Any) -> None:
        self._browser = browser
        browser.connect_to_server().on_message(self._pass)

    def _pass(self, message: Any) -> None:
        if self._held is None:
            self._browser.send(message)
        else:
            self._held.append(message)

    def hold(self) -> None:
        """Let nothing through that the server says from now on."""
        self._held = []

    @property
    def drawn(self) -> int:
        """How often the server has drawn the whole page since then."""
        ends = [
            said.script_finished
            for said in map(ForwardMsg.FromString, self._held or ())
            if said.HasField("script_finished")
        ]
        return ends.count(ForwardMsg.FINISHED_SUCCESSFULLY)

    def release(self) -> None:
        """Let everything through."""
        waiting, self._held = self._held or [], None
        for message in waiting:
            self._browser.send(message)
