"""What the teacher wants: how many, how hard, about what, by whom."""

from dataclasses import dataclass

import streamlit as st

from mcqgen.domain.blueprint import Request
from mcqgen.errors import RequestError
from mcqgen.llm import OFFLINE, ON_THIS_MACHINE, default_spec
from mcqgen.settings import Settings
from mcqgen.ui import markup, state, strings
from mcqgen.ui.orders import Choices, Order
from mcqgen.ui.sources import Sources
from mcqgen.ui.words import model_name, shares

_MOST = 100
_USUAL = 10
_MIXED = (30, 70)


@dataclass(frozen=True)
class Wish:
    """An order, or why it makes no sense yet."""

    order: Order
    problem: str = ""


def choose(sources: Sources) -> Wish:
    """Draw the choices; every one has a good default."""
    how_many, how_hard = st.columns([1, 2], gap="medium")
    with how_many:
        most = min(_MOST, state.settings().max_items_per_run)
        count = st.number_input(
            strings.HOW_MANY, min_value=1, max_value=most, value=min(_USUAL, most), step=1, key="count"
        )
    with how_hard:
        low, high = st.slider(
            strings.HOW_HARD, 0, 100, _MIXED, step=5, format="%d %%", key="shares", help=strings.HOW_HARD_HELP
        )
        mix = shares(count, low, high)
        st.html(markup.spread([f"{number} {strings.DIFFICULTIES[name]}" for name, number in mix.items()]))
    request = Request(mix={name: number for name, number in mix.items() if number})
    about, problem = _about(sources)
    more, choices = _more()
    request = request.model_copy(update={**about, **more})
    return Wish(Order(sources.documents, request, choices), problem)


def _about(sources: Sources) -> tuple[dict[str, object], str]:
    """Sections and topics, or learning objectives instead."""
    if "topics" not in st.session_state:
        st.session_state["topics"] = st.query_params.get_all("topic")
    topics = st.multiselect(
        strings.ABOUT,
        list(dict.fromkeys([*sources.sections, *st.session_state["topics"]])),
        key="topics",
        help=strings.ABOUT_HELP,
        placeholder=strings.ABOUT_ALL,
        accept_new_options=True,
    )
    with st.expander(strings.OBJECTIVES, type="compact"):
        text = st.text_area(
            strings.OBJECTIVES_LABEL, key="objectives", placeholder=strings.OBJECTIVES_EXAMPLE, max_chars=20_000
        )
    if not text.strip():
        return {"topics": tuple(topics)}, ""
    if topics:
        return {"topics": tuple(topics)}, strings.OBJECTIVES_OR_TOPICS
    from mcqgen.planning import parse_objectives

    try:
        return {"objectives": parse_objectives(text)}, ""
    except RequestError as error:
        return {}, str(error)


def _more() -> tuple[dict[str, object], Choices]:
    with st.expander(strings.MORE, type="compact"):
        left, right = st.columns(2)
        options = left.number_input(strings.OPTIONS, 3, 5, 4, step=1, key="options", help=strings.OPTIONS_HELP)
        seed = right.number_input(strings.SEED, 0, 1_000_000, 0, step=1, key="seed", help=strings.SEED_HELP)
        pages = left.text_input(strings.PAGES_ONLY, key="pages", placeholder="10-42", help=strings.PAGES_ONLY_HELP)
        model = _model(state.settings(), right)
        language = ""
        if model != OFFLINE:
            names = strings.LANGUAGES
            language = left.selectbox(
                strings.LANGUAGE, ["", *names], key="language", format_func=lambda c: names.get(c, strings.LANGUAGE_OWN)
            )
        here = model == OFFLINE or model.partition(":")[0] in ON_THIS_MACHINE
        rough = st.toggle(strings.ROUGH, key="rough", help=strings.ROUGH_HELP) if here else False
    return {"options": options, "seed": seed, "language": language}, Choices(pages.strip(), rough, model)


def _model(settings: Settings, column: "st.delta_generator.DeltaGenerator") -> str:
    """Who writes: the writer that the settings name, or the offline one."""
    default = default_spec(settings)
    offered = list(dict.fromkeys((default, OFFLINE)))
    return column.selectbox(
        strings.BY, offered, key="writer", format_func=model_name, help=strings.BY_HELP if len(offered) == 1 else None
    )
