"""A run being watched: the steps, the questions as they come, and what became of the rest."""

import streamlit as st

from mcqgen.ui import markup, state, strings
from mcqgen.ui.runs import Watched
from mcqgen.ui.watching import Snapshot
from mcqgen.ui.words import dropped, headline

_EVERY_S = 1.0
_WAITING_S = 3.0
"""Each look costs the server some hundredths of a second, which many who wait would take from those who write."""


def watch(run: Watched) -> None:
    """Draw a run; while it is at work this part alone is drawn again every second, less often while it waits."""
    if run.snapshot.over:
        _draw(run)
    else:
        waits = _waits(run)
        st.fragment(_draw_live, run_every=_WAITING_S if waits else _EVERY_S)(run.id, waits)


def _draw_live(ticket: str, waited: bool) -> None:
    run = state.desk().find(state.shelf(), ticket)
    if run is None or run.snapshot.over or _waits(run) != waited:
        state.redraw()
    _draw(run)


def _waits(run: Watched) -> bool:
    return run.live is None or run.snapshot.waiting


def _draw(run: Watched) -> None:
    snapshot = run.snapshot
    st.html(markup.stepper(snapshot))
    _told(run)
    answers = _controls(run)
    for number, item in enumerate(snapshot.items, start=1):
        st.html(markup.card(number, item, snapshot.documents, answers=answers))


def _told(run: Watched) -> None:
    snapshot = run.snapshot
    first = strings.WAITING if snapshot.waiting else strings.ELSEWHERE if run.elsewhere else headline(snapshot)
    lines = [f'<div role="status">{markup.line("quiz", first)}</div>']
    lines.append(markup.line("block", dropped(snapshot.dropped)))  # always there, so that nothing moves down later
    problems = [strings.FAILED_FILE.format(reason=failure.reason) for failure in snapshot.failures]
    if snapshot.problem:
        problems.append(snapshot.problem)
    lines.extend(markup.line("error", problem, kind="bad") for problem in problems)
    if snapshot.report:
        lines.extend(markup.line("info", remark) for remark in snapshot.report.remarks)
    st.html("".join(lines))


def _controls(run: Watched) -> bool:
    with st.container(horizontal=True, vertical_alignment="center"):
        if run.snapshot.over:
            _what_next(run)
        elif run.live:
            stopping = run.snapshot.stopping
            label = strings.STOPPING if stopping else strings.STOP
            if st.button(label, icon=":material/stop_circle:", disabled=stopping, help=strings.STOP_HELP, key="stop"):
                run.live.stop()
                st.rerun(scope="fragment")
        answers = st.toggle(strings.SHOW_ANSWERS, key="answers")
        st.html(markup.line("edit_document", strings.DRAFT))
    return answers


def _what_next(run: Watched) -> None:
    snapshot = run.snapshot
    if snapshot.items and st.button(strings.REVIEW, type="primary", icon=":material/rate_review:", key="to_review"):
        state.go("review", run=run.id)
    if _unfinished(snapshot) and st.button(
        strings.GO_ON, icon=":material/resume:", help=strings.GO_ON_HELP, key="go_on"
    ):
        state.watch(state.desk().start(state.shelf(), run.order))
        st.rerun()


def _unfinished(snapshot: Snapshot) -> bool:
    """It ended before it had tried all: asked again, the same questions come and then the rest."""
    return bool(snapshot.problem) or snapshot.stopping
