"""Runs in threads beside the pages: a page only watches, so it never blocks and a reload finds its run again.

What a run makes is in the bank before any page shows it: the server may be killed at any time and nothing that was
seen is lost.
"""

import contextlib
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mcqgen.bank import Bank, Query, RunState, Shelf, open_bank
from mcqgen.domain.run import DocumentLoaded, Event, ItemAccepted, RunFinished
from mcqgen.errors import BankError, McqgenError
from mcqgen.settings import Settings
from mcqgen.ui import strings
from mcqgen.ui.limits import within
from mcqgen.ui.orders import Choices, Order
from mcqgen.ui.watching import Snapshot, advance, recall

_log = logging.getLogger(__name__)
_BEAT_S = 5.0
_MOST = 1000
"""Questions of a run that a page shows."""


class Run:
    """One generation at work in its own thread."""

    def __init__(self, shelf: Shelf, order: Order, settings: Settings, place: threading.Semaphore) -> None:
        """Note the run in the bank, and start at once, or as soon as there is a place."""
        self.shelf = shelf
        self._order = order
        self._settings = within(shelf, order.choices.apply(settings))
        self._place = place
        self._stop = threading.Event()
        self._over = threading.Event()
        self._snapshot = Snapshot(mix=order.request.mix, waiting=True)
        files = [shelf.document(document) for document in order.documents]
        self.id = shelf.begin_run(
            order.request,
            title=", ".join(dict.fromkeys(file.info.title for file in files)),
            documents=order.documents,
            model=order.choices.model,
            choices=order.choices.as_data(),
        )
        threading.Thread(target=self._beat, name="mcqgen-beat", daemon=True).start()
        threading.Thread(target=self._work, name="mcqgen-run", daemon=True).start()

    @property
    def snapshot(self) -> Snapshot:
        """The run as it stands; a frozen value, safe to read from any thread."""
        return replace(self._snapshot, stopping=self._stop.is_set())

    @property
    def over(self) -> bool:
        """All that came of it is in the bank."""
        return self._over.is_set()

    def stop(self) -> None:
        """Ask the run to end; it keeps what is there and finishes soon."""
        self._stop.set()

    def _beat(self) -> None:
        while not self._over.wait(_BEAT_S):
            with contextlib.suppress(McqgenError):
                self.shelf.beat(self.id)

    def _work(self) -> None:
        try:
            with self._place:
                self._snapshot = replace(self._snapshot, waiting=False)
                self._generate()
        except McqgenError as error:
            self._break_off(str(error))
        except Exception:
            _log.exception("a run broke off")
            self._break_off(strings.BROKE_OFF)
        finally:
            self._over.set()

    def _break_off(self, problem: str) -> None:
        self._snapshot = replace(self._snapshot, problem=problem)
        try:
            self.shelf.break_off(self.id, problem)
        except McqgenError:
            _log.exception("that a run broke off could not be noted")

    def _generate(self) -> None:
        from mcqgen.pipeline import generate

        files = {self.shelf.document(name).info.sha256: self.shelf.file_of(name) for name in self._order.documents}
        for event in generate(
            tuple(files.values()),
            self._order.request,
            self._settings,
            pages=self._order.choices.pages,
            cancelled=self._stop.is_set,
        ):
            self._snapshot = advance(self._snapshot, self._kept(event, files))

    def _kept(self, event: Event, files: Mapping[str, Path]) -> Event:
        """Keep in the bank what is shown a moment later, and show what it holds.

        A question that was written before stays as it was changed since.
        """
        match event:
            case DocumentLoaded():
                self.shelf.keep_document(event.document, files[event.document.sha256], sections=event.sections)
            case ItemAccepted():
                return event.model_copy(update={"item": self.shelf.accept(self.id, event.item).item})
            case RunFinished():
                self.shelf.finish_run(self.id, event.items)
            case _:
                pass
        return event


@dataclass(frozen=True)
class Watched:
    """A run as a page finds it."""

    id: str
    snapshot: Snapshot
    order: Order
    live: Run | None = None
    """Where this server is making it."""
    elsewhere: bool = False
    """Another server, or this one before it was started anew, was at work on it a moment ago."""


class Desk:
    """The runs of this server, and the bank that keeps what they make."""

    def __init__(self, settings: Settings) -> None:
        """So many runs, and so many files being read, are at work at a time as `settings.workers` says."""
        self.settings = settings
        self.bank: Bank = open_bank(settings)
        self.reading_places = threading.Semaphore(settings.workers)
        self._run_place = threading.Semaphore(settings.workers)
        self._runs: dict[str, Run] = {}
        self._lock = threading.Lock()

    def start(self, shelf: Shelf, order: Order) -> str:
        """Start a run and return its id, which cannot be guessed."""
        run = Run(shelf, order, self.settings, self._run_place)
        with self._lock:
            self._runs = {name: other for name, other in self._runs.items() if not other.over} | {run.id: run}
        return run.id

    def find(self, shelf: Shelf, name: str) -> Watched | None:
        """A run of this shelf; None where it has none of that id."""
        try:
            record = shelf.run(name)
        except BankError:
            return None
        order = Order(record.documents, record.request, Choices(**record.choices))
        live = self._runs.get(name)
        if live is not None and not live.over:
            return Watched(name, live.snapshot, order, live)
        items = [kept.item for kept in shelf.find(Query(run=name, order="oldest", limit=_MOST)).records]
        documents = [shelf.document(document).info for document in record.documents]
        snapshot = recall(record, items, documents, strings.INTERRUPTED)
        return Watched(name, snapshot, order, elsewhere=record.state is RunState.RUNNING)
