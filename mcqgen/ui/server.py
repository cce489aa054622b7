"""How the app is served: its guard, and what must be right before it starts."""

import ipaddress
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from mcqgen.settings import Settings
from mcqgen.ui.account import login_is_on
from mcqgen.ui.strings import server as strings

if TYPE_CHECKING:
    from starlette.middleware import Middleware
    from streamlit.runtime.secrets import Secrets

SCRIPT: Final = Path(__file__).parent / "entry" / "script.py"
"""What Streamlit runs; alone in its folder, which Streamlit puts before all others that modules are looked for in."""
_SHORTEST_SECRET: Final = 32
_BAD = 2


def middleware() -> "list[Middleware]":
    """What stands before Streamlit; ends the program with a sentence where it would serve whom it should not."""
    from starlette.middleware import Middleware

    from mcqgen.ui.guard import Guard

    _keep_path_still()
    settings = Settings()
    address = str(st.get_option("server.address") or "0.0.0.0")
    trouble = unreadable(st.secrets) or problem(st.secrets["auth"] if login_is_on() else None, settings, address)
    if trouble:
        sys.stderr.write(f"{trouble}\n")
        raise SystemExit(_BAD)
    import_module("mcqgen.ui.shell")  # before anybody is answered: the first visitor shall not wait for it
    return [Middleware(Guard, settings=settings, login=login_is_on())]


def unreadable(secrets: "Secrets") -> str:
    """What is wrong with the files of secrets, as a sentence; Streamlit would take it for no login at all."""
    files = [file for file in st.get_option("secrets.files") if Path(file).exists()]
    try:
        readable = secrets.load_if_toml_exists()
    except OSError:
        readable = False
    return strings.BAD_SECRETS.format(files=", ".join(files)) if files and not readable else ""


def _keep_path_still() -> None:
    """Have the script's folder on the path for good.

    Streamlit adds it whenever a page is drawn and takes it away after that; where a run imports a module at that very
    moment, the search leaves a folder out and finds nothing ("No module named …").
    """
    folder = str(SCRIPT.parent)
    if folder not in sys.path:
        sys.path.append(folder)


def problem(auth: Mapping[str, Any] | None, settings: Settings, address: str) -> str:
    """What is wrong with the login, or with serving `address` without one, as a sentence; empty: nothing."""
    if auth is None:
        alone = settings.without_login or is_this_computer(address)
        return "" if alone else strings.NO_LOGIN.format(address=address)
    if not str(auth.get("redirect_uri", "")).endswith("/oauth2callback"):
        return strings.BAD_REDIRECT
    if len(str(auth.get("cookie_secret", ""))) < _SHORTEST_SECRET:
        return strings.BAD_COOKIE_SECRET.format(shortest=_SHORTEST_SECRET)
    keys = {"client_id", "client_secret", "server_metadata_url"}
    sections = [auth, *(section for section in auth.values() if isinstance(section, Mapping))]
    return "" if any(keys <= section.keys() for section in sections) else strings.NO_PROVIDER


def is_this_computer(address: str) -> bool:
    """Whether an address that a server listens on can be reached from this computer only."""
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return address == "localhost"
