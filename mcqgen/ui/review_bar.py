"""What can be done to the question on the page Review, what was done last, and the way back."""

from typing import Final

import streamlit as st

from mcqgen.bank import Kept, Shelf, Status
from mcqgen.ui import chosen, markup, state
from mcqgen.ui.review_choice import Totals, next_draft, open_question, to_export
from mcqgen.ui.review_told import hush, say, told
from mcqgen.ui.strings import review as words

_LAST: Final = "mcq_review_last"
_PANEL: Final = "mcq_review_panel"
_MORE_ICONS: Final = {"versions": "history", "draft": "edit_note", "retire": "archive", "remove": "delete"}


def draw_bar(kept: Kept) -> None:
    """Draw the actions; each has a key of its own on the keyboard."""
    with st.container(key="review_bar", horizontal=True, vertical_alignment="center", gap="xsmall"):
        _action(words.APPROVE, "check_circle", "approve", "A", _decide, kept.id, Status.APPROVED, main=True)
        _action(words.REJECT, "cancel", "reject", None, _decide, kept.id, Status.REJECTED)
        _action(words.EDIT, "", "edit", "E", open_panel, kept.id, "edit")
        _action(words.AGAIN, "", "again", "G", open_panel, kept.id, "again")
        names = ["versions", *(["draft"] if kept.status is not Status.DRAFT else []), "retire", "remove"]
        st.menu_button(
            words.MORE, names, key="review_more", format_func=_more_label, on_click=_do_more, args=(kept.id,)
        )


def _more_label(name: str) -> str:
    return f":material/{_MORE_ICONS[name]}: {words.MORES[name]}"


def _do_more(question: str) -> None:
    match st.session_state["review_more"]:
        case "versions":
            open_panel(question, "versions")
        case "draft":
            _decide(question, Status.DRAFT)
        case "retire":
            _decide(question, Status.RETIRED)
        case _:
            _remove(question)


def _action(label: str, icon: str, name: str, key: str | None, do: object, *given: object, main: bool = False) -> None:
    st.button(
        label, icon=f":material/{icon}:" if icon else None, key=f"review_{name}", shortcut=key, on_click=do, args=given,  # type: ignore[arg-type]
        type="primary" if main else "secondary",
    )  # fmt: skip


def panel(question: str) -> str:
    """What is open at a question: "edit", "again", "versions" or nothing."""
    where, what = st.session_state.get(_PANEL, ("", ""))
    return str(what) if where == question else ""


def open_panel(question: str, what: str) -> None:
    """Open something at a question, or close it where it is open."""
    hush()
    st.session_state[_PANEL] = (question, "" if panel(question) == what else what)


def draw_told() -> None:
    """Draw what was done last, beside the button that takes it back; the place is always there."""
    said, kind = told()
    symbol = "check" if kind == "good" else "info"
    with st.container(key="review_told", horizontal=True, vertical_alignment="center", gap="small"):
        _action(words.UNDO, "undo", "undo", "U", _undo)
        line = markup.line(symbol, said, kind=kind) if said else ""
        st.html(f'<div role="status">{line}</div>')


def draw_end(shelf: Shelf, count: Totals) -> None:
    """Where all is decided, say so and lead on."""
    if count.decided < count.total or not count.total:
        return
    with st.container(key="review_end", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            markup.line("done_all", words.ALL_DECIDED.format(approved=count.approved), kind="good"), width="content"
        )
        if count.approved and st.button(words.EXPORT, icon=":material/download:", key="review_export"):
            state.go("export", **{chosen.PARAMETER: chosen.packed(to_export(shelf))})


def _decide(question: str, status: Status) -> None:
    shelf = state.shelf()
    after = next_draft(shelf, question) if status is not Status.DRAFT else ""
    shelf.decide([question], status)
    _go_on(question, after, words.DONE[status])


def _remove(question: str) -> None:
    shelf = state.shelf()
    after = next_draft(shelf, question)
    shelf.remove([question])
    _go_on(question, after, words.REMOVED)


def _go_on(question: str, after: str, done: str) -> None:
    st.session_state[_LAST] = question
    if after:
        open_question(after)
    say(done)


def _undo() -> None:
    """Take back the latest step, and show the question that it was about."""
    undone = state.shelf().undo()
    if undone and (last := st.session_state.pop(_LAST, "")):
        open_question(last)
    say(words.UNDONE.format(what=undone) if undone else words.NOTHING_TO_UNDO, "good" if undone else "plain")
