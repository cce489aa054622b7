"""What a teacher does to questions, and how it is undone."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select, update
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
    take_step(desk, status.value, changes)
    _set_status(desk, [change.subject for change in changes], status)
    return len(changes)


def remove(desk: Desk, ids: Sequence[str], *, removed: bool) -> None:
    """Hide questions, or bring them back."""
    before = _column(desk, ids, QuestionRow.removed)
    changes = [
        Change(question, "removed", str(old), str(removed)) for question, old in before.items() if old != removed
    ]
    take_step(desk, "remove" if removed else "bring back", changes)
    _set(desk, [change.subject for change in changes], removed=removed)


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
    changes = desk.session.scalars(select(ChangeRow).where(ChangeRow.step == step.serial)).all()
    for what, before in dict.fromkeys((change.what, change.before) for change in changes):
        subjects = [change.subject for change in changes if (change.what, change.before) == (what, before)]
        _take_back(desk, step.kind, subjects, what, before)
    step.undone = True
    count = len({change.subject for change in changes})
    noun = "document" if step.kind.endswith("documents") else "question"
    return _SAID[step.kind].format(f"{count} {noun}{'' if count == 1 else 's'}")


def _take_back(desk: Desk, kind: str, subjects: Sequence[str], what: str, before: str) -> None:
    if kind.endswith("documents"):
        for some in parts(subjects):
            desk.session.execute(
                update(DocumentRow).where(DocumentRow.id.in_(some)).values(removed=before == str(True))
            )
    elif what == "version":
        for subject in subjects:
            row = questions.get(desk, subject)
            questions.add_version(desk, row, questions.said(desk, subject, int(before)), "restored")
            desk.session.flush()
    elif what == "status":
        _set_status(desk, subjects, Status(before))
    else:
        _set(desk, subjects, **{what: before == str(True)})


def _set_status(desk: Desk, ids: Sequence[str], status: Status) -> None:
    decided = status is not Status.DRAFT
    at, by = (desk.now, desk.by) if decided else (None, "")
    _set(desk, ids, status=status.value, decided_at=at, decided_by=by)


def _set(desk: Desk, ids: Sequence[str], **values: object) -> None:
    for some in parts(ids):
        desk.session.execute(update(QuestionRow).where(QuestionRow.id.in_(some)).values(**values))


def _column(desk: Desk, ids: Sequence[str], column: "InstrumentedAttribute[T]") -> dict[str, T]:
    """A column of questions by id; raises BankError where a question is not there."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, T] = {}
    for some in parts(wanted):
        found |= desk.pairs(select(QuestionRow.id, column).where(QuestionRow.id.in_(some)))
    if lost := next((question for question in wanted if question not in found), None):
        raise questions.missing(lost)
    return found
