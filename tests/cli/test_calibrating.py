"""`mcqgen calibrate`, from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]


@pytest.fixture
def items(cli: Cli, tmp_path: Path) -> Path:
    bank, path = tmp_path / "bank.gift", tmp_path / "items.json"
    bank.write_text(
        "What is the main task of a red blood cell?{=To carry oxygen ~To fight infection ~To close a wound}\n\n"
        "In which organ does the blood take up oxygen?{~The liver =The lung ~The spleen}\n\n"
        "Which cells close wounds?{=Platelets ~Neurons ~Osteocytes}\n",
        "utf-8",
    )
    assert cli("convert", bank, "--to", "json", "--out", path).code == 0
    return path


@pytest.fixture
def responses(tmp_path: Path) -> Path:
    path = tmp_path / "responses.csv"
    lines = [f"{item},s{who},{'A' if (who + item) % 4 else 'B'}" for who in range(40) for item in (1, 2)]
    path.write_text("\n".join(["item,respondent,option", *lines, "9,s1,A"]), "utf-8")
    return path


def test_statistics_go_into_the_items_and_into_the_estimate(
    cli: Cli, items: Path, responses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCQGEN_HOME", str(tmp_path / "home"))
    ran = cli("calibrate", responses, items)
    assert ran.code == 1  # question 9 is none of ours
    assert "1 question of the file is none of the items: '9'." in ran.err
    assert "40 respondents, 2 of 3 items" in ran.err
    assert "hardly anybody chooses C" in ran.out
    assert "nobody answered it" in ran.out
    first, _, third = json.loads(items.read_text("utf-8"))["items"]
    assert (first["statistics"]["p"], first["statistics"]["model"]) == (0.75, "rasch")
    assert 0 < first["predicted"]["value"] < 1
    assert third["statistics"] is None
    assert json.loads((tmp_path / "home" / "difficulty.json").read_text("utf-8"))["items"] == 2


def test_another_file_as_json_without_learning(
    cli: Cli, items: Path, responses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCQGEN_HOME", str(tmp_path / "home"))
    before, out = items.read_bytes(), tmp_path / "out.jsonl"
    ran = cli("calibrate", responses, items, "--out", out, "--no-refit", "--json", "--quiet", "--response-model", "2pl")
    told = json.loads(ran.out)
    assert [one["number"] for one in told] == [1, 2, 3]
    assert told[0]["statistics"]["model"] == "2pl"
    assert items.read_bytes() == before
    assert out.exists()
    assert not (tmp_path / "home" / "difficulty.json").exists()


def test_what_makes_no_sense_is_told_in_a_sentence(cli: Cli, items: Path, responses: Path, tmp_path: Path) -> None:
    assert cli("calibrate", responses, items, "--response-model", "3pl").err == (
        "Unknown model '3pl': there are auto, rasch, 2pl.\n"
    )
    missing = cli("calibrate", tmp_path / "no.csv", items)
    assert (missing.code, missing.err) == (2, "no.csv: It cannot be read: no such file or directory.\n")
    assert "no responses that can be read" in cli("calibrate", items, items).err
