"""What one browser session remembers, by typed accessors; the runs themselves live at the desk."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, cast

import streamlit as st

from mcqgen.bank import Shelf
from mcqgen.settings import Settings
from mcqgen.ui.account import visitor
from mcqgen.ui.reading import Reading
from mcqgen.ui.runs import Desk, Watched

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

_PAGES = "mcq_pages"
_READINGS = "mcq_readings"
_TICKET = "run"
_ADDRESS = "mcq_address"


@st.cache_resource(show_spinner=False)
def desk() -> Desk:
    """The one desk of this server."""
    return Desk(Settings())


def settings() -> Settings:
    """The settings of this server."""
    return desk().settings


def shelf() -> Shelf:
    """All that the teacher at this page has: documents, runs, questions."""
    who = visitor(settings())
    if who is None:  # the login ran out while the page stood open: draw where to sign in
        st.rerun()
    return desk().bank.shelf(who.owner, by=who.name)


def know_pages(pages: "Mapping[str, Page]") -> None:
    """Keep the pages of this visit, by name, for `go` and `link`."""
    st.session_state[_PAGES] = pages


def go(name: str, **where: str) -> NoReturn:
    """Open another page, at the place that the query parameters name; empty ones are left out."""
    st.switch_page(st.session_state[_PAGES][name], query_params={key: at for key, at in where.items() if at})


def link(name: str, label: str, icon: str, **where: str) -> None:
    """Draw a link to another page."""
    page = st.session_state[_PAGES][name]
    st.page_link(page, label=label, icon=icon, query_params={key: at for key, at in where.items() if at})


@contextmanager
def whole_page() -> Iterator[None]:
    """Remember for `redraw` which address the page has once it is drawn."""
    st.session_state.pop(_ADDRESS, None)
    yield
    st.session_state[_ADDRESS] = st.query_params.to_dict()


def redraw() -> NoReturn:
    """Draw the whole page anew, from a part that is drawn again and again.

    The browser may have asked for that part before it had heard of the address of the page, and the older one, which
    came along, would hold for the page too.
    """
    if _ADDRESS in st.session_state:
        st.query_params.from_dict(st.session_state[_ADDRESS])
    st.rerun()


def readings() -> dict[str, Reading]:
    """What is known of each uploaded file, by the upload's key."""
    return cast(dict[str, Reading], st.session_state.setdefault(_READINGS, {}))


def watched() -> Watched | None:
    """The run that this page watches; its id stands in the address, so that a reload finds it again."""
    ticket = st.query_params.get(_TICKET)
    return desk().find(shelf(), ticket) if ticket else None


def is_lost() -> bool:
    """The address names a run that is not on this teacher's shelf."""
    return _TICKET in st.query_params and watched() is None


def watch(ticket: str) -> None:
    """Watch another run from now on."""
    st.query_params[_TICKET] = ticket
