"""Runs in threads beside the pages: a page only watches, so it never blocks and a reload finds its run again."""

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from mcqgen.domain.blueprint import Request
from mcqgen.errors import McqgenError
from mcqgen.settings import Settings
from mcqgen.ui import strings
from mcqgen.ui.uploads import Upload, stored
from mcqgen.ui.watching import Snapshot, advance

_log = logging.getLogger(__name__)
_KEPT = 64
_ROUGH = 0.1
"""Bar of the offline writer for who wants rough drafts, too."""


class Run:
    """One generation at work in its own thread."""

    def __init__(
        self, uploads: Sequence[Upload], request: Request, settings: Settings, place: threading.Semaphore
    ) -> None:
        """Start at once, or as soon as there is a place."""
        self._uploads = tuple(uploads)
        self._request = request
        self._settings = settings
        self._place = place
        self._stop = threading.Event()
        self._snapshot = Snapshot(mix=request.mix, waiting=True)
        threading.Thread(target=self._work, name="mcqgen-run", daemon=True).start()

    @property
    def snapshot(self) -> Snapshot:
        """The run as it stands; a frozen value, safe to read from any thread."""
        return replace(self._snapshot, stopping=self._stop.is_set())

    def stop(self) -> None:
        """Ask the run to end; it keeps what is there and finishes soon."""
        self._stop.set()

    def _work(self) -> None:
        with self._place:
            self._snapshot = replace(self._snapshot, waiting=False)
            try:
                self._generate()
            except McqgenError as error:
                self._snapshot = replace(self._snapshot, problem=str(error))
            except Exception:
                _log.exception("a run broke off")
                self._snapshot = replace(self._snapshot, problem=strings.BROKE_OFF)
            finally:
                self._uploads = ()

    def _generate(self) -> None:
        from mcqgen.pipeline import generate

        with stored(self._uploads) as paths:
            for event in generate(paths, self._request, self._settings, cancelled=self._stop.is_set):
                self._snapshot = advance(self._snapshot, event)


class Desk:
    """The runs of this server, each found again by a ticket that cannot be guessed."""

    def __init__(self, settings: Settings) -> None:
        """So many runs, and so many files being read, are at work at a time as `settings.workers` says."""
        self.settings = settings
        self.reading_places = threading.Semaphore(settings.workers)
        self._run_place = threading.Semaphore(settings.workers)
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._lock = threading.Lock()

    def start(self, uploads: Sequence[Upload], request: Request, *, rough: bool = False) -> str:
        """Start a run and return its ticket; `rough` hands out drafts, too, that probably need mending."""
        settings = self.settings.model_copy(update={"offline_bar": _ROUGH}) if rough else self.settings
        ticket = secrets.token_urlsafe(16)
        with self._lock:
            self._runs[ticket] = Run(uploads, request, settings, self._run_place)
            self._forget()
        return ticket

    def find(self, ticket: str) -> Run | None:
        """The run of a ticket, or None when there is none (any more)."""
        return self._runs.get(ticket)

    def _forget(self) -> None:
        over = [ticket for ticket, run in self._runs.items() if run.snapshot.over]
        for ticket in over[: max(0, len(self._runs) - _KEPT)]:
            del self._runs[ticket]
