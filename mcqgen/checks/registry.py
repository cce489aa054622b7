"""All checks, by family, and how one is found by its code or name."""

import difflib
from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Any

from mcqgen.checks import cues, formats, grounding, noise, options, pairs, sets, similarity, stem, structure
from mcqgen.checks.base import Check, Need
from mcqgen.checks.pairs import Pair
from mcqgen.checks.reading import Reading
from mcqgen.checks.sets import Pool
from mcqgen.errors import RequestError


def _of(module: ModuleType) -> tuple[Check[Any], ...]:
    return tuple(value for value in vars(module).values() if isinstance(value, Check))


STRUCTURE: tuple[Check[Reading], ...] = _of(structure)
ITEM: tuple[Check[Reading], ...] = tuple(
    found for module in (options, formats, stem, noise, cues, grounding) for found in _of(module)
)
EMBEDDED: tuple[Check[Reading], ...] = _of(similarity)
PAIR: tuple[Check[Pair], ...] = _of(pairs)
SET: tuple[Check[Pool], ...] = _of(sets)


@cache
def registry() -> Mapping[str, Check[Any]]:
    """All checks by code, in order of their codes."""
    checks: list[Check[Any]] = [*STRUCTURE, *ITEM, *EMBEDDED, *PAIR, *SET]
    return {check.code: check for check in sorted(checks, key=lambda check: check.code)}


def find(name: str) -> Check[Any]:
    """The check with this code or name.

    Raises:
        RequestError: there is none; the message says which one comes near.
    """
    known = {key: check for check in registry().values() for key in (check.code, check.name)}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"Did you mean '{near[0]}'?" if near else f"There are {', '.join(registry())}."
    raise RequestError(f"Unknown check '{name}'. {hint}")


__all__ = ["EMBEDDED", "ITEM", "PAIR", "SET", "STRUCTURE", "Check", "Need", "find", "registry"]
