"""Questions that were chosen on one page and are wanted on another; they travel in the address where it is short."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

PARAMETER: Final = "questions"
_SESSION: Final = "session"
_KEY: Final = "mcq_chosen"
_SHORT: Final = 200
"""Ids that an address can hold (some 3,400 characters); more are remembered by the browser session only."""


def packed(ids: Sequence[str]) -> str:
    """The value of the query parameter `questions` for these ids."""
    if len(ids) <= _SHORT:
        return ",".join(ids)
    st.session_state[_KEY] = tuple(ids)
    return _SESSION


def questions() -> tuple[str, ...]:
    """The ids that the address of this page names; none where it names none."""
    said = st.query_params.get(PARAMETER, "")
    if said == _SESSION:
        return tuple(st.session_state.get(_KEY, ()))
    return tuple(name for name in said.split(",") if name)
