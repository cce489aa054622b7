"""What was done last on the page Review: it stays in sight until something else is done."""

from typing import Final

import streamlit as st

_TOLD: Final = "mcq_review_told"


def say(said: str, kind: str = "good") -> None:
    """Say what was done."""
    st.session_state[_TOLD] = said, kind


def hush() -> None:
    """Say nothing any more."""
    st.session_state.pop(_TOLD, None)


def told() -> tuple[str, str]:
    """What was done last, and the kind of line that says it; empty where nothing is to be said."""
    said, kind = st.session_state.get(_TOLD, ("", "good"))
    return str(said), str(kind)
