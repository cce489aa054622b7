"""Which questions the page Bank shows: the words, file, topic, difficulty and status that were chosen."""

from typing import Final, cast

import streamlit as st

from mcqgen.bank import Order, Query, Shelf, Status
from mcqgen.domain.blueprint import Difficulty
from mcqgen.ui import address
from mcqgen.ui.bank_choice import choose_none
from mcqgen.ui.strings import DIFFICULTIES
from mcqgen.ui.strings import bank as words
from mcqgen.ui.words import shown_title

PAGE: Final = "bank"
USUAL: Final = {
    "view": "list", "q": "", "document": "", "topic": "", "difficulty": "", "status": "",
    "order": "newest", "page": "1",
}  # fmt: skip
"""The parameters of the page's address, and what they are where it says nothing."""
AT_ONCE: Final = 25
_DISPUTED, _REMOVED = "disputed", "removed"
_TOPICS: Final = 500
"""Topics to choose from, the most frequent ones; the others are found by searching."""


def choose_filters(shelf: Shelf) -> None:
    """Draw the filters."""
    titles = {known.info.id: shown_title(known.info) for known in shelf.documents()}
    topics = [topic for topic, _ in shelf.topics()[:_TOPICS]]
    st.text_input(
        words.SEARCH, key="bank_q", type="search", placeholder=words.SEARCH_EXAMPLE, icon=":material/search:",
        on_change=anew, live=True,
    )  # fmt: skip
    levels = {level.value: DIFFICULTIES[level].capitalize() for level in Difficulty}
    statuses = {status.value: words.STATUSES[status].capitalize() for status in Status}
    special = {_DISPUTED: words.DISPUTED.capitalize(), _REMOVED: words.REMOVED.capitalize()}
    with st.container(key="bank_filters", gap="small"):
        _select(words.DOCUMENT, "document", {"": words.ANY_DOCUMENT, **titles})
        _select(words.TOPIC, "topic", {"": words.ANY_TOPIC, **{topic: topic for topic in topics}})
        _select(words.DIFFICULTY, "difficulty", {"": words.ANY_DIFFICULTY, **levels})
        _select(words.STATUS, "status", {"": words.ANY_STATUS, **statuses, **special})


def _select(label: str, name: str, options: dict[str, str]) -> None:
    key = f"{PAGE}_{name}"
    if st.session_state[key] not in options:
        options = {**options, st.session_state[key]: st.session_state[key]} if name == "topic" else options
        st.session_state[key] = st.session_state[key] if name == "topic" else ""
    st.selectbox(label, list(options), key=key, format_func=options.__getitem__, on_change=anew)


def choose_order() -> None:
    """Draw the choice of the order."""
    if st.session_state["bank_order"] not in words.ORDERS:
        address.put(PAGE, "order", "newest")
    st.selectbox(
        words.ORDER, list(words.ORDERS), key="bank_order", format_func=words.ORDERS.__getitem__,
        label_visibility="collapsed", width=170, on_change=anew,
    )  # fmt: skip


def wanted() -> Query:
    """The query for the page of questions that is shown."""
    said = {name: address.value(PAGE, name) for name in USUAL}
    status, level = said["status"], said["difficulty"]
    return Query(
        text=said["q"],
        document=said["document"],
        topic=said["topic"],
        difficulty=Difficulty(level) if level in set(Difficulty) else None,
        status=Status(status) if status in set(Status) else None,
        disputed=True if status == _DISPUTED else None,
        removed=status == _REMOVED,
        order=cast(Order, said["order"]) if said["order"] in words.ORDERS else "newest",
        offset=(page() - 1) * AT_ONCE,
        limit=AT_ONCE,
    )


def page() -> int:
    """The page that is shown, from 1."""
    number = address.value(PAGE, "page")
    return max(1, int(number)) if number.isdecimal() and len(number) < 7 else 1


def filtered() -> bool:
    """Whether not all questions are wanted."""
    return any(address.value(PAGE, name) for name in ("q", "document", "topic", "difficulty", "status"))


def anew() -> None:
    """Go to the first page and choose nothing: other questions are shown now."""
    address.put(PAGE, "page", "1")
    choose_none()


def show_all() -> None:
    """Take out all filters."""
    for name in ("q", "document", "topic", "difficulty", "status"):
        address.put(PAGE, name, "")
    anew()


def show_topic(topic: str) -> None:
    """List the questions of one topic."""
    show_all()
    address.put(PAGE, "topic", topic)
    address.put(PAGE, "view", "list")
