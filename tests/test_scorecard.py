"""The scorecard that CI holds the first ten items to: what is good passes, what is not does not."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.coverage import Coverage
from mcqgen.domain.item import Evidence, Item, Option, Prediction
from mcqgen.domain.run import ItemSet, Report
from mcqgen.formats.json_items import dump

METALS = ("iron", "zinc", "gold", "lead", "tin", "copper", "silver", "nickel", "cobalt", "radium")


@pytest.fixture
def made() -> Callable[..., ItemSet]:
    def make(**changes: Any) -> ItemSet:
        items = tuple(
            Item(
                stem=f"Which metal stands at place {at + 1} of the row?", difficulty=Difficulty.EASY,
                bloom=Bloom.REMEMBER, topic="", rationale="So.", predicted=Prediction(value=0.3, error=0.1),
                evidence=(Evidence(document="d", page=1, quote=f"It is {metal}.", start=0, end=9),),
                options=tuple(
                    Option(id=letter, text=METALS[(at + step) % 10], is_key=step == 0)
                    for step, letter in enumerate("ABCD")
                ),
            ).model_copy(update=changes)
            for at, metal in enumerate(METALS)
        )  # fmt: skip
        coverage = Coverage(by="section", rows=(), pages=9, pages_touched=5)
        report = Report(requested=10, delivered=10, rejected=0, shortfall=0, coverage=coverage)
        return ItemSet(title="", created_at="2026-01-01T00:00:00Z", documents=(), items=items, report=report)

    return make


def check(checkout: Path, items: ItemSet, file: Path) -> subprocess.CompletedProcess[str]:
    file.write_bytes(dump(items))
    command = [sys.executable, str(checkout / "evals" / "scorecard.py"), "--check", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_sound_items_pass_and_unsound_ones_are_told(
    checkout: Path, made: Callable[..., ItemSet], tmp_path: Path
) -> None:
    good = check(checkout, made(), tmp_path / "good.json")
    assert (good.returncode, good.stderr) == (0, "")
    assert json.loads(good.stdout)["single_key_rate"] == 1.0
    bad = check(checkout, made(stem="Which of the following is true?", predicted=None), tmp_path / "bad.json")
    assert bad.returncode == 1
    assert "flaws_per_item is" in bad.stderr
    assert "with_estimate is 0.0: least 1.0" in bad.stderr
