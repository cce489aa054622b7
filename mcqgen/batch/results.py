"""The results of a batch on disk: each document's items, all items together, and the report."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from mcqgen.domain.batch import BatchReport, Outcome, Status
from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.report import explain
from mcqgen.domain.run import DocumentInfo, Drop, Failure, ItemSet, Report
from mcqgen.domain.spending import sum_up
from mcqgen.errors import McqgenError, OutputError
from mcqgen.formats import json_items
from mcqgen.formats.files import check_writable, save

_ABANDONED = re.compile(r"^\..+\.[0-9a-f]{8}\.part$")


def prepare(out: Path, names: Sequence[str]) -> None:
    """Make the output folder, see that files of these names can be written, and clear what a crash left half-written.

    Raises:
        OutputError: Nothing can be written there.
    """
    make_folder(out)
    for name in names:
        check_writable(out / name)
    for path in out.rglob(".*.part"):
        if _ABANDONED.match(path.name):
            path.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder with its parents; raises OutputError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"Cannot make the folder '{folder}': {(error.strerror or str(error)).lower()}.") from error


def read_items(path: Path) -> ItemSet | None:
    """The items of a file, or None where it is gone or damaged."""
    try:
        return json_items.load(path.read_bytes())
    except (OSError, McqgenError):
        return None


def save_unless_equal(path: Path, data: bytes) -> None:
    """Write a file, but leave one alone that says the same already."""
    if not path.is_file() or path.read_bytes() != data:
        save(path, data)


def combine(out: Path, report: BatchReport, *, title: str, created_at: str, seed: int) -> ItemSet:
    """All items of a batch as one set, in the order of the documents' paths; no item comes twice.

    Its time is that of its youngest part (`created_at` where there is none), so that nothing changes when nothing
    was done.
    """
    parts = [part for row in report.documents if row.output and (part := read_items(out / row.output))]
    items = {item.id: item for part in reversed(parts) for item in reversed(part.items)}
    documents: dict[str, DocumentInfo] = {}
    for document in (document for part in parts for document in part.documents):
        documents.setdefault(document.id, document)
    return ItemSet(
        title=title,
        created_at=max((part.created_at for part in parts), default=created_at),
        documents=tuple(documents.values()),
        items=tuple(reversed(items.values())),
        report=_sum(report, [part.report for part in parts], delivered=len(items), seed=seed),
    )


def _sum(report: BatchReport, parts: Sequence[Report], *, delivered: int, seed: int) -> Report:
    """The reports of the documents as one."""
    reasons: Counter[str] = Counter()
    by_difficulty: Counter[Difficulty] = Counter()
    for part in parts:
        reasons.update({drop.reason: drop.count for drop in part.reasons})
        by_difficulty.update(part.delivered_by_difficulty)
    failed = [row for row in report.documents if row.status is Status.FAILED]
    reasons["a document could not be used"] += sum(row.requested for row in failed)
    reasons["another document gave the same item"] += sum(part.delivered for part in parts) - delivered
    reasons["the batch was stopped first"] += report.requested - sum(row.requested for row in report.documents)
    drops = tuple(Drop(reason=reason, count=count) for reason, count in reasons.most_common() if count)
    return Report(
        requested=report.requested,
        delivered=delivered,
        rejected=sum(part.rejected for part in parts),
        shortfall=max(0, report.requested - delivered),
        reasons=drops,
        explanation=explain(report.requested, delivered, drops),
        delivered_by_difficulty={level: by_difficulty[level] for level in Difficulty if by_difficulty[level]},
        pages_covered=sum(part.pages_covered for part in parts),
        writer=next((part.writer for part in parts if part.writer), ""),
        seed=seed,
        failures=tuple(Failure(name=row.path, reason=row.reason) for row in failed),
        remarks=tuple(dict.fromkeys(remark for part in parts for remark in part.remarks)),
        held_back=sum(part.held_back for part in parts),
        spending=sum_up([part.spending for part in parts if part.spending], delivered),
        interrupted=any(part.interrupted for part in parts),
    )


def leftovers(out: Path, recorded: Sequence[Outcome], current: Sequence[Outcome]) -> tuple[str, ...]:
    """Outputs of earlier runs that no document stands for any more."""
    standing = {row.output for row in current}
    return tuple(
        sorted({row.output for row in recorded if row.output not in standing and (out / row.output).is_file()})
    )
