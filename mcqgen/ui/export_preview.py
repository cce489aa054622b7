"""What will be in the file, to look at before it is downloaded."""

from html import escape
from typing import Final

import streamlit as st

from mcqgen.domain.run import ItemSet
from mcqgen.formats.contract import ExportOptions
from mcqgen.formats.paper.sheets import DATE, NAME, SCORE, Paper, Question, Sheets, Version, make_sheets
from mcqgen.ui import markup
from mcqgen.ui.export_systems import System
from mcqgen.ui.maths import as_html
from mcqgen.ui.strings import export as words
from mcqgen.ui.words import counted

_SHOWN: Final = 5
"""Questions that are shown."""
_BYTES: Final = 1500
"""Of a file that is text."""
_TEXTS: Final = {"moodle_xml": "xml", "gift": None, "aiken": None, "csv": None, "markdown": "markdown", "json": "json",
                 "jsonl": "json"}  # fmt: skip
"""Formats that people can read, and how their files are coloured."""


def draw_preview(items: ItemSet, system: System, options: ExportOptions) -> None:
    """Draw the first questions as students will see them, and the beginning of the file where that is text."""
    st.subheader(words.PREVIEW, anchor=False)
    if isinstance(system.format, Paper):
        _draw_paper(make_sheets(items, options))
    else:
        answers = st.toggle(words.SHOW_ANSWERS, key="export_answers")
        cards = (
            markup.card(number, item, items.documents, answers=answers)
            for number, item in enumerate(items.items[:_SHOWN], start=1)
        )
        st.html(f'<div class="mcq-cards">{"".join(cards)}</div>')
        _more(len(items.items))
    if system.format.name in _TEXTS:
        _draw_file(items, system, options)


def _draw_paper(sheets: Sheets) -> None:
    version = sheets.versions[0]
    if len(sheets.versions) > 1:
        by_name = {entry.name: entry for entry in sheets.versions}
        name = st.segmented_control(
            words.SHEET, list(by_name), format_func=lambda name: words.VERSION.format(name=name), required=True,
            default=version.name, label_visibility="collapsed", key="export_sheet",
        )  # fmt: skip
        version = by_name.get(name, version)
    st.html(paper(sheets, version))
    _more(sheets.count)


def paper(sheets: Sheets, version: Version) -> str:
    """The top of a version as it will be printed."""
    shown = version.questions[:_SHOWN]
    title = f"{sheets.title} · {words.VERSION.format(name=version.name)}" if version.name else sheets.title
    lines = "".join(f"<span>{escape(line)} <i></i></span>" for line in (NAME, DATE, SCORE))
    head = f'<p class="mcq-blanks">{lines}</p><p>{escape(sheets.instruction)}</p>'
    body = head + f"<ol>{''.join(map(_asked, shown))}</ol>" if sheets.has_questions else ""
    letters = " · ".join(f"{question.number} {question.key}" for question in shown)
    key = f"<p>{escape(words.KEY_LINE.format(letters=letters))}</p>" if sheets.has_key else ""
    heading = f'<div class="mcq-paper-title" role="heading" aria-level="3">{escape(title)}</div>'
    return f'<article class="mcq-paper" aria-label="{escape(words.PREVIEW)}">{heading}{body}{key}</article>'


def _asked(question: Question) -> str:
    choices = "".join(
        f'<li><span class="mcq-letter">{letter}</span><div>{as_html(text)}</div></li>'
        for letter, text in question.choices
    )
    stem = as_html(question.item.stem)
    return f'<li value="{question.number}"><div>{stem}</div><ol class="mcq-options">{choices}</ol></li>'


def _more(count: int) -> None:
    if count > _SHOWN:
        told = words.MORE.format(questions=counted(count - _SHOWN, "question"))
        st.html(f'<p class="mcq-quiet">{escape(told)}</p>')


def _draw_file(items: ItemSet, system: System, options: ExportOptions) -> None:
    few = items.model_copy(update={"items": items.items[:_SHOWN]})
    text = system.format.export(few, options)[:_BYTES].decode("utf-8", "ignore")
    with st.expander(words.THE_FILE, icon=":material/description:"):
        st.code(text, language=_TEXTS[system.format.name], wrap_lines=True)
