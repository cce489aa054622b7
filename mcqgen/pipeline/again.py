"""Another item like one that there is: what is asked for, from which file, and from which of its passages."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from mcqgen.domain.blueprint import LONGEST_INSTRUCTION, Request
from mcqgen.domain.item import Item
from mcqgen.domain.run import BlueprintPlanned, Event, ItemSet, Progress, Stage
from mcqgen.errors import RequestError
from mcqgen.pipeline.run import Run

_BESIDES = 12
"""Questions that a model is shown, so that it asks none of them again; the checks look at all."""
_SHOWN = 400
"""Most characters of one of them."""


def ask_again(item: Item, avoid: Sequence[Item], instruction: str, language: str) -> Request:
    """The request for one more item like `item`.

    Raises:
        RequestError: The item has no evidence, or the instruction is too long.
    """
    if not item.evidence:
        raise RequestError("The question names no words of a document, so there is no place to ask about again.")
    wish = " ".join(instruction.split())
    if len(wish) > LONGEST_INSTRUCTION:
        raise RequestError(
            f"The instruction has {len(wish)} characters, and {LONGEST_INSTRUCTION} are the most: make it shorter."
        )
    return Request(
        mix={item.difficulty: 1},
        options=min(5, max(3, len(item.options))),
        seed=item.provenance.seed,
        language=language,
        instruction=wish,
        besides=tuple(map(_shown, (item, *_nearest(item, avoid)[: _BESIDES - 1]))),
    )


def _nearest(item: Item, others: Sequence[Item]) -> list[Item]:
    """Other items, those whose evidence stands nearest to the item's first."""
    place = item.evidence[0]

    def distance(other: Item) -> tuple[bool, int, int]:
        first = other.evidence[0] if other.evidence else place.model_copy(update={"document": ""})
        return first.document != place.document, abs(first.page - place.page), abs(first.start - place.start)

    return sorted(others, key=distance)


def _shown(item: Item) -> str:
    answer = next((option.text for option in item.options if option.is_key), "")
    return f"{item.stem} ({answer})"[:_SHOWN]


def keyed(items: Sequence[Item]) -> tuple[Item, ...]:
    """Those that a new item can be compared with: what a teacher is still at work on may lack its key."""
    return tuple(item for item in items if any(option.is_key for option in item.options))


def files_of(item: Item, paths: Sequence[Path]) -> Sequence[Path]:
    """The file that the item says it was made from, or all of them where none of them is it."""
    made_from = item.provenance.document_sha256
    own = [path for path in paths if made_from and path.is_file() and _digest(path) == made_from]
    return own[:1] or paths


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def plan_again(run: Run, item: Item) -> Iterator[Event]:
    """Choose the passages to ask about; the writer reads no others.

    Raises:
        RequestError: None of the documents is the item's.
    """
    if run.cancelled() or not run.sources:
        return
    from mcqgen.planning import plan_another

    yield Progress(stage=Stage.PLANNING, done=0, total=1)
    place, made_from = item.evidence[0].document, item.provenance.document_sha256
    own = [one for one in run.sources if place == one.document.id or made_from == one.document.sha256]
    if not own:
        raise RequestError("The question was made from another document: give the one that it was made from.")
    run.sources = own[:1]
    planned = plan_another(item, own[0].passages, embed=run.embed)
    run.request = run.request.model_copy(update={"topics": planned.topics})
    run.blueprint, run.within = planned.blueprint, planned.passages
    if not run.staff.offline:
        run.blueprint = run.blueprint.model_copy(update={"reserves": run.blueprint.reserves[:1]})
    yield BlueprintPlanned(blueprint=run.blueprint)


def explain(items: ItemSet, run: Run) -> ItemSet:
    """Say where the item comes from if not from around the place, and what to do where there is none."""
    report, around = items.report, {name for spec in run.blueprint.specs for name in spec.passage_ids}
    for item in items.items:
        if around.isdisjoint(item.provenance.passage_ids):
            words = f"Nothing else could be asked right there: this one is from “{item.topic}”."
            report = report.model_copy(update={"remarks": (*report.remarks, words)})
            return items.model_copy(update={"report": report})
    if not report.shortfall or report.failures or report.interrupted or run.cancelled():
        return items
    reasons = "; ".join(drop.reason for drop in report.reasons)
    words = f"There is no other question of this difficulty around this place: {reasons}. Edit this one instead."
    return items.model_copy(update={"report": report.model_copy(update={"explanation": words})})
