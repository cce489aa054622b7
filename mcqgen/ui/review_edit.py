"""The editor of the page Review: fields, a preview beside them, and the checks while somebody types."""

from collections.abc import Sequence
from typing import Final, cast

import streamlit as st

from mcqgen.bank import Kept, Shelf, Status
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Item, Option
from mcqgen.ui import state
from mcqgen.ui.flaws import findings, mended, renewed, worst
from mcqgen.ui.review_bar import open_panel
from mcqgen.ui.review_card import card, question
from mcqgen.ui.review_flaws import draw_findings
from mcqgen.ui.review_told import say
from mcqgen.ui.strings import review as words

_MOST: Final = 5
_LETTERS: Final = "ABCDEFGH"
_PAUSE: Final = "300ms"


@st.fragment
def draw_editor(kept: Kept, language: str) -> None:
    """Draw the fields and what they make; this part alone is drawn again while somebody types.

    The fields go on from the version that was opened, whatever is done to the question elsewhere.
    """
    kept = cast(Kept, st.session_state.setdefault(_key(kept, "base"), kept))
    fields, beside = st.columns([0.52, 0.48], gap="medium")
    with fields:
        item = _draw_fields(kept)
    found = findings(item, language)
    with beside:
        st.html(f'<p class="mcq-quiet">{words.PREVIEW}</p>' + card(question(item, key=True), name=words.PREVIEW))
        draw_findings(found, kept.id, _mend, kept, item, language)
        _draw_end(kept, item, language, possible=worst(found) is not Severity.ERROR)


def _key(kept: Kept, name: str) -> str:
    return f"review_field_{kept.id}_{name}"


def _count(kept: Kept) -> int:
    return int(st.session_state.get(_key(kept, "count"), len(kept.item.options)))


def _text(kept: Kept, name: str, said: str) -> str:
    """What a field says; a field that was not typed in says what the question says."""
    return str(st.session_state.setdefault(_key(kept, name), said) or "")


def _draw_fields(kept: Kept) -> Item:
    item, count = kept.item, _count(kept)
    options = [*item.options, *(Option(id=letter, text="") for letter in _LETTERS[len(item.options) :])][:count]
    with st.container(key="review_fields", gap="small"):
        _text(kept, "stem", item.stem)
        stem = st.text_area(words.STEM, key=_key(kept, "stem"), height="content", persist_state="session")
        st.session_state.setdefault(_key(kept, "key"), next((o.id for o in item.options if o.is_key), None))
        right = st.radio(
            words.WHICH, list(_LETTERS[:count]), key=_key(kept, "key"), horizontal=True, persist_state="session"
        )
        said = [_draw_option(kept, letter, option) for letter, option in zip(_LETTERS, options, strict=False)]
        if count < _MOST:
            st.button(words.ADD, icon=":material/add:", type="tertiary", key="review_add", on_click=_add, args=(kept,))
        st.html(f'<p class="mcq-quiet">{words.DROP}</p>')
        _text(kept, "rationale", item.rationale)
        rationale = st.text_area(
            words.RATIONALE, key=_key(kept, "rationale"), height="content", persist_state="session"
        )
    told = [(text, letter == right, why) for letter, (text, why) in zip(_LETTERS, said, strict=False) if text]
    return item.model_copy(
        update={"stem": (stem or "").strip(), "options": _lettered(told), "rationale": (rationale or "").strip()}
    )


def _draw_option(kept: Kept, letter: str, option: Option) -> tuple[str, str]:
    with st.container(gap=None, key=f"review_option_{letter}"):
        _text(kept, letter, option.text)
        text = st.text_input(
            words.ANSWER.format(letter=letter), key=_key(kept, letter), live=_PAUSE, persist_state="session"
        )
        _text(kept, f"{letter}_why", option.rationale)
        why = st.text_input(
            words.ANSWER_WHY.format(letter=letter), key=_key(kept, f"{letter}_why"), live=_PAUSE,
            label_visibility="collapsed", placeholder=words.ANSWER_WHY_EXAMPLE, persist_state="session",
        )  # fmt: skip
    return (text or "").strip(), (why or "").strip()


def _lettered(told: Sequence[tuple[str, bool, str]]) -> tuple[Option, ...]:
    """Options in the order of the fields: the teacher put them so."""
    return tuple(
        Option(id=letter, text=text, is_key=is_key, rationale=why)
        for letter, (text, is_key, why) in zip(_LETTERS, told, strict=False)
    )


def _draw_end(kept: Kept, item: Item, language: str, *, possible: bool) -> None:
    with st.container(horizontal=True, gap="small", key="review_save_bar"):
        if st.button(
            words.SAVE, type="primary", icon=":material/save:", disabled=not possible, key="review_save",
            shortcut="Ctrl+Enter",
        ):  # fmt: skip
            _save(state.shelf(), kept, item, language)
            st.rerun()
        if st.button(words.CANCEL, type="tertiary", key="review_cancel", shortcut="Esc"):
            _forget(kept)
            open_panel(kept.id, "edit")
            st.rerun()


def _save(shelf: Shelf, kept: Kept, item: Item, language: str) -> None:
    open_panel(kept.id, "edit")
    _forget(kept)
    if item == kept.item:
        say(words.UNCHANGED, "plain")
        return
    current = shelf.question(kept.id)
    new = shelf.revise(kept.id, renewed(item, language), "edited", based_on=current.version)
    if current.version != kept.version:  # both are kept, and what was typed is not lost
        say(words.SAVED_OVER.format(version=new.version, other=current.version), "plain")
        return
    again = current.status is not Status.DRAFT and new.status is Status.DRAFT
    say((words.SAVED_DRAFT if again else words.SAVED).format(version=new.version))


def _add(kept: Kept) -> None:
    st.session_state[_key(kept, "count")] = _count(kept) + 1


def _mend(flaw: Flaw, kept: Kept, item: Item, language: str) -> None:
    """Put the mended words into the fields; nothing is saved yet."""
    new = mended(item, flaw, language)
    st.session_state[_key(kept, "stem")] = new.stem
    st.session_state[_key(kept, "count")] = len(new.options)
    for letter, option in zip(_LETTERS, new.options, strict=False):
        st.session_state[_key(kept, letter)] = option.text
        st.session_state[_key(kept, f"{letter}_why")] = option.rationale
        if option.is_key:
            st.session_state[_key(kept, "key")] = letter


def _forget(kept: Kept) -> None:
    """Let the fields say what the question says."""
    for key in [key for key in st.session_state if str(key).startswith(_key(kept, ""))]:
        del st.session_state[key]
