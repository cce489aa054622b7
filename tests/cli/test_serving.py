"""How the app is started; that it then serves is proven in `tests/ui`."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcqgen.cli import serving


def test_a_port_that_is_taken_is_told_in_one_sentence(cli: Callable[..., Any]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = cli("app", "--port", port, "--no-browser")
    assert told.code == 2
    assert f"port {port} of 127.0.0.1" in told.err and "--port" in told.err
    assert told.err.count("\n") == 1


def test_an_address_that_is_not_of_this_computer_is_told_in_one_sentence(cli: Callable[..., Any]) -> None:
    told = cli("app", "--host", "192.0.2.1", "--no-browser")
    assert told.code == 2
    assert "192.0.2.1" in told.err and told.err.count("\n") == 1


def test_without_streamlit_the_extra_is_named(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "find_spec", lambda name: None)
    told = cli("app")
    assert told.code == 2
    assert "mcqgen[ui]" in told.err


def test_the_app_and_its_theme_are_what_the_wheel_takes_along(checkout: Path) -> None:
    """The wheel and the checkout share one `app.py` and one theme, which lies where Streamlit looks for it."""
    import tomllib

    wheel = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    taken = wheel["force-include"]
    assert serving._script() == checkout / "app.py"
    assert taken["app.py"] == "mcqgen/data/app/app.py"
    assert taken[".streamlit/config.toml"] == "mcqgen/data/app/.streamlit/config.toml"
    assert (checkout / ".streamlit" / "config.toml").is_file()


def test_it_does_not_serve_others_without_a_login(tmp_path: Path) -> None:
    pytest.importorskip("streamlit", reason="streamlit is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from mcqgen.cli import main; main()", "app", "--host", "0.0.0.0", "--no-browser"]
    command += ["--port", str(port)]
    ended = subprocess.run(
        command, check=False, cwd=tmp_path, env=dict(os.environ), capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 2
    assert "no login" in ended.stderr and "--without-login" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "The app is at" not in ended.stderr
