"""Which options a QTI 1.2 item scores as right: every writer says it in its own way."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mcqgen.formats.qti.trees import words

if TYPE_CHECKING:
    from lxml.etree import _Element


def keys_of(item: "_Element", idents: Sequence[str]) -> set[str]:
    """The idents of the right options: those that gain the most, or all those that a condition wants together.

    Args:
        item: An `<item>` without namespaces.
        idents: Of its options.
    """
    gains: dict[str, float] = {}
    together: set[str] = set()
    named: set[str] = set()
    for condition in item.iterfind("resprocessing/respcondition"):
        gain = _gain(condition)
        wanted = _wanted(condition) & set(idents)
        if condition.get("correctanswer", "").lower() == "yes":  # New Quizzes, where each option has points of its own
            named |= wanted
        if gain > 0 and len(wanted) > 1 and condition.find("conditionvar//or") is None:
            together |= wanted
        for ident in wanted:
            gains[ident] = gains.get(ident, 0) + gain
    if named or together:
        return named or together
    best = max(gains.values(), default=0)
    several = item.find(".//response_lid[@rcardinality='Multiple']") is not None
    return {ident for ident, gain in gains.items() if gain > 0 and (several or gain == best)}


def _gain(condition: "_Element") -> float:
    """What a condition adds to the score; D2L counts right and wrong answers in variables of their own."""
    gain = 0.0
    for change in condition.iterfind("setvar"):
        if "incorrect" in change.get("varname", "").lower():
            continue
        try:
            value = float(words(change))
        except ValueError:
            # "SCORE.max" and the like stand for all points.
            value = 1.0 if "max" in words(change).lower() else 0.0
        gain += -value if change.get("action") == "Subtract" else value
    return gain


def _wanted(condition: "_Element") -> set[str]:
    """Options that a condition asks to be chosen, not those that it asks to be left."""
    return {
        words(asked)
        for asked in condition.iterfind("conditionvar//varequal")
        if next(asked.iterancestors("not"), None) is None
    }
