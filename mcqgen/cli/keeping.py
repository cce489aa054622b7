"""`--keep`: what a command makes is kept in the bank, each item as soon as it is accepted."""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mcqgen.cli.words import say

if TYPE_CHECKING:
    from mcqgen.bank import Shelf
    from mcqgen.domain.blueprint import Request
    from mcqgen.domain.run import Event
    from mcqgen.settings import Settings

Keep = Annotated[bool, typer.Option("--keep", help="Keep documents and items in the bank, too; see mcqgen bank.")]
_BEAT_S = 5.0


@contextmanager
def keeping(
    keep: bool, files: Sequence[Path], request: "Request", settings: "Settings", title: str
) -> "Iterator[Callable[[Event], None]]":
    """What is to be told of each event before anybody else is; without `keep` it does nothing.

    A run that does not come to its end is noted as broken off, with what it gave.
    """
    if not keep:
        yield _pass_over
        return
    from mcqgen.bank import open_bank
    from mcqgen.errors import McqgenError

    with open_bank(settings) as bank:
        keeper = _Keeper(bank.shelf(""), files, request, settings.model, title)
        try:
            yield keeper.note
        except (McqgenError, KeyboardInterrupt) as error:
            keeper.break_off(str(error) or "It was broken off.")
            raise


def tell_kept(keep: bool, quiet: bool) -> None:
    """Say where the items are, too."""
    if keep and not quiet:
        say("Kept in the bank, too: 'mcqgen bank list' lists them, and the app shows them for review.")


def _pass_over(_event: "Event") -> None:
    """What happens is kept nowhere."""


class _Keeper:
    """A run of the single user, as the bank has it."""

    def __init__(self, shelf: "Shelf", files: Sequence[Path], request: "Request", model: str, title: str) -> None:
        self._shelf, self._files = shelf, files
        self._run = shelf.begin_run(request, title=title, model=model)
        self._beat = time.monotonic()

    def note(self, event: "Event") -> None:
        """Keep what the event brings."""
        from mcqgen.domain.run import DocumentLoaded, ItemAccepted, RunFinished

        if isinstance(event, DocumentLoaded):
            self._shelf.keep_document(event.document, self._file(event.document.sha256), sections=event.sections)
        elif isinstance(event, ItemAccepted):
            self._shelf.accept(self._run, event.item)
        elif isinstance(event, RunFinished):
            self._shelf.finish_run(self._run, event.items)
        elif time.monotonic() - self._beat > _BEAT_S:
            self._shelf.beat(self._run)
            self._beat = time.monotonic()

    def break_off(self, problem: str) -> None:
        """Note that the run did not come to its end."""
        self._shelf.break_off(self._run, problem)

    def _file(self, sha256: str) -> Path:
        """The file of this content; where it has changed since, any: the bank refuses it and says so."""
        return next((file for file in self._files if file.is_file() and _digest(file) == sha256), self._files[0])


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
