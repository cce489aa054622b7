"""What the questions cost, on the page Insights; and for an admin what everybody uses."""

from collections.abc import Sequence

import streamlit as st

from mcqgen.bank import Insights, RunSpending, Shelf
from mcqgen.ui import markup, state
from mcqgen.ui.account import visitor
from mcqgen.ui.bars import bars
from mcqgen.ui.strings import insights as words


def draw_costs(shelf: Shelf, counts: Insights) -> None:
    """Cost by month and by run; quiet where nothing was ever spent."""
    st.subheader(words.COSTS, anchor=False)
    if not any(month.cost_usd or month.tokens for month in counts.month_spending):
        st.html(markup.line("check", words.FREE, kind="good"))
        return
    st.html(markup.line("payments", spent(shelf.spent_this_month(), state.settings().max_spend_per_month)))
    months = [(month.month, month.cost_usd) for month in reversed(counts.month_spending)]
    st.html(bars(words.BY_MONTH, (words.MONTH, words.COST), months, shown="{:,.2f}"))
    with st.expander(words.BY_RUN, type="compact"):
        st.html(markup.table(words.BY_RUN, (words.RUN, words.DAY, words.COST, words.TOKENS), runs(counts.run_spending)))


def spent(this_month: float, most: float | None) -> str:
    """What this month cost, and of how much."""
    return words.SPENT_OF.format(spent=this_month, most=most) if most else words.SPENT.format(spent=this_month)


def runs(spending: Sequence[RunSpending]) -> list[list[str]]:
    """A row for each run."""
    return [
        [
            run.title,
            f"{run.started_at:%Y-%m-%d}",
            words.UNKNOWN if run.cost_usd is None else f"{run.cost_usd:,.4f}",
            f"{run.tokens:,}",
        ]
        for run in spending
    ]


def draw_usage() -> None:
    """What every teacher keeps and uses, for an admin."""
    who = visitor(state.settings())
    if who is None or not who.admin:
        return
    st.subheader(words.USAGE, anchor=False)
    st.write(words.USAGE_LEAD)
    rows = [
        [
            one.name or one.owner or words.NOBODY,
            *(f"{one.questions:,}", f"{one.runs:,}", f"{one.cost_usd:,.2f}", f"{one.tokens:,}"),
        ]
        for one in state.desk().bank.usage()
    ]
    head = (words.TEACHER, words.QUESTIONS, words.RUNS, words.COST, words.TOKENS)
    st.html(markup.table(words.USAGE, head, rows))
