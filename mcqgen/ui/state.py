"""What one browser session remembers, by typed accessors; the runs themselves live at the desk."""

from typing import cast

import streamlit as st

from mcqgen.settings import Settings
from mcqgen.ui.reading import Reading
from mcqgen.ui.runs import Desk, Run

_READINGS = "mcq_readings"
_TICKET = "run"


@st.cache_resource(show_spinner=False)
def desk() -> Desk:
    """The one desk of this server."""
    return Desk(Settings())


def readings() -> dict[str, Reading]:
    """What is known of each uploaded file, by the upload's key."""
    return cast(dict[str, Reading], st.session_state.setdefault(_READINGS, {}))


def current_run() -> Run | None:
    """The run that this page watches; its ticket stands in the address, so that a reload finds it again."""
    ticket = st.query_params.get(_TICKET)
    return desk().find(ticket) if ticket else None


def is_lost() -> bool:
    """The address names a run that this server does not know (any more)."""
    return _TICKET in st.query_params and current_run() is None


def watch(ticket: str) -> None:
    """Watch another run from now on."""
    st.query_params[_TICKET] = ticket
