"""The offline writer: real items in English from real text, with no model download, no key and no network.

It over-generates: every fact that the parse of a sentence yields is asked in every form that fits, the drafts are
ranked, and a place of the blueprint gets the best that its passages hold.
"""

import re
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

_KINDRED = 0.42
"""Least chance that is foreseen of a draft with a family for a model."""
_PERSON = re.compile(r"\b[Ww]ho\b")
"""In the stem of a question for a person."""


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
        free = for_rewording and not request.topics
        self._open = {passage.id for passage in passages} if free else set[str]()
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
            kin = {draft.key.lower() for draft in found if draft.about and self._clears(draft)}
            found = [draft for draft in found if draft.about or draft.key.lower() not in kin]
        elif options == 4 and self._request.mix.get(Difficulty.HARD):
            found.extend(combining.drafts(known))
        found = [draft for draft in found if self._request.mix.get(self._level(draft))]
        ranked = sorted(filter(self._clears, found), key=self._rank)
        self.held_back = len(found) - len(ranked)
        return {level: [draft for draft in ranked if self._level(draft) is level] for level in Difficulty}

    def _clears(self, draft: Draft) -> bool:
        """Whether a draft is good enough.

        For a model a person beside others may be told by any deed, as a judge looks at each; and however rough drafts
        may be, what has a family must be better than what has none, of which the document's own distractors, not the
        model's, are foreseen.
        """
        if not (self._for_rewording and draft.about):
            return draft.quality >= self._bar
        return draft.quality >= max(self._bar, _KINDRED) or bool(_PERSON.search(draft.stem))

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
        self.let_go(item)
        return self._next(spec, item.provenance.revisions + 1)

    def let_go(self, item: Item) -> None:
        """Nothing came of an item: what it was about may be asked otherwise."""
        self._asked = {what: asker for what, asker in self._asked.items() if asker != item.id}

    def _next(self, spec: ItemSpec, revisions: int) -> Item | None:
        """The best draft left from the spec's own passages; without an objective to serve, else from any named one.

        For a model what has a family comes first, wherever it stands: the model's own options are much worse.
        """
        drafts = self._drafts[spec.difficulty]
        kin = [draft for draft in drafts if draft.about] if self._for_rewording else []
        reaches = [set(spec.passage_ids)] if spec.objective else [set(spec.passage_ids), self._open]
        tried = (self._best(some, spec, reach, revisions) for some in (kin, drafts) for reach in reaches)
        return next(filter(None, tried), None)

    def _best(self, drafts: Sequence[Draft], spec: ItemSpec, wanted: set[str], revisions: int) -> Item | None:
        for draft in drafts:
            asked = draft in self._given or not self._asked.keys().isdisjoint(_occupied(draft))
            if asked or not wanted.issuperset(draft.passages):
                continue
            self._given.add(draft)
            if (item := finish(draft, spec, self._documents, self._request, revisions)) is not None:
                self._asked.update((what, item.id) for what in _occupied(draft))
                return item
        return None


def _lone_name(draft: Draft) -> bool:
    """Whether a name is asked for that has no family.

    A small model gives persons beside places to such a question, or what nobody takes for right: 12 of 19 such items
    were refused (`evals/judged`, rounds 5, 6 and 13).
    """
    named = draft.key[:1].isupper() and not draft.key.isupper()
    return named and not draft.about and draft.kind != "meaning"


def _occupied(draft: Draft) -> tuple[Sentence | str, ...]:
    """What a draft takes from the others: the sentences that prove it, and the term that it alone shall be about."""
    return (*draft.proof, draft.about) if draft.about else draft.proof
