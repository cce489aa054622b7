"""Banks in SQLite and in a real PostgreSQL, and a shelf of its own for each test."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from clock import Clock
from postgres import execute, programs, running
from pydantic import SecretStr

from mcqgen.bank import Bank, Shelf, open_bank
from mcqgen.settings import Settings


@pytest.fixture(scope="session")
def session_clock() -> Clock:
    return Clock()


@pytest.fixture
def clock(session_clock: Clock) -> Iterator[Clock]:
    yield session_clock
    session_clock.ahead = timedelta()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL server, without a database."""
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed")
    with running(folder) as address:
        yield address


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home = tmp_path_factory.mktemp("home")
    if request.param == "sqlite":
        return Settings(home=home)
    return Settings(home=home, database_url=SecretStr(f"{request.getfixturevalue('postgres')}/postgres"))


@pytest.fixture(scope="session")
def bank(settings: Settings, session_clock: Clock) -> Iterator[Bank]:
    with open_bank(settings, clock=session_clock) as bank:
        yield bank


@pytest.fixture
def owner() -> str:
    return f"teacher-{secrets.token_hex(8)}@example.edu"


@pytest.fixture
def shelf(bank: Bank, owner: str) -> Shelf:
    return bank.shelf(owner, "anna")


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a bank that is not there yet."""
    if request.param == "sqlite":
        return Settings(home=tmp_path / "new")
    address, name = request.getfixturevalue("postgres"), f"new_{secrets.token_hex(8)}"
    execute(address, f"CREATE DATABASE {name}")
    return Settings(home=tmp_path / "new", database_url=SecretStr(f"{address}/{name}"))
