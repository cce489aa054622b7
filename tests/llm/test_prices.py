"""What models cost."""

import re
from datetime import date
from pathlib import Path

import pytest

from mcqgen.errors import RequestError
from mcqgen.llm import price_of
from mcqgen.llm.prices import _shipped

OWN = """
date = "2027-01-31"
[models]
"openai:qwen" = { input = 0.5, output = 1, context = 32768 }
"google_genai:gemini-2.5-flash" = { input = 3, output = 4 }
"""


def test_the_shipped_prices_are_dated_and_make_sense() -> None:
    assert len(_shipped()) >= 10
    for name, price in _shipped().items():
        assert re.fullmatch(r"(google_genai|openai):[a-z0-9.-]+", name)
        assert date.fromisoformat(price.date) >= date(2026, 1, 1)
        assert 0 < price.input < price.output < 100
        assert price.context_tokens and price.context_tokens >= 100_000


def test_cost_is_for_a_million_tokens() -> None:
    price = price_of("google_genai:gemini-2.5-flash")
    assert price is not None
    assert price.cost(1_000_000, 0) == pytest.approx(0.30)
    assert price.cost(0, 2_000_000) == pytest.approx(5.00)


def test_what_runs_here_is_free_and_what_is_not_known_is_unknown() -> None:
    for spec in ("ollama:llama3", "gguf:/a.gguf", "offline"):
        price = price_of(spec)
        assert price is not None and price.cost(10**6, 10**6) == 0
    assert price_of("openai:my-own@http://127.0.0.1:8000/v1") is None


def test_the_user_s_file_goes_first(tmp_path: Path) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(OWN, "utf-8")
    own = price_of("openai:qwen@http://127.0.0.1:8000/v1", file)
    assert own is not None
    assert (own.input, own.output, own.context_tokens, own.date) == (0.5, 1, 32768, "2027-01-31")
    changed, rest = price_of("google_genai:gemini-2.5-flash", file), price_of("openai:gpt-4.1", file)
    assert changed is not None and changed.input == 3
    assert rest == price_of("openai:gpt-4.1")


@pytest.mark.parametrize(
    "text",
    [
        "date = ",
        '[models]\n"a:b" = { input = 1, output = 2 }',
        'date = "2027-01-31"',
        'date = "2027-01-31"\nmodels = 3',
        'date = "2027-01-31"\n[models]\n"a:b" = { input = 1 }',
        'date = "2027-01-31"\n[models]\n"a:b" = { input = "1", output = 2 }',
        'date = "2027-01-31"\n[models]\n"a:b" = { input = true, output = 2 }',
        'date = "2027-01-31"\n[models]\n"a:b" = { input = -1, output = 2 }',
        'date = "2027-01-31"\n[models]\n"a:b" = 3',
    ],
)
def test_a_file_that_is_not_understood_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(RequestError, match=r"prices\.toml' is not understood"):
        price_of("a:b", file)


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="cannot be read"):
        price_of("a:b", tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(RequestError, match="cannot be read"):
        price_of("a:b", tmp_path / "bytes.toml")
