"""Getting at the database: a SQLite file, or PostgreSQL by its address."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, SQLAlchemyError

from mcqgen.errors import MissingDependency, RequestError, StateError

if TYPE_CHECKING:
    from mcqgen.settings import Settings

_BUSY_S = 30.0
"""How long one writer waits for another, and for an answer of PostgreSQL."""
_PRIMARY = 0xFF
"""The part of SQLite's error codes that says what is wrong; the rest says why."""
WRITES = "mcqgen_writes"
"""Execution option of connections that write: they take their turn before they read anything."""


def connect(settings: "Settings") -> Engine:
    """Make the engine that the settings ask for; nothing is connected yet.

    Raises:
        RequestError: The address is none of PostgreSQL.
        MissingDependency: The driver of PostgreSQL is not installed.
        StateError: The folder of the file cannot be written.
    """
    address = settings.database_url.get_secret_value() if settings.database_url else ""
    return _server(address) if address else _file(settings.home / "bank.sqlite3")


def _file(path: Path) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StateError(
            f"The folder '{path.parent}' cannot be written ({error.strerror}): set MCQGEN_HOME to a folder that you "
            "may write to."
        ) from error
    # The driver's own transactions begin too late: we begin them ourselves.
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"isolation_level": None, "timeout": _BUSY_S},
        pool_size=8,
        max_overflow=64,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        cursor = connection.cursor()
        _write_ahead(cursor)
        for pragma in ("synchronous = FULL", "foreign_keys = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Let readers go on beside a writer. A new file is changed to that alone, for which SQLite does not wait itself."""
    until = time.monotonic() + _BUSY_S
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _server(address: str) -> Engine:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise _unusable() from error
    if url.drivername not in {"postgresql", "postgres", "postgresql+pg8000"} or not url.host or url.query:
        raise _unusable()
    if find_spec("pg8000") is None:
        raise MissingDependency("A bank in PostgreSQL needs its driver: pip install 'mcqgen[postgres]'.")
    engine = create_engine(
        url.set(drivername="postgresql+pg8000"),
        connect_args={"timeout": _BUSY_S, "application_name": "mcqgen"},
        pool_size=8,
        max_overflow=64,
    )

    # SQLAlchemy's own look at a pooled connection (`pool_pre_ping`) does not know the driver's bare network errors.
    @event.listens_for(engine, "checkout")
    def look(connection: DBAPIConnection, _record: object, _lent: object) -> None:
        try:
            engine.dialect.do_ping(connection)
        except (OSError, engine.dialect.loaded_dbapi.Error) as error:
            raise DisconnectionError from error

    return engine


def _unusable() -> RequestError:
    return RequestError(
        "MCQGEN_DATABASE_URL is no address of a PostgreSQL database: write it like "
        "postgresql://name:password@localhost/mcqgen."
    )


@contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Make what goes wrong with the database a StateError in plain words, without a password in it."""
    try:
        yield
    except (SQLAlchemyError, ConnectionError, TimeoutError) as error:
        raise StateError(_complaint(engine, error)) from error


def _complaint(engine: Engine, error: Exception) -> str:
    reason = _reason(error.orig if isinstance(error, DBAPIError) and error.orig else error)
    if engine.dialect.name == "sqlite":
        return (
            f"The bank in '{place_of(engine)}' cannot be used ({reason}): put back a copy of it, set MCQGEN_HOME to "
            "another folder, or let other programs that use it finish."
        )
    return (
        f"The database at '{place_of(engine)}' does not answer as it should ({reason}): start it, or correct "
        "MCQGEN_DATABASE_URL."
    )


def _reason(error: BaseException) -> str:
    """What the database says; PostgreSQL says it in a dictionary, of which M is the message."""
    said = error.args[0] if error.args else ""
    words = str(said.get("M", said) if isinstance(said, dict) else error)
    return words.splitlines()[0] if words else type(error).__name__


def place_of(engine: Engine) -> str:
    """The file, or the server and the database's name; never who logs in."""
    url = engine.url
    if engine.dialect.name == "sqlite":
        return str(url.database)
    return f"{url.host}{f':{url.port}' if url.port else ''}/{url.database or ''}"
