"""The page Create: files and choices above, the questions as they are made below."""

import streamlit as st

from mcqgen.ui import markup, state, strings
from mcqgen.ui.choosing import choose
from mcqgen.ui.results import watch


def draw() -> None:
    """Draw the page."""
    st.title(strings.TITLE, anchor=False)
    run = state.current_run()
    if run is None:
        st.write(strings.LEAD)
        frame = st.container()
        if state.is_lost():
            st.html(markup.line("info", strings.GONE, kind="warn"))
    else:
        frame = st.expander(strings.MAKE_MORE)
    with frame:
        choose(busy=run is not None and not run.snapshot.over)
    if run is not None:
        watch(run)
