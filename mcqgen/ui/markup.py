"""The few pieces of HTML that no widget offers; every word of a document is escaped here."""

from collections.abc import Sequence
from html import escape

from mcqgen.domain.item import Evidence, Item, Option
from mcqgen.domain.run import DocumentInfo, Stage
from mcqgen.ui import strings
from mcqgen.ui.maths import as_html
from mcqgen.ui.watching import Snapshot
from mcqgen.ui.words import place, step_label


def icon(name: str) -> str:
    """A Material symbol from the font that Streamlit serves; decoration only."""
    return f'<span class="mcq-icon" aria-hidden="true">{escape(name)}</span>'


def line(symbol: str, text: str, *, kind: str = "plain", note: str = "") -> str:
    """One line with an icon: `kind` is plain, good, warn or bad; `note` is a quiet second half."""
    quiet = f' <span class="mcq-quiet">{escape(note)}</span>' if note else ""
    return f'<p class="mcq-line mcq-{kind}">{icon(symbol)}<span>{escape(text)}{quiet}</span></p>'


def spread(parts: Sequence[str]) -> str:
    """Short words spread over the width, under a slider."""
    return '<p class="mcq-spread">' + "".join(f"<span>{escape(part)}</span>" for part in parts) + "</p>"


def table(name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A small table; the first column names its row."""
    columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for first, *cells in rows
    )
    return (
        f'<div class="mcq-scroll"><table class="mcq-table" aria-label="{escape(name)}">'
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def stepper(snapshot: Snapshot) -> str:
    """The three steps; done, present and coming are told by icon and by `aria-current`, not by colour alone."""
    stages = list(Stage)
    present = stages.index(snapshot.stage)
    rows = []
    for number, stage in enumerate(stages):
        label = escape(step_label(stage, snapshot))
        if number < present or snapshot.over:
            rows.append(f'<li class="mcq-done">{icon("check_circle")}{label}</li>')
        elif number == present:
            rows.append(f'<li class="mcq-now" aria-current="step">{icon("progress_activity")}{label}</li>')
        else:
            rows.append(f'<li class="mcq-next">{icon("radio_button_unchecked")}{label}</li>')
    return f'<ol class="mcq-steps" aria-label="{escape(strings.STEPS_LABEL)}">{"".join(rows)}</ol>'


def _option(option: Option, *, answers: bool) -> str:
    right = answers and option.is_key
    mark = f'<span class="mcq-right">{icon("check_circle")}{escape(strings.RIGHT)}</span>' if right else ""
    attribute = ' class="mcq-key"' if right else ""
    letter = f'<span class="mcq-letter">{escape(option.id)}</span>'
    return f"<li{attribute}>{letter}<div>{as_html(option.text)}{mark}</div></li>"


def _proof(evidence: Evidence, documents: Sequence[DocumentInfo]) -> str:
    where = place(evidence, documents)
    caption = f"{strings.PROOF}: {where}" if where else strings.PROOF
    quote = escape(" ".join(evidence.quote.split()))
    return f"<figure><figcaption>{escape(caption)}</figcaption><blockquote>{quote}</blockquote></figure>"


def card(number: int, item: Item, documents: Sequence[DocumentInfo], *, answers: bool) -> str:
    """One question as a card; with `answers`, the right one is marked and proven."""
    name = escape(strings.QUESTION.format(number=number))
    hard = strings.ESTIMATE.format(difficulty=strings.DIFFICULTIES[item.difficulty])
    topic = f'<span class="mcq-topic">{escape(item.topic)}</span>' if item.topic else ""
    options = "".join(_option(option, answers=answers) for option in item.options)
    proof = "".join(_proof(evidence, documents) for evidence in item.evidence) if answers else ""
    return (
        f'<article class="mcq-card" aria-label="{name}">'
        f'<p class="mcq-meta"><span>{name}</span>{topic}<span class="mcq-hard">{escape(hard)}</span></p>'
        f'<div class="mcq-stem" role="heading" aria-level="2">{as_html(item.stem)}</div>'
        f'<ol class="mcq-options">{options}</ol>{proof}</article>'
    )
