"""From a model's reply to items of ours, with evidence that is looked up and not believed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mcqgen.domain.blueprint import Bloom, ItemSpec, Request
from mcqgen.domain.document import Document, Passage
from mcqgen.domain.item import Evidence, Item, Provenance, arrange
from mcqgen.writers.llm.material import Packet
from mcqgen.writers.llm.quoting import locate
from mcqgen.writers.llm.rewording import Reworded
from mcqgen.writers.llm.schema import LONGEST_QUOTE, Distractor, WrittenItem

NAME = "llm 1"


@dataclass(frozen=True)
class Press:
    """What all items of a run have in common."""

    documents: Mapping[str, Document]
    """By content id."""
    request: Request
    model: str
    prompt: str
    """Label of the prompt file."""

    def items(self, written: Sequence[WrittenItem | Reworded], packet: Packet) -> dict[ItemSpec, Item]:
        """The item for each place that the reply holds one for.

        A model that numbers its items wrongly still wrote them in order: an item with an unknown or doubled number
        goes to the next place that has none.
        """
        places: dict[int, WrittenItem] = {}
        astray: list[WrittenItem] = []
        for one in written:
            if isinstance(one, Reworded):
                return {packet.specs[0]: self._reworded(one)}
            if one.place <= len(packet.specs) and one.place not in places:
                places[one.place] = one
            else:
                astray.append(one)
        free = (number for number in range(1, len(packet.specs) + 1) if number not in places)
        places.update(zip(free, astray, strict=False))
        return {
            spec: self._item(places[number], spec, packet)
            for number, spec in enumerate(packet.specs, 1)
            if number in places
        }

    def _reworded(self, one: Reworded) -> Item:
        draft = one.draft
        why = {option.text: option.rationale for option in draft.options}
        options = [(text, text == draft.key.text, why.get(text, "")) for text in (draft.key.text, *one.wrong)]
        made = {"writer": NAME, "model": self.model, "prompt": self.prompt}
        provenance = draft.provenance.model_copy(update=made)
        kept = {name: getattr(draft, name) for name in Item.model_fields}
        return Item(**(kept | {"options": arrange(options, draft.stem), "provenance": provenance}))

    def _item(self, written: WrittenItem, spec: ItemSpec, packet: Packet) -> Item:
        evidence, named = self._evidence(written.quotes, packet.passages)
        source = next((passage for passage in packet.passages if passage.id in named), packet.passages[0])
        stem, why = _line(written.stem), _line(written.why)
        options = [(_line(written.key), True, why), *((_line(d.text), False, _reason(d)) for d in written.distractors)]
        return Item(
            stem=stem,
            options=arrange(options, stem),
            difficulty=spec.difficulty,
            bloom=Bloom(written.bloom),
            topic=spec.topic if self.request.topics or not source.section else source.section[-1],
            rationale=why,
            evidence=evidence,
            provenance=Provenance(
                document_sha256=self.documents[source.document_id].sha256,
                passage_ids=named,
                writer=NAME,
                model=self.model,
                prompt=self.prompt,
                kind=f"{written.difficulty}-{written.bloom}",
                seed=self.request.seed,
            ),
        )

    def _evidence(
        self, quotes: Sequence[str], passages: Sequence[Passage]
    ) -> tuple[tuple[Evidence, ...], tuple[str, ...]]:
        """The evidence, and the ids of its passages. A quote that is not found keeps its words and has no place."""
        evidence: list[Evidence] = []
        named: list[str] = []
        for quote in map(_whole_words, quotes):
            found = locate(quote, passages, self.documents)
            evidence.extend(place for place, _ in found)
            named.extend(name for _, name in found)
            if not found:
                first = passages[0]
                evidence.append(
                    Evidence(document=first.document_id, page=first.first_page, quote=_line(quote), start=0, end=0)
                )
        return tuple(dict.fromkeys(evidence)), tuple(dict.fromkeys(named))


def _whole_words(quote: str) -> str:
    """A quote without the piece of a word at which the bound of the schema cut it off."""
    return quote.rpartition(" ")[0] or quote if len(quote) >= LONGEST_QUOTE else quote


def _reason(distractor: Distractor) -> str:
    """Why a distractor is wrong, and what whoever chooses it may believe."""
    why, belief = _line(distractor.why), _line(distractor.misconception).rstrip(".")
    return f"{why} Misconception: {belief}." if belief else why


def _line(text: str) -> str:
    """Models break lines at will; the words are what counts."""
    return " ".join(text.split())
