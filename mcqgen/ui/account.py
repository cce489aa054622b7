"""Who is at the app: the one user of this computer, or a teacher whom the school's login (OIDC) vouches for.

A teacher's work belongs to issuer and subject together, the only claims that never change and are never given to
somebody else (OpenID Connect Core 1.0, section 5.7). E-mail addresses change with names and are handed on, so they only
say who may come in and who is an admin.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast

import streamlit as st

from mcqgen.settings import Settings

_HOUR_S: Final = 3600
_NAMES: Final = ("name", "preferred_username", "email")
"""Claims that say how a teacher is called, the best one first."""


@dataclass(frozen=True)
class Account:
    """Whoever acts."""

    owner: str = ""
    """Whose documents, questions and costs these are; empty: the one user of this computer."""
    name: str = ""
    """As the login knows it; empty: the one user of this computer."""
    admin: bool = False
    """May see what everybody uses, but not what is in it."""


LOCAL: Final = Account()
"""The one user of this computer."""


@cache
def login_is_on() -> bool:
    """Whether the server has a login, by the section `[auth]` of Streamlit's secrets.

    Decided once: a slip while editing the secrets of a running server must not switch its login off.
    """
    return bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets


def visitor(settings: Settings) -> Account | None:
    """Whoever looks at the page that is drawn; None: nobody who is signed in and may come in."""
    if not login_is_on():
        return LOCAL
    return account_of(claims(), settings)


def claims() -> Mapping[str, Any]:
    """What the login says of the visitor of the page that is drawn; empty before signing in."""
    told = cast(Mapping[str, Any], st.user.to_dict())
    return told if told.get("is_logged_in") is True else {}


def account_of(claims: Mapping[str, Any], settings: Settings) -> Account | None:
    """The account that the claims of an ID token belong to; None: too old, incomplete, or of a stranger."""
    issuer, subject = (str(claims.get(name) or "") for name in ("iss", "sub"))
    if not (issuer and subject and is_fresh(claims, settings) and is_admitted(claims, settings)):
        return None
    name = next((str(claims[key]) for key in _NAMES if claims.get(key)), subject)
    return Account(owner=f"{issuer}|{subject}", name=name, admin=_is_listed(email_of(claims), settings.admins))


def is_fresh(claims: Mapping[str, Any], settings: Settings) -> bool:
    """Whether it is not too long ago that the teacher signed in; Streamlit itself looks at no time of a token."""
    issued = claims.get("iat")
    return isinstance(issued, int | float) and time.time() - issued < settings.login_hours * _HOUR_S


def is_admitted(claims: Mapping[str, Any], settings: Settings) -> bool:
    """Whether the teacher is among those who may come in; admins are."""
    mail = email_of(claims)
    return not settings.teachers.strip() or any(_is_listed(mail, who) for who in (settings.teachers, settings.admins))


def email_of(claims: Mapping[str, Any]) -> str:
    """The e-mail address in lower case; empty where there is none, or the login says that nobody checked it."""
    return "" if claims.get("email_verified") in (False, "false") else str(claims.get("email") or "").lower()


def _is_listed(mail: str, listed: str) -> bool:
    """Whether an address stands in a list of addresses and domains such as `a@example.edu, @example.org`."""
    entries = {entry.strip().lower() for entry in listed.split(",")} - {""}
    return bool(mail) and not entries.isdisjoint({mail, f"@{mail.rpartition('@')[2]}"})
