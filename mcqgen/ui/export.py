"""The page Export: approved questions go out as a file for the system that the teacher uses."""

import re
from dataclasses import dataclass
from functools import partial
from html import escape
from textwrap import shorten
from typing import NamedTuple

import streamlit as st

from mcqgen.bank import Shelf
from mcqgen.domain.run import ItemSet
from mcqgen.formats.content import plain
from mcqgen.formats.contract import ExportOptions
from mcqgen.ui import address, markup, state
from mcqgen.ui.export_choice import PAGE, USUAL, Picked, choose_questions, nothing_yet
from mcqgen.ui.export_options import choose_options
from mcqgen.ui.export_preview import draw_preview
from mcqgen.ui.export_systems import System, choose_system
from mcqgen.ui.strings import export as words
from mcqgen.ui.words import counted

_TOLD = 3
"""Questions that do not fit which are told one by one."""
_STEM = 60
"""Characters of them."""


class Refused(NamedTuple):
    """A question that a system cannot take."""

    number: int
    """Its place among all, from 1."""
    stem: str
    """The beginning of it."""
    reason: str


@dataclass(frozen=True)
class Fit:
    """What of the questions a system can take."""

    items: ItemSet
    """Those that it can."""
    refused: tuple[Refused, ...]


def draw() -> None:
    """Draw the page."""
    shelf = state.shelf()
    st.title(words.TITLE, anchor=False)
    if nothing_yet(shelf):
        st.write(words.EMPTY)
        state.link("create", words.MAKE, ":material/edit_note:")
        return
    address.follow(PAGE, USUAL)
    picked = choose_questions(shelf)
    if picked:
        _draw_way_out(shelf, picked)
    address.write(PAGE, USUAL)


def _draw_way_out(shelf: Shelf, picked: Picked) -> None:
    system = choose_system()
    st.html(markup.line("help", words.HOW[system.key]))
    if system.missing:
        st.html(markup.line("info", words.NOT_INSTALLED.format(extra=system.missing), kind="warn"))
        return
    order, options = choose_options(system, picked)
    fit = fitting(picked.load(shelf, order), system)
    st.html("".join(_told(fit, system, options)))
    if fit.items.items:
        _draw_button(fit.items, system, options)
        draw_preview(fit.items, system, options)


def fitting(items: ItemSet, system: System) -> Fit:
    """Part the questions by whether a system can take them."""
    reasons = [system.format.refusal(item) for item in items.items]
    kept = tuple(item for item, reason in zip(items.items, reasons, strict=True) if not reason)
    refused = tuple(
        Refused(number, shorten(plain(item.stem), _STEM, placeholder=" …"), reason)
        for number, (item, reason) in enumerate(zip(items.items, reasons, strict=True), start=1)
        if reason
    )
    return Fit(items.model_copy(update={"items": kept}) if refused else items, refused)


def _told(fit: Fit, system: System, options: ExportOptions) -> list[str]:
    """What the file will not carry, in lines."""
    lines = [_cannot(refused, system) for refused in fit.refused[:_TOLD]]
    more = len(fit.refused) - _TOLD
    if more > 0:
        told = words.REFUSED_MORE.format(system=system.name, questions=counted(more, "question"))
        lines.append(markup.line("block", told, kind="warn"))
    if not fit.items.items:
        return [*lines, markup.line("error", words.REFUSED_ALL.format(system=system.name), kind="bad")]
    return [*lines, _losses(fit.items, system, options)]


def _cannot(refused: Refused, system: System) -> str:
    said = words.REFUSED.format(
        system=system.name, number=refused.number, stem=refused.stem, reason=_plain(refused.reason)
    )
    return markup.line("block", said, kind="warn")


def _losses(items: ItemSet, system: System, options: ExportOptions) -> str:
    """What belongs to the questions and stays behind, in a line."""
    total, lost = len(items.items), system.format.lost(items, options)
    if not lost:
        return markup.line("check", words.FITS.format(questions=counted(total, "question")), kind="good")
    parts = [
        words.LOST_SOME.format(feature=words.FEATURES[feature], count=count, total=total)
        if 0 < count < total
        else words.FEATURES[feature]
        for feature, count in lost.items()
    ]
    return markup.line("info", words.LOST.format(features=", ".join(parts)))


def _plain(reason: str) -> str:
    """A reason of a format in the words of this app, where options are answers and the stem is the question."""
    said = re.sub(r"\bstem\b", "question", re.sub(r"\boption(s?)\b", r"answer\1", reason))
    return said.removesuffix(".")


def _draw_button(items: ItemSet, system: System, options: ExportOptions) -> None:
    """Draw the button; the file is made when it is pressed, for some take their time."""
    stem = re.sub(r"[^\w-]+", "-", options.title_of(items)).strip("-")[:60] or "questions"
    name = f"{stem}.{system.format.extension}"
    how = words.DOWNLOAD_AS.get(system.key) or words.DOWNLOAD_FOR.format(system=system.name)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            words.DOWNLOAD.format(questions=counted(len(items.items), "question"), how=how),
            partial(system.format.export, items, options),
            file_name=name,
            mime=system.format.media_type,
            on_click="ignore",
            type="primary",
            icon=":material/download:",
            key="export_download",
        )
        st.html(f'<p class="mcq-quiet">{escape(name)}</p>', width="content")
