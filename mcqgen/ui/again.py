"""Another question in the place of one: written in a thread beside the pages, kept in the bank as a new version."""

import threading
from concurrent.futures import Future
from dataclasses import dataclass

from mcqgen.bank import Kept, Query, Shelf
from mcqgen.domain.blueprint import Request
from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet, RunFinished
from mcqgen.errors import BankError, McqgenError
from mcqgen.llm import OFFLINE, default_spec
from mcqgen.settings import Settings
from mcqgen.ui.background import in_background
from mcqgen.ui.limits import refusal, within
from mcqgen.ui.strings import review as strings

_OTHERS = 200
"""Questions on the same document that the new one may not repeat."""


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    version: int = 0
    """The new version; 0: there is none, and `problem` says why."""
    problem: str = ""
    remark: str = ""
    """What the teacher should know of the new version."""


class Rewriting:
    """The questions that are being written anew on this server, by whose they are and which."""

    def __init__(self) -> None:
        self._at_work: dict[tuple[str, str], Future[Outcome]] = {}
        self._lock = threading.Lock()

    def start(self, shelf: Shelf, owner: str, kept: Kept, wish: str, settings: Settings) -> None:
        """Have another one written; nothing happens where that is being done."""
        with self._lock:
            if (owner, kept.id) not in self._at_work:
                self._at_work[owner, kept.id] = in_background(
                    "mcqgen-again",
                    lambda: _write(shelf, kept, wish, settings),
                    lambda problem: Outcome(problem=problem),
                    strings.AGAIN_BROKE_OFF,
                )

    def look(self, owner: str, question: str) -> "Future[Outcome] | None":
        """The one that is being written, or was until a moment ago."""
        return self._at_work.get((owner, question))

    def forget(self, owner: str, question: str) -> None:
        """What came of it was told."""
        with self._lock:
            self._at_work.pop((owner, question), None)


def _write(shelf: Shelf, kept: Kept, wish: str, settings: Settings) -> Outcome:
    request = Request(mix={kept.item.difficulty: 1}, instruction=wish)
    paid = default_spec(settings) != OFFLINE
    if paid and (why := refusal(shelf, settings, request)):
        return Outcome(problem=why)
    made = _counted(shelf, kept, request, settings) if paid else _made(shelf, kept, wish, settings)
    if not made.items:
        return Outcome(problem=made.report.explanation or strings.AGAIN_NONE)
    new = shelf.revise(kept.id, _with_topic(made.items[0], kept.item), "again", based_on=kept.version)
    if kept.disputed:  # that was about the other question
        shelf.dispute(kept.id, yes=False)
    return Outcome(version=new.version, remark=" ".join(made.report.remarks))


def _with_topic(new: Item, old: Item) -> Item:
    """The new question serves the same objective."""
    return new if new.objective else new.model_copy(update={"objective": old.objective})


def _counted(shelf: Shelf, kept: Kept, request: Request, settings: Settings) -> ItemSet:
    """The same as a run of its own, so that what it cost is known; the question itself is no new one."""
    title = strings.AGAIN_TITLE.format(title=kept.item.topic or kept.item.stem[:60])
    run = shelf.begin_run(request, title=title, model=default_spec(settings))
    try:
        made = _made(shelf, kept, request.instruction, within(shelf, settings))
    except McqgenError as error:
        shelf.break_off(run, str(error))
        raise
    shelf.finish_run(run, made.model_copy(update={"items": ()}))
    return made


def _made(shelf: Shelf, kept: Kept, wish: str, settings: Settings) -> ItemSet:
    from mcqgen.pipeline import another

    document = kept.item.evidence[0].document if kept.item.evidence else ""
    try:
        file = shelf.file_of(document)
    except BankError:
        raise BankError(strings.AGAIN_NO_FILE) from None
    others = shelf.find(Query(document=document, limit=_OTHERS)).records
    avoid = [other.item for other in others if other.id != kept.id]
    *_, last = another([file], kept.item, settings, instruction=wish, avoid=avoid)
    assert isinstance(last, RunFinished)
    return last.items
