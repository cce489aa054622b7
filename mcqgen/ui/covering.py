"""Which sections of a file, or objectives of a run, have how many questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mcqgen.bank import RunRecord
from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.coverage import Coverage

Level = TypeVar("Level", Bloom, Difficulty)
Spread = Mapping[str, Mapping[Difficulty, int]]
"""Questions by topic and difficulty."""


@dataclass(frozen=True)
class Covered:
    """One section or objective."""

    name: str
    """Empty: what stands before the first title."""
    counts: Mapping[str, int]
    """By what the map's columns are."""

    @property
    def questions(self) -> int:
        """All its questions."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Map:
    """What is covered."""

    rows: tuple[Covered, ...]
    """In the order of the text, or as the objectives were given."""
    others: tuple[Covered, ...] = ()
    """Topics that are no section: what teachers typed."""
    columns: tuple[str, ...] = tuple(level.value for level in Difficulty)
    """Difficulties, or Bloom levels where rows are objectives."""
    coverage: Coverage | None = None
    """Of the run that told the sections."""

    @property
    def by_objective(self) -> bool:
        """Rows are objectives, not sections."""
        return self.coverage is not None and self.coverage.by == "objective"

    @property
    def bare(self) -> tuple[str, ...]:
        """Sections or objectives without a question; what stands before the first title is none."""
        return tuple(row.name for row in self.rows if row.name and not row.questions)


def map_run(run: RunRecord, spread: Spread) -> Map | None:
    """The map of one run; None where it planned nothing.

    Sections are counted by what is on the shelf now, objectives by what the run itself told.
    """
    coverage = run.report.coverage if run.report else None
    if coverage is None:
        return None
    if coverage.by == "section":
        return _map(coverage, spread)
    rows = [_covered(row.name, row.items) for row in coverage.rows]
    levels = tuple(level.value for level in Bloom if any(level in row.items for row in coverage.rows))
    return Map((*rows, *(Covered(name, {}) for name in coverage.unserved)), columns=levels, coverage=coverage)


def _covered(name: str, counts: Mapping[Level, int]) -> Covered:
    return Covered(name, {level.value: number for level, number in counts.items()})


def map_file(document: str, runs: Sequence[RunRecord], spread: Spread) -> Map | None:
    """The map of one file, by the sections that a run about it alone found; None where there was no such run."""
    told = [
        run.report.coverage
        for run in runs
        if run.documents == (document,) and run.report and run.report.coverage and run.report.coverage.by == "section"
    ]
    return _map(max(told, key=lambda coverage: len(coverage.rows)), spread) if told else None


def _map(coverage: Coverage, spread: Spread) -> Map:
    names = [row.name for row in coverage.rows]
    others = [name for name in spread if name not in names]
    return Map(
        rows=tuple(_covered(name, spread.get(name, {})) for name in names),
        others=tuple(_covered(name, spread[name]) for name in sorted(others)),
        coverage=coverage,
    )
