"""A question before its options are chosen, and the item that it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass

from mcqgen import prompts
from mcqgen.domain.blueprint import Difficulty, ItemSpec, Request
from mcqgen.domain.document import Document
from mcqgen.domain.item import Evidence, Item, Provenance, arrange
from mcqgen.domain.quotes import find_quote
from mcqgen.writers.offline.language import Sentence

WORDINGS = prompts.load("offline_stems", 1)
NAME = "offline 1"
REWORDABLE = ("definition", "meaning", "question", "object")
"""Kinds whose stems and keys raters found sound most often, the best first: other options make them usable. Beside a
property of a thing, what a small model writes may be true of it as well.
"""


@dataclass(frozen=True)
class Choice:
    """A possible distractor."""

    text: str
    why: str
    """Why it is wrong, for the rationale."""
    worth: float
    """0–1: how likely it tempts someone who half knows, as far as it is surely wrong."""


@dataclass(frozen=True)
class Draft:
    """A question with its key and chosen distractors."""

    kind: str
    stem: str
    key: str
    distractors: tuple[Choice, ...]
    sentences: tuple[Sentence, ...]
    """What proves the key."""
    level: float
    """Estimated difficulty, 0–1: first the kind of item, then how near the distractors are to the key."""
    quality: float
    """Estimated chance, 0–1, that a teacher would hand it out as it is: the rank among the drafts of a document."""
    about: str = ""
    """The term, in lower case, in the singular, that no other item of the set shall be about; empty where any may."""

    @property
    def difficulty(self) -> Difficulty:
        """The band that its level lies in."""
        return Difficulty.EASY if self.level < 0.4 else Difficulty.MEDIUM if self.level < 0.7 else Difficulty.HARD

    @property
    def proof(self) -> tuple[Sentence, ...]:
        """The sentences, each behind those that tell what its pronoun stands for."""
        return tuple(dict.fromkeys(part for one in self.sentences for part in (*_contexts(one), one)))

    @property
    def passages(self) -> tuple[str, ...]:
        """Ids of the passages that it is made from."""
        return tuple(dict.fromkeys(sentence.passage.id for sentence in self.sentences))


def evidence_of(sentence: Sentence, document: Document) -> tuple[Evidence, ...]:
    """The verbatim quotes of a sentence, one for each contiguous run of loaded text; empty when one is missing."""
    quotes = []
    for start, end, span in sentence.passage.spans(sentence.start, sentence.end):
        quote = sentence.passage.text[start:end].strip()
        found = find_quote(quote, span.page, document.page_numbers[span.page].text, near=span.start)
        if found is None:
            return ()
        quotes.append(Evidence(document=document.id, page=found.page, quote=quote, start=found.start, end=found.end))
    return tuple(quotes)


def _contexts(sentence: Sentence) -> tuple[Sentence, ...]:
    """The sentences before one that tell what its pronoun stands for, first to last."""
    return (*_contexts(sentence.context), sentence.context) if sentence.context else ()


def finish(
    draft: Draft, spec: ItemSpec, documents: Mapping[str, Document], request: Request, revisions: int
) -> Item | None:
    """Make the item; None where a quote cannot be found in the loaded text."""
    evidence: list[Evidence] = []
    for sentence in draft.proof:
        quotes = evidence_of(sentence, documents[sentence.passage.document_id])
        if not quotes:
            return None
        evidence.extend(quotes)
    section = draft.sentences[0].passage.section
    said = " ".join(dict.fromkeys(sentence.text for sentence in draft.proof))
    rationale = f"The text says: “{said}”"
    options = [(draft.key, True, rationale), *((choice.text, False, choice.why) for choice in draft.distractors)]
    return Item(
        stem=draft.stem,
        options=arrange(options, draft.stem),
        difficulty=spec.difficulty,
        bloom=spec.bloom,
        topic=spec.topic if request.topics or not section else section[-1],
        rationale=rationale,
        evidence=tuple(evidence),
        provenance=Provenance(
            document_sha256=documents[draft.sentences[0].passage.document_id].sha256,
            passage_ids=draft.passages,
            writer=NAME,
            prompt=WORDINGS.label,
            kind=draft.kind,
            seed=request.seed,
            revisions=revisions,
        ),
    )
