"""Which questions the page Export takes: approved ones of a run, of a file, of all, or those chosen elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from mcqgen.bank import Query, RunRecord, Shelf, Status
from mcqgen.domain.base import content_id
from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.ui import address, chosen, markup, state
from mcqgen.ui.strings import export as words
from mcqgen.ui.words import counted, shown_title

PAGE: Final = "export"
USUAL: Final = {"run": "", "to": "moodle", "drafts": "", "order": "place"}
"""The parameters of the page's address, and what they are where it says nothing."""
MOST: Final = 1000
"""Questions in one file; more are taken in parts."""
_ALL, _CHOSEN, _FILE = "all", "chosen", "file:"
_RUNS: Final = 30
"""Latest runs to choose from; older questions are found in the bank."""
_LEVELS: Final = {Difficulty.EASY: 0.2, Difficulty.MEDIUM: 0.5, Difficulty.HARD: 0.8}


@dataclass(frozen=True)
class Picked:
    """The questions that are to go out."""

    ids: tuple[str, ...]
    """In their order, as far as it does not hang on what they say."""
    title: str
    by_hand: bool
    """They were chosen one by one, in an order of their own."""

    def load(self, shelf: Shelf, order: str) -> ItemSet:
        """The questions themselves, in an order of `words.ORDERS`."""
        items = shelf.item_set(self.ids, self.title)
        return items.model_copy(update={"items": ordered(items.items, order)})


def ordered(items: Sequence[Item], order: str) -> tuple[Item, ...]:
    """Questions in an order: easy ones first, mixed (always in the same way), or as they are."""
    match order:
        case "easy":
            return tuple(
                sorted(items, key=lambda item: item.predicted.value if item.predicted else _LEVELS[item.difficulty])
            )
        case "mixed":
            return tuple(sorted(items, key=lambda item: content_id([item.id])))
        case _:
            return tuple(items)


def choose_questions(shelf: Shelf) -> Picked | None:
    """Draw the choice; None where nothing can go out, after saying what to do."""
    titles = _sources(shelf)
    if st.session_state["export_run"] not in titles:
        if st.session_state["export_run"]:
            st.html(markup.line("info", words.GONE, kind="warn"))
        address.put(PAGE, "run", _usual(shelf, titles))
    source = st.selectbox(words.WHICH, list(titles), key="export_run", format_func=titles.__getitem__)
    everything, approved = _found(shelf, source)
    drafts = [name for name in everything if name not in approved]
    with_drafts = _with_drafts(len(drafts))
    taken = everything if with_drafts else tuple(name for name in everything if name in approved)
    if not taken:
        st.html(markup.line("info", words.NONE_APPROVED, kind="warn"))
        where = {"run": source} if source in {run.id for run in shelf.runs(_RUNS)} else {}
        state.link("review", words.REVIEW, ":material/rate_review:", **where)
        return None
    if with_drafts and drafts:
        st.html(markup.line("edit_document", words.DRAFTS_IN.format(drafts=_drafts(len(drafts))), kind="warn"))
    return Picked(_part(taken), _title(shelf, source), source == _CHOSEN)


def _sources(shelf: Shelf) -> dict[str, str]:
    """What can be chosen, by its value in the address."""
    runs = {run.id: _run_label(run) for run in shelf.runs(_RUNS) if run.questions}
    files = {
        f"{_FILE}{known.info.id}": words.FILE.format(title=shown_title(known.info))
        for known in shelf.documents()
        if known.questions
    }
    picked = {_CHOSEN: words.CHOSEN} if chosen.questions() else {}
    return picked | runs | {_ALL: words.ALL} | files


def _run_label(run: RunRecord) -> str:
    moment = run.started_at.astimezone(ZoneInfo(st.context.timezone or "UTC")).strftime(words.MOMENT).lstrip("0")
    title = run.title or words.UNTITLED
    return words.RUN.format(title=title, moment=moment, questions=counted(run.questions, "question"))


def _usual(shelf: Shelf, titles: dict[str, str]) -> str:
    """What is chosen where the address does not say: what came from another page, or the latest run."""
    first = next(iter(titles))
    if first == _CHOSEN:
        return first
    runs = [name for name in titles if name != _ALL and not name.startswith(_FILE)]
    approved = (name for name in runs[:5] if shelf.find(Query(run=name, status=Status.APPROVED, limit=0)).total)
    return next(approved, first)


def _found(shelf: Shelf, source: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Approved questions and drafts of a source in order, and which of them are approved."""
    base = _query(source)
    approved = frozenset(shelf.ids(_with(base, Status.APPROVED)))
    usable = approved | frozenset(shelf.ids(_with(base, Status.DRAFT)))
    names = chosen.questions() if source == _CHOSEN else shelf.ids(base)
    return tuple(name for name in dict.fromkeys(names) if name in usable), approved & usable


def _query(source: str) -> Query:
    if source in (_ALL, _CHOSEN):
        return Query(order="place")
    if source.startswith(_FILE):
        return Query(document=source.removeprefix(_FILE), order="place")
    return Query(run=source, order="place")


def _with(base: Query, status: Status) -> Query:
    return Query(run=base.run, document=base.document, order=base.order, status=status)


def _with_drafts(count: int) -> bool:
    if not count:
        return False
    label = words.DRAFTS.format(drafts=_drafts(count))
    address.put(PAGE, "drafts_box", st.session_state["export_drafts"] == "yes")

    def turn() -> None:
        address.put(PAGE, "drafts", "yes" if st.session_state["export_drafts_box"] else "")

    return st.checkbox(label, key="export_drafts_box", help=words.DRAFTS_HELP, on_change=turn)


def _drafts(count: int) -> str:
    one, many = words.COUNTED_DRAFTS
    return one if count == 1 else many.format(n=f"{count:,}")


def _part(names: tuple[str, ...]) -> tuple[str, ...]:
    """What goes into one file."""
    if len(names) <= MOST:
        return names
    starts = range(0, len(names), MOST)
    label = {
        start: words.PART_LABEL.format(first=start + 1, last=min(start + MOST, len(names)), total=len(names))
        for start in starts
    }
    start = st.selectbox(words.PART, list(starts), format_func=label.__getitem__, key="export_part")
    return names[start : start + MOST]


def _title(shelf: Shelf, source: str) -> str:
    if source.startswith(_FILE):
        return shown_title(shelf.document(source.removeprefix(_FILE)).info)
    return "" if source in (_ALL, _CHOSEN) else shelf.run(source).title


def nothing_yet(shelf: Shelf) -> bool:
    """Whether there is no question at all."""
    return not shelf.find(Query(limit=0)).total
