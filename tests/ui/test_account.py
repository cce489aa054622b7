"""Who somebody is by the claims of the login, and what they may do."""

import time
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="streamlit is not installed")

from mcqgen.settings import Settings
from mcqgen.ui import account, login
from mcqgen.ui.account import Account, account_of
from mcqgen.ui.strings import login as strings

ANNA = {
    "iss": "https://login.example", "sub": "17", "iat": time.time(), "name": "Anna Berg",
    "email": "Anna@School.example", "email_verified": True,
}  # fmt: skip


def claims(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in (ANNA | changes).items() if value is not None}


def test_a_teacher_is_known_by_issuer_and_subject_whatever_else_changes() -> None:
    anna = account_of(claims(), Settings())
    assert anna == Account("https://login.example|17", "Anna Berg")
    renamed = account_of(claims(name="Anna Dahl", email="anna.dahl@school.example"), Settings())
    assert renamed == Account("https://login.example|17", "Anna Dahl")
    assert account_of(claims(iss="https://other.example"), Settings()) != anna


def test_a_name_is_found_where_the_login_gives_little() -> None:
    assert account_of(claims(name=None), Settings()) == Account("https://login.example|17", "Anna@School.example")
    assert account_of(claims(name=None, email=None), Settings()) == Account("https://login.example|17", "17")


@pytest.mark.parametrize("missing", ["iss", "sub", "iat"])
def test_incomplete_claims_are_nobody(missing: str) -> None:
    assert account_of(claims(**{missing: None}), Settings()) is None
    assert login.trouble(claims(**{missing: None}), Settings()) == strings.INCOMPLETE


def test_a_login_runs_out() -> None:
    settings = Settings(login_hours=2)
    assert account_of(claims(iat=time.time() - 2 * 3600 + 60), settings)
    old = claims(iat=time.time() - 2 * 3600 - 60)
    assert account_of(old, settings) is None
    assert login.trouble(old, settings) == strings.EXPIRED


@pytest.mark.parametrize("teachers", ["anna@school.example", "@school.example", " x@y.example , @SCHOOL.example"])
def test_who_is_listed_comes_in(teachers: str) -> None:
    assert account_of(claims(), Settings(teachers=teachers))


@pytest.mark.parametrize(
    ("teachers", "changes"),
    [
        ("@school.example", {"email": "anna@notschool.example"}),
        ("@school.example", {"email": "anna@school.example.evil.example"}),
        ("@school.example", {"email": None}),
        ("@school.example", {"email_verified": False}),
        ("school.example", {}),
        ("ben@school.example", {}),
    ],
)
def test_who_is_not_listed_stays_outside_and_is_told_why(teachers: str, changes: dict[str, Any]) -> None:
    settings = Settings(teachers=teachers)
    assert account_of(claims(**changes), settings) is None
    assert "may not use mcqgen here" in login.trouble(claims(**changes), settings)


def test_admins_are_known_by_an_address_that_somebody_checked() -> None:
    settings = Settings(admins="anna@school.example", teachers="ben@school.example")
    anna = account_of(claims(), settings)
    assert anna is not None and anna.admin
    assert account_of(claims(email_verified=False), settings) is None
    ben = account_of(claims(email="ben@school.example"), settings)
    assert ben is not None and not ben.admin
    assert not account.LOCAL.admin
