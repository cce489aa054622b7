"""All that a question ever said, to look at and to bring back."""

from html import escape

import streamlit as st

from mcqgen.bank import Kept, Shelf, Version
from mcqgen.ui import state
from mcqgen.ui.review_bar import open_panel
from mcqgen.ui.review_card import card, question
from mcqgen.ui.review_told import say
from mcqgen.ui.strings import review as words


def draw_versions(shelf: Shelf, kept: Kept) -> None:
    """Draw the versions, the newest first."""
    with st.container(key="review_history", gap="small"):
        for version in reversed(shelf.versions(kept.id)):
            name, now = version_name(version), version.number == kept.version
            label = words.VERSION_NOW.format(version=name) if now else name
            with st.expander(label, icon=":material/history:"):
                st.html(card(question(version.item, key=True), name=escape(name)))
                if not now:
                    label = words.RESTORE.format(number=version.number)
                    key = f"review_restore_{version.number}"
                    st.button(label, icon=":material/restore:", key=key, on_click=_restore, args=(kept, version.number))
        st.button(words.CLOSE, type="tertiary", key="review_close", on_click=open_panel, args=(kept.id, "versions"))


def version_name(version: Version) -> str:
    """What a version is called."""
    when = version.made_at.strftime("%d %B %Y, %H:%M").lstrip("0")
    said = words.VERSION_BY if version.by else words.VERSION
    return said.format(number=version.number, why=words.WHY_VERSION[version.why], by=version.by, when=when)


def _restore(kept: Kept, number: int) -> None:
    new = state.shelf().restore(kept.id, number)
    say(words.RESTORED.format(number=number, version=new.version))
