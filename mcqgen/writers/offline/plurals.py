"""Regular plurals of terms, where they are in use: "disulfide bridges", but none of "collagen"."""

import re
from functools import cache

from mcqgen.writers.offline.words import zipf

_HEAD = re.compile(r"^(.*?)([a-z]+)((?: (?:of|in|on|by|with|for|to|from|at) .*)?)$")
"""What stands before the head noun, the head noun, and what stands behind it."""
_RARER = 1.3
"""Zipf frequency by which a plural may be rarer than its singular; plurals of masses are rarer still."""


@cache
def plural_of(term: str) -> str:
    """The plural of a term written small; "" where none is regular and in use."""
    found = _HEAD.fullmatch(term)
    if not found:
        return ""
    before, head, behind = found.groups()
    several = _regular(head)
    used = zipf(several)
    return f"{before}{several}{behind}" if used and used > zipf(head) - _RARER else ""


def _regular(noun: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh)$", noun):
        return f"{noun}es"
    return re.sub(r"(?<=[^aeiou])y$", "ie", noun) + "s"
