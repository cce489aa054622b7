"""The search for repeats, in a thread beside the pages: comparing hundreds of questions takes a while."""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from mcqgen.bank import Kept
from mcqgen.settings import Settings

_log = logging.getLogger(__name__)
_TURN = threading.Semaphore(1)
"""One search at a time: the embeddings take all cores anyway."""


@dataclass(frozen=True)
class Repeat:
    """Two questions that ask for the same fact."""

    first: str
    second: str
    codes: tuple[str, ...]
    """Of the checks that say so."""


@dataclass
class Search:
    """A search; its thread alone changes `done`, `found` and `failed`."""

    total: int
    done: int = 0
    found: tuple[Repeat, ...] | None = None
    """None until it is over."""
    failed: bool = False
    _ended: threading.Event = field(default_factory=threading.Event)

    @property
    def over(self) -> bool:
        """Nothing more is to be waited for."""
        return self.failed or self.found is not None

    def stop(self) -> None:
        """End it with what it has: nothing."""
        self._ended.set()

    def told(self, before: int, done: int, total: int) -> bool:
        """Note that `done` of a group were read, after so many of other groups; False where it shall end."""
        del total
        self.done = before + done
        return not self._ended.is_set()


def start_search(kept: Sequence[Kept], languages: Mapping[str, str], settings: Settings) -> Search:
    """Compare questions with each other.

    Args:
        kept: The questions.
        languages: ISO 639-1 code of each document, by its id.
        settings: Where vectors are kept.
    """
    search = Search(len(kept))

    def work() -> None:
        with _TURN:
            try:
                search.found = _compare(kept, languages, settings, search)
            except Exception:
                _log.exception("a search for repeats broke off")
                search.failed = True

    threading.Thread(target=work, name="mcqgen-repeats", daemon=True).start()
    return search


def _compare(
    kept: Sequence[Kept], languages: Mapping[str, str], settings: Settings, search: Search
) -> tuple[Repeat, ...]:
    from mcqgen.checks import ReviewContext, twins
    from mcqgen.index import Embedder

    embedder, found = Embedder(settings), list[Repeat]()
    by_language: dict[str, list[Kept]] = {}
    for one in kept:
        source = one.item.evidence[0].document if one.item.evidence else ""
        by_language.setdefault(languages.get(source, "und"), []).append(one)
    before = 0
    for language, members in by_language.items():
        context = ReviewContext(documents={}, embed=embedder.matrix, language=language)
        pairs = twins([one.item for one in members], context, partial(search.told, before))
        before += len(members)
        found += [
            Repeat(members[pair.first].id, members[pair.second].id, tuple(flaw.code for flaw in pair.flaws))
            for pair in pairs
        ]
    return tuple(found)
