"""Questions that are ticked on the page Bank, and what can be done to all of them at once."""

from collections.abc import Callable, Sequence
from typing import Final, cast

import streamlit as st

from mcqgen.bank import Found, Query, Status
from mcqgen.ui import chosen, markup, state
from mcqgen.ui.strings import bank as words
from mcqgen.ui.words import counted

_CHOSEN: Final = "bank_chosen"
_TOLD: Final = "bank_told"
_DRAWN: Final = "bank_drawn"
"""How often many boxes were changed at once. Each time there are new boxes, and the old ones are not heard any more: a
click that comes before the browser has drawn the new ones brings the state of the old ones along."""


def ticked() -> list[str]:
    """Ids of the ticked questions, in the order of ticking."""
    return cast(list[str], st.session_state.setdefault(_CHOSEN, []))


def choose_none() -> None:
    """Tick no question."""
    _choose(ticked(), yes=False)


def tick_box(name: str, number: int) -> None:
    """Draw the box before a question."""
    drawn = st.session_state.setdefault(_DRAWN, 0)
    st.checkbox(
        words.CHOOSE.format(number=number), name in ticked(), key=_box(name, drawn), label_visibility="collapsed",
        on_change=_turn, args=(name, drawn),
    )  # fmt: skip


def _box(name: str, drawn: int) -> str:
    return f"bank_box_{drawn}_{name}"


def _turn(name: str, drawn: int) -> None:
    if drawn == st.session_state[_DRAWN]:
        others = [one for one in ticked() if one != name]
        st.session_state[_CHOSEN] = [*others, name] if st.session_state[_box(name, drawn)] else others


def _choose(names: Sequence[str], yes: bool = True) -> None:
    some = set(names)
    others = [name for name in ticked() if name not in some]
    st.session_state[_CHOSEN] = [*others, *names] if yes else others
    st.session_state[_DRAWN] = st.session_state.get(_DRAWN, 0) + 1


def draw_bar(found: Found, query: Query) -> None:
    """Draw what is chosen and what can be done to it; it is always there, so that nothing moves."""
    here = [kept.id for kept in found.records]
    count, total = len(ticked()), counted(found.total, "question")
    all_here = bool(here) and set(here) <= set(ticked())
    with st.container(key="bank_bar", horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.button(
            words.UNCHOOSE_PAGE if all_here else words.CHOOSE_PAGE, type="tertiary", key="bank_page_all",
            icon=":material/check_box:" if all_here else ":material/check_box_outline_blank:", disabled=not here,
            on_click=_choose, args=(here, not all_here),
        )  # fmt: skip
        said = words.CHOSEN.format(count=count, total=found.total) if count else total
        st.html(f'<p class="mcq-quiet mcq-count" role="status">{said}</p>', width="content")
        if query.removed:
            _button(words.BRING_BACK, "restore_from_trash", _bring_back)
        else:
            _button(words.APPROVE, "check_circle", _decide, Status.APPROVED)
            _button(words.REJECT, "cancel", _decide, Status.REJECTED)
            if st.button(words.EXPORT, icon=":material/download:", disabled=not count, key="bank_export"):
                state.go("export", **{chosen.PARAMETER: chosen.packed(ticked())})
        with st.popover(words.MORE, icon=":material/more_horiz:", key="bank_more"):
            if not query.removed:
                _button(words.RETIRE, "archive", _decide, Status.RETIRED, hint=words.RETIRE_HELP)
                _button(words.TO_DRAFT, "edit_note", _decide, Status.DRAFT)
                _button(words.REMOVE, "delete", _remove)
            label = words.CHOOSE_ALL.format(questions=total)
            st.button(label, icon=":material/select_all:", on_click=_choose_all, args=(query,), disabled=not here)
            _button(words.CHOOSE_NONE, "deselect", choose_none)


def _button(label: str, icon: str, do: Callable[..., None], *given: object, hint: str | None = None) -> None:
    st.button(
        label, icon=f":material/{icon}:", on_click=do, args=given, help=hint,
        disabled=not ticked(), key=f"bank_do_{label}",
    )  # fmt: skip


def draw_told() -> None:
    """Draw what was done last, and the way back."""
    told = st.session_state.get(_TOLD, "")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div role="status">{markup.line("check", told, kind="good") if told else ""}</div>', width="content")
        if told:
            st.button(words.UNDO, icon=":material/undo:", type="tertiary", on_click=undo, key="bank_undo")


def say(told: str) -> None:
    """Say what was done, beside the button that undoes it."""
    st.session_state[_TOLD] = told


def hush() -> None:
    """Say nothing any more."""
    st.session_state.pop(_TOLD, None)


def undo() -> None:
    """Take back what was done last."""
    undone = state.shelf().undo()
    say(words.UNDONE.format(what=undone) if undone else words.NOTHING_TO_UNDO)


def _choose_all(query: Query) -> None:
    """Tick all that is found; the order is that of the list."""
    _choose(state.shelf().ids(query))


def _decide(status: Status) -> None:
    names = list(ticked())
    state.shelf().decide(names, status)
    choose_none()
    say(words.DONE[status].format(questions=counted(len(names), "question")))


def _remove() -> None:
    names = list(ticked())
    state.shelf().remove(names)
    choose_none()
    say(words.REMOVED_NOW.format(questions=counted(len(names), "question")))


def _bring_back() -> None:
    names = list(ticked())
    state.shelf().bring_back(names)
    choose_none()
    say(words.BROUGHT_BACK.format(questions=counted(len(names), "question")))
