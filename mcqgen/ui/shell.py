"""The frame around the pages: title, look and navigation."""

from pathlib import Path

import streamlit as st

from mcqgen.ui import create, strings

_HERE = Path(__file__).parent


def main() -> None:
    """Draw the app; called by `app.py` on every visit."""
    # A Material icon as the page's icon would be fetched from Google: this one is ours.
    st.set_page_config(page_title=strings.TITLE, page_icon=_HERE / "icon.svg", layout="centered")
    st.html(_HERE / "style.css")
    page = st.Page(create.draw, title=strings.PAGE, icon=":material/edit_note:", default=True)
    st.navigation([page], position="top").run()
