"""The page Insights: what the questions cover, how hard they are, what the checks noticed, and what they cost."""

from typing import Final

import streamlit as st

from mcqgen.bank import KnownDocument, Query, RunRecord, Shelf
from mcqgen.ui import address, state
from mcqgen.ui.insights_costs import draw_costs, draw_usage
from mcqgen.ui.insights_counts import draw_difficulty, draw_flaws, draw_letters, draw_statuses
from mcqgen.ui.insights_map import draw_files, draw_map
from mcqgen.ui.strings import insights as words
from mcqgen.ui.words import counted, shown_title

_PAGE: Final = "insights"
_USUAL: Final = {"document": "", "run": ""}
_OF: Final = "insights_of"


def draw() -> None:
    """Draw the page."""
    shelf = state.shelf()
    st.title(words.TITLE, anchor=False)
    if shelf.find(Query(limit=0)).total:
        _draw(shelf)
    else:
        st.write(words.EMPTY)
        if st.button(words.MAKE, type="primary", icon=":material/edit_note:", key="insights_make"):
            state.go("create")
    draw_usage()


def _draw(shelf: Shelf) -> None:
    address.follow(_PAGE, _USUAL)
    files, runs = shelf.documents(), shelf.runs()
    document, run = _choose(files, runs)
    counts = shelf.insights(document=document, run=run.id if run else "")
    left, right = st.columns(2, gap="large")
    with left:
        draw_statuses(counts)
    with right:
        draw_difficulty(counts)
    if run or document:
        draw_map(runs, run, document, counts)
    else:
        draw_files(counts, {file.info.id: shown_title(file.info) for file in files})
    left, right = st.columns(2, gap="large")
    with left:
        draw_letters(counts)
    with right:
        draw_flaws(counts)
    draw_costs(shelf, counts)
    address.write(_PAGE, _USUAL)


def _choose(files: tuple[KnownDocument, ...], runs: tuple[RunRecord, ...]) -> tuple[str, RunRecord | None]:
    """Draw the choice of a file or a run; returns the file's id, or the run."""
    options = {"": words.OF_ALL}
    for file in files:
        title, questions = shown_title(file.info), counted(file.questions, "question")
        options[file.info.id] = words.OF_FILE.format(title=title, questions=questions)
    known = {run.id: run for run in runs}
    for run in runs:
        day, questions = f"{run.started_at:%Y-%m-%d}", counted(run.questions, "question")
        options[run.id] = words.OF_RUN.format(day=day, title=run.title, questions=questions)
    said = address.value(_PAGE, "run") or address.value(_PAGE, "document")
    st.session_state[_OF] = said if said in options else ""
    of = st.selectbox(
        words.OF, list(options), key=_OF, format_func=options.__getitem__, on_change=_turn, args=(set(known),)
    )
    return ("", known[of]) if of in known else (of, None)


def _turn(runs: set[str]) -> None:
    of = st.session_state[_OF]
    address.put(_PAGE, "run", of if of in runs else "")
    address.put(_PAGE, "document", "" if of in runs else of)
