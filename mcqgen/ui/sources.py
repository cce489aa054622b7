"""The files at the top of Create: dropped now, or used before; and what was understood of each."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from mcqgen.bank import KnownDocument
from mcqgen.domain.run import Failure
from mcqgen.ui import markup, state, strings
from mcqgen.ui.reading import Locked, Reading, Understood, start_reading
from mcqgen.ui.uploads import Upload
from mcqgen.ui.words import cautions, counted, shown_title, understood_line

_BEFORE = "document"
"""Query parameter that chooses a file from before."""


@dataclass(frozen=True)
class Sources:
    """The files that are chosen."""

    documents: tuple[str, ...] = ()
    """Ids of those that can be used."""
    sections: tuple[str, ...] = ()
    dropped: int = 0
    reading: bool = False
    """Some are still being read."""


def choose_sources() -> Sources:
    """Draw the drop area, a line a file, and the files from before."""
    uploads = _uploads()
    read = [state.readings()[upload.key] for upload in uploads]
    tell = st.fragment(_tell, run_every=0.8) if not _settled(read) else _tell
    tell(uploads)
    _ask_passwords(uploads)
    understood = [outcome for reading in read if reading.done() and isinstance(outcome := reading.result(), Understood)]
    files = {file.id: file.sections for file in understood}
    files |= _before(set(files))
    return Sources(
        documents=tuple(files),
        sections=tuple(dict.fromkeys(title for sections in files.values() for title in sections)),
        dropped=len(uploads),
        reading=not _settled(read),
    )


def _uploads() -> tuple[Upload, ...]:
    from mcqgen.documents import SUFFIXES

    desk, readings, shelf = state.desk(), state.readings(), state.shelf()
    megabytes = desk.settings.max_file_mb
    files = st.file_uploader(
        strings.DROP, type=sorted(SUFFIXES), accept_multiple_files=True, key="drop", max_upload_size=megabytes
    )
    if not files:
        st.html(markup.line("description", strings.DROP_HELP.format(megabytes=megabytes), kind="quiet"))
    uploads = tuple(Upload(file.file_id, file.name, file.getvalue()) for file in files)
    for upload in uploads:
        if upload.key not in readings:
            readings[upload.key] = start_reading(upload, desk.settings, desk.reading_places, shelf)
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
        state.redraw()


def _ask_passwords(uploads: Sequence[Upload]) -> None:
    """A field for each file that opens with a password only."""
    for upload in uploads:
        reading = state.readings()[upload.key]
        if not reading.done() or not isinstance(locked := reading.result(), Locked):
            continue
        label = (strings.PASSWORD_WRONG if locked.guessed else strings.PASSWORD).format(name=upload.name)
        password = st.text_input(label, type="password", key=f"password_{upload.key}", help=strings.PASSWORD_HELP)
        tried = st.session_state.setdefault("mcq_tried", {})
        if password and tried.get(upload.key) != password:
            tried[upload.key] = password
            desk = state.desk()
            places, shelf = desk.reading_places, state.shelf()
            state.readings()[upload.key] = start_reading(upload, desk.settings, places, shelf, password)
            st.session_state.pop("mcq_told", None)
            st.rerun()


def _told(upload: Upload, reading: Reading) -> str:
    if not reading.done():
        return markup.line("hourglass_empty", strings.READING, note=upload.name)
    outcome = reading.result()
    if isinstance(outcome, Failure):
        return markup.line("error", outcome.reason, kind="bad")
    if isinstance(outcome, Locked):
        return markup.line("lock", strings.LOCKED.format(name=outcome.name), kind="warn")
    told = markup.line("check_circle", understood_line(outcome), kind="good", note=upload.name)
    return told + "".join(markup.line("warning", caution, kind="warn") for caution in cautions(outcome))


def _before(taken: set[str]) -> dict[str, tuple[str, ...]]:
    """Files of earlier visits that are chosen again, with their sections; those dropped now are not offered twice."""
    known = {file.info.id: file for file in state.shelf().documents() if file.has_file and file.info.id not in taken}
    if not known:
        return {}
    if "before" not in st.session_state:
        st.session_state["before"] = [name for name in st.query_params.get_all(_BEFORE) if name in known]
    else:
        st.session_state["before"] = [name for name in st.session_state["before"] if name in known]
    chosen = st.multiselect(
        strings.BEFORE,
        list(known),
        key="before",
        format_func=lambda name: _label(known[name]),
        placeholder=strings.BEFORE_NONE,
        help=strings.BEFORE_HELP,
    )
    return {name: known[name].sections for name in chosen}


def _label(file: KnownDocument) -> str:
    return strings.BEFORE_FILE.format(
        title=shown_title(file.info), name=file.info.name, questions=counted(file.questions, "question")
    )
