"""What has been asked too often: topics with many questions, and questions that came up again."""

import streamlit as st

from mcqgen.bank import Shelf
from mcqgen.ui import markup, state
from mcqgen.ui.bank_filters import show_topic
from mcqgen.ui.bars import bars
from mcqgen.ui.maths import as_html
from mcqgen.ui.strings import bank as words
from mcqgen.ui.words import counted

_TOPICS = 12


def draw_often(shelf: Shelf) -> None:
    """Draw both lists."""
    counts = shelf.insights()
    st.write(words.OFTEN_LEAD)
    st.subheader(words.OFTEN_TOPICS, anchor=False)
    shown = counts.topics[:_TOPICS]
    st.html(bars(words.OFTEN_TOPICS, (words.OFTEN_TOPIC, words.OFTEN_COUNT), shown))
    if len(counts.topics) > _TOPICS:
        st.html(f'<p class="mcq-quiet">{words.OFTEN_REST.format(topics=f"{len(counts.topics) - _TOPICS:,}")}</p>')
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        topic = st.selectbox(words.OFTEN_TOPIC, [topic for topic, _ in shown], key="bank_often_topic")
        st.button(words.OFTEN_SHOW, icon=":material/list:", on_click=show_topic, args=(topic or "",))
    st.subheader(words.OFTEN_AGAIN, anchor=False)
    if not counts.reused:
        st.html(markup.line("info", words.OFTEN_NONE))
    for question in counts.reused:
        with st.container(horizontal=True, wrap=False, gap="small"):
            times = words.OFTEN_RUNS.format(times=counted(question.runs, "call"))
            st.html(
                f'<article class="mcq-row"><div class="mcq-row-stem" role="heading" aria-level="3">'
                f'{as_html(question.stem)}</div><p class="mcq-meta"><span>{times}</span></p></article>'
            )
            state.link("review", words.OPEN, ":material/arrow_forward:", item=question.id)
