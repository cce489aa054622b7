"""Formats: how items leave and enter; one module a format, both directions in the same room."""

import difflib
from pathlib import PurePath

from mcqgen.errors import FormatError, RequestError
from mcqgen.formats.aiken import Aiken
from mcqgen.formats.anki import Anki
from mcqgen.formats.contract import Format, Importable
from mcqgen.formats.csv_items import Csv
from mcqgen.formats.docx_paper import Docx
from mcqgen.formats.gift import Gift
from mcqgen.formats.h5p import H5p
from mcqgen.formats.html_quiz import Html
from mcqgen.formats.imscc import CommonCartridge
from mcqgen.formats.json_items import Json
from mcqgen.formats.jsonl import Jsonl
from mcqgen.formats.kahoot import Kahoot
from mcqgen.formats.markdown import Markdown
from mcqgen.formats.moodle_xml import MoodleXml
from mcqgen.formats.pdf_paper import Pdf
from mcqgen.formats.qti.packaging import check_package
from mcqgen.formats.qti12 import Qti12
from mcqgen.formats.qti21 import Qti21
from mcqgen.formats.qti30 import Qti30
from mcqgen.formats.wayground import Wayground
from mcqgen.formats.xlsx import Xlsx

_ALL: tuple[Format, ...] = (
    Json(),
    Jsonl(),
    MoodleXml(),
    Gift(),
    Aiken(),
    Qti12(),
    Qti21(),
    Qti30(),
    CommonCartridge(),
    H5p(),
    Csv(),
    Xlsx(),
    Kahoot(),
    Wayground(),
    Anki(),
    Docx(),
    Pdf(),
    Markdown(),
    Html(),
)
FORMATS: dict[str, Format] = {entry.name: entry for entry in _ALL}
"""All formats by name, in the order in which they are offered."""


def get_format(name: str) -> Format:
    """The format of this name; raises RequestError that lists what exists where there is none."""
    if found := FORMATS.get(name.lower().replace("-", "_")):
        return found
    close = difflib.get_close_matches(name.lower(), FORMATS, n=1)
    hint = f"Did you mean '{close[0]}'? " if close else ""
    raise RequestError(f"Unknown format '{name}'. {hint}Formats: {', '.join(FORMATS)}.")


def get_importable(name: str) -> Importable:
    """The format of this name, if it can be read; raises RequestError that lists those that can."""
    found = get_format(name)
    if isinstance(found, Importable):
        return found
    readable = ", ".join(entry.name for entry in FORMATS.values() if isinstance(entry, Importable))
    raise RequestError(f"{found.label} cannot be read. Formats that can: {readable}.")


def recognise(name: str, data: bytes) -> Importable:
    """The format of a file, by what it holds; where several claim it, by its name's ending.

    Args:
        name: Of the file; may be empty.
        data: All of it.

    Raises:
        FormatError: No format claims it, or it is a damaged or hostile archive.
    """
    extension = PurePath(name).suffix.lower().removeprefix(".")
    claiming = [entry for entry in FORMATS.values() if isinstance(entry, Importable) and entry.claims(data)]
    if not claiming:
        what = f"'{PurePath(name).name}'" if name else "The input"
        if data.startswith(b"PK"):
            try:
                check_package(data)
            except FormatError as error:
                raise FormatError(f"{what}: {error}") from error
        raise FormatError(f"{what} is in no format that is known: say which with --from.")
    return next((entry for entry in claiming if entry.extension == extension), claiming[0])
