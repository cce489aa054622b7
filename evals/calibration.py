"""Whether `mcqgen calibrate` finds known parameters again: `evals/calibration.json`.

    python evals/calibration.py [-r 20]

500 simulated respondents answer 30 items, difficulties spread evenly from -2 to 2 (and slopes drawn from 0.6 to 1.8 for
the two-parameter model), again and again. Bias is the mean over the repetitions of estimate minus truth; the scale is
that of each group of respondents (mean 0, standard deviation 1).
"""

import argparse
import json
from pathlib import Path

import numpy as np

from mcqgen.calibration.response_models import fit_2pl, fit_rasch

_RESPONDENTS, _ITEMS = 500, 30


def main() -> None:
    """Simulate, fit, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-r", type=int, default=20)
    asked = parser.parse_args()
    rng = np.random.default_rng(2026)
    b = np.linspace(-2, 2, _ITEMS)
    figures = {}
    for name, fit in (("rasch", fit_rasch), ("2pl", fit_2pl)):
        a = np.ones(_ITEMS) if name == "rasch" else rng.uniform(0.6, 1.8, _ITEMS)
        errors, slopes = [], []
        for _ in range(asked.r):
            ability = rng.normal(size=_RESPONDENTS)
            ability = (ability - ability.mean()) / ability.std()
            right = rng.random((_RESPONDENTS, _ITEMS)) < 1 / (1 + np.exp(-a * (ability[:, None] - b)))
            fitted = fit(right, np.ones_like(right))
            errors.append(fitted.b - b)
            slopes.append(fitted.a - a)
        bias = np.mean(errors, axis=0)
        figures[name] = {
            "repetitions": asked.r,
            "mean_bias_b": round(float(bias.mean()), 4),
            "mean_absolute_bias_b": round(float(np.abs(bias).mean()), 4),
            "largest_bias_b_of_an_item": round(float(np.abs(bias).max()), 4),
            "rmse_b": round(float(np.sqrt(np.mean(np.square(errors)))), 4),
            "mean_bias_a": round(float(np.mean(slopes)), 4),
        }
    result = {"respondents": _RESPONDENTS, "items": _ITEMS, **figures}
    (Path(__file__).parent / "calibration.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
