"""The one way to the rows: sessions that see and touch the rows of one owner only."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Engine, Select, Table, event, insert, text
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from mcqgen.bank.engine import WRITES, told
from mcqgen.bank.files import Files
from mcqgen.bank.models import Owned

K = TypeVar("K")
V = TypeVar("V")
_TURN = "SELECT pg_advisory_xact_lock(:room, :owner)"
_ROOM = 0x6D6371
"""Ours among the advisory locks of a PostgreSQL database."""
_AT_ONCE = 500
"""Ids in one statement."""


class _OwnersSession(Session):
    """A session that adds "and the owner is …" to whatever it executes, and names the owner in what it adds."""

    def __init__(self, engine: Engine, owner: str) -> None:
        super().__init__(engine, expire_on_commit=False)
        self.owner = owner


@event.listens_for(_OwnersSession, "do_orm_execute")
def _restrict(state: ORMExecuteState) -> None:
    assert isinstance(state.session, _OwnersSession)
    owner = state.session.owner
    state.statement = state.statement.options(
        with_loader_criteria(Owned, lambda rows: rows.owner == owner, include_aliases=True)
    )


@event.listens_for(_OwnersSession, "before_flush")
def _name(session: Session, _context: UOWTransaction, _instances: object) -> None:
    assert isinstance(session, _OwnersSession)
    for row in session.new:
        row.owner = session.owner


@dataclass(frozen=True)
class Desk:
    """What one call on a shelf works with: the owner's rows, who acts, and when."""

    session: Session
    owner: str
    by: str
    now: datetime
    files: Files

    def pairs(self, statement: "Select[K, V]") -> dict[K, V]:
        """What a statement that selects two columns finds: the first → the second."""
        return {row[0]: row[1] for row in self.session.execute(statement)}

    def put(self, table: type[Owned], rows: Sequence[Mapping[str, Any]]) -> None:
        """Add many rows of this owner."""
        if not rows:
            return
        self.session.flush()
        statement = insert(cast(Table, table.__table__))
        if self.session.get_bind().dialect.name == "postgresql":
            # Only for statements that return something are many rows sent at once.
            statement = statement.returning(table.serial)
        self.session.connection().execute(statement, [{**row, "owner": self.owner} for row in rows])


@dataclass(frozen=True)
class Access:
    """The database and the files of a bank."""

    engine: Engine
    files: Files
    clock: Callable[[], datetime]

    @contextmanager
    def reading(self, owner: str, by: str = "") -> Iterator[Desk]:
        """See the owner's rows."""
        with told(self.engine), _OwnersSession(self.engine, owner) as session:
            yield Desk(session, owner, by, self.clock(), self.files)

    @contextmanager
    def writing(self, owner: str, by: str) -> Iterator[Desk]:
        """Change the owner's rows: all or nothing, one after the other, kept for good when it ends."""
        engine = self.engine.execution_options(**{WRITES: True})
        with told(self.engine), _OwnersSession(engine, owner) as session, session.begin():
            if engine.dialect.name == "postgresql":
                turn = {"room": _ROOM, "owner": zlib.crc32(owner.encode("utf-8", "replace")) - 2**31}
                session.connection().execute(text(_TURN), turn)
            yield Desk(session, owner, by, self.clock(), self.files)


def parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids, so many as fit into one statement at a time."""
    for begin in range(0, len(ids), _AT_ONCE):
        yield ids[begin : begin + _AT_ONCE]
