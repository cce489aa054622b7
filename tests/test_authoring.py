"""The authoring loop, with a writer whose drafts the test decides."""

from collections.abc import Iterator, Sequence

import pytest

from mcqgen.authoring import NO_DRAFT, RELABELLED, author, tell_relabelled
from mcqgen.domain.blueprint import AlignedObjective, Bloom, Blueprint, Difficulty, ItemSpec, Objective
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Item, Prediction, Provenance, arrange
from mcqgen.domain.run import ItemAccepted, ItemRejected

EASY, HARD = Difficulty.EASY, Difficulty.HARD


def spec(number: int, difficulty: Difficulty = EASY) -> ItemSpec:
    return ItemSpec(
        number=number, topic="cells", difficulty=difficulty, bloom=Bloom.REMEMBER, passage_ids=(f"p{number}",)
    )


def item(stem: str) -> Item:
    options = arrange([("a nucleus", True, ""), ("a wall", False, ""), ("a flagellum", False, "")], stem)
    return Item(
        stem=stem, options=options, difficulty=EASY, bloom=Bloom.REMEMBER, topic="cells", rationale="", evidence=()
    )


def flaw(message: str, severity: Severity = Severity.WARNING) -> Flaw:
    return Flaw(code="T101", name="test-flaw", severity=severity, message=message, advice="write better")


class Scripted:
    """A writer that has a list of stems for each spec: the first is the draft, the others its revisions."""

    name = "scripted"

    def __init__(self, stems: dict[int, list[str]]) -> None:
        self.stems = {number: iter(drafts) for number, drafts in stems.items()}
        self.rounds: list[list[int]] = []
        self.advice: list[str] = []

    def _next(self, spec: ItemSpec) -> Item | None:
        stem = next(self.stems.get(spec.number, iter(())), None)
        return item(stem) if stem else None

    def write(self, specs: Sequence[ItemSpec]) -> Iterator[tuple[ItemSpec, Item | None]]:
        self.rounds.append([spec.number for spec in specs])
        for one in specs:
            yield one, self._next(one)

    def revise(self, spec: ItemSpec, item: Item, flaws: Sequence[Flaw]) -> Item | None:
        self.advice += [flaw.advice for flaw in flaws]
        return self._next(spec)


def review(draft: Item) -> tuple[Flaw, ...]:
    """Stems say themselves what is wrong with them."""
    found = {"bad": flaw("bad"), "wrong": flaw("wrong", Severity.ERROR), "odd": flaw("odd", Severity.NOTE)}
    return tuple(finding for word, finding in found.items() if word in draft.stem)


def repeats(draft: Item, accepted: Sequence[Item]) -> tuple[Flaw, ...]:
    return (flaw("repeated"),) if draft.stem in {one.stem for one in accepted} else ()


def run(blueprint: Blueprint, writer: Scripted, revisions: int = 2) -> list[ItemAccepted | ItemRejected]:
    return list(author(blueprint, writer, review, repeats, revisions=revisions, cancelled=lambda: False))


def stems(events: Sequence[ItemAccepted | ItemRejected]) -> list[str]:
    return [event.item.stem for event in events if isinstance(event, ItemAccepted)]


def test_good_drafts_are_accepted_in_order() -> None:
    events = run(Blueprint(specs=(spec(0), spec(1))), Scripted({0: ["What?"], 1: ["Who?"]}))
    assert stems(events) == ["What?", "Who?"]
    assert [(event.accepted, event.requested) for event in events if isinstance(event, ItemAccepted)] == [
        (1, 2),
        (2, 2),
    ]


def test_a_flawed_draft_is_revised_with_its_flaws_until_it_passes() -> None:
    writer = Scripted({0: ["bad one", "wrong one", "Good?"]})
    [event] = run(Blueprint(specs=(spec(0),)), writer)
    assert isinstance(event, ItemAccepted)
    assert event.item.stem == "Good?"
    assert event.item.provenance.revisions == 2
    assert writer.advice == ["write better", "write better"]


def test_revisions_are_bounded_and_the_last_flaws_are_told() -> None:
    writer = Scripted({0: ["bad 1", "bad 2", "bad wrong 3", "Good, but too late?"]})
    [event] = run(Blueprint(specs=(spec(0),)), writer, revisions=2)
    assert isinstance(event, ItemRejected)
    assert [finding.message for finding in event.flaws] == ["wrong", "bad"], "the gravest comes first"
    assert event.reason == "test flaw (T101)"


def test_without_revisions_the_writer_is_never_asked_again() -> None:
    writer = Scripted({0: ["bad", "Good?"]})
    assert stems(run(Blueprint(specs=(spec(0),)), writer, revisions=0)) == []
    assert writer.advice == []


def test_notes_never_reject_and_stay_on_the_item() -> None:
    [event] = run(Blueprint(specs=(spec(0),)), Scripted({0: ["odd?"]}))
    assert isinstance(event, ItemAccepted)
    assert [finding.severity for finding in event.item.flaws] == [Severity.NOTE]


def test_repeats_are_judged_against_what_was_accepted_before() -> None:
    events = run(Blueprint(specs=(spec(0), spec(1))), Scripted({0: ["What?"], 1: ["What?", "Who?"]}))
    assert stems(events) == ["What?", "Who?"]


