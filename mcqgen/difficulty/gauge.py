"""Estimates of the items of one run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcqgen.difficulty.features import measure
from mcqgen.difficulty.weights import Weights
from mcqgen.domain.item import Item, Prediction

if TYPE_CHECKING:
    from mcqgen.difficulty.features import Embed


@dataclass(frozen=True)
class Gauge:
    """Estimates how hard an item is."""

    weights: Weights
    embed: "Embed"
    language: Callable[[Item], str]
    """Item → ISO 639-1 code of its words."""

    def __call__(self, item: Item) -> Prediction:
        """The estimate of one well-formed item."""
        features = measure(item, self.language(item), self.embed)
        return Prediction(value=round(self.weights.value(features), 3), error=self.weights.error)
