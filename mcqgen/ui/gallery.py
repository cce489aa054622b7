"""Pictures of pages and words around quotes, made beside the pages of the app; the latest ones are kept."""

import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from mcqgen.documents import Paragraph, Picture, excerpt, picture
from mcqgen.domain.item import Evidence
from mcqgen.settings import Settings
from mcqgen.ui.background import in_background
from mcqgen.ui.strings import review as strings

_KEPT = 48
"""Views that are kept: pictures have up to half a megabyte."""
_AT_ONCE = 2
_PDF = "application/pdf"


@dataclass(frozen=True)
class Place:
    """Quotes on one page of one document."""

    document: str
    page: int
    quotes: tuple[Evidence, ...]

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Their ranges in the text of the page."""
        return tuple((quote.start, quote.end) for quote in self.quotes)


@dataclass(frozen=True)
class View:
    """What can be shown of a place: a picture of its page, or else the words around it, or why there is neither."""

    picture: Picture | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    problem: str = ""


def places(evidence: tuple[Evidence, ...]) -> tuple[Place, ...]:
    """The pages that prove a question, in the order in which it names them."""
    found: dict[tuple[str, int], list[Evidence]] = {}
    for quote in evidence:
        found.setdefault((quote.document, quote.page), []).append(quote)
    return tuple(Place(document, page, tuple(quotes)) for (document, page), quotes in found.items())


class Gallery:
    """Makes views in threads, each once; who asks must have made sure that the file may be seen."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._views: OrderedDict[Place, Future[View]] = OrderedDict()
        self._lock = threading.Lock()
        self._room = threading.Semaphore(_AT_ONCE)

    def view(self, place: Place, media_type: str, path: Path) -> "Future[View]":
        """The view of a place in this file, made now or before; the future always ends with a view."""
        with self._lock:
            if place in self._views:
                self._views.move_to_end(place)
                return self._views[place]
            make = _drawn if media_type == _PDF else _told
            future = self._views[place] = in_background(
                "mcqgen-gallery",
                lambda: make(place, path, self._settings),
                lambda problem: View(problem=problem),
                strings.SOURCE_BROKE_OFF,
                self._room,
            )
            while len(self._views) > _KEPT:
                self._views.popitem(last=False)
        return future


def _drawn(place: Place, path: Path, settings: Settings) -> View:
    return View(picture=picture(path, settings, place.page, place.spans))


def _told(place: Place, path: Path, settings: Settings) -> View:
    return View(paragraphs=excerpt(path, settings, place.page, place.spans))
