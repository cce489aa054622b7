"""A real server on loopback and a real browser; nothing is patched."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pytest
from app_server import AppServer, serving
from seeded import seed

from mcqgen.bank import open_bank
from mcqgen.settings import Settings

Visit = Callable[..., Any]


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


@dataclass(frozen=True)
class Seeded:
    """A home whose bank holds one run of eight questions on a chapter; the second is approved."""

    home: Path
    run: str
    questions: tuple[str, ...]


@pytest.fixture(scope="module")
def seeded(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    """A fresh one for each file of tests: they may change it."""
    home = tmp_path_factory.mktemp("home")
    settings = Settings(home=home)
    with open_bank(settings) as bank:
        run, questions = seed(bank.shelf(""), checkout / "sample_docs" / "psychology-memory.pdf", settings)
    return Seeded(home, run, questions)


@pytest.fixture(scope="module")
def server(seeded: Seeded) -> Iterator[AppServer]:
    """The app over the seeded bank."""
    with serving(seeded.home) as server:
        yield server
        assert "Traceback" not in server.said()


@pytest.fixture
def visit(browser: Any, server: AppServer) -> Iterator[Visit]:
    """Open the app as a new visitor, such as `visit("review?run=…")`.

    At the end no page may have complained or asked anything of another machine.
    """
    complaints: list[str] = []
    contexts = []

    def open_page(query: str = "", width: int = 1280, height: int = 900, scheme: str = "light") -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.append(asked.url) if not local(asked.url) else None)
        page.goto(f"{server.address}/{query}")
        page.get_by_role("heading", level=1).first.wait_for()
        return page

    def local(url: str) -> bool:
        return url.startswith((f"{server.address}/", "data:", f"blob:{server.address}/"))

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
