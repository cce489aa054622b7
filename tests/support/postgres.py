"""A real PostgreSQL on a loopback port, for as long as the tests of one process run."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

_WAIT_S = 60.0


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; None where it is not installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """A server of its own, with nothing in it; gives its address, without the name of a database.

    The server refuses to run as root: there it runs as postgres or nobody.
    """
    with tempfile.TemporaryDirectory(prefix="mcqgen-pg-") as data:
        who = _other_user()
        if who:
            os.chown(data, who["user"], who["group"])
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **who}
        made = [f"{folder}/initdb", "-D", f"{data}/d", "-A", "trust", "-U", "mcqgen", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run(made, check=True, cwd=data, **quiet)
        port = _free_port()
        address = f"postgresql://mcqgen@127.0.0.1:{port}"
        started = [
            f"{folder}/postgres", "-D", f"{data}/d", "-p", str(port), "-c", "listen_addresses=127.0.0.1",
            "-c", f"unix_socket_directories={data}", "-c", "fsync=off",
        ]  # fmt: skip
        server: subprocess.Popen[bytes] = subprocess.Popen(started, cwd=data, **quiet)
        try:
            _await(server, address)
            yield address
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=_WAIT_S)


def _other_user() -> dict[str, int]:
    if os.geteuid():
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    other = known.get("postgres") or known["nobody"]
    return {"user": other.pw_uid, "group": other.pw_gid}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def execute(address: str, statement: str) -> None:
    """Execute a statement in the database `postgres`, outside of any transaction."""
    url = make_url(f"{address}/postgres").set(drivername="postgresql+pg8000")
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


def _await(server: "subprocess.Popen[bytes]", address: str) -> None:
    deadline = time.monotonic() + _WAIT_S
    while server.poll() is None and time.monotonic() < deadline:
        try:
            execute(address, "SELECT 1")
        except DBAPIError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("PostgreSQL does not start")
