"""The content loop: write → review → revise with the flaws, bounded; then accepted or rejected, never padded."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mcqgen.difficulty import level_of, outside
from mcqgen.domain.blueprint import AlignedObjective, Blueprint, Difficulty, ItemSpec
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Item, Prediction
from mcqgen.domain.run import ItemAccepted, ItemRejected
from mcqgen.writers import Desk, Draft, Writer

NO_DRAFT = "nothing left that makes a good question"
"""Why a place gave no item when the writer had no draft for it at all."""

Review = Callable[[Item], tuple[Flaw, ...]]
Repeats = Callable[[Item, Sequence[Item]], tuple[Flaw, ...]]
Gauge = Callable[[Item], Prediction]
RELABELLED = "D501"
"""Code of the note on an item that goes by another difficulty than was asked for."""


def author(
    blueprint: Blueprint,
    writer: Writer | Desk,
    review: Review,
    repeats: Repeats,
    *,
    revisions: int,
    cancelled: Callable[[], bool],
    before: Sequence[Item] = (),
    gauge: Gauge | None = None,
) -> Iterator[ItemAccepted | ItemRejected]:
    """Write the items of a blueprint and hand each out as soon as it is settled.

    A spec that gives no item is replaced by the next reserve of its difficulty until there is none left; the
    replacements of one round are written together, so that a writer may group them.

    Args:
        blueprint: The specs and their reserves.
        writer: Writes and revises drafts, one after the other or many at a time.
        review: All checks of one item.
        repeats: Checks of one item against those accepted before it.
        revisions: How often a refused draft is revised at most.
        cancelled: Asked before each draft; when true, the loop ends and what was handed out stands.
        before: Items that were accepted from another blueprint; they count, and none of them is asked again.
        gauge: Estimates how hard an accepted item is. One that misses the band of its level by more than the
            estimate's error is handed out under the level that it has, with a note that says so.
    """
    desk = writer if isinstance(writer, Desk) else _InTurn(writer)
    reserves = {difficulty: deque[ItemSpec]() for difficulty in Difficulty}
    for reserve in blueprint.reserves:
        reserves[reserve.difficulty].append(reserve)
    editor = _Editor(desk, review, repeats, revisions, before, blueprint, gauge)
    waiting: Sequence[ItemSpec] = blueprint.specs
    try:
        while waiting and not cancelled():
            replaceable: list[ItemRejected] = []
            for settled in editor.round(waiting, cancelled):
                if isinstance(settled, ItemRejected) and not settled.lasting:
                    replaceable.append(settled)
                yield settled
            waiting = [
                _take(reserves[lost.spec.difficulty], lost.spec.objective)
                for lost in replaceable
                if reserves[lost.spec.difficulty]
            ]
    finally:
        desk.stop()


def _take(reserves: deque[ItemSpec], objective: str) -> ItemSpec:
    """The next reserve for an objective, or else the next."""
    chosen = next((reserve for reserve in reserves if reserve.objective == objective), reserves[0])
    reserves.remove(chosen)
    return chosen


def blocking(flaws: Sequence[Flaw]) -> tuple[Flaw, ...]:
    """The flaws that stand in an item's way, the gravest first: all but notes."""
    found = [flaw for flaw in flaws if flaw.severity is not Severity.NOTE]
    return tuple(sorted(found, key=lambda flaw: flaw.severity is not Severity.ERROR))


@dataclass
class _Place:
    """How far a spec has come."""

    revision: int = 0
    last: tuple[Flaw, ...] = ()
    """Why its last draft was refused."""
    notes: tuple[Flaw, ...] = ()
    """What the review said of the draft that is being proven."""


