"""What one teacher may take of the server: questions a run, runs and money a month."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mcqgen.domain.blueprint import Request
from mcqgen.llm import default_spec
from mcqgen.settings import Settings
from mcqgen.ui.strings import limits as strings

if TYPE_CHECKING:
    from mcqgen.bank import Shelf


def refusal(shelf: "Shelf", settings: Settings, request: Request) -> str:
    """Why a run may not start, as a sentence for the teacher; empty: it may.

    `settings` are those of the run: the writer that the teacher chose is in them, for one that is free needs no money.
    """
    asked = sum(request.mix.values())
    if asked > settings.max_items_per_run:
        return strings.TOO_MANY.format(asked=asked, most=settings.max_items_per_run)
    if (
        settings.max_runs_per_month
        and _runs_this_month(shelf, settings.max_runs_per_month) >= settings.max_runs_per_month
    ):
        return strings.NO_MORE_RUNS.format(most=settings.max_runs_per_month)
    if _left(shelf, settings) == 0 and default_spec(settings) != "offline":
        return strings.NO_MORE_MONEY.format(most=settings.max_spend_per_month or 0)
    return ""


def within(shelf: "Shelf", settings: Settings) -> Settings:
    """The settings for a run: it may cost no more than what is left of the month's money."""
    left = _left(shelf, settings)
    if left is None or (settings.max_cost is not None and settings.max_cost <= left):
        return settings
    return settings.model_copy(update={"max_cost": left})


def _left(shelf: "Shelf", settings: Settings) -> float | None:
    """US$ that are left of this month's money; None: no limit."""
    if settings.max_spend_per_month is None:
        return None
    return max(0.0, settings.max_spend_per_month - shelf.spent_this_month())


def _runs_this_month(shelf: "Shelf", most: int) -> int:
    """How many runs were started this month (UTC), counted up to `most`."""
    now = datetime.now(UTC)
    started = (run.started_at.astimezone(UTC) for run in shelf.runs(limit=most))
    return sum((at.year, at.month) == (now.year, now.month) for at in started)
