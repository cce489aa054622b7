"""One format, many items: exports them, reads them back where it can, and prints a line of JSON.

Usage: python benchmarks/exports.py FORMAT COUNT
"""

import json
import resource
import sys
import time
from typing import Any

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Evidence, Item, Option
from mcqgen.domain.run import DocumentInfo, ItemSet, Report
from mcqgen.formats import get_format
from mcqgen.formats.contract import Importable

_DOCUMENT = DocumentInfo(
    id="d", name="blood.pdf", title="On Blood", sha256="", media_type="application/pdf", language="en", pages=300,
    passages=900,
)  # fmt: skip


def many_items(count: int) -> ItemSet:
    """Items as a writer makes them: four options, a rationale each, evidence; one in five with code or a formula."""
    items = tuple(_item(number) for number in range(count))
    report = Report(requested=count, delivered=count, rejected=0, shortfall=0)
    return ItemSet(title="Blood", created_at="2026-01-01T00:00:00Z", documents=(_DOCUMENT,), items=items, report=report)


def _item(number: int) -> Item:
    special = r" when \(x^2 < 1\)" if number % 10 == 0 else " in `f(x)`" if number % 10 == 5 else ""
    options = tuple(
        Option(id=letter, text=f"Answer {letter} of {number}{special}", is_key=letter == "B",
               rationale=f"The text says of {letter} that it is so, and gives the reason in passing.")
        for letter in "ABCD"
    )  # fmt: skip
    quote = "The red cells of the blood carry oxygen from the lungs to all parts of the body. " * 2
    return Item(
        stem=f"Which of these carries item {number} through the body{special}?",
        options=options, difficulty=list(Difficulty)[number % 3], bloom=list(Bloom)[number % 6],
        topic=f"Topic {number % 50}", rationale="The red cells carry it, for they hold haemoglobin.",
        evidence=(Evidence(document="d", page=1 + number % 300, quote=quote, start=0, end=len(quote)),),
    )  # fmt: skip


def measure(name: str, count: int) -> dict[str, Any]:
    """Seconds (wall, processor) of export and import, megabytes of the file and of memory beside the items."""
    entry, items = get_format(name), many_items(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = _now()
    kept = items.model_copy(update={"items": tuple(item for item in items.items if not entry.refusal(item))})
    data = entry.export(kept)
    found: dict[str, Any] = {"exported": len(kept.items), "export": _since(began)}
    found |= {"file_mb": len(data) / 2**20, "extra_mb": (_peak() - before) / 1024}
    if isinstance(entry, Importable):
        began = _now()
        found |= {"imported": len(entry.read(data).items), "import": _since(began)}
    return found | {"peak_mb": _peak() / 1024}


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(began: tuple[float, float]) -> dict[str, float]:
    wall, cpu = _now()
    return {"wall": wall - began[0], "cpu": cpu - began[1]}


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
