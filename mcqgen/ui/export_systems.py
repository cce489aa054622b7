"""Where questions go: the systems that teachers know, and the format that each takes."""

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

import streamlit as st

from mcqgen.formats import get_format
from mcqgen.formats.contract import Format
from mcqgen.ui import address
from mcqgen.ui.export_choice import PAGE
from mcqgen.ui.strings import export as words

FORMAT_OF: Final = {
    "moodle": "moodle_xml",
    "canvas": "qti12",
    "blackboard": "qti21",
    "brightspace": "imscc",
    "kahoot": "kahoot",
    "wayground": "wayground",
    "word": "docx",
    "paper": "pdf",
    "page": "html",
    "h5p": "h5p",
    "anki": "anki",
    "excel": "xlsx",
    "qti21": "qti21",
    "qti30": "qti30",
    "cartridge": "imscc",
    "gift": "gift",
    "aiken": "aiken",
    "csv": "csv",
    "markdown": "markdown",
    "json": "json",
    "jsonl": "jsonl",
}
"""Name of the format by the system's word in the address."""
_NEEDS: Final = {"pdf": "typst", "anki": "genanki"}
"""The module that a format needs of an extra of its own name."""
_OTHER: Final = "other"


@dataclass(frozen=True)
class System:
    """Where questions go."""

    key: str
    """Its word in the address."""

    @property
    def name(self) -> str:
        """What a teacher calls it."""
        return words.SYSTEMS.get(self.key) or words.OTHERS[self.key]

    @property
    def format(self) -> Format:
        """What it takes."""
        return get_format(FORMAT_OF[self.key])

    @property
    def missing(self) -> str:
        """Name of the extra that has to be installed first; empty: none."""
        name = FORMAT_OF[self.key]
        return name if name in _NEEDS and find_spec(_NEEDS[name]) is None else ""


def choose_system() -> System:
    """Draw the choice of a system, and under it how the file gets there."""
    if address.value(PAGE, "to") not in FORMAT_OF:
        address.put(PAGE, "to", next(iter(words.SYSTEMS)))
    now = address.value(PAGE, "to")
    names = {**words.SYSTEMS, _OTHER: words.OTHER}
    st.session_state["export_system"] = now if now in words.SYSTEMS else _OTHER
    st.pills(
        words.WHERE, list(names), key="export_system", format_func=names.__getitem__, required=True,
        on_change=_turn, args=("export_system",),
    )  # fmt: skip
    if now not in words.SYSTEMS:
        st.session_state["export_other"] = now
        st.selectbox(
            words.OTHER_LABEL, list(words.OTHERS), key="export_other", format_func=words.OTHERS.__getitem__,
            on_change=_turn, args=("export_other",),
        )  # fmt: skip
    return System(now)


def _turn(key: str) -> None:
    new = st.session_state[key]
    address.put(PAGE, "to", next(iter(words.OTHERS)) if new == _OTHER else new)
