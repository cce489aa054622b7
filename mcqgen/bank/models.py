"""The tables. Every row has an owner; nothing is deleted, and a version is never changed once its run is over."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, ForeignKeyConstraint, Index, Integer, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import Text, TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A time in UTC: SQLite drops the zone, PostgreSQL hands out that of its session."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the time its zone back."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text that every database stores: PostgreSQL takes no NUL, and no driver takes half a surrogate pair."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Put a sign for "unreadable" in the place of what cannot be stored."""
        del dialect
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


_Serial = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, str: Words}  # noqa: RUF012 - as SQLAlchemy wants it


class Owned(Base):
    """A row of one teacher."""

    __abstract__ = True

    serial: Mapped[int] = mapped_column(_Serial, primary_key=True)
    owner: Mapped[str] = mapped_column(Words)


def _of_question(column: str = "question") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["owner", column], ["questions.owner", "questions.id"])


class DocumentRow(Owned):
    """A document; its file lies in the folder of files, named by its digest."""

    __tablename__ = "documents"
    __table_args__: Any = (UniqueConstraint("owner", "id"),)

    id: Mapped[str]
    sha256: Mapped[str]
    info: Mapped[str]
    sections: Mapped[str]
    added_at: Mapped[datetime]
    has_file: Mapped[bool]
    removed: Mapped[bool] = mapped_column(default=False)


class RunRow(Owned):
    """A run."""

    __tablename__ = "runs"
    __table_args__: Any = (UniqueConstraint("owner", "id"), Index(None, "started_at"))

    id: Mapped[str]
    title: Mapped[str]
    state: Mapped[str]
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    request: Mapped[str]
    report: Mapped[str | None]
    documents: Mapped[str]
    model: Mapped[str]
    choices: Mapped[str] = mapped_column(default="{}")
    problem: Mapped[str] = mapped_column(default="")
    cost_usd: Mapped[float | None]
    tokens: Mapped[int] = mapped_column(BigInteger, default=0)


class QuestionRow(Owned):
    """A question: its status, and what is searched, filtered and counted of its current version."""

    __tablename__ = "questions"
    __table_args__: Any = (UniqueConstraint("owner", "id"), Index(None, "owner", "removed", "serial"))

    id: Mapped[str]
    status: Mapped[str]
    version: Mapped[int]
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(default="")
    disputed: Mapped[bool] = mapped_column(default=False)
    removed: Mapped[bool] = mapped_column(default=False)
    difficulty: Mapped[str]
    topic: Mapped[str]
    tenth: Mapped[int | None]
    letter: Mapped[str]
    flaws: Mapped[str]
    document: Mapped[str]
    page: Mapped[int]
    start: Mapped[int]
    search: Mapped[str]


class VersionRow(Owned):
    """What a question says, or said."""

    __tablename__ = "versions"
    __table_args__: Any = (
        UniqueConstraint("owner", "question", "number"),
        _of_question(),
        Index(None, "owner", "content"),
    )

    question: Mapped[str]
    number: Mapped[int]
    content: Mapped[str]
    item: Mapped[str]
    made_at: Mapped[datetime]
    by: Mapped[str]
    why: Mapped[str]
    run: Mapped[str] = mapped_column(default="")


class UseRow(Owned):
    """A question that a run gave, and its place there."""

    __tablename__ = "uses"
    __table_args__: Any = (
        UniqueConstraint("owner", "run", "question"),
        _of_question(),
        ForeignKeyConstraint(["owner", "run"], ["runs.owner", "runs.id"]),
        Index(None, "owner", "question"),
    )

    run: Mapped[str]
    question: Mapped[str]
    position: Mapped[int]


class StepRow(Owned):
    """One thing that somebody did, to one question or many: what undo takes back at once."""

    __tablename__ = "steps"
    __table_args__: Any = (Index(None, "owner", "serial"),)

    at: Mapped[datetime]
    by: Mapped[str]
    kind: Mapped[str]
    undone: Mapped[bool] = mapped_column(default=False)


class ChangeRow(Owned):
    """What a step changed of one question or document."""

    __tablename__ = "changes"
    __table_args__: Any = (
        ForeignKeyConstraint(["step"], ["steps.serial"]),
        Index(None, "owner", "subject"),
        Index(None, "step"),
    )

    step: Mapped[int] = mapped_column(_Serial)
    subject: Mapped[str]
    what: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
