"""The estimate of difficulty: what it looks at, its bands, and how it learns from responses."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mcqgen.difficulty import NAMES, Gauge, band, level_of, load_weights, measure, outside, refit, save_weights
from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Evidence, Item, Option, Prediction
from mcqgen.errors import StateError


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Texts that begin with the same letter point the same way."""
    rows = np.zeros((len(texts), 128), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[ord(text[0].lower()) % 128] = 1
    return rows


@pytest.fixture
def make() -> Callable[..., Item]:
    def make(**changes: Any) -> Item:
        options = changes.pop("options", ("time", "house", "river"))
        quotes = changes.pop("quotes", ("The time is what a clock shows.",))
        fields: dict[str, Any] = {
            "stem": "What does a clock show?", "difficulty": Difficulty.EASY, "bloom": Bloom.REMEMBER, "topic": "",
            "rationale": "So.",
            "options": tuple(Option(id="ABCDE"[i], text=text, is_key=i == 0) for i, text in enumerate(options)),
            "evidence": tuple(Evidence(document="d", page=1, quote=q, start=0, end=len(q)) for q in quotes),
        }  # fmt: skip
        return Item(**fields | changes)

    return make


@pytest.fixture
def gauge(tmp_path: Path) -> Gauge:
    return Gauge(load_weights(tmp_path), embed, lambda item: "en")


NOTE = Flaw(code="B403", name="known", severity=Severity.NOTE, message="m", advice="a")


@pytest.mark.parametrize(
    ("name", "harder"),
    [
        ("bloom", {"bloom": Bloom.ANALYSE}),
        ("facts", {"quotes": ("The time is what a clock shows. A clock shows the time to us.",)}),
        ("nearness", {"options": ("time", "tide", "tank")}),
        ("length", {"options": ("time as it is told", "house in the wood", "river")}),
        ("rarity", {"options": ("thrombocytopenia", "house", "river")}),
        ("rephrased", {"stem": "Which quantity do sundials indicate?"}),
        ("span", {"quotes": ("The time is what a clock shows in every kitchen, hall, tower and station,",)}),
    ],
)
def test_each_feature_makes_an_item_harder(
    make: Callable[..., Item], gauge: Gauge, name: str, harder: dict[str, Any]
) -> None:
    plain, hard = make(), make(**harder)
    assert measure(hard, "en", embed)[name] > measure(plain, "en", embed)[name]
    assert gauge(hard).value > gauge(plain).value


def test_what_a_judge_knows_without_the_material_is_easier(make: Callable[..., Item], gauge: Gauge) -> None:
    assert gauge(make(flaws=(NOTE,))).value < gauge(make()).value


def test_features_stay_within_bounds_whatever_the_item(make: Callable[..., Item]) -> None:
    odd = make(options=("12", "13 " * 400, "14"), quotes=(), stem="?")
    for item, language in ((odd, "en"), (odd, "und"), (make(), "xx"), (make(options=("ein", "zwei", "drei")), "de")):
        features = measure(item, language, embed)
        assert tuple(features) == NAMES
        assert all(0 <= value <= 1 for value in features.values())


def test_bands_cover_the_scale_without_gaps() -> None:
    assert [band(level)[0] for level in Difficulty] == [0, band(Difficulty.EASY)[1], band(Difficulty.MEDIUM)[1]]
    assert [level_of(value) for value in (0, 0.32, 0.34, 0.66, 0.67, 1)] == [
        level for level in Difficulty for _ in range(2)
    ]


def test_an_item_is_outside_only_beyond_the_error() -> None:
    assert not outside(Prediction(value=0.45, error=0.12), Difficulty.EASY)
    assert outside(Prediction(value=0.46, error=0.12), Difficulty.EASY)
    assert outside(Prediction(value=0.5, error=0.1), Difficulty.HARD)


def test_weights_are_kept_and_a_damaged_file_is_named(tmp_path: Path) -> None:
    shipped = load_weights(tmp_path)
    assert shipped.items == 0
    assert set(shipped.weights) == set(NAMES)
    learnt = shipped.model_copy(update={"intercept": 0.5, "items": 12})
    file = save_weights(learnt, tmp_path / "new")
    assert load_weights(tmp_path / "new") == learnt
    file.write_text("{", "utf-8")
    with pytest.raises(StateError, match="delete it"):
        load_weights(tmp_path / "new")


def test_refitting_moves_towards_what_students_did(tmp_path: Path) -> None:
    prior, rng = load_weights(tmp_path), random.Random(1)
    truth = prior.model_copy(update={"intercept": -3.2, "weights": prior.weights | {"nearness": 3.5, "rarity": -0.5}})
    rows = [{name: rng.random() for name in NAMES} for _ in range(400)]
    learnt = refit(prior, rows, [truth.value(row) for row in rows])
    assert learnt.items == 400
    assert learnt.weights["nearness"] == pytest.approx(3.5, abs=0.2)
    assert learnt.weights["rarity"] == pytest.approx(-0.5, abs=0.2)
    assert learnt.error < 0.05
    few = refit(prior, rows[:5], [truth.value(row) for row in rows[:5]])
    assert few.weights == prior.weights
    assert few.intercept != prior.intercept
    assert refit(prior, [], []) == prior
