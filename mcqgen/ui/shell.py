"""The frame around the pages: title, look and navigation."""

from pathlib import Path

import streamlit as st

from mcqgen.ui import create, strings


def main() -> None:
    """Draw the app; called by `app.py` on every visit."""
    st.set_page_config(page_title=strings.TITLE, page_icon=":material/quiz:", layout="centered", menu_items={})
    st.html(Path(__file__).with_name("style.css"))
    page = st.Page(create.draw, title=strings.PAGE, icon=":material/edit_note:", default=True)
    st.navigation([page], position="top").run()
