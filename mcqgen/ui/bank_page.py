"""The page Bank: all questions, to search, to decide on together, and to find repeats among."""

import streamlit as st

from mcqgen.bank import Query, Shelf
from mcqgen.ui import address, state
from mcqgen.ui.bank_choice import draw_bar, draw_told, hush
from mcqgen.ui.bank_filters import PAGE, USUAL, choose_filters, choose_order, filtered, show_all, wanted
from mcqgen.ui.bank_often import draw_often
from mcqgen.ui.bank_repeats import draw_repeats
from mcqgen.ui.bank_rows import draw_pages, draw_rows
from mcqgen.ui.strings import bank as words


def draw() -> None:
    """Draw the page."""
    shelf = state.shelf()
    st.title(words.TITLE, anchor=False)
    if not _anything(shelf):
        st.write(words.EMPTY)
        if st.button(words.MAKE, type="primary", icon=":material/edit_note:", key="bank_make"):
            state.go("create")
        return
    address.follow(PAGE, USUAL)
    if st.session_state["bank_view"] not in words.VIEWS:
        address.put(PAGE, "view", USUAL["view"])
    st.segmented_control(
        words.VIEW, list(words.VIEWS), key="bank_view", format_func=words.VIEWS.__getitem__, required=True,
        label_visibility="collapsed", on_change=hush,
    )  # fmt: skip
    match address.value(PAGE, "view"):
        case "repeats":
            choose_filters(shelf)
            draw_repeats(shelf, wanted())
        case "often":
            draw_often(shelf)
        case _:
            choose_filters(shelf)
            _draw_list(shelf)
    address.write(PAGE, USUAL)


def _anything(shelf: Shelf) -> bool:
    return bool(shelf.find(Query(limit=0)).total or shelf.find(Query(removed=True, limit=0)).total)


def _draw_list(shelf: Shelf) -> None:
    query = wanted()
    found = shelf.find(query)
    if query.offset and not found.records:  # the last page was emptied
        address.put(PAGE, "page", "1")
        query = wanted()
        found = shelf.find(query)
    draw_bar(found, query)
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        draw_told()
        if filtered():
            st.button(words.CLEAR, icon=":material/filter_alt_off:", type="tertiary", on_click=show_all)
        choose_order()
    if not found.total:
        st.write(words.FOUND_NONE)
    draw_rows(found, [known.info for known in shelf.documents()])
    draw_pages(found.total)
