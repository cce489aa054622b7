"""Documents of a shelf."""

import json
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select

from mcqgen.bank.access import Desk, parts
from mcqgen.bank.models import DocumentRow, QuestionRow
from mcqgen.bank.records import KnownDocument
from mcqgen.bank.steps import Change, take_step
from mcqgen.bank.wording import packed, unpacked
from mcqgen.domain.run import DocumentInfo
from mcqgen.errors import BankError


def keep(desk: Desk, info: DocumentInfo, sections: Sequence[str]) -> DocumentRow:
    """Know a document whose file is kept; one that was removed is there again."""
    row = _find(desk, info.id)
    if row is None:
        row = _row(desk, info, sections, has_file=True)
        desk.session.add(row)
    elif not row.has_file:
        row.info, row.sha256, row.has_file = packed(info), info.sha256, True
    row.sections = json.dumps(list(sections)) if sections else row.sections
    row.removed = False
    return row


def meet(desk: Desk, told: Sequence[DocumentInfo]) -> None:
    """Know of documents whose files did not come with the questions."""
    known_ids = {info.id for info in infos(desk, [info.id for info in told])}
    new = {info.id: info for info in told if info.id not in known_ids}
    desk.session.add_all(_row(desk, info, (), has_file=False) for info in new.values())


def _row(desk: Desk, info: DocumentInfo, sections: Sequence[str], *, has_file: bool) -> DocumentRow:
    return DocumentRow(
        id=info.id,
        sha256=info.sha256,
        info=packed(info),
        sections=json.dumps(list(sections)),
        added_at=desk.now,
        has_file=has_file,
        removed=False,
    )


def known(desk: Desk) -> tuple[KnownDocument, ...]:
    """All but removed documents, newest first."""
    rows = desk.session.scalars(select(DocumentRow).where(~DocumentRow.removed).order_by(DocumentRow.serial.desc()))
    asked = _questions(desk)
    return tuple(_known(row, asked.get(row.id, 0)) for row in rows)


def one(desk: Desk, document_id: str) -> KnownDocument:
    """One document, removed or not."""
    return _known(get(desk, document_id), _questions(desk, document_id).get(document_id, 0))


def get(desk: Desk, document_id: str) -> DocumentRow:
    """The row of a document; raises BankError where there is none."""
    row = _find(desk, document_id)
    if row is None:
        raise BankError(f"There is no document '{document_id[:40]}'.")
    return row


def file_of(desk: Desk, document_id: str) -> Path:
    """Where its file lies; raises BankError where none is kept."""
    row = get(desk, document_id)
    path = desk.files.place(row.sha256, unpacked(DocumentInfo, row.info).name)
    if not row.has_file or not path.is_file():
        raise BankError(f"The file of '{path.name}' is not kept here: give it again.")
    return path


def remove(desk: Desk, ids: Sequence[str], *, removed: bool) -> None:
    """Hide documents, or bring them back."""
    rows = [get(desk, document_id) for document_id in dict.fromkeys(ids)]
    changes = [Change(row.id, "removed", str(row.removed), str(removed)) for row in rows if row.removed != removed]
    take_step(desk, "remove documents" if removed else "bring back documents", changes)
    for row in rows:
        row.removed = removed


def infos(desk: Desk, ids: Sequence[str]) -> tuple[DocumentInfo, ...]:
    """What is known of documents, in the order of their ids; unknown ones are left out."""
    found: dict[str, DocumentInfo] = {}
    for some in parts(list(dict.fromkeys(ids))):
        rows = desk.session.scalars(select(DocumentRow).where(DocumentRow.id.in_(some)))
        found |= {row.id: unpacked(DocumentInfo, row.info) for row in rows}
    return tuple(found[document_id] for document_id in dict.fromkeys(ids) if document_id in found)


def _find(desk: Desk, document_id: str) -> DocumentRow | None:
    return desk.session.scalars(select(DocumentRow).where(DocumentRow.id == document_id)).one_or_none()


def _questions(desk: Desk, document_id: str = "") -> dict[str, int]:
    query = select(QuestionRow.document, func.count()).where(~QuestionRow.removed).group_by(QuestionRow.document)
    if document_id:
        query = query.where(QuestionRow.document == document_id)
    return desk.pairs(query)


def _known(row: DocumentRow, questions: int) -> KnownDocument:
    return KnownDocument(
        info=unpacked(DocumentInfo, row.info),
        sections=tuple(json.loads(row.sections)),
        added_at=row.added_at,
        questions=questions,
        has_file=row.has_file,
    )
