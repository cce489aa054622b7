"""What a page shows, kept in its address, so that reload, back and links lead to the same place."""

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

_WRITTEN = "mcq_address_{page}"
"""What the server wrote into the address last."""
_KNOWN = "mcq_known_{page}"
"""A field that nobody sees. The browser sends with each click what it holds, and so tells which address it knew of."""


def follow(page: str, usual: Mapping[str, str]) -> None:
    """Take over what the address says where somebody came by a link, a reload or the back button.

    A click that was made before the browser had heard of the address written last brings the one before along; that is
    no way to another place. Call it before the widgets whose keys are `<page>_<name>` are drawn.

    Args:
        page: Name of the page.
        usual: For each parameter its value where the address says nothing.
    """
    said = {name: st.query_params[name] for name in usual if name in st.query_params}
    moved = _text(said) not in {st.session_state.get(name.format(page=page)) for name in (_WRITTEN, _KNOWN)}
    for name, value in usual.items():
        key = f"{page}_{name}"
        if moved or key not in st.session_state:  # Streamlit forgets the widgets of pages that are left
            st.session_state[key] = said.get(name, value)


def value(page: str, name: str) -> str:
    """What a parameter is at present."""
    return str(st.session_state[f"{page}_{name}"] or "")


def put(page: str, name: str, new: str) -> None:
    """Change a parameter; call it from callbacks, before the widgets are drawn."""
    st.session_state[f"{page}_{name}"] = new


def write(page: str, usual: Mapping[str, str]) -> None:
    """Write what is shown into the address; what is as usual is left out."""
    shown = {name: now for name, before in usual.items() if (now := value(page, name)) != before}
    for name in usual:
        if name in shown:
            st.query_params[name] = shown[name]
        elif name in st.query_params:
            del st.query_params[name]
    known = _KNOWN.format(page=page)
    st.session_state[_WRITTEN.format(page=page)] = st.session_state[known] = _text(shown)
    with st.container(key="address"):
        st.text_input("address", key=known, label_visibility="collapsed")


def _text(address: Mapping[str, str]) -> str:
    return urlencode(sorted(address.items()))
