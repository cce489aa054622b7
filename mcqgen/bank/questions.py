"""Questions of a shelf: how they come in, what they say, and their versions."""

from collections.abc import Iterable, Sequence
from typing import Any, get_args

from sqlalchemy import select, update

from mcqgen.bank.access import Desk, parts
from mcqgen.bank.models import QuestionRow, VersionRow
from mcqgen.bank.records import Kept, Status, Version, Why
from mcqgen.bank.steps import Change, take_step
from mcqgen.bank.wording import folded, packed, unpacked
from mcqgen.domain.item import Item
from mcqgen.errors import BankError

_LARGEST = 2**31 - 1
"""Of a column for whole numbers."""


def take_in(desk: Desk, items: Sequence[Item], why: Why, run: str = "") -> tuple[str, ...]:
    """Keep new questions, and find those that say what a question says or said; returns the ids of all.

    A question that was removed is there again; else one that is found stays as it is.
    """
    found = _saying(desk, [item.id for item in items])
    new = {item.id: item for item in items if item.id not in found}
    desk.put(QuestionRow, [_question(desk, item) for item in new.values()])
    desk.put(VersionRow, [_version(desk, item.id, 1, item, why, run) for item in new.values()])
    ids = tuple(found.get(item.id, item.id) for item in items)
    if found:
        bring_back(desk, ids)
    return ids


def _saying(desk: Desk, contents: Sequence[str]) -> dict[str, str]:
    """Content id → question that says it; of several the one that says it now, else the newest."""
    found: dict[str, str] = {}
    for some in parts(list(dict.fromkeys(contents))):
        found |= desk.pairs(
            select(VersionRow.content, VersionRow.question)
            .join(QuestionRow, QuestionRow.id == VersionRow.question)
            .where(VersionRow.content.in_(some))
            .order_by(VersionRow.number == QuestionRow.version, VersionRow.serial)
        )
    return found


def bring_back(desk: Desk, ids: Sequence[str]) -> None:
    """Show removed questions again, as what was asked for came again."""
    for some in parts(list(dict.fromkeys(ids))):
        gone = desk.session.scalars(select(QuestionRow).where(QuestionRow.id.in_(some), QuestionRow.removed)).all()
        take_step(desk, "come again", [Change(row.id, "removed", str(True), str(False)) for row in gone])
        for row in gone:
            row.removed = False


def _question(desk: Desk, item: Item) -> dict[str, Any]:
    return {
        "id": item.id, "status": Status.DRAFT.value, "version": 1, "made_at": desk.now, "decided_at": None,
        "decided_by": "", "disputed": False, "removed": False, **_columns(item),
    }  # fmt: skip


def _version(desk: Desk, question: str, number: int, item: Item, why: Why, run: str = "") -> dict[str, Any]:
    return {
        "question": question, "number": number, "content": item.id, "item": packed(item), "made_at": desk.now,
        "by": desk.by, "why": why, "run": run,
    }  # fmt: skip


def _columns(item: Item) -> dict[str, Any]:
    """What is searched, filtered and counted of an item."""
    place = item.evidence[0] if item.evidence else None
    texts = (item.stem, *(option.text for option in item.options), item.topic, item.objective)
    return {
        "difficulty": item.difficulty.value,
        "topic": item.topic,
        "tenth": _within(item.predicted.value * 10, 9) if item.predicted else None,
        "letter": next((option.id for option in item.options if option.is_key), ""),
        "flaws": " ".join(sorted({flaw.code for flaw in item.flaws})),
        "document": place.document if place else "",
        "page": _within(place.page, _LARGEST) if place else 0,
        "start": _within(place.start, _LARGEST) if place else 0,
        "search": folded(" ".join(texts)),
    }


def _within(number: float, most: int) -> int:
    """A number from a file, which may be anything, as a column takes it."""
    return int(min(most, max(0, number)))


def get(desk: Desk, question_id: str) -> QuestionRow:
    """The row of a question; raises BankError where there is none."""
    row = desk.session.scalars(select(QuestionRow).where(QuestionRow.id == question_id)).one_or_none()
    if row is None:
        raise missing(question_id)
    return row


def there(desk: Desk, ids: Sequence[str]) -> frozenset[str]:
    """Those that are not removed."""
    found: set[str] = set()
    for some in parts(list(dict.fromkeys(ids))):
        rows = select(QuestionRow.id).where(QuestionRow.id.in_(some), ~QuestionRow.removed)
        found.update(desk.session.scalars(rows))
    return frozenset(found)


