"""Bringing a database to the tables of this mcqgen, by one process at a time."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from mcqgen.bank.engine import WRITES, place_of, told
from mcqgen.errors import StateError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"
"""The newest step."""
VERSION_TABLE = "mcqgen_version"
_LOCK = zlib.crc32(b"mcqgen migrates")


def migrate(engine: Engine) -> None:
    """Make the tables, or bring them up to date.

    Raises:
        StateError: The database does not answer, is damaged, or was made by a newer mcqgen.
    """
    with told(engine):
        with engine.connect() as connection:
            if _version(connection) == HEAD:
                return
        with _alone(engine) as connection:
            found = _version(connection)
            if found != HEAD:
                _upgrade(engine, connection, found)


def _version(connection: Connection) -> str:
    """The step that the database is at; empty where it has no tables of ours."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    return str(connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")) or "")


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other process migrates beside."""
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        yield connection


def _upgrade(engine: Engine, connection: Connection, found: str) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    config = alembic_config(connection)
    if found and found not in {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}:
        raise StateError(
            f"The bank in '{place_of(engine)}' was made by a newer mcqgen (its tables are at {found}, this one "
            f"knows {HEAD}): use that one, or name another place for the bank."
        )
    command.upgrade(config, "head")


def alembic_config(connection: Connection) -> "Config":
    """What Alembic needs to know to work over a connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