class _Editor:
    """Settles the drafts of a desk."""

    def __init__(
        self,
        desk: Desk,
        review: Review,
        repeats: Repeats,
        revisions: int,
        before: Sequence[Item],
        blueprint: Blueprint,
        gauge: Gauge | None,
    ) -> None:
        self._desk, self._review, self._repeats, self._gauge = desk, review, repeats, gauge
        self._revisions, self._requested = revisions, len(before) + len(blueprint.specs)
        self._objectives = blueprint.objectives
        self._accepted = list(before)

    def round(self, specs: Sequence[ItemSpec], cancelled: Callable[[], bool]) -> Iterator[ItemAccepted | ItemRejected]:
        """Each spec once, settled; those that the desk passes over come last."""
        places = {spec: _Place() for spec in specs}
        self._desk.write(specs)
        for draft in self._desk.finished():
            if draft.spec in places and (settled := self._settle(draft, places[draft.spec])) is not None:
                del places[draft.spec]
                yield settled
            if cancelled():
                return
        if cancelled():
            return
        for spec in places:
            yield ItemRejected(spec=spec, flaws=(), reason=NO_DRAFT)

    def _settle(self, draft: Draft, place: _Place) -> ItemAccepted | ItemRejected | None:
        """Accept, reject, or order what comes next; None where the place stays open."""
        spec, item = draft.spec, draft.item
        if item is None:
            reason = draft.reason or _reason(place.last)
            return ItemRejected(spec=spec, flaws=place.last, reason=reason, lasting=draft.lasting)
        found = () if draft.proven else self._review(item)
        flaws = (*found, *self._repeats(item, self._accepted), *draft.flaws)
        refusal = blocking(flaws)
        if refusal:
            place.last = refusal
            if place.revision >= self._revisions:
                return ItemRejected(spec=spec, flaws=refusal, reason=_reason(refusal))
            place.revision += 1
            self._desk.revise(spec, item, refusal)
            return None
        if self._desk.proves and not draft.proven:
            place.notes = flaws
            self._desk.prove(spec, item)
            return None
        return self._accept(item, spec, place, (*place.notes, *flaws) if draft.proven else flaws)

    def _accept(self, item: Item, spec: ItemSpec, place: _Place, notes: tuple[Flaw, ...]) -> ItemAccepted:
        provenance = item.provenance.model_copy(update={"revisions": place.revision})
        objective = _served(item, spec.objective, self._objectives)
        accepted = item.model_copy(update={"flaws": notes, "provenance": provenance, "objective": objective})
        if self._gauge:
            accepted = _labelled(accepted, self._gauge(accepted))
        self._accepted.append(accepted)
        return ItemAccepted(item=accepted, accepted=len(self._accepted), requested=self._requested)


def _served(item: Item, wanted: str, objectives: Sequence[AlignedObjective]) -> str:
    """The objective whose passages the item was written from, the one that was asked for first; or ""."""
    serving = [
        one.objective.text for one in objectives if not set(item.provenance.passage_ids).isdisjoint(one.passage_ids)
    ]
    return wanted if wanted in serving else next(iter(serving), "")


def _labelled(item: Item, predicted: Prediction) -> Item:
    """The item with its estimate, and with the level that it has where it misses the band of the one asked for."""
    labelled = item.model_copy(update={"predicted": predicted})
    if not outside(predicted, item.difficulty):
        return labelled
    level = level_of(predicted.value)
    note = Flaw(
        code=RELABELLED,
        name="other-difficulty",
        severity=Severity.NOTE,
        message=f"Asked for as {item.difficulty}; its estimate is {predicted.value:.2f} ± {predicted.error:.2f}, so it "
        f"is labelled {level}.",
        advice="See whether the level suits; responses of students tell more (mcqgen calibrate).",
    )
    return labelled.model_copy(update={"difficulty": level, "flaws": (*item.flaws, note)})


def tell_relabelled(items: Sequence[Item]) -> tuple[str, ...]:
    """A sentence for the user where items go by another difficulty than was asked for."""
    count = sum(flaw.code == RELABELLED for item in items for flaw in item.flaws)
    if not count:
        return ()
    named = "1 item goes" if count == 1 else f"{count} items go"
    return (f"{named} by another difficulty than was asked for: the estimate lies outside the band of that one.",)


def _reason(flaws: Sequence[Flaw]) -> str:
    return f"{flaws[0].name.replace('-', ' ')} ({flaws[0].code})" if flaws else NO_DRAFT


class _InTurn:
    """A desk for a writer that does one thing after the other: what is refused is revised before the next draft."""

    proves = False

    def __init__(self, writer: Writer) -> None:
        self.name = writer.name
        self._writer = writer
        self._drafts: Iterator[tuple[ItemSpec, Item | None]] = iter(())
        self._refused: tuple[ItemSpec, Item, Sequence[Flaw]] | None = None

    def write(self, specs: Sequence[ItemSpec]) -> None:
        self._drafts = self._writer.write(specs)

    def revise(self, spec: ItemSpec, item: Item, flaws: Sequence[Flaw]) -> None:
        self._refused = spec, item, flaws

    def prove(self, spec: ItemSpec, item: Item) -> None:
        raise NotImplementedError("this desk proves nothing")

    def finished(self) -> Iterator[Draft]:
        for spec, item in self._drafts:
            yield Draft(spec, item)
            while self._refused:
                order, self._refused = self._refused, None
                yield Draft(order[0], self._writer.revise(*order))

    def stop(self) -> None:
        self._drafts = iter(())
