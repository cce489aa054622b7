"""A question as the page Review shows it; every word of it is escaped here."""

from collections.abc import Sequence
from html import escape

from mcqgen.bank import Kept
from mcqgen.domain.item import Item, Option
from mcqgen.domain.run import DocumentInfo
from mcqgen.ui.markup import icon
from mcqgen.ui.maths import as_html
from mcqgen.ui.review_list import ICONS
from mcqgen.ui.strings import DIFFICULTIES
from mcqgen.ui.strings import review as words
from mcqgen.ui.words import place


def meta(kept: Kept, name: str) -> str:
    """What is known of a question: its place in the list, status, flag, topic and estimate."""
    status = words.STATUSES[kept.status].capitalize()
    note = f": {words.DRAFT.lower()}" if kept.status.value == "draft" else ""
    about = [
        f"<span>{escape(name)}</span>",
        f'<span class="mcq-badge mcq-{kept.status}">{icon(ICONS[kept.status])}{escape(status + note)}</span>',
    ]
    if kept.disputed:
        about.append(f'<span class="mcq-badge mcq-warn">{icon("flag")}{escape(words.FLAGGED.capitalize())}</span>')
    if kept.item.topic:
        about.append(f'<span class="mcq-topic">{escape(kept.item.topic)}</span>')
    return f'<p class="mcq-meta">{"".join(about)}<span class="mcq-hard">{escape(hardness(kept.item))}</span></p>'


def hardness(item: Item) -> str:
    """The difficulty, told as the estimate that it is."""
    said = words.ESTIMATE.format(difficulty=DIFFICULTIES[item.difficulty])
    if item.predicted is None:
        return said
    return f"{said}, {words.ESTIMATE_HELP.format(percent=round(100 * item.predicted.value))}"


def question(item: Item, *, key: bool, chosen: str = "") -> str:
    """Stem and options; with `key`, the right one is marked and each has its rationale."""
    options = "".join(_option(option, key=key, chosen=option.id == chosen) for option in item.options)
    return (
        f'<div class="mcq-stem" role="heading" aria-level="2">{as_html(item.stem)}</div>'
        f'<ol class="mcq-options">{options}</ol>'
    )


def _option(option: Option, *, key: bool, chosen: bool) -> str:
    right = key and option.is_key
    marks = [("check_circle", words.RIGHT)] if right else []
    marks += [("person", words.CHOSEN)] if chosen else []
    told = "".join(f'<span class="mcq-right">{icon(symbol)}{escape(text)}</span>' for symbol, text in marks)
    why = f'<div class="mcq-why">{as_html(option.rationale)}</div>' if key and option.rationale else ""
    attribute = ' class="mcq-key"' if right else ""
    return (
        f'<li{attribute}><span class="mcq-letter">{escape(option.id)}</span>'
        f"<div>{as_html(option.text)}{told}{why}</div></li>"
    )


def reasons(item: Item, documents: Sequence[DocumentInfo]) -> str:
    """Why the key is right: the rationale where no option has one, and the quotes with their places."""
    said = ""
    if item.rationale and not any(option.rationale for option in item.options if option.is_key):
        said = f'<p class="mcq-quiet">{escape(words.WHY)}</p><div>{as_html(item.rationale)}</div>'
    return said + "".join(proof(evidence.quote, place(evidence, documents)) for evidence in item.evidence)


def proof(quote: str, where: str) -> str:
    """A quote and where it stands."""
    caption = f"{words.PROOF}: {where}" if where else words.PROOF
    return (
        f'<figure><figcaption>{escape(caption)}</figcaption><blockquote dir="auto">'
        f"{escape(' '.join(quote.split()))}</blockquote></figure>"
    )


def card(*parts: str, name: str) -> str:
    """Parts of a question as one card."""
    return f'<article class="mcq-card" aria-label="{escape(name)}">{"".join(parts)}</article>'
