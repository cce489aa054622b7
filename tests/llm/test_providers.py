"""What each provider is asked with."""

from typing import Any

import pytest
from model_asking import KEY, Asker
from pydantic import BaseModel, Field

from mcqgen.llm.choice import parse_spec
from mcqgen.llm.providers import Provider
from mcqgen.settings import Settings


class Part(BaseModel):
    """A part."""

    default: str = Field("none", max_length=5)
    """Called like a keyword of JSON Schema."""
    maxLength: int = Field(ge=1, le=9)  # noqa: N815


class Whole(BaseModel):
    """A schema with what OpenAI's own service refuses."""

    parts: list[Part] = Field(min_length=1, max_length=3)


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("google_genai:gemini-2.5-flash", {"thinking_budget": 0}),
        ("google_genai:gemini-2.5-flash-lite", {"thinking_budget": 0}),
        ("google_genai:gemini-2.5-pro", {"thinking_budget": 128}),
        ("google_genai:gemini-3.8-flash", {"thinking_level": "minimal"}),
        ("google_genai:gemini-3.1-pro-preview", {"thinking_level": "low"}),
        ("google_genai:gemini-2.0-flash", {}),
        ("openai:gpt-5-mini", {"reasoning_effort": "minimal"}),
        ("openai:gpt-5.4-nano", {"reasoning_effort": "none"}),
        ("openai:o4-mini", {"reasoning_effort": "low"}),
        ("openai:gpt-4.1-mini", {}),
    ],
)
def test_models_are_told_to_think_as_little_as_they_can(settings: Settings, spec: str, told: dict[str, Any]) -> None:
    asked = Provider(parse_spec(spec, settings), settings).asked_with
    assert asked == {"temperature": None if "reasoning_effort" in told else 0.4, **told}


def test_gemini_is_asked_not_to_think_and_where_to_stop(asker: Asker) -> None:
    asker.ask(asker.open("google_genai"))
    (call,) = asker.fake.calls
    config = call.body["generationConfig"]
    assert config["thinkingConfig"] == {"thinking_budget": 0}
    assert (config["temperature"], config["maxOutputTokens"]) == (0.4, 64)
    assert config["responseMimeType"] == "application/json"


def test_what_the_environment_tells_google_s_library_changes_nothing(
    asker: Asker, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Two keys, and its other service."""
    for name in ("GOOGLE_API_KEY", "GEMINI_API_KEY"):
        monkeypatch.setenv(name, "another-key")
    monkeypatch.setenv("GOOGLE_GENAI_USE_VERTEXAI", "true")
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "a-project")
    asker.ask(asker.open("google_genai"))
    (call,) = asker.fake.calls
    assert call.headers["x-goog-api-key"] == KEY
    assert capfd.readouterr() == ("", "")


def test_ollama_is_asked_not_to_think_and_given_the_window(asker: Asker) -> None:
    asker.ask(asker.open("ollama", context_tokens=4096))
    (call,) = asker.fake.calls
    assert call.body["think"] is False
    assert call.body["options"] == {"num_ctx": 4096, "num_predict": 64, "temperature": 0.4}


def test_a_server_that_speaks_openai_s_protocol_gets_the_bounds_and_the_older_name_of_the_limit(asker: Asker) -> None:
    asker.ask(asker.open("openai"))
    (call,) = asker.fake.calls
    assert call.body["max_tokens"] == 64 and "max_completion_tokens" not in call.body
    assert call.schema and call.schema["properties"]["answer"]["maxLength"] == 20


def test_openai_s_own_service_gets_no_keyword_that_it_refuses(settings: Settings) -> None:
    provider = Provider(parse_spec("openai:gpt-4.1-mini", settings), settings)
    schema = provider.schema(Whole.model_json_schema())
    part = schema["$defs"]["Part"]["properties"]
    assert set(part) == {"default", "maxLength"}, "properties may be called like keywords"
    assert "maxLength" not in part["default"] and "default" not in part["default"]
    assert part["maxLength"]["maximum"] == 9
    assert schema["properties"]["parts"]["maxItems"] == 3
    client = provider.client(64)
    assert str(client.openai_api_base) == "https://api.openai.com/v1"  # type: ignore[attr-defined]
    assert client.max_tokens == 64  # type: ignore[attr-defined]
    assert provider.client(64) is client


@pytest.mark.parametrize(("spec", "times"), [("google_genai:a", 1), ("openai:a", 1), ("ollama:a", 15), ("gguf:a", 15)])
def test_models_on_this_machine_get_more_time(settings: Settings, spec: str, times: int) -> None:
    assert Provider(parse_spec(spec, settings), settings).timeout_s == 5 * times


def test_what_is_known_of_the_context(asker: Asker) -> None:
    assert asker.open("google_genai").context_tokens == 1_048_576
    assert asker.open("ollama", context_tokens=4096).context_tokens == 4096
    assert asker.open("openai").context_tokens is None
    assert asker.open("openai").count("a few words") == 3
