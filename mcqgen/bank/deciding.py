"""What a teacher does to questions, and how it is undone."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from mcqgen.bank import questions
from mcqgen.bank.access import Desk, parts
from mcqgen.bank.models import ChangeRow, DocumentRow, QuestionRow, StepRow
from mcqgen.bank.records import Status
from mcqgen.bank.steps import Change, take_step

T = TypeVar("T")
_SAID = {
    "approved": "{} approved", "rejected": "{} rejected", "retired": "{} retired", "draft": "{} set back to draft",
    "remove": "{} removed", "bring back": "{} brought back",
    "remove documents": "{} removed", "bring back documents": "{} brought back",
    "written": "{} written", "edited": "{} edited", "mended": "{} mended", "again": "{} written anew",
    "restored": "{} set back to an earlier version", "imported": "{} replaced from a file",
}  # fmt: skip
"""Steps that can be undone, and what is said of them."""


def decide(desk: Desk, ids: Sequence[str], status: Status) -> int:
    """Give questions a status; returns how many had another one."""
    before = _column(desk, ids, QuestionRow.status)
    changes = [Change(question, "status", old, status.value) for question, old in before.items() if old != status]
    step = take_step(desk, status.value, changes)
    _set(desk, step, "status", _decided(desk, status))
    return len(changes)


def remove(desk: Desk, ids: Sequence[str], *, removed: bool) -> None:
    """Hide questions, or bring them back."""
    before = _column(desk, ids, QuestionRow.removed)
    changes = [
        Change(question, "removed", str(old), str(removed)) for question, old in before.items() if old != removed
    ]
    step = take_step(desk, "remove" if removed else "bring back", changes)
    _set(desk, step, "removed", {"removed": removed})


def dispute(desk: Desk, question_id: str, disputed: bool) -> None:
    """Note that the teacher answered otherwise than the key, or does not any more."""
    row = questions.get(desk, question_id)
    if row.disputed != disputed:
        take_step(desk, "dispute", [Change(row.id, "disputed", str(row.disputed), str(disputed))])
        row.disputed = disputed


def undo(desk: Desk) -> str | None:
    """Take back the latest step that is not taken back yet; returns what it was, or None where there is none."""
    step = desk.session.scalars(
        select(StepRow).where(~StepRow.undone, StepRow.kind.in_(_SAID)).order_by(StepRow.serial.desc()).limit(1)
    ).one_or_none()
    if step is None:
        return None
    changes = select(ChangeRow.what, ChangeRow.before).where(ChangeRow.step == step.serial).distinct()
    for what, before in desk.session.execute(changes).all():
        _take_back(desk, step, what, before)
    step.undone = True
    subjects = select(func.count(ChangeRow.subject.distinct())).where(ChangeRow.step == step.serial)
    count = desk.session.scalar(subjects) or 0
    noun = "document" if step.kind.endswith("documents") else "question"
    return _SAID[step.kind].format(f"{count} {noun}{'' if count == 1 else 's'}")


def _take_back(desk: Desk, step: StepRow, what: str, before: str) -> None:
    if what == "version":
        (question,) = desk.session.scalars(select(ChangeRow.subject).where(ChangeRow.step == step.serial).distinct())
        earlier = questions.said(desk, question, int(before))
        questions.add_version(desk, questions.get(desk, question), earlier, "restored")
    elif what == "status":
        _set(desk, step.serial, what, _decided(desk, Status(before)), before)
    else:
        table = DocumentRow if step.kind.endswith("documents") else QuestionRow
        _set(desk, step.serial, what, {what: before == str(True)}, before, table)


def _decided(desk: Desk, status: Status) -> dict[str, object]:
    """Columns that tell of a status, who gave it and when."""
    at, by = (None, "") if status is Status.DRAFT else (desk.now, desk.by)
    return {"status": status.value, "decided_at": at, "decided_by": by}


def _set(
    desk: Desk,
    step: int,
    what: str,
    values: dict[str, object],
    before: str | None = None,
    table: type[QuestionRow | DocumentRow] = QuestionRow,
) -> None:
    """Set columns of whatever a step changes in this way (and was so before)."""
    subjects = select(ChangeRow.subject).where(ChangeRow.step == step, ChangeRow.what == what)
    if before is not None:
        subjects = subjects.where(ChangeRow.before == before)
    statement = update(table).where(table.id.in_(subjects)).values(**values)
    desk.session.execute(statement.execution_options(synchronize_session=False))


def _column(desk: Desk, ids: Sequence[str], column: "InstrumentedAttribute[T]") -> dict[str, T]:
    """A column of questions by id; raises BankError where a question is not there."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, T] = {}
    for some in parts(wanted):
        found |= desk.pairs(select(QuestionRow.id, column).where(QuestionRow.id.in_(some)))
    if lost := next((question for question in wanted if question not in found), None):
        raise questions.missing(lost)
    return found
