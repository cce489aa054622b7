"""Commands as users run them, in this process."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from mcqgen.cli import main


@dataclass
class Ran:
    """What a command left."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.raw.decode()


@pytest.fixture
def cli(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs `mcqgen` with the arguments given."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["mcqgen", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        return Ran(int(ended.value.code or 0), out, err.decode())

    return run
