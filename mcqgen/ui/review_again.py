"""Another question in the place of the one on the page Review."""

from concurrent.futures import Future

import streamlit as st

from mcqgen.bank import Kept, Shelf
from mcqgen.domain.blueprint import LONGEST_INSTRUCTION
from mcqgen.llm import OFFLINE, default_spec
from mcqgen.settings import Settings
from mcqgen.ui import markup, state
from mcqgen.ui.account import visitor
from mcqgen.ui.again import Outcome, Rewriting
from mcqgen.ui.orders import Choices
from mcqgen.ui.review_answer import ask_anew
from mcqgen.ui.review_bar import open_panel
from mcqgen.ui.review_choice import writer_run
from mcqgen.ui.review_told import say
from mcqgen.ui.strings import review as words

_EVERY_S = 0.5


@st.cache_resource(show_spinner=False)
def rewriting() -> Rewriting:
    """What is being written anew on this server."""
    return Rewriting()


def _owner() -> str:
    who = visitor(state.settings())
    return who.owner if who else ""


def _settings(shelf: Shelf) -> Settings:
    """Who writes: as for the run that is looked through, else whom the settings name."""
    run = writer_run()
    return Choices(**shelf.run(run).choices).apply(state.settings()) if run else state.settings()


def draw_progress(kept: Kept) -> None:
    """Draw how far another question is that is being written in the place of this one."""
    at_work = rewriting().look(_owner(), kept.id)
    if at_work is None:
        return
    if not at_work.done():
        st.fragment(_wait, run_every=_EVERY_S)(at_work)
        return
    rewriting().forget(_owner(), kept.id)
    outcome = at_work.result()
    if outcome.version:
        ask_anew(kept.id)
    told = words.AGAIN_DONE.format(version=outcome.version) if outcome.version else outcome.problem
    say(f"{told} {outcome.remark}".strip(), "good" if outcome.version else "plain")
    st.rerun()


def _wait(at_work: "Future[Outcome]") -> None:
    if at_work.done():
        state.redraw()
    st.html(f'<div role="status">{markup.line("hourglass_empty", words.AGAIN_AT_WORK, note=words.AGAIN_KEPT)}</div>')


def draw_again(shelf: Shelf, kept: Kept) -> None:
    """Draw the box for what the other question shall be like."""
    settings = _settings(shelf)
    offline = default_spec(settings) == OFFLINE
    with st.container(key="review_wish", gap="small"):
        wish = st.text_area(
            words.AGAIN_LEAD, max_chars=LONGEST_INSTRUCTION, height=80, key=f"review_wish_{kept.id}",
            placeholder="" if offline else words.AGAIN_EXAMPLE, disabled=offline, persist_state="session",
        )  # fmt: skip
        if offline:
            st.html(markup.line("info", words.AGAIN_OFFLINE))
        with st.container(horizontal=True, gap="small"):
            if st.button(words.AGAIN_WRITE, type="primary", icon=":material/autorenew:", key="review_write"):
                rewriting().start(shelf, _owner(), kept, wish or "", settings)
                open_panel(kept.id, "again")
                st.rerun()
            st.button(
                words.CANCEL, type="tertiary", key="review_cancel", shortcut="Esc", on_click=open_panel,
                args=(kept.id, "again"),
            )  # fmt: skip
