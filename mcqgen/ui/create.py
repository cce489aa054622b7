"""The page Create: files and choices above, the questions as they are made below."""

import streamlit as st

from mcqgen.ui import markup, state, strings
from mcqgen.ui.choosing import Wish, choose
from mcqgen.ui.limits import refusal
from mcqgen.ui.previewing import show_plan
from mcqgen.ui.results import watch
from mcqgen.ui.sources import Sources, choose_sources
from mcqgen.ui.words import writer_line


def draw() -> None:
    """Draw the page."""
    st.title(strings.TITLE, anchor=False)
    run = state.watched()
    if run is None:
        st.write(strings.LEAD)
        frame = st.container()
        if state.is_lost():
            st.html(markup.line("info", strings.GONE, kind="warn"))
    else:
        frame = st.expander(strings.MAKE_MORE)
    with frame:
        sources = choose_sources()
        wish = choose(sources)
        _start(sources, wish, busy=run is not None and run.live is not None)
    if run is not None:
        watch(run)


def _start(sources: Sources, wish: Wish, *, busy: bool) -> None:
    """The button, who writes and what it costs; then the plan for who wants to see it first."""
    settings = wish.order.choices.apply(state.settings())
    problem = wish.problem or refusal(state.shelf(), settings, wish.order.request)
    ready = bool(sources.documents) and not busy and not problem
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(strings.MAKE, type="primary", icon=":material/edit_note:", disabled=not ready)
        looked = st.button(strings.PLAN, icon=":material/map:", disabled=not ready, help=strings.PLAN_HELP)
        st.html(markup.line("lock", writer_line(settings, wish.order.request.count)))
    if problem:
        st.html(markup.line("info", problem, kind="warn"))
    if sources.dropped and not sources.documents and not sources.reading:
        st.html(markup.line("info", strings.NOTHING_USABLE, kind="warn"))
    if pressed:
        state.watch(state.desk().start(state.shelf(), wish.order))
        st.rerun()
    show_plan(wish.order, asked=looked)
