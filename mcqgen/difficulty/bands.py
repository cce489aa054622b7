"""The bands of the scale that the requested levels mean: its thirds."""

from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.item import Prediction

_EDGES = (0.0, 1 / 3, 2 / 3, 1.0)


def band(level: Difficulty) -> tuple[float, float]:
    """Lowest and highest estimate, 0–1, of items of a level."""
    place = list(Difficulty).index(level)
    return _EDGES[place], _EDGES[place + 1]


def level_of(value: float) -> Difficulty:
    """The level in whose band an estimate lies."""
    return next((level for level in Difficulty if value < band(level)[1]), Difficulty.HARD)


def outside(prediction: Prediction, level: Difficulty) -> bool:
    """Whether an item misses the band of a level by more than the estimate's own error."""
    low, high = band(level)
    return not low - prediction.error <= prediction.value <= high + prediction.error
