"""The page Review: one question after the other, beside the page of the source that proves it."""

from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from mcqgen.bank import BankError, Kept, Query, Shelf
from mcqgen.domain.run import DocumentInfo
from mcqgen.ui import address, markup, state
from mcqgen.ui.flaws import findings
from mcqgen.ui.gallery import places
from mcqgen.ui.review_again import draw_again, draw_progress
from mcqgen.ui.review_answer import answered, draw_answers, draw_verdict, is_hidden, switch
from mcqgen.ui.review_bar import draw_bar, draw_end, draw_told, panel
from mcqgen.ui.review_card import card, meta, question, reasons
from mcqgen.ui.review_choice import PAGE, USUAL, Choice, Totals, choose, next_draft, totals
from mcqgen.ui.review_edit import draw_editor
from mcqgen.ui.review_flaws import draw_findings, mend_now
from mcqgen.ui.review_list import draw_list, draw_steps
from mcqgen.ui.review_source import ask, draw_source
from mcqgen.ui.review_told import say
from mcqgen.ui.review_versions import draw_versions
from mcqgen.ui.strings import review as words


def draw() -> None:
    """Draw the page."""
    shelf = state.shelf()
    if not shelf.find(Query(limit=0)).total:
        st.title(words.TITLE, anchor=False)
        st.write(words.EMPTY)
        state.link("create", words.MAKE, ":material/edit_note:")
        return
    address.follow(PAGE, USUAL)
    with st.container(key="review_choose", horizontal=True, vertical_alignment="center", gap="small"):
        st.title(words.TITLE, anchor=False, width="content")
        choice = choose(shelf)
        st.html(f"<script>{_script()}</script>", unsafe_allow_javascript=True, width="content")
    address.write(PAGE, USUAL)
    if choice.lost:
        say(words.GONE, "plain")
    if choice.current is None:
        st.write(words.NONE_SUCH)
        return
    if panel(choice.current.id) == "edit":
        _draw_editing(shelf, choice.current)
    else:
        _draw_looking(shelf, choice, choice.current)
    _draw_ahead(shelf, choice.current)


@cache
def _script() -> str:
    return Path(__file__).with_name("review.js").read_text(encoding="utf-8")


def _draw_editing(shelf: Shelf, kept: Kept) -> None:
    work, source = st.columns([0.64, 0.36], gap="medium")
    with work:
        draw_editor(kept, _language(_documents(shelf, kept)))
    with source:
        draw_source(shelf, kept.item)


def _draw_looking(shelf: Shelf, choice: Choice, kept: Kept) -> None:
    beside, middle, source = st.columns([0.19, 0.44, 0.37], gap="medium")
    count = totals(shelf)
    with beside:
        told = words.DECIDED.format(decided=count.decided, total=count.total)
        st.html(f'<p class="mcq-quiet mcq-decided">{escape(told)}</p>')
        draw_list(shelf, choice)
    with middle:
        _draw_question(shelf, choice, kept, count)
    with source:
        if is_hidden(kept):
            st.html(markup.line("visibility_off", words.HIDDEN))
        else:
            draw_source(shelf, kept.item)


def _draw_question(shelf: Shelf, choice: Choice, kept: Kept, count: Totals) -> None:
    documents = _documents(shelf, kept)
    with st.container(horizontal=True, vertical_alignment="center", key="review_head", gap="small"):
        draw_steps(choice)
        switch()
    with st.container(key="review_news", gap="small"):
        draw_progress(kept)
        if not is_hidden(kept):
            draw_verdict(kept)
    name = words.PLACE.format(number=choice.number, total=len(choice.ids)) if choice.number else words.PLACE_ALONE
    if is_hidden(kept):
        st.html(card(meta(kept, name), question(kept.item, key=False), name=name))
        draw_answers(kept)
    else:
        chosen = answered(kept)
        told = question(kept.item, key=True, chosen=chosen), reasons(kept.item, documents)
        st.html(card(meta(kept, name), *told, name=name))
    draw_bar(kept)
    draw_told()
    draw_end(shelf, count)
    match panel(kept.id):
        case "again":
            draw_again(shelf, kept)
        case "versions":
            draw_versions(shelf, kept)
        case _:
            pass
    if not is_hidden(kept):
        language = _language(documents)
        st.html(f'<p class="mcq-quiet">{escape(words.CHECKS)}</p>')
        draw_findings(findings(kept.item, language), kept.id, mend_now, kept, language)


def _documents(shelf: Shelf, kept: Kept) -> tuple[DocumentInfo, ...]:
    """The documents that prove a question, as far as the shelf knows them."""
    found = []
    for place in places(kept.item.evidence):
        try:
            found.append(shelf.document(place.document).info)
        except BankError:
            continue
    return tuple(found)


def _language(documents: tuple[DocumentInfo, ...]) -> str:
    return documents[0].language if documents else "und"


def _draw_ahead(shelf: Shelf, kept: Kept) -> None:
    """Have the page of the next draft drawn while this one is being read."""
    name = next_draft(shelf, kept.id)
    ahead = places(shelf.question(name).item.evidence)[:1] if name else ()
    for place in ahead:
        ask(shelf, place)
