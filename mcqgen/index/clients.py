"""Getting at Chroma: a directory that this process owns for a while, or a server."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from mcqgen.errors import RequestError, StateError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.config import Settings as ChromaSettings


@dataclass
class _Owned:
    """A directory that this process holds, shared by `users` threads."""

    client: "Client"
    lock: FileLock
    users: int


# By process too: a forked child inherits this table, but not the right to write.
_owned: dict[tuple[int, Path], _Owned] = {}
_owning = threading.Lock()


@contextmanager
def owned_directory(folder: Path, wait_s: float) -> Iterator["Client"]:
    """Own a Chroma directory, with the other threads of this process.

    Raises StateError where another process has had it for `wait_s` seconds, or where it cannot be opened.
    """
    place = (os.getpid(), folder.resolve())
    with _owning:
        if place not in _owned:
            _owned[place] = _take(folder, wait_s)
        owned = _owned[place]
        owned.users += 1
    try:
        yield owned.client
    finally:
        with _owning:
            owned.users -= 1
            if not owned.users:
                del _owned[place]
                owned.client.close()
                owned.lock.release()


@contextmanager
def server(url: str) -> Iterator["Client"]:
    """Talk to a Chroma server.

    Raises RequestError where the address is no http(s) address, StateError where no server answers.
    """
    from chromadb.api.client import Client

    try:
        client = Client(settings=_server_settings(url))
    except ValueError as error:
        raise StateError(
            f"No Chroma server answers at '{url}' ({error}): start one (chroma run), correct MCQGEN_CHROMA_URL, "
            "or leave it empty to use a folder."
        ) from error
    with client:
        yield client


def _server_settings(url: str) -> "ChromaSettings":
    from chromadb.config import Settings as ChromaSettings

    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RequestError(f"'{url}' is no address of a Chroma server: write it like http://localhost:8000.")
    secure = parts.scheme == "https"
    return ChromaSettings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=parts.hostname,
        chroma_server_http_port=port or (443 if secure else 8000),
        chroma_server_ssl_enabled=secure,
        # The client never closes the connections that it keeps.
        chroma_http_max_keepalive_connections=0,
        anonymized_telemetry=False,
    )


def _take(folder: Path, wait_s: float) -> _Owned:
    lock = FileLock(folder.with_suffix(".lock"), timeout=wait_s, thread_local=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StateError(
            f"The index in '{folder}' is in use by another mcqgen process: let it finish, give this one a folder of "
            "its own (MCQGEN_HOME), or let both use a Chroma server (MCQGEN_CHROMA_URL)."
        ) from error
    except OSError as error:
        raise StateError(
            f"The index folder '{folder}' cannot be written ({error.strerror}): set MCQGEN_HOME to a folder that "
            "you may write to."
        ) from error
    try:
        return _Owned(_directory_client(folder), lock, users=0)
    except Exception as error:
        # Chroma's layers raise unrelated classes for a damaged or foreign directory.
        lock.release()
        raise StateError(
            f"The index in '{folder}' cannot be opened ({error}): delete the folder, it is built anew."
        ) from error


def _directory_client(folder: Path) -> "Client":
    from chromadb.api.client import Client
    from chromadb.config import Settings as ChromaSettings

    return Client(
        settings=ChromaSettings(is_persistent=True, persist_directory=str(folder), anonymized_telemetry=False)
    )
