"""Answering a question before its key is shown: who disagrees has found a question to look at twice."""

from typing import Final, cast

import streamlit as st

from mcqgen.bank import Kept
from mcqgen.ui import markup, state
from mcqgen.ui.review_list import as_label
from mcqgen.ui.strings import review as words

_ANSWERS: Final = "mcq_review_answers"
_FIRST: Final = "review_first"


def switch() -> None:
    """Draw the switch."""
    st.toggle(words.ANSWER_FIRST, key=_FIRST, help=words.ANSWER_FIRST_HELP, persist_state="session")


def _answers() -> dict[str, tuple[int, str]]:
    """By question: the version that was answered in this session, and the letter that was chosen."""
    return cast(dict[str, tuple[int, str]], st.session_state.setdefault(_ANSWERS, {}))


def answered(kept: Kept) -> str:
    """The letter that was chosen for this version of a question in this session; "" where none was."""
    version, letter = _answers().get(kept.id, (0, ""))
    return letter if st.session_state.get(_FIRST) and version == kept.version else ""


def is_hidden(kept: Kept) -> bool:
    """Whether the key is not to be shown yet; who answered a version may change it and see what becomes of it."""
    return bool(st.session_state.get(_FIRST)) and kept.id not in _answers()


def ask_anew(question: str) -> None:
    """Forget what was answered: the question is another one now."""
    _answers().pop(question, None)


def draw_answers(kept: Kept) -> None:
    """Draw a button for each option."""
    with st.container(key="review_answers", horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.html(f"<p>{words.CHOOSE}</p>", width="content")
        for number, option in enumerate(kept.item.options, start=1):
            st.button(
                as_label(option.id), key=f"review_answer_{number}", on_click=_answer, args=(kept, option.id),
                shortcut=str(number),
            )  # fmt: skip


def _answer(kept: Kept, letter: str) -> None:
    _answers()[kept.id] = kept.version, letter
    if not _is_right(kept, letter):
        state.shelf().dispute(kept.id, yes=True)


def _is_right(kept: Kept, letter: str) -> bool:
    return any(option.is_key for option in kept.item.options if option.id == letter)


def draw_verdict(kept: Kept) -> None:
    """Say whether the answer that was chosen is the one given as right, and take the flag away where asked to."""
    letter = answered(kept)
    key = ", ".join(option.id for option in kept.item.options if option.is_key)
    if letter and _is_right(kept, letter):
        st.html(f'<div role="status">{markup.line("check_circle", words.AGREED, kind="good")}</div>')
    if not kept.disputed:
        return
    said = words.FLAG_STANDS
    if letter and not _is_right(kept, letter):
        said = words.DISAGREED.format(yours=letter, key=key)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="review_flag"):
        st.html(f'<div role="status">{markup.line("flag", said, kind="warn")}</div>')
        st.button(words.UNFLAG, type="tertiary", key="review_unflag", on_click=_unflag, args=(kept.id,))


def _unflag(question: str) -> None:
    state.shelf().dispute(question, yes=False)
