"""What is asked for must make sense before anything is read."""

import re
from collections.abc import Sequence
from pathlib import Path

from mcqgen.domain.blueprint import Request
from mcqgen.errors import RequestError


def check(paths: Sequence[Path], request: Request) -> None:
    """Raise RequestError where the request makes no sense."""
    if not paths:
        raise RequestError("No document was given: name at least one file.")
    if request.count < 1:
        raise RequestError(f"{request.count} items make no sense: ask for at least 1.")
    if not 3 <= request.options <= 5:
        raise RequestError(f"{request.options} options make no sense: ask for 3, 4 or 5.")
    if request.language and not re.fullmatch("[a-z]{2}", request.language):
        raise RequestError(f"'{request.language}' names no language: give a code of two letters, such as en or es.")
