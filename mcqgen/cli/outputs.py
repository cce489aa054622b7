"""Items out: which formats go where, what of the items fits, and what gets lost."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mcqgen.cli.words import count_of, say
from mcqgen.domain.run import ItemSet
from mcqgen.errors import RequestError
from mcqgen.formats import FORMATS, get_format
from mcqgen.formats.contract import ExportOptions, Format
from mcqgen.formats.files import check_writable, save

_MOST_TOLD = 10
"""Refused items that are told one by one."""


@dataclass(frozen=True)
class Target:
    """One format on its way to a file."""

    format: Format
    path: Path | None
    """None: standard output."""


def plan_targets(names: Sequence[str] | None, out: Path | None, *, beside: bool = False) -> tuple[Target, ...]:
    """Find a place for each format; without names it is JSON.

    One format goes to `out`, or to stdout where that is "-" or not given. Several go to files beside `out` that are
    named like it, each with its own extension; with `beside` a single one does too.

    Raises:
        RequestError: A format is unknown, or several have to share stdout.
        OutputError: A file cannot be written.
    """
    chosen = list(dict.fromkeys(get_format(name) for name in names or ("json",)))
    to_stdout = out is None or str(out) == "-"
    if to_stdout and len(chosen) > 1:
        raise RequestError("Several formats do not fit into one stream: give --out, and each gets a file.")
    if out is None or to_stdout:
        return (Target(chosen[0], None),)
    targets = [Target(entry, _beside(out, entry, chosen) if beside or len(chosen) > 1 else out) for entry in chosen]
    for target in targets:
        if target.path:
            check_writable(target.path)
    return tuple(targets)


def _beside(out: Path, entry: Format, chosen: Sequence[Format]) -> Path:
    """`quiz.xml` → `quiz.gift`; formats that share an extension add their names: `quiz-qti12.zip`."""
    stem = out.stem if out.suffix.lower() in {f".{other.extension}" for other in FORMATS.values()} else out.name
    shared = Counter(other.extension for other in chosen)[entry.extension] > 1
    return out.with_name(f"{stem}{f'-{entry.name}' if shared else ''}.{entry.extension}")


def deliver(items: ItemSet, targets: Sequence[Target], options: ExportOptions) -> bool:
    """Write the items to each target; tell what does not fit and what gets lost.

    Returns:
        Whether every item went everywhere. A file without any item is not written.
    """
    complete = True
    for target in targets:
        kept = _fitting(items, target.format)
        complete = complete and len(kept.items) == len(items.items)
        if target.path and not kept.items:
            if items.items:  # else the report says already why there is nothing to write
                say(f"No item is left for {target.format.label}: '{target.path}' is not written.")
            complete = False
            continue
        data = target.format.export(kept, options)
        if losses := target.format.losses(kept, options):
            say(f"{target.format.label} cannot carry: {', '.join(losses)}.")
        if target.path:
            save(target.path, data)
        else:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
    return complete


def _fitting(items: ItemSet, entry: Format) -> ItemSet:
    """The items that a format can hold; the others are told."""
    kept, refused = [], list[str]()
    for number, item in enumerate(items.items, 1):
        if reason := entry.refusal(item):
            refused.append(f"{entry.label} cannot hold item {number}, left out: {reason}.")
        else:
            kept.append(item)
    for sentence in refused[:_MOST_TOLD]:
        say(sentence)
    if len(refused) > _MOST_TOLD:
        say(f"{entry.label} cannot hold {count_of(len(refused) - _MOST_TOLD, 'more item')}, left out.")
    return items.model_copy(update={"items": tuple(kept)}) if refused else items
