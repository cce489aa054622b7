"""`mcqgen app`: starts the teacher's app, and opens it in the browser."""

import os
import runpy
import signal
import socket
import sys
import threading
import time
import webbrowser
from http.client import HTTPConnection, HTTPException
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from mcqgen.cli.inputs import load_settings
from mcqgen.cli.words import OK, say
from mcqgen.errors import MissingDependency, RequestError

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Where a server that listens everywhere is found from this computer."""


def serve(
    host: Annotated[
        str, typer.Option("--host", help="Address to listen at; 0.0.0.0 is all of this computer's.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen at.")] = 8501,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the app in the browser of this computer.")
    ] = True,
    without_login: Annotated[
        bool, typer.Option("--without-login", help="Serve other computers though there is no login.")
    ] = False,
) -> None:
    """Start the app for teachers, which runs in the browser; Ctrl+C ends it."""
    if find_spec("streamlit") is None:
        raise MissingDependency("The app needs Streamlit, which is not installed: install mcqgen[ui].")
    settings = load_settings()
    _probe(host, port)
    if without_login:
        os.environ["MCQGEN_WITHOUT_LOGIN"] = "true"
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    threading.Thread(target=_welcome, args=(host, port, browser), daemon=True).start()
    options = {
        "server.address": host,
        "server.port": port,
        "server.maxUploadSize": settings.max_file_mb,
        "logger.hideWelcomeMessage": "true",
    }
    sys.argv = ["streamlit", "run", str(_script()), *(f"--{name}={value}" for name, value in options.items())]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End at once, when the server has ended itself on a signal and hands it on.

    Runs may be at work in libraries of other languages; the interpreter's own tidying up would crash them. What they
    made is in the bank.
    """
    sys.stderr.flush()
    os._exit(OK)


def _script() -> Path:
    """`app.py`, its theme beside it: in the installed package, else in the checkout."""
    packaged = Path(str(files("mcqgen"))) / "data" / "app" / "app.py"
    return packaged if packaged.is_file() else Path(__file__).parent.parent.parent / "app.py"


def _probe(host: str, port: int) -> None:
    """Listen for a moment; raises RequestError where that cannot be."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name != "nt":  # a port that was left a moment ago counts as free, as it does for the server
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise RequestError(
            f"The app cannot listen at port {port} of {host} ({(error.strerror or str(error)).lower()}): "
            "is it running already? Else choose another one with --port."
        ) from error


def _welcome(host: str, port: int, browser: bool) -> None:
    """Wait until the server answers, say where it is, and show it."""
    here = _EVERYWHERE.get(host, host)
    while not _answers(here, port):
        time.sleep(0.1)
    address = f"http://{f'[{here}]' if ':' in here else here}:{port}"
    say(f"The app is at {address} (Ctrl+C ends it).")
    if browser:
        webbrowser.open(address)


def _answers(host: str, port: int) -> bool:
    """Whether the server has started; it listens a while before it answers, or refuses to start."""
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
