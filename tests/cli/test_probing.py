"""`mcqgen models` and `mcqgen doctor`, as users run them."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fake_models import FakeModels, Fault, Reply

KEY = "sk-test-0123456789abcdef"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MCQGEN_RETRY_WAIT_S", "0.01")


@pytest.fixture
def fake() -> Iterator[FakeModels]:
    with FakeModels(lambda call: Reply('{"capital": "Paris"}')) as server:
        yield server


def test_models_are_listed_with_reasons(cli: Callable[..., Any]) -> None:
    ran = cli("models")
    lines = ran.out.splitlines()
    assert ran.code == 0 and ran.err == ""
    assert [line.split()[0] for line in lines[:2]] == ["not", "not"]
    assert "GOOGLE_API_KEY" in lines[0] and lines[0].split()[2] == "google_genai:gemini-2.5-flash"
    assert lines[-1] == "Without --model: offline"


def test_models_as_json_follow_the_environment(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, fake: FakeModels
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", KEY)
    monkeypatch.setenv("MCQGEN_MODEL_BASE_URL", fake.url)
    found = json.loads(cli("models", "--json").out)
    assert found["default"] == "google_genai:gemini-2.5-flash"
    assert [model["usable"] for model in found["models"]] == [True] * 5
    assert KEY not in json.dumps(found)


def test_the_doctor_makes_one_cheap_call_each_time(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, fake: FakeModels
) -> None:
    monkeypatch.setenv("GOOGLE_API_KEY", KEY)
    monkeypatch.setenv("MCQGEN_MODEL", fake.spec("google_genai"))
    for _ in range(2):
        ran = cli("doctor")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("google_genai:gemini-2.5-flash answers: ")
        assert "tokens, $0.0000" in ran.out
    assert [call.max_output for call in fake.calls] == [64, 64]
    assert all(call.input_tokens < 100 for call in fake.calls)


@pytest.mark.parametrize(("protocol", "paid"), [("openai", "price unknown"), ("ollama", "free")])
def test_the_doctor_takes_a_model(cli: Callable[..., Any], fake: FakeModels, protocol: Any, paid: str) -> None:
    found = json.loads(cli("doctor", "--model", fake.spec(protocol), "--json").out)
    assert found["usable"] and found["model"] == f"{protocol}:small-model"
    assert paid in found["message"] and found["output_tokens"] == 5


def test_the_doctor_tells_what_is_wrong(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, fake: FakeModels
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    fake.script(Fault(401, b'{"error": {"message": "Incorrect API key provided: %s"}}' % KEY.encode()))
    ran = cli("doctor", "--model", fake.spec())
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == "openai:small-model refuses the key: check the key and what it may be used for.\n"
    fake.answer = lambda call: Fault()
    ran = cli("doctor", "--model", fake.spec(), "--json")
    assert ran.code == 1 and "after 2 tries" in json.loads(ran.out)["message"]


def test_without_a_model_there_is_nothing_to_test(cli: Callable[..., Any]) -> None:
    ran = cli("doctor")
    assert (ran.code, ran.out) == (0, "offline: writes without a model; there is nothing to call.\n")


@pytest.mark.parametrize("spec", ["gogle:x", "google_genai:gemini-2.5-flash", "gguf:/none.gguf"])
def test_a_model_that_cannot_be_opened_is_one_sentence(cli: Callable[..., Any], spec: str) -> None:
    ran = cli("doctor", "--model", spec)
    assert ran.code == 2 and ran.out == ""
    assert ran.err.count("\n") == 1 and ran.err.endswith(".\n")
