"""The word lists of `words.toml`."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))


def words(name: str) -> frozenset[str]:
    """The word list of a name; raises KeyError where there is none."""
    return frozenset(_lists()[name].split())


def lines(name: str) -> tuple[str, ...]:
    """The entries of a list that holds one a line; raises KeyError where there is none of that name."""
    return tuple(_lists()[name].strip().splitlines())
