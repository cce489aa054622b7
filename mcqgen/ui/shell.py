"""The frame of the app: its look and its pages."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from mcqgen.ui import bank_page, create, export, insights, login, maths, review, state, strings
from mcqgen.ui.account import visitor

_HERE = Path(__file__).parent


class _Place(NamedTuple):
    """A page: what draws it, its icon, and whether it needs the whole width."""

    draw: Callable[[], None]
    icon: str
    wide: bool = False


_PLACES = {
    "create": _Place(create.draw, ":material/edit_note:"),
    "review": _Place(review.draw, ":material/rate_review:", wide=True),
    "bank": _Place(bank_page.draw, ":material/inventory_2:"),
    "export": _Place(export.draw, ":material/download:"),
    "insights": _Place(insights.draw, ":material/insights:"),
}
"""The pages by the name in their address; the first is the one that opens."""


def main() -> None:
    """Draw the app; called by `script.py` on every visit. Who has not signed in sees where to, whatever the address."""
    # Before the pages are known: their Material icons would be fetched from Google as the page's icon; this is ours.
    st.set_page_config(page_title=strings.APP, page_icon=_HERE / "icon.svg")
    settings = state.settings()
    who = visitor(settings)
    pages = {
        name: st.Page(
            place.draw if who else partial(login.draw, settings),
            title=strings.PAGES[name], icon=place.icon, url_path=name, default=name == "create",
        )
        for name, place in _PLACES.items()
    }  # fmt: skip
    state.know_pages(pages)
    menu = login.menu(who) if who else {}
    page = st.navigation({"": list(pages.values()), **menu}, position="top" if who else "hidden")
    name = next((name for name, known in pages.items() if known is page), "create")
    st.set_page_config(
        page_title=strings.TAB.format(page=strings.PAGES[name]), layout="wide" if _PLACES[name].wide else "centered"
    )
    st.html(_style())
    st.html(maths.script(), unsafe_allow_javascript=True)
    with state.whole_page():
        page.run()


@cache
def _style() -> str:
    """All sheets in one: base.css names the colours, each page adds its own."""
    sheets = sorted(_HERE.joinpath("style").glob("*.css"), key=lambda sheet: (sheet.stem != "base", sheet.stem))
    return f"<style>{''.join(sheet.read_text(encoding='utf-8') for sheet in sheets)}</style>"
