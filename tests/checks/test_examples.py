"""Every check explains itself with examples, and the examples are true."""

import re
from collections.abc import Callable
from typing import Any

from mcqgen.checks import Check, find

Find = Callable[[Check[Any], str], list[str]]


def test_the_docstring_says_meaning_bad_good_and_source(every_check: Check[Any]) -> None:
    first, *rest = every_check.explanation.split("\n\n")
    assert re.fullmatch(r"[A-Z].{10,100}\.", first)
    assert 40 <= len(rest[0]) <= 600
    positions = [every_check.explanation.find(f"**{name}**") for name in ("Bad", "Good", "Source")]
    assert -1 not in positions
    assert positions == sorted(positions)
    assert re.search(r"\*\*Source\*\*: .{10,}", every_check.explanation)


def test_code_name_and_advice_are_well_formed(every_check: Check[Any]) -> None:
    assert re.fullmatch(r"[SEOTX]\d{3}", every_check.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", every_check.name)
    assert every_check.advice.endswith(".")


def test_the_bad_example_is_found(every_check: Check[Any], find_in: Find, examples_of: Any) -> None:
    bad = examples_of(every_check)["Bad"]
    assert bad
    for example in bad:
        assert find_in(every_check, example), example


def test_the_good_example_is_not(every_check: Check[Any], find_in: Find, examples_of: Any) -> None:
    good = examples_of(every_check)["Good"]
    assert good
    for example in good:
        assert find_in(every_check, example) == []


def test_every_check_has_failing_and_passing_cases(
    every_check: Check[Any], cases_by_code: list[tuple[str, bool]]
) -> None:
    for fails in (True, False):
        assert cases_by_code.count((every_check.code, fails)) >= 1, (
            f"no case of {every_check.code} that {'fails' if fails else 'passes'}"
        )


def test_case(case: tuple[str, bool, str], find_in: Find) -> None:
    code, fails, example = case
    assert bool(find_in(find(code), example)) is fails, example
