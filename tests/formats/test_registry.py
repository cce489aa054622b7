"""The formats by name, and what every one of them keeps to."""

import re

import pytest

from mcqgen.domain.run import ItemSet, Report
from mcqgen.errors import RequestError
from mcqgen.formats import FORMATS, get_format
from mcqgen.formats.contract import Feature

EMPTY = ItemSet(
    title="",
    created_at="2026-01-02T03:04:05Z",
    documents=(),
    items=(),
    report=Report(requested=0, delivered=0, rejected=0, shortfall=0),
)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_keeps_to_the_contract(name: str) -> None:
    found = get_format(name)
    assert found.name == name
    assert re.fullmatch(r"[a-z][a-z0-9_]*", found.name)
    assert found.label
    assert re.fullmatch(r"[a-z0-9]+", found.extension)
    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", found.media_type)
    assert found.supports <= frozenset(Feature)
    assert found.export(EMPTY) == found.export(EMPTY)


def test_the_name_may_be_in_any_case() -> None:
    assert get_format("JSON") is FORMATS["json"]


def test_a_misspelt_name_gets_a_suggestion_and_any_other_the_list() -> None:
    with pytest.raises(RequestError, match=r"^Unknown format 'jsn'\. Did you mean 'json'\? Formats: json"):
        get_format("jsn")
    with pytest.raises(RequestError, match=r"^Unknown format 'parchment'\. Formats: json"):
        get_format("parchment")
