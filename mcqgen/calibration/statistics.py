"""Classical item statistics, and the item response model that belongs to them."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mcqgen.calibration.response_models import Fitted, fit_2pl, fit_rasch
from mcqgen.calibration.responses import MISSING, Responses
from mcqgen.domain.item import Item, Statistics

_FUNCTIONAL = 0.05
"""A wrong option that fewer choose does not work (Haladyna & Downing 1993)."""
_ENOUGH_RASCH, _ENOUGH_2PL = 30, 500
"""Respondents from which the parameters of a model are worth telling (Linacre 1994; de Ayala 2009)."""


class Model(StrEnum):
    """What is fitted."""

    AUTO = "auto"
    """Rasch from 30 respondents on, 2PL from 500."""
    RASCH = "rasch"
    TWO_PL = "2pl"


def calibrate(items: Sequence[Item], responses: Responses, model: Model = Model.AUTO) -> list[Item]:
    """The items with the statistics of what was answered; those that nobody answered stay as they are.

    Raises:
        MissingDependency: SciPy is not installed.
    """
    chosen = responses.chosen
    keys = np.array([next(at for at, option in enumerate(item.options) if option.is_key) for item in items])
    answered = chosen != MISSING
    right = (chosen == keys) & answered
    asked = [at for at in range(len(items)) if answered[:, at].any()]
    fitted = _fit(right[:, asked], answered[:, asked], model)
    place = {at: number for number, at in enumerate(asked)}
    return [
        item.model_copy(update={"statistics": _of(item, at, chosen, right, answered, fitted, place[at])})
        if at in place
        else item
        for at, item in enumerate(items)
    ]


def _fit(right: NDArray[np.bool_], answered: NDArray[np.bool_], model: Model) -> Fitted | None:
    respondents, items = right.shape
    if items < 2 or (model is Model.AUTO and respondents < _ENOUGH_RASCH):
        return None
    if model is Model.TWO_PL or (model is Model.AUTO and respondents >= _ENOUGH_2PL):
        return fit_2pl(right, answered)
    return fit_rasch(right, answered)


def _of(
    item: Item, at: int, chosen: NDArray[np.int16], right: NDArray[np.bool_], answered: NDArray[np.bool_],
    fitted: Fitted | None, place: int,
) -> Statistics:  # fmt: skip
    who = answered[:, at]
    count = int(who.sum())
    rates = {option.id: float((chosen[who, at] == index).mean()) for index, option in enumerate(item.options)}
    return Statistics(
        respondents=count,
        p=round(float(right[who, at].mean()), 4),
        point_biserial=_point_biserial(right, answered, at),
        choices={letter: round(rate, 4) for letter, rate in rates.items()},
        non_functional=tuple(option.id for option in item.distractors if rates[option.id] < _FUNCTIONAL),
        model=fitted.model if fitted else "",
        b=round(float(fitted.b[place]), 3) if fitted else None,
        b_error=round(float(fitted.b_error[place]), 3) if fitted else None,
        a=round(float(fitted.a[place]), 3) if fitted else None,
    )


def _point_biserial(right: NDArray[np.bool_], answered: NDArray[np.bool_], at: int) -> float | None:
    """Correlation of the item with the share right of the rest; None where either does not vary."""
    others = np.delete(answered, at, axis=1).sum(axis=1)
    who = answered[:, at] & (others > 0)
    if who.sum() < 3:
        return None
    rest = np.delete(right, at, axis=1)[who].sum(axis=1) / others[who]
    own = right[who, at].astype(float)
    if np.ptp(own) == 0 or np.ptp(rest) < 1e-12:
        return None
    return round(float(np.corrcoef(own, rest)[0, 1]), 4)
