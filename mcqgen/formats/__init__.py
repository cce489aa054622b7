"""Formats: how items leave and enter; one module a format, both directions in the same room."""

import difflib

from mcqgen.errors import RequestError
from mcqgen.formats.contract import Format
from mcqgen.formats.json_items import Json

_ALL: tuple[Format, ...] = (Json(),)
FORMATS: dict[str, Format] = {entry.name: entry for entry in _ALL}
"""All formats by name, in the order in which they are offered."""


def get_format(name: str) -> Format:
    """The format of this name; raises RequestError that lists what exists where there is none."""
    if found := FORMATS.get(name.lower()):
        return found
    close = difflib.get_close_matches(name.lower(), FORMATS, n=1)
    hint = f"Did you mean '{close[0]}'? " if close else ""
    raise RequestError(f"Unknown format '{name}'. {hint}Formats: {', '.join(FORMATS)}.")
