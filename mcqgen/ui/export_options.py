"""What can be set for a file; only what its format carries is asked."""

import streamlit as st

from mcqgen.formats.contract import AnswerKey, ExportOptions, Feature
from mcqgen.formats.paper.sheets import Paper
from mcqgen.ui import address
from mcqgen.ui.export_choice import PAGE, Picked
from mcqgen.ui.export_systems import System
from mcqgen.ui.strings import export as words

_MOST_POINTS = 1000.0


def choose_options(system: System, picked: Picked) -> tuple[str, ExportOptions]:
    """Draw the order of the questions, a key of `words.ORDERS`, and the settings of the file."""
    takes = system.format.supports
    on_paper = isinstance(system.format, Paper)
    with st.container(key="export_options", gap="small"):
        order = _order(by_hand=picked.by_hand)
        named = _text(words.QUIZ_TITLE, picked.title) if Feature.TITLE in takes else ""
        category = _text(words.CATEGORY, "", hint=words.CATEGORY_HELP) if Feature.CATEGORY in takes else ""
        points = _points() if Feature.POINTS in takes else 1.0
        versions = _versions() if Feature.VERSIONS in takes else 1
        key = _key() if Feature.ANSWER_KEY in takes else AnswerKey.WITH
    shuffle = True
    if Feature.SHUFFLE in takes and (versions > 1 or not on_paper):
        shuffle = st.checkbox(words.SHUFFLE_PAPER if on_paper else words.SHUFFLE, True, key="export_shuffle")
    return order, ExportOptions(named, category, points, shuffle, versions, key)


def _order(*, by_hand: bool) -> str:
    names = {**words.ORDERS, "place": words.AS_CHOSEN} if by_hand else words.ORDERS
    if st.session_state["export_order"] not in names:
        address.put(PAGE, "order", "place")
    return st.selectbox(words.ORDER, tuple(names), key="export_order", format_func=names.__getitem__)


def _text(label: str, usual: str, hint: str | None = None) -> str:
    return st.text_input(label, usual, max_chars=200, help=hint, key=f"export_{label}_{usual}", live=True).strip()


def _points() -> float:
    return st.number_input(words.POINTS, 0.5, _MOST_POINTS, 1.0, 0.5, format="%g", key="export_points")


def _versions() -> int:
    names = words.VERSION_NAMES
    return st.selectbox(
        words.VERSIONS, list(names), format_func=names.__getitem__, help=words.VERSIONS_HELP, key="export_versions"
    )


def _key() -> AnswerKey:
    return st.selectbox(words.KEY, tuple(words.KEYS), format_func=words.KEYS.__getitem__, key="export_key")
