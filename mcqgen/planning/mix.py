"""Reading what difficulty is asked for."""

import difflib
import re
from collections.abc import Sequence

from mcqgen.domain.blueprint import Difficulty
from mcqgen.errors import RequestError

MOST_ITEMS = 2000
"""Most items of one request."""


def parse_mix(difficulty: str, count: int | None) -> dict[Difficulty, int]:
    """Read what difficulty is asked for: "easy", "medium", "hard", "mixed" or "easy:3,medium:5,hard:2".

    "mixed" is thirds, the remainder medium. A mix with numbers gives the count itself: `count` must be the same, or
    None. Raises RequestError for an unknown word, a number that makes no sense, or a missing count.
    """
    mix = _numbered(difficulty) if ":" in difficulty else _single(difficulty, _sensible(count))
    asked = sum(mix.values())
    if count is not None and asked != count:
        raise RequestError(f"The mix '{difficulty}' adds up to {asked} items, but {count} were asked for: change one.")
    _sensible(asked)
    return {level: number for level in Difficulty if (number := mix.get(level, 0))}


def _sensible(count: int | None) -> int:
    if count is None:
        raise RequestError("How many items? Give a count, or a mix such as 'easy:3,medium:5,hard:2'.")
    if count < 1:
        raise RequestError(f"{count} items make no sense: ask for at least 1.")
    if count > MOST_ITEMS:
        raise RequestError(f"{count} items are too many for one run: ask for at most {MOST_ITEMS}.")
    return count


def _single(word: str, count: int) -> dict[Difficulty, int]:
    if word.strip().lower() == "mixed":
        third = count // 3
        return {Difficulty.EASY: third, Difficulty.MEDIUM: count - 2 * third, Difficulty.HARD: third}
    return {_level(word, ("mixed",)): count}


def _numbered(text: str) -> dict[Difficulty, int]:
    mix: dict[Difficulty, int] = {}
    for part in filter(str.strip, text.split(",")):
        word, _, number = part.partition(":")
        level = _level(word)
        if not re.fullmatch(r"\d{1,6}", number.strip(), re.ASCII):
            raise RequestError(f"'{part.strip()}' has no whole number: write the mix like 'easy:3,medium:5,hard:2'.")
        if level in mix:
            raise RequestError(f"'{level}' stands twice in the mix '{text}': name each difficulty once.")
        mix[level] = int(number)
    return mix


def _level(word: str, more: Sequence[str] = ()) -> Difficulty:
    known = [*Difficulty, *more]
    wanted = word.strip().lower()
    if wanted in list(Difficulty):
        return Difficulty(wanted)
    like = difflib.get_close_matches(wanted, known, n=1)
    hint = f" Did you mean '{like[0]}'?" if like else ""
    names = ", ".join(known)
    raise RequestError(
        f"Unknown difficulty '{word.strip()}'.{hint} There are: {names}; or a mix such as easy:3,hard:2."
    )
