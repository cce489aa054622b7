"""Items: stem, options, rationale, evidence and where they come from."""

import random
import re
from collections.abc import Sequence
from functools import cached_property

from mcqgen.domain.base import Frozen, content_id
from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.flaw import Flaw

_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")


class Evidence(Frozen):
    """Verbatim words of the source that prove the key."""

    document: str
    """Content id of the document."""
    page: int
    quote: str
    start: int
    """Half-open character range of the quote in the loaded text of the page."""
    end: int


class Option(Frozen):
    """One answer to choose from."""

    id: str
    """"A", "B", …: the place where it is shown."""
    text: str
    is_key: bool = False
    rationale: str = ""
    """Why it is right or wrong."""


class Provenance(Frozen):
    """How an item came to be."""

    document_sha256: str = ""
    passage_ids: tuple[str, ...] = ()
    writer: str = ""
    """Name and version of the writer, such as "offline 1"."""
    model: str = ""
    prompt: str = ""
    """Name, version and digest of the prompt file."""
    kind: str = ""
    """The writer's own name for the form of the item, such as "definition" or "cloze"."""
    seed: int = 0
    revisions: int = 0
    settings: str = ""
    """Digest of the settings that shape an item."""


class Prediction(Frozen):
    """How hard an item probably is."""

    value: float
    """Expected share of wrong answers: 0 everybody is right … 1 nobody is."""
    error: float
    """Standard error of the value."""


class Statistics(Frozen):
    """What students answered."""

    respondents: int
    """Who answered the item."""
    p: float
    """Share of right answers."""
    point_biserial: float | None = None
    """Correlation of the item with the rest of the test; None where it cannot be told."""
    choices: dict[str, float] = {}
    """Share that chose each option, by its letter."""
    non_functional: tuple[str, ...] = ()
    """Wrong options that fewer than 5 % chose."""
    model: str = ""
    """"rasch", "2pl" or, where too few answered, ""."""
    b: float | None = None
    """Difficulty in logits."""
    b_error: float | None = None
    """Standard error of `b`."""
    a: float | None = None
    """Discrimination."""


class Item(Frozen):
    """One multiple-choice question. Made by `make_item`, which names it and orders its options."""

    stem: str
    options: tuple[Option, ...]
    difficulty: Difficulty
    bloom: Bloom
    topic: str
    rationale: str
    evidence: tuple[Evidence, ...]
    flaws: tuple[Flaw, ...] = ()
    provenance: Provenance = Provenance()
    objective: str = ""
    """The learning objective that it serves; empty where none were given."""
    predicted: Prediction | None = None
    """Estimated difficulty; None where nobody estimated it."""
    statistics: Statistics | None = None
    """What responses say; None before any."""

    @cached_property
    def id(self) -> str:
        """Content id of what the item asks and answers, whatever the order of its options."""
        return item_id(
            self.stem, [o.text for o in self.options if o.is_key], [o.text for o in self.options if not o.is_key]
        )

    @property
    def key(self) -> Option:
        """The (first) right option; raises StopIteration where none is marked."""
        return next(option for option in self.options if option.is_key)

    @property
    def distractors(self) -> tuple[Option, ...]:
        """The wrong options."""
        return tuple(option for option in self.options if not option.is_key)


def item_id(stem: str, keys: Sequence[str], distractors: Sequence[str]) -> str:
    """Content id of an item from its words."""
    return content_id([stem, sorted(keys), sorted(distractors)])


def number_in(text: str) -> float | None:
    """The number that an option leads with, or None; "1,500 miles" → 1500.0."""
    match = _NUMBER.match(text.strip().lstrip("$€£"))
    return float(match[0].replace(",", "").replace("−", "-")) if match else None


def arrange(texts: Sequence[tuple[str, bool, str]], stem: str) -> tuple[Option, ...]:
    """Order `(text, is_key, rationale)` and letter them.

    Numbers and dates are put in ascending order (Haladyna, Downing & Rodriguez 2002, rule on logical order);
    all else is shuffled with the item's content id as the seed, so that the key's place is uniform over items
    and the same in every run.
    """
    values = [number_in(text) for text, _, _ in texts]
    if all(value is not None for value in values) and len(set(values)) == len(values):
        order = sorted(range(len(texts)), key=lambda index: values[index] or 0.0)
    else:
        order = sorted(range(len(texts)), key=lambda index: texts[index][0])
        seed = item_id(stem, [t for t, k, _ in texts if k], [t for t, k, _ in texts if not k])
        random.Random(seed).shuffle(order)
    return tuple(
        Option(id=chr(ord("A") + place), text=texts[index][0], is_key=texts[index][1], rationale=texts[index][2])
        for place, index in enumerate(order)
    )
