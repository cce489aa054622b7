"""Repeats on the page Bank: pairs of questions that ask for the same fact, side by side."""

from dataclasses import replace
from typing import Final

import streamlit as st

from mcqgen.bank import Query, Shelf, Status
from mcqgen.ui import markup, state
from mcqgen.ui.bank_choice import draw_told, say
from mcqgen.ui.bank_rows import row
from mcqgen.ui.strings import bank as words
from mcqgen.ui.twin_search import Repeat, Search, start_search
from mcqgen.ui.words import counted

_MOST: Final = 2000
"""Questions that are compared at a time; the first time this takes about a minute."""
_SHOWN: Final = 10
"""Pairs that are drawn at a time."""
_SEARCH: Final = "bank_search"
_GONE: Final = "bank_passed"
_WORDS: Final = {"X501": words.SAME_WORDS, "X502": words.SAME_PROOF, "X504": words.SAME_MEANING}


def draw_repeats(shelf: Shelf, query: Query) -> None:
    """Draw the button that looks for repeats among what the filters let through, and what it found."""
    st.write(words.REPEATS_LEAD)
    query = replace(query, offset=0, limit=_MOST)
    total = shelf.find(replace(query, limit=0)).total
    known: tuple[Query, Search] | None = st.session_state.get(_SEARCH)
    search = known[1] if known and known[0] == query else None
    busy = search is not None and not search.over
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            words.FIND_REPEATS, type="primary", icon=":material/join_inner:", disabled=busy or total < 2,
            on_click=_start, args=(query,), key="bank_find",
        )  # fmt: skip
        among = words.REPEATS_AMONG.format(questions=counted(total, "question"))
        st.html(markup.line("info", words.REPEATS_MOST.format(most=_MOST) if total > _MOST else among))
    draw_told()
    if search is None:
        return
    if busy:
        st.fragment(_wait, run_every=0.5)(search)
    elif search.failed:
        st.html(markup.line("error", words.BROKE_OFF, kind="bad"))
    else:
        _draw_pairs(shelf, search)


def _start(query: Query) -> None:
    """Compare what is not decided against; what was rejected repeats nothing."""
    shelf = state.shelf()
    found = shelf.find(query).records
    if query.status is None and not query.removed:
        found = tuple(kept for kept in found if kept.status in (Status.DRAFT, Status.APPROVED))
    languages = {known.info.id: known.info.language for known in shelf.documents()}
    st.session_state[_SEARCH] = query, start_search(found, languages, state.settings())
    st.session_state[_GONE] = set()


def _wait(search: Search) -> None:
    if search.over:
        state.redraw()
    told = words.FINDING.format(done=search.done, total=search.total)
    st.progress(search.done / max(1, search.total), text=told)
    st.button(words.STOP, icon=":material/stop_circle:", on_click=search.stop, key="bank_stop_search")


def _draw_pairs(shelf: Shelf, search: Search) -> None:
    pairs = _left(shelf, search)
    told = words.REPEATS.format(pairs=_pairs(len(pairs))) if pairs else words.NO_REPEATS
    st.html(f'<div role="status">{markup.line("join_inner", told)}</div>')
    documents = [known.info for known in shelf.documents()]
    for number, repeat in enumerate(pairs[:_SHOWN], start=1):
        first, second = shelf.question(repeat.first), shelf.question(repeat.second)
        with st.container(border=True, key=f"bank_pair_{number}"):
            why = " ".join(_WORDS[code] for code in repeat.codes if code in _WORDS)
            st.html(f'<p class="mcq-quiet">{words.PAIR.format(number=number)}: {why}</p>')
            sides = st.columns(2, gap="medium")
            for side, kept, other in zip(sides, (first, second), (second, first), strict=True):
                with side:
                    st.html(row(kept, documents))
                    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                        st.button(
                            words.KEEP, icon=":material/check:", help=words.KEEP_HELP, on_click=_keep,
                            args=(other.id,), key=f"bank_keep_{number}_{kept.id}",
                        )  # fmt: skip
                        state.link("review", words.OPEN, ":material/arrow_forward:", item=kept.id)
            st.button(words.BOTH, type="tertiary", on_click=_pass, args=(repeat,), key=f"bank_both_{number}")


def _left(shelf: Shelf, search: Search) -> list[Repeat]:
    """The pairs that still are pairs: neither question was removed since, and nobody wants both."""
    found, passed = search.found or (), st.session_state[_GONE]
    there = shelf.there([name for repeat in found for name in (repeat.first, repeat.second)])
    return [repeat for repeat in found if repeat not in passed and {repeat.first, repeat.second} <= there]


def _pairs(number: int) -> str:
    one, many = words.PAIRS
    return one if number == 1 else many.format(n=f"{number:,}")


def _keep(other: str) -> None:
    """Keep one of a pair by removing the other."""
    state.shelf().remove([other])
    say(words.REMOVED_NOW.format(questions=counted(1, "question")))


def _pass(repeat: Repeat) -> None:
    """Leave a pair as it is."""
    st.session_state[_GONE].add(repeat)
