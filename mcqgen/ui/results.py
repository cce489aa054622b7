"""A run being watched: the steps, the questions as they come, and what became of the rest."""

import re

import streamlit as st

from mcqgen.domain.run import ItemSet
from mcqgen.ui import markup, strings
from mcqgen.ui.runs import Run
from mcqgen.ui.watching import Snapshot
from mcqgen.ui.words import dropped, headline

_EVERY_S = 0.5


def watch(run: Run) -> None:
    """Draw a run; while it is at work this part alone is drawn again, twice a second."""
    if run.snapshot.over:
        _draw(run)
    else:
        st.fragment(_draw_live, run_every=_EVERY_S)(run)


def _draw_live(run: Run) -> None:
    _draw(run)
    if run.snapshot.over:
        st.rerun()


def _draw(run: Run) -> None:
    snapshot = run.snapshot
    st.html(markup.stepper(snapshot))
    _told(snapshot)
    answers = _controls(run, snapshot)
    documents = snapshot.result.documents if snapshot.result else snapshot.documents
    for number, item in enumerate(snapshot.items, start=1):
        st.html(markup.card(number, item, documents, answers=answers))


def _told(snapshot: Snapshot) -> None:
    first = strings.WAITING if snapshot.waiting else headline(snapshot)
    lines = [f'<div role="status">{markup.line("quiz", first)}</div>']
    lines.append(markup.line("block", dropped(snapshot.rejected)))  # always there, so that nothing moves down later
    problems = [strings.FAILED_FILE.format(reason=failure.reason) for failure in snapshot.failures]
    if snapshot.problem:
        problems.append(snapshot.problem)
    lines.extend(markup.line("error", problem, kind="bad") for problem in problems)
    st.html("".join(lines))


def _controls(run: Run, snapshot: Snapshot) -> bool:
    with st.container(horizontal=True, vertical_alignment="center"):
        if snapshot.result and snapshot.items:
            _download(snapshot.result)
        elif not snapshot.over:
            label, waits = (strings.STOPPING, True) if snapshot.stopping else (strings.STOP, False)
            if st.button(label, icon=":material/stop_circle:", disabled=waits, help=strings.STOP_HELP, key="stop"):
                run.stop()
                st.rerun(scope="fragment")
        answers = st.toggle(strings.SHOW_ANSWERS, key="answers")
        st.html(markup.line("edit_document", strings.DRAFT))
    return answers


def _download(items: ItemSet) -> None:
    from mcqgen.formats import json_items

    name = re.sub(r"[^\w-]+", "-", items.title).strip("-")[:60] or "questions"
    st.download_button(
        strings.DOWNLOAD,
        json_items.dump(items),
        file_name=f"{name}.json",
        mime="application/json",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
    )
