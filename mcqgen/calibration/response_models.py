"""Rasch and two-parameter logistic model by marginal maximum likelihood (Bock & Aitkin 1981), with SciPy.

Abilities are taken as normal and integrated out over quadrature points; the likelihood is then maximised over all item
parameters at once by L-BFGS-B with its exact gradient.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mcqgen.errors import MissingDependency

Array = NDArray[np.float64]
_POINTS = 41
_STEEP = 0.5
"""Standard deviation of the logarithm of a discrimination, as a weak prior: it keeps items that everybody gets right,
or nobody, from running away (as BILOG does)."""
_EASY = 4.0
"""Standard deviation of an intercept, as a weaker one still."""


@dataclass(frozen=True)
class Fitted:
    """Parameters of each item."""

    model: str
    b: Array
    """Difficulty, in logits: the ability at which half answer rightly."""
    b_error: Array
    """Its standard error, from the expected information of the item, others taken as known."""
    a: Array
    """Discrimination: slope at `b`, abilities having a standard deviation of 1."""


def fit_rasch(right: NDArray[np.bool_], answered: NDArray[np.bool_]) -> Fitted:
    """All items alike steep. (respondents, items) twice; `b` is in logits, with a slope of 1 to the ability."""
    slopes, intercepts, errors = _maximise(right, answered, common=True)
    return Fitted("rasch", -intercepts, errors, slopes)


def fit_2pl(right: NDArray[np.bool_], answered: NDArray[np.bool_]) -> Fitted:
    """Each item with a slope of its own; abilities have a mean of 0 and a standard deviation of 1."""
    slopes, intercepts, errors = _maximise(right, answered, common=False)
    return Fitted("2pl", -intercepts / slopes, errors / slopes, slopes)


def _maximise(right: NDArray[np.bool_], answered: NDArray[np.bool_], *, common: bool) -> tuple[Array, Array, Array]:
    """Slopes, intercepts, and the intercepts' standard errors; the logit is slope × ability + intercept."""
    try:
        from scipy.optimize import minimize
    except ImportError as error:
        raise MissingDependency(
            "Fitting a response model needs SciPy: install it with pip install 'mcqgen[calibrate]'."
        ) from error
    points, weights = np.polynomial.hermite_e.hermegauss(_POINTS)
    log_weights = np.log(weights / weights.sum())
    hits, seen = (right & answered).astype(float), answered.astype(float)
    items = hits.shape[1]

    def loss(parameters: Array) -> tuple[float, Array]:
        slopes = np.exp(parameters[:1] if common else parameters[:items]) * np.ones(items)
        intercepts = parameters[-items:]
        logits = slopes[:, None] * points + intercepts[:, None]
        log_right, log_wrong = -np.logaddexp(0, -logits), -np.logaddexp(0, logits)
        joint = hits @ log_right + (seen - hits) @ log_wrong + log_weights
        total = np.logaddexp.reduce(joint, axis=1)
        posterior = np.exp(joint - total[:, None])
        surplus = hits.T @ posterior - (seen.T @ posterior) * np.exp(log_right)
        along = (surplus @ points) * slopes
        gradient = np.concatenate([[along.sum()] if common else along, surplus.sum(axis=1)])
        steep, easy = (0 if common else 1) / _STEEP**2, 1 / _EASY**2
        prior = np.concatenate([steep * parameters[:-items], easy * intercepts])
        return float(-total.sum() + parameters @ prior / 2), prior - gradient

    shares = np.clip(hits.sum(axis=0) / np.maximum(1, seen.sum(axis=0)), 0.02, 0.98)
    start = np.concatenate([np.zeros(1 if common else items), np.log(shares / (1 - shares))])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    slopes = np.exp(found[:1] if common else found[:items]) * np.ones(items)
    intercepts = found[-items:]
    chance = 1 / (1 + np.exp(-(slopes[:, None] * points + intercepts[:, None])))
    information = (seen.sum(axis=0)[:, None] * np.exp(log_weights) * chance * (1 - chance)).sum(axis=1)
    return slopes, intercepts, 1 / np.sqrt(np.maximum(information, 1e-9))
