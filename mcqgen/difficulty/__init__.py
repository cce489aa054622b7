"""How hard an item probably is: one transparent model of what can be seen of it, and its bands.

`Gauge` estimates items one by one; `refit` learns the weights anew from what students answered.
"""

from mcqgen.difficulty.bands import band, level_of, outside
from mcqgen.difficulty.features import NAMES, measure
from mcqgen.difficulty.gauge import Gauge
from mcqgen.difficulty.weights import Weights, load_weights, refit, save_weights

__all__ = [
    "NAMES",
    "Gauge",
    "Weights",
    "band",
    "level_of",
    "load_weights",
    "measure",
    "outside",
    "refit",
    "save_weights",
]
