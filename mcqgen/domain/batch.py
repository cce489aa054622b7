"""A batch: what became of each document of a folder."""

from enum import StrEnum

from mcqgen.domain.base import Frozen
from mcqgen.domain.spending import Spending


class Status(StrEnum):
    """What became of one document."""

    DONE = "done"
    """As many items as were asked."""
    PARTIAL = "partial"
    """Fewer items than were asked, or none; the reason says why."""
    FAILED = "failed"
    """It could not be used; the reason says why."""
    DUPLICATE = "duplicate"
    """The same file stands elsewhere in the folder; the reason says where."""


class Outcome(Frozen):
    """What became of one document."""

    path: str
    """Of the document, relative to the folder, with "/" between its parts."""
    status: Status
    requested: int
    delivered: int
    output: str = ""
    """The items' file, relative to the output folder; empty where there is none."""
    reason: str = ""
    """Why there are fewer items than asked, or none."""
    held_back: int = 0
    """Drafts of the offline writer that were not handed out because they would probably need mending."""
    warnings: tuple[str, ...] = ()


class BatchReport(Frozen):
    """What became of a folder."""

    requested: int
    delivered: int
    documents: tuple[Outcome, ...]
    """In the order of their paths."""
    unfinished: tuple[str, ...] = ()
    """Documents that were not reached because the batch was stopped; the next run does them."""
    ignored: tuple[str, ...] = ()
    """Files of a kind that cannot be read."""
    leftovers: tuple[str, ...] = ()
    """Outputs of earlier runs whose documents are gone or fail now: kept on disk, and no part of the items."""
    spending: Spending | None = None
    """The ledgers of all documents; none where no model was at work."""


class BatchStarted(Frozen):
    """The folder was looked through."""

    total: int
    """Documents in it."""
    to_do: int
    """Those that are new or changed; of the others, the results stand."""


class DocumentFinished(Frozen):
    """One document is through, and its result is safe on disk."""

    outcome: Outcome


class BatchFinished(Frozen):
    """The combined items and the report are written."""

    report: BatchReport


BatchEvent = BatchStarted | DocumentFinished | BatchFinished
