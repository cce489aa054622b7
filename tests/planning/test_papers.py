"""The coverage map and parallel forms."""

from collections.abc import Callable
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqgen.domain.blueprint import AlignedObjective, Bloom, Blueprint, Difficulty, Objective
from mcqgen.domain.document import Document, Page, Passage
from mcqgen.domain.item import Evidence, Item, Option, Prediction, Provenance
from mcqgen.errors import RequestError
from mcqgen.planning import draw_coverage, hardness, make_forms, map_coverage

MakePassages = Callable[..., tuple[Passage, ...]]


def item(number: int, start: int = 0, page: int = 1, value: float | None = 0.5, **changes: Any) -> Item:
    fields: dict[str, Any] = {
        "stem": f"Question {number}?", "difficulty": Difficulty.EASY, "bloom": Bloom.REMEMBER, "topic": "t",
        "rationale": "", "options": (Option(id="A", text="x", is_key=True), Option(id="B", text=f"y{number}")),
        "evidence": (Evidence(document="d", page=page, quote="q", start=start, end=start + 10),),
        "predicted": None if value is None else Prediction(value=value, error=0.1),
    }  # fmt: skip
    return Item(**fields | changes)


def shares_a_fact(first: Item, second: Item) -> bool:
    (a,), (b,) = first.evidence, second.evidence
    return a.page == b.page and a.start < b.end and b.start < a.end


@settings(max_examples=15)
@given(
    values=st.lists(st.floats(0.1, 0.9), min_size=24, max_size=60),
    starts=st.lists(st.integers(0, 4000), min_size=60, max_size=60, unique=True),
    count=st.integers(2, 4),
)
def test_forms_are_alike_and_share_no_fact(values: list[float], starts: list[int], count: int) -> None:
    items = [
        item(number, start, value=value, topic=f"t{number % 3}", bloom=list(Bloom)[number % 2])
        for number, (value, start) in enumerate(zip(values, starts, strict=False))
    ]
    forms = make_forms(items, count)
    assert len({len(form) for form in forms}) == 1
    assert len(forms) == count
    used = [one for form in forms for one in form]
    assert not any(shares_a_fact(a, b) for a, b in combinations(used, 2))
    for form in forms:
        assert [one.stem for one in form] == [one.stem for one in items if one in form]


def test_means_lie_within_five_hundredths() -> None:
    items = [item(n, 20 * n, value=0.2 + 0.6 * ((n * 37) % 30) / 30, topic=f"t{n % 4}") for n in range(30)]
    means = [hardness(form) for form in make_forms(items, 3)]
    assert max(means) - min(means) <= 0.05


def test_what_cannot_be_dealt_out_is_told() -> None:
    with pytest.raises(RequestError, match="1 forms make no sense"):
        make_forms([item(1)], 1)
    with pytest.raises(RequestError, match="1 items about different facts do not fill 2 forms"):
        make_forms([item(1, 0), item(2, 5)], 2)
    assert hardness([item(1, value=None)]) == 0.5


@pytest.fixture
def passages(passages_of: MakePassages) -> tuple[Passage, ...]:
    return passages_of(["one", "two", "three"], ["Ice & snow", "Ice & snow", "Lava"])


DOCUMENT = Document(
    name="d", sha256="", media_type="", title="", language="en",
    pages=tuple(Page(number=n, text=str(n)) for n in (1, 2, 3)),
)  # fmt: skip


def test_sections_are_counted_by_level_with_pages(passages: tuple[Passage, ...]) -> None:
    of_second = Provenance(passage_ids=(passages[1].id,))
    items = [item(1, page=2, provenance=of_second), item(2, page=1, provenance=of_second, bloom=Bloom.ANALYSE)]
    coverage = map_coverage([*items, item(3, page=2)], [DOCUMENT], passages, Blueprint(specs=()))
    assert (coverage.by, coverage.pages, coverage.pages_touched) == ("section", 3, 2)
    ice, lava, rest = coverage.rows
    assert (ice.name, ice.count, ice.pages) == ("Ice & snow", 2, (1, 2))
    assert ice.items == {Bloom.REMEMBER: 1, Bloom.ANALYSE: 1}
    assert (lava.name, lava.count) == ("Lava", 0)
    assert (rest.name, rest.count) == ("", 1)


def test_objectives_come_with_those_that_nothing_serves_and_are_drawn(passages: tuple[Passage, ...]) -> None:
    served = AlignedObjective(objective=Objective(text="Explain <ice>"), passage_ids=(passages[0].id,))
    blueprint = Blueprint(specs=(), objectives=(served,), unserved=("Describe " + "very " * 20 + "much",))
    coverage = map_coverage([item(n, objective="Explain <ice>") for n in range(7)], [DOCUMENT], passages, blueprint)
    assert (coverage.by, coverage.rows[0].count) == ("objective", 7)
    picture = draw_coverage(coverage)
    texts = [text.text or "" for text in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")]
    assert "Explain <ice>" in texts
    assert "7" in texts
    assert "the documents are not about it" in texts
    empty = map_coverage([], [DOCUMENT], passages, Blueprint(specs=()))
    assert ElementTree.fromstring(draw_coverage(empty)).tag.endswith("svg")
