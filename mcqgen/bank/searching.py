"""Finding questions."""

from typing import Any

from sqlalchemy import Select, func, select

from mcqgen.bank.access import Desk
from mcqgen.bank.models import DocumentRow, QuestionRow, UseRow
from mcqgen.bank.questions import kept
from mcqgen.bank.records import Found, Query
from mcqgen.bank.wording import words


def find(desk: Desk, query: Query) -> Found:
    """One page of what a query finds, and how many there are in all."""
    total = desk.session.scalar(_narrowed(select(func.count()).select_from(QuestionRow), query)) or 0
    if query.limit < 1 or query.offset >= total:
        return Found((), total)
    page = _ordered(_narrowed(select(QuestionRow.id), query), query)
    ids = desk.session.scalars(page.offset(max(0, query.offset)).limit(query.limit)).all()
    return Found(kept(desk, ids), total)


def ids(desk: Desk, query: Query) -> tuple[str, ...]:
    """All that a query finds, in its order."""
    return tuple(desk.session.scalars(_ordered(_narrowed(select(QuestionRow.id), query), query)))


def _narrowed(statement: "Select[Any]", query: Query) -> "Select[Any]":
    statement = statement.where(QuestionRow.removed == query.removed)
    if query.run:
        statement = statement.join(UseRow, UseRow.question == QuestionRow.id).where(UseRow.run == query.run)
    wanted = {
        QuestionRow.document: query.document,
        QuestionRow.topic: query.topic,
        QuestionRow.difficulty: query.difficulty and query.difficulty.value,
        QuestionRow.status: query.status and query.status.value,
    }
    statement = statement.where(*(column == value for column, value in wanted.items() if value))
    if query.disputed is not None:
        statement = statement.where(QuestionRow.disputed == query.disputed)
    return statement.where(*(QuestionRow.search.contains(word, autoescape=True) for word in words(query.text)))


def _ordered(statement: "Select[Any]", query: Query) -> "Select[Any]":
    if query.order == "newest":
        return statement.order_by(QuestionRow.serial.desc())
    if query.order == "oldest":
        return statement.order_by(QuestionRow.serial)
    if query.run:
        return statement.order_by(UseRow.position, QuestionRow.serial)
    statement = statement.outerjoin(DocumentRow, DocumentRow.id == QuestionRow.document)
    return statement.order_by(DocumentRow.serial.nulls_last(), QuestionRow.page, QuestionRow.start, QuestionRow.serial)
