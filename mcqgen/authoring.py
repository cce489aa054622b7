"""The content loop: write → review → revise with the flaws, bounded; then accepted or rejected, never padded."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from mcqgen.domain.blueprint import Blueprint, Difficulty, ItemSpec
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemAccepted, ItemRejected
from mcqgen.writers import Writer

NO_DRAFT = "no sentence that can be asked about"
"""Why a place gave no item when the writer had no draft for it at all."""

Review = Callable[[Item], tuple[Flaw, ...]]
Repeats = Callable[[Item, Sequence[Item]], tuple[Flaw, ...]]


def author(
    blueprint: Blueprint,
    writer: Writer,
    review: Review,
    repeats: Repeats,
    *,
    revisions: int,
    cancelled: Callable[[], bool],
) -> Iterator[ItemAccepted | ItemRejected]:
    """Write the items of a blueprint and hand each out as soon as it is settled.

    A spec that gives no item is replaced by the next reserve of its difficulty until there is none left; the
    replacements of one round are written together, so that a writer may group them.

    Args:
        blueprint: The specs and their reserves.
        writer: Writes and revises drafts.
        review: All checks of one item.
        repeats: Checks of one item against those accepted before it.
        revisions: How often a refused draft is revised at most.
        cancelled: Asked before each draft; when true, the loop ends and what was handed out stands.
    """
    requested = len(blueprint.specs)
    reserves = {difficulty: deque[ItemSpec]() for difficulty in Difficulty}
    for reserve in blueprint.reserves:
        reserves[reserve.difficulty].append(reserve)
    accepted: list[Item] = []

    def checks(draft: Item) -> tuple[Flaw, ...]:
        return (*review(draft), *repeats(draft, accepted))

    waiting: Sequence[ItemSpec] = blueprint.specs
    while waiting:
        failed: list[ItemRejected] = []
        for spec, draft in _drafts(writer, waiting, cancelled):
            settled = _settle(spec, draft, writer, checks, revisions)
            if isinstance(settled, ItemRejected):
                failed.append(settled)
                yield settled
            else:
                accepted.append(settled)
                yield ItemAccepted(item=settled, accepted=len(accepted), requested=requested)
        if cancelled():
            return
        waiting = [reserves[lost.spec.difficulty].popleft() for lost in failed if reserves[lost.spec.difficulty]]


def blocking(flaws: Sequence[Flaw]) -> tuple[Flaw, ...]:
    """The flaws that stand in an item's way, the gravest first: all but notes."""
    found = [flaw for flaw in flaws if flaw.severity is not Severity.NOTE]
    return tuple(sorted(found, key=lambda flaw: flaw.severity is not Severity.ERROR))


def _drafts(
    writer: Writer, specs: Sequence[ItemSpec], cancelled: Callable[[], bool]
) -> Iterator[tuple[ItemSpec, Item | None]]:
    """Each spec once with its draft, in the writer's order; those that the writer passed over come last, with None."""
    if cancelled():
        return
    open_specs = dict.fromkeys(specs)
    for spec, draft in writer.write(specs):
        if spec in open_specs:
            del open_specs[spec]
            yield spec, draft
        if cancelled():
            return
    for spec in open_specs:
        yield spec, None


def _settle(
    spec: ItemSpec,
    draft: Item | None,
    writer: Writer,
    checks: Callable[[Item], tuple[Flaw, ...]],
    revisions: int,
) -> Item | ItemRejected:
    """Review a draft and have it revised until it passes or the bound is reached.

    Returns the item with its notes and the number of its revisions, or the rejection with the last flaws.
    """
    last: tuple[Flaw, ...] = ()
    for revision in range(revisions + 1):
        if draft is None:
            break
        flaws = checks(draft)
        last = blocking(flaws)
        if not last:
            provenance = draft.provenance.model_copy(update={"revisions": revision})
            return draft.model_copy(update={"flaws": flaws, "provenance": provenance})
        draft = writer.revise(spec, draft, last) if revision < revisions else None
    reason = f"{last[0].name.replace('-', ' ')} ({last[0].code})" if last else NO_DRAFT
    return ItemRejected(spec=spec, flaws=last, reason=reason)
