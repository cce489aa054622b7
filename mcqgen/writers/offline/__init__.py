"""The offline writer: real items in English from real text, with no model download, no key and no network.

It over-generates: every fact that the parse of a sentence yields is asked in every form that fits, the drafts are
ranked, and a place of the blueprint gets the best that its passages hold.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mcqgen.domain.blueprint import Difficulty, ItemSpec, Request
from mcqgen.domain.document import Document, Passage
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Item
from mcqgen.errors import UnsupportedLanguage
from mcqgen.writers.offline.draft import NAME, REWORDABLE, Draft, finish
from mcqgen.writers.offline.language import Sentence


class OfflineWriter:
    """Writes items from the parse of the passages; see `mcqgen.writers.Writer`."""

    name = NAME

    def __init__(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        request: Request,
        *,
        embed: Callable[[Sequence[str]], NDArray[np.float32]],
        bar: float,
        for_rewording: bool = False,
    ) -> None:
        """Take the material; nothing is read before the first item is asked for.

        Args:
            documents: Where the passages come from.
            passages: What may be asked about.
            request: What is asked for.
            embed: Texts to L2-normalised vectors, (n, 384).
            bar: Least chance, 0–1, of being usable as it is that an item must have: a shortfall is better than a
                poor item.
            for_rewording: Whether a model will give the wrong options. Then only kinds whose stems and keys are sound
                are handed out, also where the document has no distractors for them. A meaning counts as hard beside
                others that differ from it in a word only, as a model writes them.

        Raises:
            UnsupportedLanguage: a document is not in English.
        """
        for document in documents:
            if document.language not in ("en", "und"):
                raise UnsupportedLanguage(
                    f"'{document.name}' is not in English ('{document.language}'), the only language of the offline"
                    " writer: choose a document in English."
                )
        self._documents = {document.id: document for document in documents}
        self._passages = passages
        self._request = request
        self._embed = embed
        self._bar = bar
        self._for_rewording = for_rewording
        self._given: set[Draft] = set()
        self._open: set[str] = set()
        self._asked: dict[Sentence | str, str] = {}
        self.held_back = 0
        """Drafts of the wanted difficulties that the bar keeps from being handed out; known once writing began."""

    @cached_property
    def _drafts(self) -> dict[Difficulty, list[Draft]]:
        """All drafts worth handing out, best first."""
        from mcqgen.writers.offline import combining, details, kindred, recall, understanding
        from mcqgen.writers.offline.knowledge import Knowledge

        known = Knowledge(self._passages, self._embed)
        options = self._request.options
        found = [draft for way in (recall, details, understanding) for draft in way.drafts(known, options)]
        found.extend(kindred.drafts(known, options, judged=self._for_rewording))
        if self._for_rewording:
            found.extend((*recall.drafts(known, 1), *understanding.drafts(known, 1)))
            found = [draft for draft in found if draft.kind in REWORDABLE and not _lone_name(draft)]
        elif options == 4 and self._request.mix.get(Difficulty.HARD):
            found.extend(combining.drafts(known))
        found = [draft for draft in found if self._request.mix.get(self._level(draft))]
        ranked = sorted((draft for draft in found if draft.quality >= self._bar), key=self._rank)
        self.held_back = len(found) - len(ranked)
        return {level: [draft for draft in ranked if self._level(draft) is level] for level in Difficulty}

    def _rank(self, draft: Draft) -> tuple[int, int, float, str]:
        kindless = not draft.about  # a model's options need the measure that a family gives
        place = (int(kindless), REWORDABLE.index(draft.kind)) if self._for_rewording else (0, 0)
        return *place, -draft.quality, draft.stem

    def _level(self, draft: Draft) -> Difficulty:
        return Difficulty.HARD if self._for_rewording and draft.kind == "meaning" else draft.difficulty

    def write(self, specs: Sequence[ItemSpec]) -> Iterator[tuple[ItemSpec, Item | None]]:
        """Yield the best draft for each spec; None where its passages hold nothing to ask at that difficulty."""
        self._open.update(*(spec.passage_ids for spec in specs))
        for spec in specs:
            yield spec, self._next(spec, 0)

    def revise(self, spec: ItemSpec, item: Item, flaws: Sequence[Flaw]) -> Item | None:
        """The next-best draft for the spec: whatever the flaws, what was refused is not mended but replaced."""
        del flaws
        self._asked = {what: asker for what, asker in self._asked.items() if asker != item.id}
        return self._next(spec, item.provenance.revisions + 1)

    def _next(self, spec: ItemSpec, revisions: int) -> Item | None:
        """The best draft left from the spec's own passages; without an objective to serve, else from any named one."""
        own = self._best(spec, set(spec.passage_ids), revisions)
        return own if own or spec.objective else self._best(spec, self._open, revisions)

    def _best(self, spec: ItemSpec, wanted: set[str], revisions: int) -> Item | None:
        for draft in self._drafts[spec.difficulty]:
            asked = draft in self._given or not self._asked.keys().isdisjoint(_occupied(draft))
            if asked or not wanted.issuperset(draft.passages):
                continue
            self._given.add(draft)
            if (item := finish(draft, spec, self._documents, self._request, revisions)) is not None:
                self._asked.update((what, item.id) for what in _occupied(draft))
                return item
        return None


def _lone_name(draft: Draft) -> bool:
    """Whether a name is asked for that has no family, and of which nothing tells the kind, or a person's full name.

    To "Which of the following led the settlement of the colony?" a small model gives persons beside places; ten of
    eleven such items were refused by both raters (`evals/judged`, rounds 5 and 6). Who is called by one name, here and
    elsewhere in the document, is known to few, and the model's names stand beside it like any other.
    """
    if draft.about or draft.key.isupper() or not draft.key[:1].isupper():
        return False
    asked = draft.stem.lower()
    return "which of the following" in asked or ("who " in asked and " " not in draft.key)


def _occupied(draft: Draft) -> tuple[Sentence | str, ...]:
    """What a draft takes from the others: the sentences that prove it, and the term that it alone shall be about."""
    return (*draft.proof, draft.about) if draft.about else draft.proof