def test_a_failed_place_is_taken_by_the_next_reserve_of_its_difficulty() -> None:
    blueprint = Blueprint(specs=(spec(0), spec(1, HARD)), reserves=(spec(2, HARD), spec(3), spec(4)))
    writer = Scripted({0: ["bad"], 1: ["Hard?"], 3: [], 4: ["Easy?"]})
    events = run(blueprint, writer)
    assert stems(events) == ["Hard?", "Easy?"]
    assert writer.rounds == [[0, 1], [3], [4]], "the hard reserve never stands in for an easy place"
    assert [event.reason for event in events if isinstance(event, ItemRejected)] == ["test flaw (T101)", NO_DRAFT]


def test_a_shortfall_is_never_padded() -> None:
    blueprint = Blueprint(specs=(spec(0), spec(1)), reserves=(spec(2),))
    events = run(blueprint, Scripted({0: ["What?"]}))
    assert stems(events) == ["What?"]
    assert sum(isinstance(event, ItemRejected) for event in events) == 2


def test_specs_that_the_writer_passes_over_or_repeats_or_invents_do_no_harm() -> None:
    class Careless(Scripted):
        def write(self, specs: Sequence[ItemSpec]) -> Iterator[tuple[ItemSpec, Item | None]]:
            yield specs[1], item("Second?")
            yield specs[1], item("Second again?")
            yield spec(99), item("Nobody asked?")

    events = run(Blueprint(specs=(spec(0), spec(1))), Careless({}))
    assert stems(events) == ["Second?"]
    [lost] = [event for event in events if isinstance(event, ItemRejected)]
    assert (lost.spec.number, lost.reason) == (0, NO_DRAFT)


@pytest.mark.parametrize("after", [0, 1, 2])
def test_cancelling_keeps_what_is_accepted_and_starts_nothing_new(after: int) -> None:
    blueprint = Blueprint(specs=tuple(spec(number) for number in range(4)), reserves=(spec(9),))
    writer = Scripted({number: [f"Item {number}?"] for number in range(4)})
    seen: list[ItemAccepted | ItemRejected] = []
    seen.extend(author(blueprint, writer, review, repeats, revisions=1, cancelled=lambda: len(seen) >= after))
    assert stems(seen) == [f"Item {number}?" for number in range(after)]


def test_an_empty_plan_gives_nothing_and_asks_for_nothing() -> None:
    writer = Scripted({})
    assert run(Blueprint(specs=()), writer) == []
    assert writer.rounds == []


def test_an_item_that_misses_its_band_goes_by_its_own_level_and_that_is_told() -> None:
    values = {"about right?": 0.4, "much too hard?": 0.9}
    settled = author(
        Blueprint(specs=(spec(1), spec(2))),
        Scripted({1: ["about right?"], 2: ["much too hard?"]}),
        review,
        repeats,
        revisions=0,
        cancelled=lambda: False,
        gauge=lambda draft: Prediction(value=values[draft.stem], error=0.15),
    )
    fitting, missing = (event.item for event in settled if isinstance(event, ItemAccepted))
    assert (fitting.difficulty, fitting.flaws, fitting.predicted) == (EASY, (), Prediction(value=0.4, error=0.15))
    assert missing.difficulty is HARD
    (note,) = missing.flaws
    assert (note.code, note.severity) == (RELABELLED, Severity.NOTE)
    assert note.message == "Asked for as easy; its estimate is 0.90 ± 0.15, so it is labelled hard."
    (told,) = tell_relabelled([fitting, missing])
    assert told.startswith("1 item goes by another difficulty")
    assert tell_relabelled([missing, missing])[0].startswith("2 items go")
    assert tell_relabelled([fitting]) == ()


class Sourced(Scripted):
    """Writes each item from the passage that its stem names."""

    def _next(self, spec: ItemSpec) -> Item | None:
        drafted = super()._next(spec)
        source = Provenance(passage_ids=(drafted.stem.split()[-1],)) if drafted else Provenance()
        return drafted.model_copy(update={"provenance": source}) if drafted else None


def test_items_are_tagged_with_the_objective_that_they_were_written_for_and_reserves_keep_to_it() -> None:
    objectives = tuple(
        AlignedObjective(objective=Objective(text=name), passage_ids=ids)
        for name, ids in (("one", ("p1",)), ("two", ("p1", "p2")))
    )
    ours = [
        spec(n).model_copy(update={"objective": name}) for n, name in ((1, "two"), (2, "one"), (3, "two"), (4, "one"))
    ]
    blueprint = Blueprint(specs=tuple(ours[:2]), reserves=tuple(ours[2:]), objectives=objectives)
    writer = Sourced({1: ["from p1"], 2: [], 3: ["also from p2"], 4: ["not from p9"]})
    accepted = [event.item for event in run(blueprint, writer) if isinstance(event, ItemAccepted)]
    assert writer.rounds == [[1, 2], [4]]
    assert [(one.stem, one.objective) for one in accepted] == [("from p1", "two"), ("not from p9", "")]
