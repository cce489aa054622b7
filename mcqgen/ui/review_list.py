"""The list beside the question on the page Review, and the way from one to the next."""

import re
from dataclasses import replace
from typing import Final

import streamlit as st

from mcqgen.bank import Kept, Shelf, Status
from mcqgen.formats.content import one_line, plain
from mcqgen.ui.review_choice import Choice, neighbours, open_question, query
from mcqgen.ui.strings import review as words

_AT_ONCE: Final = 30
_LONGEST: Final = 70
_SIGNS: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!$:~<>|&@])")
_TEX: Final = re.compile(r"\\[()\[\]]")
ICONS: Final = {
    Status.DRAFT: "edit_note",
    Status.APPROVED: "check_circle",
    Status.REJECTED: "cancel",
    Status.RETIRED: "archive",
}


def draw_list(shelf: Shelf, choice: Choice) -> None:
    """Draw the part of the list that the question stands in."""
    start = max(0, choice.number - 1) // _AT_ONCE * _AT_ONCE
    found = shelf.find(replace(query(), offset=start, limit=_AT_ONCE))
    with st.container(key="review_list", gap=None):
        for number, kept in enumerate(found.records, start=start + 1):
            _draw_row(number, kept, current=choice.current is not None and kept.id == choice.current.id)
    if found.total > _AT_ONCE:
        _draw_ways(choice.ids, start)


def _draw_row(number: int, kept: Kept, *, current: bool) -> None:
    status = words.STATUSES[kept.status]
    flag = f", {words.FLAGGED}" if kept.disputed else ""
    symbol = "flag" if kept.disputed and kept.status is Status.DRAFT else ICONS[kept.status]
    now = "now" if current else kept.status.value
    with st.container(key=f"review_row_{now}_{kept.id}"):
        st.button(
            f":small[{number} · {status}{flag}] {as_label(kept.item.stem)}", icon=f":material/{symbol}:",
            key=f"review_open_{kept.id}", type="tertiary", on_click=open_question, args=(kept.id,), width="stretch",
            wrap=True,
        )  # fmt: skip


def as_label(text: str) -> str:
    """A text on one line and not too long, safe as the label of a widget."""
    short = _TEX.sub("", one_line(plain(text)))
    short = short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1].rstrip()}…"
    return _SIGNS.sub(r"\\\1", short)


def _draw_ways(ids: tuple[str, ...], start: int) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", key="review_ways"):
        _way(words.EARLIER, "chevron_left", ids[max(0, start - _AT_ONCE)], possible=start > 0)
        after = start + _AT_ONCE
        _way(words.LATER, "chevron_right", ids[min(after, len(ids) - 1)], possible=after < len(ids))


def _way(label: str, symbol: str, to: str, *, possible: bool) -> None:
    st.button(
        label, icon=f":material/{symbol}:", type="tertiary", disabled=not possible, key=f"review_{symbol}",
        on_click=open_question, args=(to,),
    )  # fmt: skip


def draw_steps(choice: Choice) -> None:
    """Draw the buttons to the question before and the one behind."""
    before, behind = neighbours(choice)
    for label, name, to, key in (
        (words.PREVIOUS, "previous", before, "Left"),
        (words.NEXT, "next", behind, "Right"),
    ):
        st.button(
            label, key=f"review_{name}", type="tertiary", disabled=not to, on_click=open_question, args=(to,),
            shortcut=key,
        )  # fmt: skip
