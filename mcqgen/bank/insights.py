"""Counts for the pages that sum up, and what runs cost."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, TypeVarTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mcqgen.bank.access import Access, Desk
from mcqgen.bank.engine import told
from mcqgen.bank.models import QuestionRow, RunRow, UseRow, VersionRow
from mcqgen.bank.records import Insights, MonthSpending, OwnerUsage, Reused, RunSpending, Status
from mcqgen.bank.wording import unpacked
from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.item import Item

Columns = TypeVarTuple("Columns")
_MOST = 50


def topics(desk: Desk) -> tuple[tuple[str, int], ...]:
    """Topics and how many questions each has, most frequent first."""
    return tuple((topic, count) for topic, count in _ranked(_counts(desk, QuestionRow.topic)) if topic)


def insights(desk: Desk, document: str = "", run: str = "") -> Insights:
    """All counts of a shelf, or of what one document proves or one run gave."""
    counts = partial(_counts, desk, document=document, run=run)
    statuses, difficulties = counts(QuestionRow.status), counts(QuestionRow.difficulty)
    letters, tenths = counts(QuestionRow.letter), counts(QuestionRow.tenth)
    return Insights(
        questions=sum(statuses.values()),
        statuses={status: statuses[status] for status in Status},
        difficulties={level: difficulties[level] for level in Difficulty},
        tenths=tuple(tenths[tenth] for tenth in range(10)),
        topics=tuple((topic, count) for topic, count in _ranked(counts(QuestionRow.topic)) if topic),
        spread=_spread(desk, document, run),
        documents=_ranked(counts(QuestionRow.document)),
        letters={letter: letters[letter] for letter in sorted(letters) if letter},
        flaws=_flaws(counts(QuestionRow.flaws)),
        reused=_reused(desk),
        run_spending=_run_spending(desk),
        month_spending=_month_spending(desk),
    )


def _counts(desk: Desk, column: "InstrumentedAttribute[Any]", *, document: str = "", run: str = "") -> Counter[Any]:
    return Counter(desk.pairs(_within(select(column, func.count()), document, run).group_by(column)))


def _within(statement: "Select[*Columns]", document: str, run: str) -> "Select[*Columns]":
    """Of the questions that are there only those of a document or a run, where one is named."""
    statement = statement.where(~QuestionRow.removed)
    if run:
        statement = statement.join(UseRow, UseRow.question == QuestionRow.id).where(UseRow.run == run)
    return statement.where(QuestionRow.document == document) if document else statement


def _spread(desk: Desk, document: str, run: str) -> dict[str, dict[Difficulty, int]]:
    found: dict[str, dict[Difficulty, int]] = {}
    columns = QuestionRow.topic, QuestionRow.difficulty
    for topic, level, count in desk.session.execute(
        _within(select(*columns, func.count()), document, run).group_by(*columns)
    ):
        found.setdefault(topic, {})[Difficulty(level)] = count
    return found


def _ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _flaws(counts: Mapping[str, int]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for codes, count in counts.items():
        counted.update(dict.fromkeys(codes.split(), count))
    return dict(sorted(counted.items()))


def _reused(desk: Desk) -> tuple[Reused, ...]:
    runs = func.count()
    often = (
        select(UseRow.question, runs)
        .join(QuestionRow, QuestionRow.id == UseRow.question)
        .where(~QuestionRow.removed)
        .group_by(UseRow.question)
        .having(runs > 1)
        .order_by(runs.desc(), UseRow.question)
        .limit(_MOST)
    )
    counts = desk.pairs(often)
    items = desk.pairs(
        select(QuestionRow.id, VersionRow.item)
        .join(VersionRow, (VersionRow.question == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .where(QuestionRow.id.in_(list(counts)))
    )
    stems = {question: unpacked(Item, item).stem for question, item in items.items()}
    return tuple(Reused(id=question, stem=stems[question], runs=count) for question, count in counts.items())


def _run_spending(desk: Desk) -> tuple[RunSpending, ...]:
    rows = desk.session.execute(
        select(RunRow.id, RunRow.title, RunRow.started_at, RunRow.cost_usd, RunRow.tokens)
        .order_by(RunRow.serial.desc())
        .limit(_MOST)
    )
    return tuple(RunSpending(*row) for row in rows)


def _month_spending(desk: Desk) -> tuple[MonthSpending, ...]:
    months: dict[str, MonthSpending] = {}
    for started_at, cost, tokens in desk.session.execute(
        select(RunRow.started_at, RunRow.cost_usd, RunRow.tokens).order_by(RunRow.started_at.desc())
    ):
        month = f"{started_at:%Y-%m}"
        so_far = months.get(month) or MonthSpending(month, 0, 0.0, 0)
        months[month] = MonthSpending(month, so_far.runs + 1, so_far.cost_usd + (cost or 0.0), so_far.tokens + tokens)
    return tuple(months.values())


def spent_this_month(desk: Desk) -> float:
    """US$ that the runs begun this month (UTC) took, as far as it is known."""
    spent = desk.session.scalar(select(func.sum(RunRow.cost_usd)).where(RunRow.started_at >= _month(desk.now)))
    return float(spent or 0.0)


def _month(now: datetime) -> datetime:
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def usage(access: Access) -> tuple[OwnerUsage, ...]:
    """What each owner has and uses; the one reading that crosses owners."""
    kept = select(QuestionRow.owner, func.count()).where(~QuestionRow.removed).group_by(QuestionRow.owner)
    spent = (
        select(RunRow.owner, func.count(), func.sum(RunRow.cost_usd), func.sum(RunRow.tokens))
        .where(RunRow.started_at >= _month(access.clock()))
        .group_by(RunRow.owner)
    )
    latest = select(func.max(VersionRow.serial)).group_by(VersionRow.owner)
    called = select(VersionRow.owner, VersionRow.by).where(VersionRow.serial.in_(latest))
    with told(access.engine), Session(access.engine) as session:
        questions = Counter({row[0]: row[1] for row in session.execute(kept)})
        rows = session.execute(spent)
        used = {owner: (runs, float(cost or 0.0), int(tokens or 0)) for owner, runs, cost, tokens in rows}
        names = {row[0]: row[1] for row in session.execute(called)}
    return tuple(
        OwnerUsage(owner, questions[owner], *used.get(owner, (0, 0.0, 0)), names.get(owner, ""))
        for owner in sorted({*questions, *used})
    )
