"""What models cost: a dated data file, and a file of the user's own that goes before it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from mcqgen.errors import RequestError

FREE = ("ollama", "gguf", "offline")
"""Providers that run on the user's own machine."""
_MILLION = 1_000_000


@dataclass(frozen=True)
class Price:
    """US$ for a million tokens, and the day on which that was so."""

    input: float
    output: float
    date: str = ""
    """ISO 8601; empty where nothing is paid."""
    context_tokens: int | None = None
    """Most tokens that one call may hold, as its provider publishes it."""

    def cost(self, input_tokens: int, output_tokens: int) -> float:
        """US$ for so many tokens."""
        return (input_tokens * self.input + output_tokens * self.output) / _MILLION


def price_of(spec: str, prices_file: Path | None = None) -> Price | None:
    """The price of a model, such as "google_genai:gemini-2.5-flash"; None where it is unknown.

    The user's file goes before ours. Models on the user's own machine cost nothing.

    Raises:
        RequestError: The user's file cannot be read.
    """
    name = spec.partition("@")[0]
    if prices_file is not None and (own := _read(prices_file).get(name)):
        return own
    return Price(0.0, 0.0) if name.partition(":")[0] in FREE else _shipped().get(name)


@cache
def _shipped() -> dict[str, Price]:
    return _parse((files("mcqgen") / "data" / "prices.toml").read_text("utf-8"))


def _read(path: Path) -> dict[str, Price]:
    try:
        return _parse(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f"The file of prices '{path}' cannot be read ({error}): name another one.") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise RequestError(
            f"The file of prices '{path}' is not understood ({error}): write it like the one in docs/models.md."
        ) from error


def _parse(text: str) -> dict[str, Price]:
    table = tomllib.loads(text)
    date = str(table["date"])
    return {
        name: Price(_amount(row["input"]), _amount(row["output"]), str(row.get("date", date)), row.get("context"))
        for name, row in table["models"].items()
    }


def _amount(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError(f"{value!r} is no price")
    return float(value)
