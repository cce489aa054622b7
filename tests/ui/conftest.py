"""A real server on loopback and a real browser; nothing is patched."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pytest


@dataclass(frozen=True)
class Files:
    """What a teacher might drop: two that work, one that does not."""

    history: Path
    biology: Path
    broken: Path


@pytest.fixture(scope="session")
def files(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("files")
    history, broken = folder / "history.pdf", folder / "broken.pdf"
    writer = pypdf.PdfWriter()
    writer.append(checkout / "sample_docs" / "us-history-colonies.pdf", pages=(1, 6))
    writer.write(history)
    writer.close()
    broken.write_bytes(b"%PDF-1.7\nno page was ever here")
    return Files(history, checkout / "sample_docs" / "biology-blood.docx", broken)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_open(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended before it answered"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server") / "log.txt"


@pytest.fixture(scope="session")
def address(checkout: Path, server_log: Path) -> Iterator[str]:
    """`streamlit run app.py`, as the README says it."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (
        server_log.open("wb") as log,
        subprocess.Popen(command, cwd=checkout, env=dict(os.environ), stdout=log, stderr=subprocess.STDOUT) as server,
    ):
        try:
            wait_until_open(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Open the app as a new visitor; at the end no page may have complained or asked anything of another machine."""
    complaints: list[str] = []
    contexts = []

    def open_page(query: str = "", width: int = 1280, height: int = 900, scheme: str = "light") -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.append(asked.url) if not local(asked.url) else None)
        page.goto(f"{address}/{query}")
        page.get_by_role("heading", level=1).wait_for()
        return page

    def local(url: str) -> bool:
        return url.startswith((f"{address}/", "data:", f"blob:{address}/"))

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
