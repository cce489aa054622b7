"""The honest report of a run: what was asked, what came of it, and why it is fewer when it is."""

from collections import Counter
from collections.abc import Sequence

from mcqgen.domain.blueprint import Difficulty, Request
from mcqgen.domain.coverage import Coverage
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Item
from mcqgen.domain.run import Drop, Failure, ItemRejected, Report
from mcqgen.domain.spending import Spending

BEYOND = "the text holds no further place worth asking about"
"""Reason for items that the plan could not find a place for."""
NO_TEXT = "there is no running text that can be asked about"
"""Reason for items where the plan found no place at all."""
STOPPED = "the run was stopped first"
"""Reason for items that were not reached."""
UNREADABLE = "no document could be used"
_WAY_OUT = {
    True: "Ask for fewer items or another difficulty, or use a longer text.",
    False: "Use a document with more running text.",
}
"""What to do about a shortfall, by whether the plan found any place."""


def make_report(
    request: Request,
    items: Sequence[Item],
    rejected: Sequence[ItemRejected],
    *,
    planned: int,
    failures: Sequence[Failure] = (),
    set_flaws: Sequence[Flaw] = (),
    stopped: bool = False,
    usable: bool = True,
    writer: str = "",
    remarks: Sequence[str] = (),
    held_back: int = 0,
    spending: Spending | None = None,
    coverage: Coverage | None = None,
) -> Report:
    """Sum up a run.

    Args:
        request: What was asked.
        items: What was accepted.
        rejected: The places that gave no item.
        planned: Places in the blueprint without its reserves.
        failures: Documents that gave nothing.
        set_flaws: Flaws of the items taken together.
        stopped: The run was cancelled before its end.
        usable: At least one document could be used.
        writer: Name of the writer.
        remarks: Sentences for the user on how the items came to be.
        held_back: Drafts that would probably need mending.
        spending: The ledger of the models.
        coverage: What the items cover.
    """
    shortfall = max(0, request.count - len(items))
    reasons = Counter(lost.reason for lost in rejected)
    if stopped:
        reasons[STOPPED] += shortfall
    elif not usable:
        reasons[UNREADABLE] += shortfall
    else:
        reasons[BEYOND if planned else NO_TEXT] += max(0, request.count - planned)
    drops = tuple(Drop(reason=reason, count=count) for reason, count in reasons.most_common() if count)
    by_difficulty = Counter(item.difficulty for item in items)
    return Report(
        requested=request.count,
        delivered=len(items),
        rejected=sum(bool(lost.flaws) for lost in rejected),
        shortfall=shortfall,
        reasons=drops,
        explanation=explain(request.count, len(items), drops, "" if stopped or not usable else _WAY_OUT[planned > 0]),
        delivered_by_difficulty={level: by_difficulty[level] for level in Difficulty if by_difficulty[level]},
        pages_covered=len({(quote.document, quote.page) for item in items for quote in item.evidence}),
        set_flaws=tuple(set_flaws),
        writer=writer,
        seed=request.seed,
        failures=tuple(failures),
        remarks=tuple(remarks),
        held_back=held_back,
        spending=spending,
        coverage=coverage,
        interrupted=any(lost.lasting for lost in rejected),
    )


def explain(requested: int, delivered: int, drops: Sequence[Drop], way_out: str = "") -> str:
    """A shortfall in words, such as "Asked 20, delivered 17; 3 are missing because: …", and what to do about it.

    Empty where nothing is missing.
    """
    missing = requested - delivered
    if missing <= 0:
        return ""
    because = "; ".join(f"{drop.reason} ({drop.count}×)" for drop in drops)
    verb = "is" if missing == 1 else "are"
    return f"Asked {requested}, delivered {delivered}; {missing} {verb} missing because: {because}. {way_out}".rstrip()
