"""The plan as Create shows it: how many questions where, and what they would cost."""

from concurrent.futures import Future

import streamlit as st

from mcqgen.domain.blueprint import Difficulty
from mcqgen.ui import markup, state, strings
from mcqgen.ui.orders import Order
from mcqgen.ui.plans import Plan, start_plan
from mcqgen.ui.words import counted, will_take

_KEY = "mcq_plan"


def show_plan(order: Order, *, asked: bool) -> None:
    """Draw the plan of this order, once it was asked for; another order has another plan."""
    if asked:
        st.session_state[_KEY] = order, start_plan(state.shelf(), order, state.settings())
    kept = st.session_state.get(_KEY)
    if kept is None or kept[0] != order:
        return
    plan: Future[Plan] = kept[1]
    if plan.done():
        st.html(_told(plan.result()))
    else:
        st.fragment(_wait, run_every=0.5)(plan)


def _wait(plan: "Future[Plan]") -> None:
    if plan.done():
        state.redraw()
    st.html(f'<div role="status">{markup.line("hourglass_empty", strings.PLAN_WAIT)}</div>')


def _told(plan: Plan) -> str:
    if plan.problem:
        return markup.line("error", plan.problem, kind="bad")
    lines = [markup.line("error", strings.FAILED_FILE.format(reason=lost.reason), kind="bad") for lost in plan.failures]
    lines += [markup.line("block", strings.UNSERVED.format(objective=lost), kind="warn") for lost in plan.unserved]
    if not plan.places:
        return "".join([*lines, markup.line("info", strings.PLAN_EMPTY, kind="warn")])
    found = strings.PLAN_FOUND.format(
        places=counted(plan.questions, "question"), sections=counted(len(plan.places), "section")
    )
    lines.append(markup.line("map", f"{found} {will_take(plan.estimate)}".strip()))
    levels = [level for level in Difficulty if any(counts[level] for counts in plan.places.values())]
    head = [strings.PLAN_WHERE, *(strings.DIFFICULTIES[level] for level in levels)]
    rows = [
        [where or strings.PLAN_NOWHERE, *(str(counts[level] or "–") for level in levels)]
        for where, counts in plan.places.items()
    ]
    return "".join([*lines, markup.table(strings.PLAN, head, rows)])
