"""The list of the page Bank: a row for each question, and the pages."""

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from mcqgen.bank import Found, Kept, Status
from mcqgen.domain.item import Item
from mcqgen.domain.run import DocumentInfo
from mcqgen.ui import address, state
from mcqgen.ui.bank_choice import tick_box
from mcqgen.ui.bank_filters import AT_ONCE, PAGE, page
from mcqgen.ui.markup import icon
from mcqgen.ui.maths import as_html
from mcqgen.ui.strings import DIFFICULTIES
from mcqgen.ui.strings import bank as words
from mcqgen.ui.words import place

_ICONS: Final = {
    Status.DRAFT: "edit_note",
    Status.APPROVED: "check_circle",
    Status.REJECTED: "cancel",
    Status.RETIRED: "archive",
}


def draw_rows(found: Found, documents: Sequence[DocumentInfo]) -> None:
    """Draw one page of questions; Review goes on to the next one of the same file, topic and words."""
    among = {name: address.value(PAGE, name) for name in ("document", "topic", "q")}
    with st.container(key="bank_rows", gap=None):
        for number, kept in enumerate(found.records, start=(page() - 1) * AT_ONCE + 1):
            with st.container(horizontal=True, wrap=False, gap="small"):
                tick_box(kept.id, number)
                st.html(row(kept, documents))
                state.link("review", words.OPEN, ":material/arrow_forward:", item=kept.id, **among)


def draw_pages(total: int) -> None:
    """Draw the way to the other pages."""
    pages = max(1, -(-total // AT_ONCE))
    if pages == 1:
        return
    with st.container(
        key="bank_pages", horizontal=True, horizontal_alignment="center", vertical_alignment="center", gap="small"
    ):
        _turn(words.PREVIOUS, "chevron_left", page() - 1, page() > 1)
        st.html(f"<p>{escape(words.PAGE.format(page=page(), pages=pages))}</p>", width="content")
        _turn(words.NEXT, "chevron_right", page() + 1, page() < pages)


def _turn(label: str, symbol: str, to: int, possible: bool) -> None:
    st.button(
        label, icon=f":material/{symbol}:", disabled=not possible, key=f"bank_{symbol}", on_click=address.put,
        args=(PAGE, "page", str(to)),
    )  # fmt: skip


def row(kept: Kept, documents: Sequence[DocumentInfo]) -> str:
    """A question in brief: what it asks, the right answer, and what is known of it."""
    about = [badge(kept.status), _difficulty(kept.item), *_origin(kept.item, documents)]
    if kept.disputed:
        about.insert(1, f'<span class="mcq-badge mcq-warn">{icon("flag")}{escape(words.DISPUTED)}</span>')
    key = "".join(_key(option.text) for option in kept.item.options if option.is_key)
    return (
        f'<article class="mcq-row"><div class="mcq-row-stem" role="heading" aria-level="2">{as_html(kept.item.stem)}'
        f'</div>{key}<p class="mcq-meta">{"".join(about)}</p></article>'
    )


def badge(status: Status) -> str:
    """The status as a word with a sign."""
    return f'<span class="mcq-badge mcq-{status}">{icon(_ICONS[status])}{escape(words.STATUSES[status])}</span>'


def _key(text: str) -> str:
    heard = f'<span class="mcq-heard">{escape(words.RIGHT)} </span>'
    return f'<div class="mcq-row-key">{icon("check")}{heard}<div>{as_html(text)}</div></div>'


def _difficulty(item: Item) -> str:
    return f"<span>{escape(words.ESTIMATE.format(difficulty=DIFFICULTIES[item.difficulty]))}</span>"


def _origin(item: Item, documents: Sequence[DocumentInfo]) -> list[str]:
    where = place(item.evidence[0], documents) if item.evidence else ""
    return [f"<span>{escape(text)}</span>" for text in (item.topic, where) if text]
