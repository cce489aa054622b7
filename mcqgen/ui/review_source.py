"""The source beside the question: the page as it looks with the proof marked, or the words around it."""

import base64
from concurrent.futures import Future
from html import escape
from itertools import pairwise

import streamlit as st

from mcqgen.bank import BankError, Shelf
from mcqgen.documents import Paragraph, Picture
from mcqgen.domain.document import Role
from mcqgen.domain.item import Item
from mcqgen.domain.run import DocumentInfo
from mcqgen.ui import markup, state
from mcqgen.ui.gallery import Gallery, Place, View, places
from mcqgen.ui.review_card import proof
from mcqgen.ui.strings import review as words
from mcqgen.ui.words import place as where_of

_EVERY_S = 0.3


@st.cache_resource(show_spinner=False)
def gallery() -> Gallery:
    """The pictures of this server."""
    return Gallery(state.settings())


def draw_source(shelf: Shelf, item: Item) -> None:
    """Draw the page that proves a question; where there are several, one can be chosen."""
    found = places(item.evidence)
    if not found:
        st.html(markup.line("info", words.SOURCE_NONE))
        return
    shown = found[0]
    if len(found) > 1:
        number = st.segmented_control(
            words.SOURCE_PAGES, range(len(found)), default=0, required=True, key=f"review_page_{item.id}",
            format_func=lambda at: words.SOURCE_PAGE.format(page=found[at].page),
        )  # fmt: skip
        shown = found[number or 0]
    asked = ask(shelf, shown)
    if asked is None:
        _draw(shown, None, View(problem=words.SOURCE_NO_FILE))
        return
    info, view = asked
    if view.done():
        _draw(shown, info, view.result())
    else:
        st.fragment(_wait, run_every=_EVERY_S)(view)


def ask(shelf: Shelf, place: Place) -> "tuple[DocumentInfo, Future[View]] | None":
    """Have a place of a document of this shelf made ready; None where its file is not kept."""
    try:
        info, file = shelf.document(place.document).info, shelf.file_of(place.document)
    except BankError:
        return None
    return info, gallery().view(place, info.media_type, file)


def _wait(view: "Future[View]") -> None:
    if view.done():
        state.redraw()
    st.html(f'<div class="mcq-waiting" role="status">{markup.line("hourglass_empty", words.SOURCE_WAIT)}</div>')


def _draw(place: Place, info: DocumentInfo | None, view: View) -> None:
    if view.picture:
        st.html(page(view.picture, place, info))
    elif view.paragraphs:
        st.html(around(view.paragraphs, place, info))
    else:
        st.html(markup.line("info", view.problem or words.SOURCE_UNMARKED) + _proofs(place, info))


def _proofs(place: Place, info: DocumentInfo | None) -> str:
    told = "".join(proof(quote.quote, _where(place, info)) for quote in place.quotes)
    return f'<div class="mcq-card">{told}</div>'


def _where(place: Place, info: DocumentInfo | None) -> str:
    return where_of(place.quotes[0], [info]) if info else ""


def page(picture: Picture, place: Place, info: DocumentInfo | None) -> str:
    """The picture in a frame that can be scrolled and zoomed; it travels in the page itself, at no address."""
    where = _where(place, info)
    quote = " … ".join(" ".join(each.quote.split()) for each in place.quotes)
    data = base64.b64encode(picture.data).decode()
    unmarked = "" if picture.marks else markup.line("info", words.SOURCE_UNMARKED) + _proofs(place, info)
    zooms = (("zoom_out", words.SMALLER, "0.8"), ("zoom_in", words.BIGGER, "1.25"), ("fit_screen", words.WHOLE, "0"))
    buttons = "".join(
        f'<button type="button" data-mcq-zoom="{by}" title="{escape(label)}" aria-label="{escape(label)}">'
        f"{markup.icon(symbol)}</button>"
        for symbol, label, by in zooms
    )
    return (
        f'<details class="mcq-source" open><summary>{escape(words.SOURCE_SHOW)}</summary>{unmarked}'
        f'<div class="mcq-tools"><span class="mcq-quiet">{escape(where)}</span>{buttons}</div>'
        f'<div class="mcq-page" tabindex="0" role="group" aria-label="{escape(words.SOURCE_FRAME.format(place=where))}"'
        f"{_view(picture)}>"
        f'<img src="data:{picture.media_type};base64,{data}" width="{picture.width}" height="{picture.height}"'
        f' alt="{escape(words.SOURCE_ALT.format(place=where.capitalize(), quote=quote))}"></div></details>'
    )


def _view(picture: Picture) -> str:
    """Where the marks and the printed part of the page are, in shares of the picture, for the script."""
    marks = picture.marks
    shares = {
        "top": min((mark.top for mark in marks), default=0) / picture.height,
        "bottom": max((mark.top + mark.height for mark in marks), default=0) / picture.height,
        "left": min((mark.left for mark in marks), default=0) / picture.width,
        "right": max((mark.left + mark.width for mark in marks), default=picture.width) / picture.width,
        "from": picture.ink[0] / picture.width,
        "to": picture.ink[1] / picture.width,
    }
    return "".join(f' data-{name}="{share:.4f}"' for name, share in shares.items())


def around(paragraphs: tuple[Paragraph, ...], place: Place, info: DocumentInfo | None) -> str:
    """The words around the quotes, which are marked."""
    return (
        f'<details class="mcq-source" open><summary>{escape(words.SOURCE_SHOW)}</summary>'
        f'<div class="mcq-tools"><span class="mcq-quiet">{escape(_where(place, info))}</span></div>'
        f'<div class="mcq-around">{"".join(map(_paragraph, paragraphs))}</div></details>'
    )


def _paragraph(paragraph: Paragraph) -> str:
    edges = sorted({0, len(paragraph.text), *(edge for mark in paragraph.marks for edge in mark)})
    parts = [
        f"<mark>{escape(paragraph.text[start:end])}</mark>"
        if any(mark[0] <= start and end <= mark[1] for mark in paragraph.marks)
        else escape(paragraph.text[start:end])
        for start, end in pairwise(edges)
    ]
    kind = f" mcq-{paragraph.role}" if paragraph.role in (Role.HEADING, Role.CODE) else ""
    return f'<p class="mcq-paragraph{kind}" dir="auto">{"".join(parts)}</p>'
