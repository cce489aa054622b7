"""A small document, a server with a well-behaved model, and runs against it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_models import FakeModels
from good_model import GoodModel
from llm_runs import Run

from mcqgen.domain.blueprint import Difficulty, Request
from mcqgen.domain.run import Event
from mcqgen.pipeline import generate
from mcqgen.settings import Settings

TEXTS = (Path(__file__).parent.parent / "dense_texts.txt").read_text("utf-8").split("\n\n")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One state folder for all, so that nothing is embedded twice."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("documents") / "things.md"
    sections = [f"## Part {number}\n\n{text}" for number, text in enumerate(TEXTS, 1)]
    path.write_text("# Things\n\n" + "\n\n".join(sections) + "\n", "utf-8")
    return path


@pytest.fixture
def model() -> GoodModel:
    return GoodModel()


@pytest.fixture
def fake(model: GoodModel) -> Iterator[FakeModels]:
    with FakeModels(model) as server:
        yield server


@pytest.fixture
def run(fake: FakeModels, chapter: Path, home: Path) -> Run:
    """Generates from the chapter with the model on the server; takes settings by name, and `mix`, `path`, `request`."""

    def start(**given: Any) -> list[Event]:
        path = given.pop("path", chapter)
        cancelled = given.pop("cancelled", lambda: False)
        request = given.pop("request", Request(mix=given.pop("mix", {Difficulty.MEDIUM: 4})))
        known: dict[str, Any] = {
            "home": home, "model": fake.spec("google_genai"), "google_api_key": "test-key", "cache": False,
            "model_attempts": 2, "retry_wait_s": 0.01, "breaker_failures": 2, "verify": "key",
        }  # fmt: skip
        return list(generate([path], request, Settings(**(known | given)), cancelled=cancelled))

    return start


@pytest.fixture(scope="session")
def society(checkout: Path) -> Path:
    """A text that is long enough to be sent in packets."""
    return checkout / "sample_docs" / "sociology-types-of-societies.md"
