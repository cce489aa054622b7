"""Objectives, the coverage map and parallel forms, from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

Cli = Callable[..., Any]


@pytest.fixture
def chapter(checkout: Path, tmp_path: Path) -> Path:
    path = tmp_path / "two things.md"
    music, weather = (checkout / "tests" / "dense_texts.txt").read_text("utf-8").split("\n\n")[:2]
    path.write_text(f"# Two things\n\n## Music\n\n{music}\n\n## Weather\n\n{weather}\n", "utf-8")
    return path


def test_objectives_and_forms_in_one_run(cli: Cli, chapter: Path, tmp_path: Path) -> None:
    objectives, out, picture = tmp_path / "objectives.txt", tmp_path / "quiz.json", tmp_path / "map.svg"
    objectives.write_text(
        "Name instruments and terms of music\nCalculate the standard deviation of a sample\n", "utf-8"
    )
    ran = cli(
        "generate", chapter, "-n", "2", "--difficulty", "easy", "--forms", "2", "--objectives", objectives,
        "--coverage", picture, "--out", out,
    )  # fmt: skip
    assert "not about the objective 'Calculate the standard deviation of a sample'" in ran.err
    forms = [json.loads((tmp_path / f"quiz-{letter}.json").read_text("utf-8")) for letter in "AB"]
    assert not out.exists()
    assert [form["title"][-6:] for form in forms] == ["form A", "form B"]
    quotes = [{quote["start"] for one in form["items"] for quote in one["evidence"]} for form in forms]
    assert all(quotes)
    assert quotes[0].isdisjoint(quotes[1])
    for form in forms:
        assert {one["objective"] for one in form["items"]} == {"Name instruments and terms of music"}
    coverage = forms[0]["report"]["coverage"]
    assert coverage["unserved"] == ["Calculate the standard deviation of a sample"]
    assert ElementTree.fromstring(picture.read_text("utf-8")).tag.endswith("svg")


def test_what_makes_no_sense_is_told_before_the_work(cli: Cli, chapter: Path, tmp_path: Path) -> None:
    assert "give --out" in cli("generate", chapter, "--forms", "2").err
    assert "0 forms make no sense" in cli("generate", chapter, "--forms", "0", "--out", tmp_path / "a.json").err
    missing = cli("generate", chapter, "--objectives", tmp_path / "none.txt")
    assert (missing.code, "cannot be read" in missing.err) == (2, True)
