"""The weights of the estimate: those that are shipped, those that were learnt from responses, and the learning."""

import json
import math
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

from mcqgen.difficulty.features import NAMES
from mcqgen.domain.base import Frozen
from mcqgen.errors import StateError

_FILE = "difficulty.json"
_TRUST = 20.0
"""How many items of evidence the shipped weights count for when they are learnt anew."""
_FEWEST = 10
"""Items with responses below which nothing is learnt but the intercept."""


class Weights(Frozen):
    """intercept + Σ weight × feature, through the logistic function."""

    intercept: float
    weights: dict[str, float]
    error: float
    """Standard error of an estimate, on its scale of 0–1."""
    items: int = 0
    """Items with responses that the weights were learnt from; 0: they were set by hand."""

    def logit(self, features: Mapping[str, float]) -> float:
        """The estimate on the logistic scale."""
        return self.intercept + sum(self.weights[name] * features[name] for name in NAMES)

    def value(self, features: Mapping[str, float]) -> float:
        """The estimate: 0 everybody is right … 1 nobody is."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.logit(features)))))


def load_weights(home: Path) -> Weights:
    """The weights that were learnt for this folder of state, else those that are shipped.

    Raises:
        StateError: The file of learnt weights is damaged.
    """
    file = home / _FILE
    if file.exists():
        try:
            return Weights.model_validate_json(file.read_text("utf-8"))
        except (ValueError, OSError) as error:
            raise StateError(f"'{file}' holds no weights of the difficulty estimate: delete it.") from error
    shipped = tomllib.loads((resources.files("mcqgen") / "data" / "difficulty.toml").read_text("utf-8"))
    return Weights.model_validate(shipped)


def save_weights(weights: Weights, home: Path) -> Path:
    """Keep learnt weights; returns the file."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / _FILE
    file.write_text(json.dumps(weights.model_dump(), indent=1) + "\n", "utf-8")
    return file


def refit(prior: Weights, features: Sequence[Mapping[str, float]], observed: Sequence[float]) -> Weights:
    """Learn the weights from shares of wrong answers, by ridge regression on the logistic scale towards `prior`.

    With few items the prior holds; with fewer than ten only the intercept moves, since a class may be weaker or
    stronger than most. The error is the root of the mean squared residual, each item's with itself left out.

    Args:
        prior: Counts for as much as twenty items.
        features: Of each item, as `measure` gives them.
        observed: Share of wrong answers to each, 0–1.
    """
    import numpy as np

    count = len(observed)
    if not count:
        return prior
    shares = np.clip(np.asarray(observed, dtype=float), 0.02, 0.98)
    rest = np.log(shares / (1 - shares)) - np.array([prior.logit(row) for row in features])
    names = NAMES if count >= _FEWEST else ()
    rows = np.column_stack([np.ones(count), *([row[name] for row in features] for name in names)])
    penalty = np.diag([0.1, *[_TRUST * 0.05] * len(names)])
    inverse = np.linalg.inv(rows.T @ rows + penalty)
    change = inverse @ rows.T @ rest
    left_out = (rest - rows @ change) / (1 - np.einsum("ij,jk,ik->i", rows, inverse, rows))
    logits = np.log(shares / (1 - shares)) - left_out
    error = float(np.sqrt(np.mean((1 / (1 + np.exp(-logits)) - shares) ** 2)))
    learnt = dict(zip(names, map(float, change[1:]), strict=True))
    return Weights(
        intercept=round(prior.intercept + float(change[0]), 4),
        weights={name: round(prior.weights[name] + learnt.get(name, 0.0), 4) for name in NAMES},
        error=round(error, 4),
        items=count,
    )
