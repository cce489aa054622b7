"""Opening the bank: its tables, its address, and what is said where it cannot be opened."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from broken_line import broken_line
from pydantic import SecretStr
from questions import make_item, make_set
from sqlalchemy import make_url, text

from mcqgen.bank import Bank, Query, open_bank
from mcqgen.bank.engine import connect
from mcqgen.bank.migrating import HEAD, VERSION_TABLE, alembic_config, migrate
from mcqgen.bank.models import Base
from mcqgen.errors import MissingDependency, RequestError, StateError
from mcqgen.settings import Settings


def at(address: str, home: Path) -> Settings:
    return Settings(home=home, database_url=SecretStr(address))


def test_the_steps_make_the_tables_that_the_code_uses(fresh: Settings) -> None:
    engine = connect(fresh)
    migrate(engine)
    with engine.connect() as connection:
        found = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_server_default": True}
        )
        assert compare_metadata(found, Base.metadata) == []
        assert found.get_current_revision() == HEAD
        assert ScriptDirectory.from_config(alembic_config(connection)).get_heads() == [HEAD]
    engine.dispose()


def test_a_bank_is_found_again_as_it_was_left(fresh: Settings) -> None:
    with open_bank(fresh) as bank:
        kept = bank.shelf("").add(make_set([make_item(1)]))
    with open_bank(fresh) as bank:
        assert bank.shelf("").find(Query()).records == kept


def test_a_bank_of_a_newer_mcqgen_is_left_alone(fresh: Settings) -> None:
    open_bank(fresh).close()
    engine = connect(fresh)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(StateError, match=rf"was made by a newer mcqgen \(its tables are at 9999, .* knows {HEAD}\)"):
        open_bank(fresh)
    with engine.connect() as connection:
        assert connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")) == "9999"
    engine.dispose()


def test_a_half_made_bank_is_made_whole(fresh: Settings) -> None:
    engine = connect(fresh)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL)"))
    engine.dispose()
    with open_bank(fresh) as bank:
        assert bank.shelf("").find(Query()).total == 0


def test_tables_that_stand_in_the_way_are_told(fresh: Settings) -> None:
    engine = connect(fresh)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE runs (speed INTEGER)"))
    with pytest.raises(StateError, match=r"runs.* already exists"):
        open_bank(fresh)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE runs"))
    engine.dispose()
    open_bank(fresh).close()


@pytest.mark.parametrize(
    "address",
    [
        "mysql://localhost/x", "localhost", "postgresql:///x", "postgresql://h:port/x", "sqlite:///x.db",
        "postgresql://u:secret@h/x?sslmode=require",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_told_without_its_password(tmp_path: Path, address: str) -> None:
    with pytest.raises(RequestError, match=r"^MCQGEN_DATABASE_URL is no address of a PostgreSQL database") as told:
        open_bank(at(address, tmp_path))
    assert "secret" not in str(told.value)


def test_the_driver_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pg8000", None)
    with pytest.raises(MissingDependency, match=re.escape("pip install 'mcqgen[postgres]'")):
        open_bank(at("postgresql://u@h/x", tmp_path))


def test_a_server_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StateError) as told:
        open_bank(at("postgres://anna:secret@127.0.0.1:9/school", tmp_path))
    assert re.match(
        r"The database at '127.0.0.1:9/school' does not answer as it should \(.+\): start it, or correct MCQGEN_",
        str(told.value),
    )
    assert "secret" not in str(told.value)
    assert "\n" not in str(told.value)


def test_what_the_server_says_is_told_in_its_words(postgres: str, tmp_path: Path) -> None:
    with pytest.raises(StateError, match=r'\(database "nowhere" does not exist\): start it'):
        open_bank(at(f"{postgres}/nowhere", tmp_path))


def test_connections_that_the_server_dropped_are_made_anew(postgres: str, tmp_path: Path) -> None:
    settings = at(f"{postgres}/postgres", tmp_path)
    engine = connect(settings)
    with open_bank(settings) as bank:
        shelf = bank.shelf("dropped")
        shelf.add(make_set([make_item(1)]))
        with engine.begin() as connection:
            dropping = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            connection.execute(text(f"{dropping} AND application_name = 'mcqgen'"))
        assert shelf.find(Query()).total == 1
    engine.dispose()


def test_connections_that_were_forgotten_on_the_way_are_made_anew(postgres: str, tmp_path: Path) -> None:
    server = make_url(postgres)
    assert server.port is not None
    with broken_line(server.port) as line:
        by_line = server.set(port=line.port, database="postgres").render_as_string()
        with open_bank(at(by_line, tmp_path)) as bank:
            shelf = bank.shelf("forgotten")
            shelf.add(make_set([make_item(1)]))
            line.cut()
            assert shelf.find(Query()).total == 1


def test_a_file_that_is_no_bank_is_told(tmp_path: Path) -> None:
    (tmp_path / "bank.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StateError, match=r"The bank in '.*bank.sqlite3' cannot be used \(file is not a database\)"):
        open_bank(Settings(home=tmp_path))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match=r"The folder '.*file/home' cannot be written .*: set MCQGEN_HOME"):
        open_bank(Settings(home=tmp_path / "file" / "home"))


def test_the_password_is_in_no_picture_of_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MCQGEN_DATABASE_URL", "postgresql://anna:secret@h/x")
    settings = Settings(home=tmp_path)
    pictures: list[Any] = [repr(settings), str(settings.model_dump()), settings.model_dump_json()]
    assert not any("secret" in picture for picture in pictures)
    assert str(connect(settings).url) == "postgresql+pg8000://anna:***@h/x"


def test_a_bank_can_be_closed_twice(tmp_path: Path) -> None:
    bank: Bank = open_bank(Settings(home=tmp_path))
    bank.close()
    bank.close()
