"""Counts of a part of the bank: what one document proves, or one run gave."""

from collections.abc import Iterator

import pytest

from mcqgen.bank import Shelf, open_bank
from mcqgen.domain.blueprint import Bloom, Difficulty, Request
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Evidence, Item, arrange
from mcqgen.settings import Settings

FLAW = Flaw(code="O301", name="longest", severity=Severity.NOTE, message="long", advice="shorten")


def item(number: int, document: str, topic: str, level: Difficulty) -> Item:
    stem = f"Which is number {number} of {topic}?"
    return Item(
        stem=stem,
        options=arrange([(f"key{number}", True, ""), ("one", False, ""), ("two", False, "")], stem),
        difficulty=level,
        bloom=Bloom.REMEMBER,
        topic=topic,
        rationale="",
        evidence=(Evidence(document=document, page=number, quote=f"key{number}", start=0, end=4),),
        flaws=(FLAW,) if number == 1 else (),
    )


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    bank = open_bank(Settings(home=tmp_path_factory.mktemp("home")))
    yield bank.shelf("")
    bank.close()


@pytest.fixture(scope="module")
def run(shelf: Shelf) -> str:
    """Three questions of one run about two documents; the second of them by another run, too."""
    items = [
        item(1, "first", "Cells", Difficulty.EASY),
        item(2, "first", "Genes", Difficulty.HARD),
        item(3, "second", "Cells", Difficulty.EASY),
    ]
    run = shelf.begin_run(Request(mix={Difficulty.EASY: 3}), title="All")
    other = shelf.begin_run(Request(mix={Difficulty.EASY: 1}), title="One")
    for one in items:
        shelf.accept(run, one)
    shelf.accept(other, items[1])
    return other


def test_counts_of_one_document(shelf: Shelf, run: str) -> None:
    assert run
    counts = shelf.insights(document="first")
    assert counts.questions == 2
    assert counts.spread == {"Cells": {Difficulty.EASY: 1}, "Genes": {Difficulty.HARD: 1}}
    assert counts.flaws == {"O301": 1}
    assert counts.topics == (("Cells", 1), ("Genes", 1))
    assert shelf.insights(document="second").flaws == {}


def test_counts_of_one_run(shelf: Shelf, run: str) -> None:
    counts = shelf.insights(run=run)
    assert (counts.questions, counts.documents) == (1, (("first", 1),))
    assert counts.difficulties[Difficulty.HARD] == 1
    assert sum(shelf.insights(document="second", run=run).letters.values()) == 0


def test_counts_of_all(shelf: Shelf, run: str) -> None:
    assert run
    counts = shelf.insights()
    assert counts.questions == 3
    assert counts.spread["Cells"] == {Difficulty.EASY: 2}
    assert [(one.stem, one.runs) for one in counts.reused] == [("Which is number 2 of Genes?", 2)]
