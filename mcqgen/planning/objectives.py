"""Learning objectives: reading them, and finding where the documents are about them."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from mcqgen.domain.blueprint import Bloom, Objective
from mcqgen.errors import RequestError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_VERBS = {
    Bloom.REMEMBER: "define identify label list locate match name recall recognise recognize state",
    Bloom.UNDERSTAND: "classify describe discuss explain illustrate interpret paraphrase summarise summarize outline",
    Bloom.APPLY: "apply calculate compute demonstrate execute implement perform predict solve use",
    Bloom.ANALYSE: "analyse analyze attribute compare contrast differentiate distinguish examine relate",
    Bloom.EVALUATE: "appraise argue assess criticise criticize defend evaluate judge justify",
    Bloom.CREATE: "build compose construct create design develop formulate plan produce propose",
}
"""Verbs of objectives, after Anderson & Krathwohl (2001)."""
_LEVELS = {verb: level for level, verbs in _VERBS.items() for verb in verbs.split()}
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d+[.)]|LO\s*\d+[:.]?)\s+")
_OPENING = re.compile(
    r"^(?:students|learners|you)?\s*(?:(?:will|should|can|shall)\s+)?(?:be able to\s+)?(\w+)\s+", re.I
)
_MOST = 200
_SERVED = 0.38
"""Cosine of an objective with the best passage about it. MiniLM: objectives of another subject stay below 0.25."""
_SHARE_OF_BEST = 0.6
_ALSO_ABOUT = 0.08
"""A passage serves the objective that it is nearest to, and those that are hardly farther."""
_MOST_PASSAGES = 24


def parse_objectives(text: str) -> tuple[Objective, ...]:
    """Read one objective a line, or a CSV whose header names "objective" and, if it likes, "weight" and "bloom".

    Bullets, numbers and blank lines are left out. Raises RequestError for a weight or level that makes no sense, and
    for no objective at all.
    """
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if lines and "objective" in re.split(r"[,;\t]", lines[0].strip().lower()):
        found = _table(lines)
    else:
        found = [_objective(_BULLET.sub("", line).strip()) for line in lines]
    if not found:
        raise RequestError("The file holds no objective: write one a line.")
    if len(found) > _MOST:
        raise RequestError(f"{len(found)} objectives are too many: give at most {_MOST}.")
    return tuple({one.text: one for one in found}.values())


def _table(lines: Sequence[str]) -> list[Objective]:
    delimiter = max(",;\t", key=lines[0].count)
    rows = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    rows.fieldnames = [str(name).strip().lower() for name in rows.fieldnames or ()]
    found = []
    for row in rows:
        text, weight, level = ((row.get(name) or "").strip() for name in ("objective", "weight", "bloom"))
        if text:
            found.append(_objective(text, weight, level))
    return found


def _objective(text: str, weight: str = "", level: str = "") -> Objective:
    try:
        share = float(weight or 1)
    except ValueError:
        share = 0.0
    if not 0 < share < 1e6:
        raise RequestError(f"The weight '{weight}' of the objective '{text}' makes no sense: give a number above 0.")
    if level and level.lower() not in set(Bloom):
        raise RequestError(f"Unknown Bloom level '{level}' of the objective '{text}': there are {', '.join(Bloom)}.")
    verb = _OPENING.match(text)
    named = _LEVELS.get(verb[1].lower()) if verb else None
    return Objective(text=text, weight=share, bloom=Bloom(level.lower()) if level else named)


def align(
    objectives: Sequence[Objective], vectors: "NDArray[Any]", embed: "Callable[[Sequence[str]], NDArray[Any]]"
) -> list[list[int]]:
    """Find the passages about each objective.

    Args:
        objectives: In any order.
        vectors: The passages' embeddings, (n, d), L2-normalised.
        embed: Embeds texts in the same space.

    Returns:
        For each objective the indices of its passages, best first; none where no passage is about it.
    """
    if not objectives:
        return []
    cosines = embed([_matter(one.text) for one in objectives]) @ vectors.T
    nearest = cosines.max(axis=0)
    found: list[list[int]] = []
    for row in cosines:
        order = sorted(range(len(row)), key=lambda index: (-float(row[index]), index))
        best = float(row[order[0]])
        near = [at for at in order if row[at] >= _SHARE_OF_BEST * best and row[at] >= nearest[at] - _ALSO_ABOUT]
        found.append(near[:_MOST_PASSAGES] or order[:1] if best >= _SERVED else [])
    return found


def _matter(text: str) -> str:
    """What an objective is about, without its verb."""
    verb = _OPENING.match(text)
    return text[verb.end() :] if verb and verb[1].lower() in _LEVELS else text
