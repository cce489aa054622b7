"""Files and choices: what the teacher gives, and what was understood of it."""

from collections.abc import Sequence

import streamlit as st

from mcqgen.domain.blueprint import Request
from mcqgen.domain.run import Failure
from mcqgen.ui import markup, state, strings
from mcqgen.ui.reading import Reading, Understood, start_reading
from mcqgen.ui.uploads import Upload
from mcqgen.ui.words import cautions, shares, understood_line, writer_line

_MOST = 100
_USUAL = 10
_MIXED = (30, 70)


def choose(*, busy: bool) -> None:
    """Draw the files, the choices and the button; while `busy` the button waits."""
    uploads = _files()
    read = [state.readings()[upload.key] for upload in uploads]
    tell = st.fragment(_tell, run_every=0.4) if not _settled(read) else _tell
    tell(uploads)
    request, rough = _choices([reading.result() for reading in read if reading.done()])
    usable = [u for u, r in zip(uploads, read, strict=True) if not (r.done() and isinstance(r.result(), Failure))]
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(strings.MAKE, type="primary", icon=":material/edit_note:", disabled=busy or not usable)
        st.html(markup.line("lock", writer_line(state.desk().settings)))
    if uploads and not usable:
        st.html(markup.line("info", strings.NOTHING_USABLE, kind="warn"))
    if pressed:
        state.watch(state.desk().start(uploads, request, rough=rough))
        st.rerun()


def _files() -> tuple[Upload, ...]:
    from mcqgen.documents import SUFFIXES

    desk, readings = state.desk(), state.readings()
    megabytes = desk.settings.max_file_mb
    files = st.file_uploader(
        strings.DROP, type=sorted(SUFFIXES), accept_multiple_files=True, key="drop", max_upload_size=megabytes
    )
    if not files:
        st.html(markup.line("description", strings.DROP_HELP.format(megabytes=megabytes), kind="quiet"))
    uploads = tuple(Upload(file.file_id, file.name, file.getvalue()) for file in files)
    for upload in uploads:
        if upload.key not in readings:
            readings[upload.key] = start_reading(upload, desk.settings, desk.reading_places)
    return uploads


def _settled(readings: Sequence[Reading]) -> bool:
    return all(reading.done() for reading in readings)


def _tell(uploads: Sequence[Upload]) -> None:
    """One line a file; the whole page is drawn anew once all are read, for the sections to choose from."""
    readings = [state.readings()[upload.key] for upload in uploads]
    known = st.session_state.get("mcq_told", 0)
    if uploads:
        st.html("".join(_told(upload, reading) for upload, reading in zip(uploads, readings, strict=True)))
    if _settled(readings) and known != len(readings):
        st.session_state["mcq_told"] = len(readings)
        st.rerun()


def _told(upload: Upload, reading: Reading) -> str:
    if not reading.done():
        return markup.line("hourglass_empty", strings.READING, note=upload.name)
    outcome = reading.result()
    if isinstance(outcome, Failure):
        return markup.line("error", outcome.reason, kind="bad")
    told = markup.line("check_circle", understood_line(outcome), kind="good", note=upload.name)
    return told + "".join(markup.line("warning", caution, kind="warn") for caution in cautions(outcome))


def _choices(outcomes: Sequence[Understood | Failure]) -> tuple[Request, bool]:
    how_many, how_hard = st.columns([1, 2], gap="medium")
    with how_many:
        count = st.number_input(strings.HOW_MANY, min_value=1, max_value=_MOST, value=_USUAL, step=1, key="count")
    with how_hard:
        low, high = st.slider(
            strings.HOW_HARD, 0, 100, _MIXED, step=5, format="%d %%", key="shares", help=strings.HOW_HARD_HELP
        )
        mix = shares(count, low, high)
        st.html(markup.spread([f"{number} {strings.DIFFICULTIES[name]}" for name, number in mix.items()]))
    sections = dict.fromkeys(title for o in outcomes if isinstance(o, Understood) for title in o.sections)
    topics = st.multiselect(
        strings.ABOUT,
        list(sections),
        key="topics",
        help=strings.ABOUT_HELP,
        placeholder=strings.ABOUT_ALL,
        accept_new_options=True,
    )
    options, seed, rough = _more()
    wanted = {name: number for name, number in mix.items() if number}
    return Request(mix=wanted, topics=tuple(topics), options=options, seed=seed), rough


def _more() -> tuple[int, int, bool]:
    with st.expander(strings.MORE, type="compact"):
        left, right = st.columns(2)
        options = left.number_input(strings.OPTIONS, 3, 5, 4, step=1, key="options", help=strings.OPTIONS_HELP)
        seed = right.number_input(strings.SEED, 0, 1_000_000, 0, step=1, key="seed", help=strings.SEED_HELP)
        rough = st.toggle(strings.ROUGH, key="rough", help=strings.ROUGH_HELP)
    return options, seed, rough
