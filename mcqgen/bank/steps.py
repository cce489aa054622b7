"""The log: each step changes something of one question or document, or of many; undo takes the latest one back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mcqgen.bank.access import Desk
from mcqgen.bank.models import ChangeRow, StepRow
from mcqgen.bank.records import Decision


@dataclass(frozen=True, slots=True)
class Change:
    """What a step changes of one question or document."""

    subject: str
    what: str
    before: str
    after: str


def take_step(desk: Desk, kind: str, changes: Sequence[Change]) -> int:
    """Log a step, unless it changes nothing; returns its number, or 0."""
    if not changes:
        return 0
    step = StepRow(at=desk.now, by=desk.by, kind=kind, undone=False)
    desk.session.add(step)
    desk.session.flush()
    rows: list[dict[str, Any]] = [
        {"step": step.serial, "subject": one.subject, "what": one.what, "before": one.before, "after": one.after}
        for one in changes
    ]
    desk.put(ChangeRow, rows)
    return step.serial


def decisions(desk: Desk, subject: str) -> tuple[Decision, ...]:
    """What was changed of a question, oldest first."""
    rows = desk.session.execute(
        select(StepRow, ChangeRow)
        .join(ChangeRow, ChangeRow.step == StepRow.serial)
        .where(ChangeRow.subject == subject)
        .order_by(ChangeRow.serial)
    )
    return tuple(
        Decision(at=step.at, by=step.by, what=change.what, before=change.before, after=change.after, undone=step.undone)
        for step, change in rows
    )
