"""Page ranges as a user writes them."""

import re

from mcqgen.errors import RequestError

_RANGE = re.compile(r"(\d{1,7})?\s*([-–])?\s*(\d{1,7})?")


def select_pages(pages: str, total: int, name: str) -> tuple[int, ...]:
    """Turn "10-42,50" into 1-based page numbers in ascending order; "" means all; "10-" and "-5" are open.

    Numbers beyond the last page are cut off. Raises RequestError where a range cannot be read or nothing is left.
    """
    if not pages.strip():
        return tuple(range(1, total + 1))
    chosen: set[int] = set()
    for part in pages.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match is None or not (match[1] or match[3]):
            raise RequestError(f"Page range '{pages}' cannot be read: write it like '10-42,50'.")
        first = int(match[1] or 1)
        last = int(match[3] or (total if match[2] else first))
        if first < 1 or last < first:
            raise RequestError(f"Page range '{part.strip()}' makes no sense: write it like '10-42,50'.")
        chosen.update(range(first, min(last, total) + 1))
    if not chosen:
        raise RequestError(f"'{name}' has {total} page{'s' * (total != 1)}: '{pages}' names none of them.")
    return tuple(sorted(chosen))


def whole_only(pages: str, name: str) -> None:
    """Refuse page ranges for a file that has no pages; raises RequestError."""
    if pages.strip():
        raise RequestError(f"'{name}' has no pages to choose from: leave the page range out.")
