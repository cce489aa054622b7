"""Which question the page Review shows, and among which others; all of it stands in the address."""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import streamlit as st

from mcqgen.bank import BankError, Kept, Query, RunRecord, Shelf, Status
from mcqgen.ui import address
from mcqgen.ui.review_told import hush
from mcqgen.ui.strings import review as words
from mcqgen.ui.words import counted

PAGE: Final = "review"
USUAL: Final = {"run": "", "item": "", "show": "", "document": "", "topic": "", "q": ""}
ALL: Final = "all"
"""What `run` says where the questions of all runs are meant."""
_RUNS: Final = 50


@dataclass(frozen=True)
class Choice:
    """The question that is shown, and the list that it stands in."""

    ids: tuple[str, ...]
    current: Kept | None
    lost: bool = False
    """The address names a question that is not on the shelf."""

    @property
    def number(self) -> int:
        """Its place in the list from 1; 0 where it is not in it."""
        return self.ids.index(self.current.id) + 1 if self.current and self.current.id in self.ids else 0


def choose(shelf: Shelf) -> Choice:
    """Draw what chooses the list, and find the question."""
    runs = {run.id: run for run in shelf.runs(_RUNS) if run.questions}
    _settle_run(shelf, runs)
    if address.value(PAGE, "show") not in words.SHOWN:
        address.put(PAGE, "show", "")
    st.selectbox(
        words.SET, [ALL, *runs], key="review_run", on_change=open_question, args=("",), width=340,
        format_func=lambda name: words.SET_ALL if name == ALL else run_label(runs[name]),
        label_visibility="collapsed",
    )  # fmt: skip
    st.selectbox(
        words.SHOW, list(words.SHOWN), key="review_show", format_func=words.SHOWN.__getitem__, width=160,
        on_change=open_question, args=("",), label_visibility="collapsed",
    )  # fmt: skip
    return _find(shelf, shelf.ids(query()))


def _settle_run(shelf: Shelf, runs: dict[str, RunRecord]) -> None:
    """Where the address names no run: the latest, or all where it names a question or a filter."""
    name = address.value(PAGE, "run")
    if name and name != ALL and name not in runs:
        try:
            runs[name] = shelf.run(name)
        except BankError:
            name = ""
    narrowed = any(address.value(PAGE, other) for other in ("item", "document", "topic", "q"))
    address.put(PAGE, "run", name or (ALL if narrowed or not runs else next(iter(runs))))


def run_label(run: RunRecord) -> str:
    """A run as a teacher knows it."""
    when = run.started_at.strftime("%d %B").lstrip("0")
    return words.SET_RUN.format(title=run.title, when=when, questions=counted(run.questions, "question"))


def query() -> Query:
    """The questions of the list."""
    run, show = address.value(PAGE, "run"), address.value(PAGE, "show")
    return Query(
        text=address.value(PAGE, "q"),
        document=address.value(PAGE, "document"),
        topic=address.value(PAGE, "topic"),
        run="" if run == ALL else run,
        status=Status(show) if show in set(Status) else None,
        disputed=True if show == "disputed" else None,
        order="newest" if run == ALL else "place",
    )


def _find(shelf: Shelf, ids: tuple[str, ...]) -> Choice:
    """The question that the address names, else the first draft of the list, else its first question."""
    name = address.value(PAGE, "item")
    if name:
        try:
            return Choice(ids, shelf.question(name))
        except BankError:
            address.put(PAGE, "item", "")
    first = next(iter(_drafts(shelf)), ids[0] if ids else "")
    address.put(PAGE, "item", first)
    return Choice(ids, shelf.question(first) if first else None, lost=bool(name))


def _drafts(shelf: Shelf) -> tuple[str, ...]:
    asked = query()
    return shelf.ids(replace(asked, status=Status.DRAFT)) if asked.status in (None, Status.DRAFT) else ()


def next_draft(shelf: Shelf, after: str) -> str:
    """The draft that comes next in the list behind a question, then from its beginning; "" where none is left."""
    ids, drafts = shelf.ids(query()), set(_drafts(shelf)) - {after}
    at = ids.index(after) + 1 if after in ids else 0
    return next((name for name in (*ids[at:], *ids[:at]) if name in drafts), "")


def open_question(name: str) -> None:
    """Show another question; call it from callbacks."""
    hush()
    address.put(PAGE, "item", name)


def neighbours(choice: Choice) -> tuple[str, str]:
    """The question before and the one behind in the list; "" at its ends."""
    at = choice.number - 1
    before = choice.ids[at - 1] if at > 0 else ""
    return before, choice.ids[at + 1] if at + 1 < len(choice.ids) else ""


def writer_run() -> str:
    """The run whose choices hold for another question; "" where questions of all runs are shown."""
    run = address.value(PAGE, "run")
    return "" if run == ALL else run


class Totals(NamedTuple):
    """Counts of the questions of the chosen set, whatever is shown of them."""

    decided: int
    approved: int
    total: int


def totals(shelf: Shelf) -> Totals:
    """Count the questions of the chosen set."""
    everything = replace(query(), status=None, disputed=None, limit=0)
    total, drafts, approved = (
        shelf.find(replace(everything, status=status)).total for status in (None, Status.DRAFT, Status.APPROVED)
    )
    return Totals(total - drafts, approved, total)


def to_export(shelf: Shelf) -> tuple[str, ...]:
    """The approved questions of this set."""
    return shelf.ids(replace(query(), status=Status.APPROVED, disputed=None))