def missing(question_id: str) -> BankError:
    """What is said where a question is not there, or is somebody else's."""
    return BankError(f"There is no question '{question_id[:40]}'.")


def kept(desk: Desk, ids: Iterable[str]) -> tuple[Kept, ...]:
    """Questions as they stand, in the order of their ids; raises BankError where one is not there."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Kept] = {}
    for some in parts(wanted):
        rows = desk.session.execute(
            select(*KEPT)
            .join(VersionRow, (VersionRow.question == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
            .where(QuestionRow.id.in_(some))
        )
        found |= {row.id: as_kept(row) for row in rows}
    if lost := next((question_id for question_id in wanted if question_id not in found), None):
        raise missing(lost)
    return tuple(found[question_id] for question_id in wanted)


KEPT = (
    QuestionRow.id, QuestionRow.status, QuestionRow.version, QuestionRow.made_at, QuestionRow.decided_at,
    QuestionRow.decided_by, QuestionRow.disputed, QuestionRow.removed, VersionRow.item,
)  # fmt: skip
"""Columns that `as_kept` reads."""


def as_kept(row: Any) -> Kept:
    """A row of the columns `KEPT` as a record."""
    return Kept(
        id=row.id,
        item=unpacked(Item, row.item),
        status=Status(row.status),
        version=row.version,
        made_at=row.made_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        disputed=row.disputed,
        removed=row.removed,
    )


def versions(desk: Desk, question_id: str) -> tuple[Version, ...]:
    """All versions, oldest first."""
    get(desk, question_id)
    rows = desk.session.scalars(
        select(VersionRow).where(VersionRow.question == question_id).order_by(VersionRow.number)
    )
    return tuple(
        Version(number=row.number, item=unpacked(Item, row.item), made_at=row.made_at, by=row.by, why=_why(row.why))
        for row in rows
    )


def _why(text: str) -> Why:
    return next(why for why in get_args(Why) if why == text)


def said(desk: Desk, question_id: str, number: int) -> Item:
    """What a version says; raises BankError where there is none of this number."""
    item = desk.session.scalars(
        select(VersionRow.item).where(VersionRow.question == question_id, VersionRow.number == number)
    ).one_or_none()
    if item is None:
        raise BankError(f"The question has no version {number}.")
    return unpacked(Item, item)


def revise(desk: Desk, question_id: str, item: Item, why: Why, based_on: int) -> None:
    """Add a version, unless it says nothing new; raises BankError where another one came meanwhile."""
    row = get(desk, question_id)
    if row.version != based_on:
        raise BankError("The question was changed elsewhere meanwhile: look at it again, then change it.")
    before = said(desk, question_id, row.version)
    if before == item:
        return
    changes = [Change(row.id, "version", str(row.version), str(row.version + 1))]
    add_version(desk, row, item, why)
    if _words(before) != _words(item):
        if row.status == Status.APPROVED:
            changes.append(Change(row.id, "status", row.status, Status.DRAFT))
            row.status, row.decided_at, row.decided_by = Status.DRAFT.value, None, ""
        if row.disputed:
            changes.append(Change(row.id, "disputed", str(True), str(False)))
            row.disputed = False
    take_step(desk, why, changes)


def add_version(desk: Desk, row: QuestionRow, item: Item, why: Why) -> None:
    """Let a question say something else from now on."""
    row.version += 1
    desk.put(VersionRow, [_version(desk, row.id, row.version, item, why)])
    for name, value in _columns(item).items():
        setattr(row, name, value)


def _words(item: Item) -> object:
    """What students read of an item."""
    return item.id, item.rationale, sorted((option.text, option.rationale) for option in item.options)


def complete(desk: Desk, run: str, items: Sequence[Item]) -> None:
    """Take over what became known of a run's own questions before it ended: estimates, and what a judge noted.

    The words are the same; a version that somebody made meanwhile stays the current one.
    """
    told = {item.id: item for item in items}
    for some in parts(list(told)):
        rows = desk.session.scalars(select(VersionRow).where(VersionRow.run == run, VersionRow.content.in_(some)))
        for row in rows.all():
            if row.item != (text := packed(told[row.content])):
                row.item = text
                desk.session.execute(
                    update(QuestionRow)
                    .where(QuestionRow.id == row.question, QuestionRow.version == row.number)
                    .values(**_columns(told[row.content]))
                    .execution_options(synchronize_session=False)
                )
