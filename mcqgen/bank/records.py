"""What the bank hands out: frozen records, and the query that finds questions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from mcqgen.domain.blueprint import Difficulty, Request
from mcqgen.domain.item import Item
from mcqgen.domain.run import DocumentInfo, Report

Why = Literal["written", "edited", "mended", "again", "restored", "imported"]
"""Why there is a version of a question."""
Order = Literal["newest", "oldest", "place"]
"""How questions are listed; "place": as the run has them, else as they stand in the documents."""


class Status(StrEnum):
    """What the teacher decided on a question."""

    DRAFT = "draft"
    """Nothing yet."""
    APPROVED = "approved"
    REJECTED = "rejected"
    RETIRED = "retired"
    """Good, but not to be used any more."""


class RunState(StrEnum):
    """What became of a run."""

    RUNNING = "running"
    DONE = "done"
    """It came to its end, whether or not it found all that was asked."""
    STOPPED = "stopped"
    """Somebody stopped it."""
    BROKEN = "broken"
    """It broke off; `problem` says why."""
    INTERRUPTED = "interrupted"
    """It gives no sign of life any more: the program ended."""


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document that the bank knows."""

    info: DocumentInfo
    sections: tuple[str, ...]
    added_at: datetime
    questions: int
    """Questions about it, without removed ones."""
    has_file: bool
    """The file itself is kept; not so where only questions about it came in."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run and what became of it."""

    id: str
    title: str
    state: RunState
    started_at: datetime
    finished_at: datetime | None
    request: Request
    report: Report | None
    """None until the run is over."""
    problem: str
    """Why it broke off."""
    questions: int
    """Questions that it gave, without removed ones."""
    cost_usd: float | None
    """None until the run is over, and where a price is unknown; 0 where no model was at work."""
    tokens: int
    documents: tuple[str, ...]
    """Ids of its documents."""
    model: str
    choices: dict[str, Any]
    """What shaped it beside the request, as the caller told it: plain values."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A question as it stands."""

    id: str
    """Of the question; it stays when the words change, unlike `item.id`."""
    item: Item
    """What its current version says."""
    status: Status
    version: int
    """Number of the current version, from 1."""
    made_at: datetime
    decided_at: datetime | None
    """When it got its status; None for a draft."""
    decided_by: str
    disputed: bool
    """The teacher answered otherwise than the key."""
    removed: bool


@dataclass(frozen=True, slots=True)
class Version:
    """What a question said at some time."""

    number: int
    item: Item
    made_at: datetime
    by: str
    why: Why


@dataclass(frozen=True, slots=True)
class Decision:
    """One change in the log of a question."""

    at: datetime
    by: str
    what: str
    """"status", "version", "removed" or "disputed"."""
    before: str
    after: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Query:
    """Which questions are wanted; what is left empty does not matter."""

    text: str = ""
    """Words that the question, its options, topic or objective must all hold, in any order and case."""
    document: str = ""
    """Id of the document that proves it."""
    topic: str = ""
    difficulty: Difficulty | None = None
    status: Status | None = None
    run: str = ""
    disputed: bool | None = None
    removed: bool = False
    """Removed questions instead of those that are there."""
    order: Order = "newest"
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the questions that a query finds."""

    records: tuple[Kept, ...]
    total: int
    """Of all pages."""


@dataclass(frozen=True, slots=True)
class Reused:
    """A question that several runs gave."""

    id: str
    stem: str
    runs: int


@dataclass(frozen=True, slots=True)
class RunSpending:
    """What one run took."""

    id: str
    title: str
    started_at: datetime
    cost_usd: float | None
    tokens: int


@dataclass(frozen=True, slots=True)
class MonthSpending:
    """What the runs of one month took."""

    month: str
    """Such as "2026-11", in UTC."""
    runs: int
    cost_usd: float
    tokens: int


@dataclass(frozen=True, slots=True)
class Insights:
    """Counts over questions but removed ones, of the whole shelf or a part of it; and what all runs took."""

    questions: int
    statuses: dict[Status, int]
    difficulties: dict[Difficulty, int]
    tenths: tuple[int, ...]
    """Questions by predicted share of wrong answers: below 0.1, below 0.2, …; ten numbers."""
    topics: tuple[tuple[str, int], ...]
    """Most frequent first."""
    spread: dict[str, dict[Difficulty, int]]
    """By topic and difficulty."""
    documents: tuple[tuple[str, int], ...]
    """By id of the document, most frequent first; "" where no document proves the question."""
    letters: dict[str, int]
    """By the place of the key: "A", "B", …"""
    flaws: dict[str, int]
    """Questions that have a flaw, by its code."""
    reused: tuple[Reused, ...]
    """Questions that several runs gave, most frequent first; 50 at most."""
    run_spending: tuple[RunSpending, ...]
    """Newest first; 50 at most."""
    month_spending: tuple[MonthSpending, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class OwnerUsage:
    """What one teacher has and uses."""

    owner: str
    questions: int
    """All that are kept, without removed ones."""
    runs: int
    """Runs begun this month (UTC), as are cost and tokens."""
    cost_usd: float
    tokens: int
    name: str
    """Who wrote the latest version of a question, as the login called that teacher; empty before there is one."""
