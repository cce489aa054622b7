"""Items in: files of items in whatever format, what is skipped of them, and what repeats other items."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mcqgen.cli.words import count_of, say
from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.errors import DocumentError, FormatError, RequestError
from mcqgen.formats import get_importable, recognise
from mcqgen.formats.contract import Imported, as_item_set

if TYPE_CHECKING:
    from mcqgen.checks import ReviewContext
    from mcqgen.settings import Settings

_MOST_TOLD = 20
"""Notices that are told one by one."""
_OURS = {"json", "jsonl"}
_RELATED = 0.5
"""Cosine of two questions below which no check finds that one repeats the other."""


def read_items(file: Path, source: str, settings: "Settings", *, ours_only: bool = False) -> tuple[ItemSet, bool]:
    """Read a file of items, or stdin for "-"; what is skipped is told.

    Args:
        file: Where the items are.
        source: Name of its format; empty: it is recognised.
        settings: Largest file.
        ours_only: Only formats that keep all fields of an item.

    Returns:
        The items, and whether nothing was skipped.

    Raises:
        DocumentError: The file cannot be read or is too large.
        FormatError: It is in no known format, or damaged.
        RequestError: `source` is no format that can be read, or not one of ours.
    """
    from mcqgen.domain.moment import timestamp

    name = "" if str(file) == "-" else file.name
    data = _read(file, settings)
    entry = get_importable(source) if source else recognise(name, data)
    if ours_only and entry.name not in _OURS:
        raise RequestError(f"'{file}' is in {entry.label}, which others write too: use 'mcqgen convert'.")
    try:
        imported = entry.read(data)
    except FormatError as error:
        raise FormatError(f"{name or 'standard input'}: {error}") from error
    _tell(imported, name or "standard input")
    items = as_item_set(imported, title=Path(name).stem, created_at=timestamp(""))
    return items, not any(notice.skipped for notice in imported.notices)


def _read(file: Path, settings: "Settings") -> bytes:
    most = settings.max_file_mb * 2**20
    try:
        if str(file) == "-":
            data = sys.stdin.buffer.read(most + 1)
        else:
            with file.open("rb") as stream:
                data = stream.read(most + 1)
    except OSError as error:
        raise DocumentError(f"'{file}' cannot be read: {(error.strerror or str(error)).lower()}.") from error
    if len(data) > most:
        raise DocumentError(
            f"'{file}' is larger than {settings.max_file_mb} MB: split it, or set MCQGEN_MAX_FILE_MB higher."
        )
    return data


def _tell(imported: Imported, name: str) -> None:
    for notice in imported.notices[:_MOST_TOLD]:
        say(f"{name}: {notice.place} {'is skipped' if notice.skipped else 'is taken, but'}: {notice.reason}.")
    if len(imported.notices) > _MOST_TOLD:
        say(f"{name}: {count_of(len(imported.notices) - _MOST_TOLD, 'more notice')} of this kind.")


def review_context(items: ItemSet, settings: "Settings") -> "ReviewContext":
    """What reviews need beyond the items: embeddings, and the language of the documents or of the items' words."""
    from mcqgen.checks import ReviewContext
    from mcqgen.documents.language import detect
    from mcqgen.index import Embedder

    languages = {document.language for document in items.documents}
    words = " ".join(text for item in items.items for text in (item.stem, *(o.text for o in item.options)))
    language = languages.pop() if len(languages) == 1 else detect(words)
    return ReviewContext(documents={}, embed=Embedder(settings).matrix, language=language)


def related(items: Sequence[Item], context: "ReviewContext") -> Callable[[int, Sequence[int]], list[Item]]:
    """A search for the items that one of them could repeat.

    Returns:
        `find(index, among)`: those of `items[among]` that ask for something near to `items[index]`.
    """
    import numpy as np

    vectors = context.vectors([item.stem for item in items]) if items else np.zeros((0, 1), dtype=np.float32)

    def find(index: int, among: Sequence[int]) -> list[Item]:
        near = vectors[list(among)] @ vectors[index] >= _RELATED if among else ()
        return [items[other] for other, is_near in zip(among, near, strict=True) if is_near]

    return find


def without_repeats(items: ItemSet, known: Sequence[ItemSet], settings: "Settings") -> ItemSet:
    """Leave out the items that repeat one of `known`; they are told."""
    from mcqgen.checks import repeats

    context = review_context(items, settings)
    everything = [*(item for one in known for item in one.items), *items.items]
    find, count = related(everything, context), len(everything) - len(items.items)
    kept = []
    for number, item in enumerate(items.items, 1):
        if flaws := repeats(item, find(count + number - 1, range(count)), context):
            say(f"Item {number} is left out: {flaws[0].message}")
        else:
            kept.append(item)
    return items.model_copy(update={"items": tuple(kept)})
