"""A server that speaks like providers, models opened on it, and settings that do not make tests wait."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_models import FakeModels, Protocol, Reply
from model_asking import GOOD, KEY, Asker
from pydantic import SecretStr

from mcqgen.settings import Settings


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Short waits, and keys."""
    return Settings(
        home=tmp_path / "home",
        google_api_key=SecretStr(KEY),
        openai_api_key=SecretStr(KEY),
        model_timeout_s=5,
        retry_wait_s=0.01,
        breaker_pause_s=60,
    )


@pytest.fixture
def fake() -> Iterator[FakeModels]:
    """Gives a good answer to every call that its script says nothing about."""
    with FakeModels(lambda call: Reply(GOOD)) as server:
        yield server


@pytest.fixture(params=["google_genai", "openai", "ollama"])
def protocol(request: pytest.FixtureRequest) -> Protocol:
    """Each provider in turn."""
    name: Protocol = request.param
    return name


@pytest.fixture
def asker(fake: FakeModels, settings: Settings) -> Iterator[Asker]:
    """Asks models that are closed at the end."""
    asker = Asker(fake, settings)
    yield asker
    asker.close()
