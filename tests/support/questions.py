"""Items, sets and documents for the tests of the bank."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mcqgen.domain.blueprint import Bloom, Difficulty, Request
from mcqgen.domain.item import Evidence, Item, Option
from mcqgen.domain.report import make_report
from mcqgen.domain.run import DocumentInfo, ItemSet
from mcqgen.domain.spending import Spending

REQUEST = Request(mix={Difficulty.EASY: 3})


def make_item(number: int = 0, /, **fields: Any) -> Item:
    """An item of its own for each number."""
    options = (
        Option(id="A", text=f"the right one of {number}", is_key=True, rationale="It says so."),
        Option(id="B", text="a wrong one"),
        Option(id="C", text="another one"),
    )
    told: dict[str, Any] = {
        "stem": f"What is number {number}?", "options": options, "difficulty": Difficulty.EASY,
        "bloom": Bloom.REMEMBER, "topic": "Numbers", "rationale": "It says so.",
        "evidence": (Evidence(document="d1", page=number, quote="q", start=0, end=1),),
    }  # fmt: skip
    return Item(**told | fields)


def make_info(document_id: str = "d1", content: bytes = b"", name: str = "one.txt") -> DocumentInfo:
    """What is told of a document."""
    return DocumentInfo(
        id=document_id, name=name, title=f"On {document_id}", sha256=hashlib.sha256(content).hexdigest(),
        media_type="text/plain", language="en", pages=1, passages=1,
    )  # fmt: skip


def make_set(
    items: Sequence[Item], *, documents: Sequence[DocumentInfo] = (), stopped: bool = False, cost: float | None = None
) -> ItemSet:
    """What a run leaves: these items of three, at a cost where one is given."""
    spending = None if cost is None else Spending(model="m", tokens=100, cost_usd=cost)
    report = make_report(REQUEST, items, (), planned=3, stopped=stopped, spending=spending)
    return ItemSet(
        title="A set", created_at="2026-01-02T03:04:05Z", documents=tuple(documents), items=tuple(items), report=report
    )


def write(folder: Path, content: bytes = b"hello", name: str = "one.txt") -> Path:
    """A file of this content."""
    path = folder / name
    path.write_bytes(content)
    return path
