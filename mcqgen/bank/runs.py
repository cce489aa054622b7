"""Runs of a shelf."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select, update

from mcqgen.bank import documents, questions
from mcqgen.bank.access import Desk, parts
from mcqgen.bank.models import QuestionRow, RunRow, UseRow
from mcqgen.bank.records import RunRecord, RunState
from mcqgen.bank.wording import packed, unpacked
from mcqgen.domain.blueprint import Request
from mcqgen.domain.item import Item
from mcqgen.domain.report import STOPPED
from mcqgen.domain.run import ItemSet, Report
from mcqgen.errors import BankError

_SILENCE = timedelta(seconds=30)
"""A run that gave no sign of life for so long is taken to be interrupted."""


def begin(
    desk: Desk, request: Request, title: str, document_ids: Sequence[str], model: str, choices: Mapping[str, Any]
) -> str:
    """Begin a run; its id cannot be guessed."""
    row = RunRow(
        id=secrets.token_urlsafe(16),
        title=title,
        state=RunState.RUNNING.value,
        started_at=desk.now,
        beat_at=desk.now,
        request=packed(request),
        documents=json.dumps(list(document_ids)),
        model=model,
        choices=json.dumps(dict(choices)),
    )
    desk.session.add(row)
    return row.id


def accept(desk: Desk, run_id: str, items: Sequence[Item]) -> tuple[str, ...]:
    """Keep questions of a run; returns their ids."""
    row = _get(desk, run_id)
    row.beat_at = desk.now
    ids = questions.take_in(desk, items, "written", run_id)
    known = set(desk.session.scalars(select(UseRow.question).where(UseRow.run == run_id)))
    new = [question for question in dict.fromkeys(ids) if question not in known]
    desk.put(
        UseRow,
        [{"run": run_id, "question": question, "position": place} for place, question in enumerate(new, len(known))],
    )
    return ids


def beat(desk: Desk, run_id: str) -> None:
    """Say that a run is alive."""
    _get(desk, run_id).beat_at = desk.now


def finish(desk: Desk, run_id: str, result: ItemSet) -> None:
    """End a run with its result: its questions stand in the result's order from now on."""
    documents.meet(desk, result.documents)
    ids = accept(desk, run_id, result.items)
    questions.complete(desk, run_id, result.items)
    _put_in_order(desk, run_id, ids)
    report, row = result.report, _get(desk, run_id)
    stopped = any(drop.reason == STOPPED for drop in report.reasons)
    row.state = (RunState.STOPPED if stopped else RunState.DONE).value
    row.title = row.title or result.title
    row.finished_at, row.report, row.problem = desk.now, packed(report), ""
    row.documents = json.dumps([document.id for document in result.documents] or json.loads(row.documents))
    row.cost_usd = report.spending.cost_usd if report.spending else 0.0
    row.tokens = report.spending.tokens if report.spending else 0


def _put_in_order(desk: Desk, run_id: str, ids: Sequence[str]) -> None:
    places = {question: place for place, question in enumerate(dict.fromkeys(ids))}
    for some in parts(list(places)):
        position = case({question: places[question] for question in some}, value=UseRow.question)
        statement = update(UseRow).where(UseRow.run == run_id, UseRow.question.in_(some)).values(position=position)
        desk.session.execute(statement.execution_options(synchronize_session=False))


def break_off(desk: Desk, run_id: str, problem: str) -> None:
    """End a run that cannot go on; what it gave is kept."""
    row = _get(desk, run_id)
    row.state, row.problem, row.finished_at = RunState.BROKEN.value, problem, desk.now


def one(desk: Desk, run_id: str) -> RunRecord:
    """One run; raises BankError where there is none."""
    row = _get(desk, run_id)
    return _record(row, _given(desk, [run_id]).get(run_id, 0), desk.now)


def latest(desk: Desk, limit: int) -> tuple[RunRecord, ...]:
    """The latest runs, newest first."""
    rows = desk.session.scalars(select(RunRow).order_by(RunRow.serial.desc()).limit(limit)).all()
    given = _given(desk, [row.id for row in rows])
    return tuple(_record(row, given.get(row.id, 0), desk.now) for row in rows)


def _get(desk: Desk, run_id: str) -> RunRow:
    row = desk.session.scalars(select(RunRow).where(RunRow.id == run_id)).one_or_none()
    if row is None:
        raise BankError(f"There is no run '{run_id[:40]}'.")
    return row


def _given(desk: Desk, ids: Sequence[str]) -> dict[str, int]:
    return desk.pairs(
        select(UseRow.run, func.count())
        .join(QuestionRow, QuestionRow.id == UseRow.question)
        .where(UseRow.run.in_(ids), ~QuestionRow.removed)
        .group_by(UseRow.run)
    )


def _record(row: RunRow, given: int, now: datetime) -> RunRecord:
    state = RunState(row.state)
    if state is RunState.RUNNING and now - row.beat_at > _SILENCE:
        state = RunState.INTERRUPTED
    return RunRecord(
        id=row.id,
        title=row.title,
        state=state,
        started_at=row.started_at,
        finished_at=row.finished_at,
        request=unpacked(Request, row.request),
        report=unpacked(Report, row.report) if row.report else None,
        problem=row.problem,
        questions=given,
        cost_usd=row.cost_usd,
        tokens=row.tokens,
        documents=tuple(json.loads(row.documents)),
        model=row.model,
        choices=json.loads(row.choices),
    )
