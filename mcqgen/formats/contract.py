"""What every interchange format tells about itself and does."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Item, Option, Provenance
from mcqgen.domain.run import DocumentInfo, ItemSet, Report
from mcqgen.errors import FormatError
from mcqgen.formats import content

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Letters of options, and so the most that an item can have."""


class Feature(StrEnum):
    """What a format may be able to carry; the value is what users read."""

    SEVERAL_KEYS = "several right options"
    OPTION_FEEDBACK = "feedback per option"
    GENERAL_FEEDBACK = "general feedback"
    EVIDENCE = "evidence"
    DIFFICULTY = "difficulty"
    BLOOM = "Bloom level"
    TOPIC = "topic"
    LINES = "line breaks"
    MARKUP = "emphasis and code"
    MATHS = "formulas"
    TITLE = "title"
    CATEGORY = "category"
    POINTS = "points"
    SHUFFLE = "shuffling"
    VERSIONS = "versions of a paper"
    ANSWER_KEY = "separate answer key"


ON_SCREEN = frozenset(Feature) - {Feature.VERSIONS, Feature.ANSWER_KEY}
"""All that a format may carry which is no paper."""


class AnswerKey(StrEnum):
    """Where the right answers of a paper stand; the value is what users type."""

    WITH = "with"
    """On pages of their own behind the questions."""
    WITHOUT = "without"
    """Nowhere: the paper as students get it."""
    ONLY = "only"
    """On their own, without the questions."""


@dataclass(frozen=True)
class ExportOptions:
    """What a teacher sets for a whole export."""

    title: str = ""
    """Name of the quiz; empty: the set's own title."""
    category: str = ""
    """Where the questions go, with "/" between the levels; empty: left to the format."""
    points: float = 1.0
    """For each item that is answered right."""
    shuffle: bool = True
    """Whether the system shall show the options in a new order each time; on paper: in another one in each version."""
    versions: int = 1
    """Of a paper, A to D: the same questions in different orders."""
    key: AnswerKey = AnswerKey.WITH
    """Of a paper."""

    def title_of(self, items: ItemSet) -> str:
        """Title of the export, on one line; never empty."""
        return content.one_line(self.title or items.title) or "Questions"


@dataclass(frozen=True)
class Notice:
    """What an import did not take over, and why."""

    place: str
    """Where in the file, such as "question 3 (Capitals)" or "line 12"."""
    reason: str
    """In plain words, such as "it is a matching question"."""
    skipped: bool = True
    """The whole question was left out; else it was taken, less what the reason says."""


@dataclass(frozen=True)
class Imported:
    """What a file of another system held."""

    items: tuple[Item, ...]
    notices: tuple[Notice, ...] = ()
    title: str = ""
    documents: tuple[DocumentInfo, ...] = ()
    """What the evidence of the items points to."""
    created_at: str = ""
    """ISO 8601 in UTC; empty where the file does not say."""


class Format(ABC):
    """One interchange format. A format that can be read too is an `Importable`."""

    name: ClassVar[str]
    """What the user types, such as "moodle_xml"."""
    label: ClassVar[str]
    """What a teacher calls it, such as "Moodle XML"."""
    extension: ClassVar[str]
    """Of its files, without the dot."""
    media_type: ClassVar[str]
    supports: ClassVar[frozenset[Feature]]
    """What it carries; all else is told by `losses`."""
    max_options: ClassVar[int] = len(LETTERS)

    def export(self, items: ItemSet, options: ExportOptions = ExportOptions()) -> bytes:
        """Write the items; equal items and options give equal bytes.

        Raises:
            FormatError: The format cannot hold an item; `refusal` tells which and why.
        """
        refused = [(place, reason) for place, item in enumerate(items.items, 1) if (reason := self.refusal(item))]
        if refused:
            place, reason = refused[0]
            more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
            raise FormatError(f"{self.label} cannot hold item {place}{more}: {reason}.")
        return self.write(items, options)

    @abstractmethod
    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write items of which none is refused."""

    def refusal(self, item: Item) -> str:
        """Why the format cannot hold an item, as the end of a sentence; empty when it can."""
        keys = sum(option.is_key for option in item.options)
        if len(item.options) < 2:
            return "it has fewer than two options"
        if len(item.options) > self.max_options:
            return f"it has {len(item.options)} options, and {self.max_options} is the most"
        if not keys:
            return "it marks no option as right"
        if keys > 1 and Feature.SEVERAL_KEYS not in self.supports:
            return f"it has {keys} right options, and one is the most"
        if not all(content.plain(text).strip() for text in _texts(item)):
            return "its stem or one of its options is empty"
        if Feature.LINES not in self.supports and any(map(content.has_code_block, _texts(item))):
            return "it holds lines of code"
        return ""

    def carried(self, options: ExportOptions) -> frozenset[Feature]:
        """What travels with these options: all that the format supports, where no option leaves something out."""
        del options
        return self.supports

    def lost(self, items: ItemSet, options: ExportOptions = ExportOptions()) -> dict[Feature, int]:
        """What is there and does not travel, with the number of items that have it; 0 for what was set for all."""
        carried = self.carried(options)
        left = {feature: holds for feature, holds in _CARRIED_BY_ITEM.items() if feature not in carried}
        counts = {feature: sum(map(holds, items.items)) for feature, holds in left.items()}
        asked = [feature for feature, is_set in _SET_BY_USER.items() if is_set(options) and feature not in carried]
        return {feature: count for feature, count in counts.items() if count} | dict.fromkeys(asked, 0)

    def losses(self, items: ItemSet, options: ExportOptions = ExportOptions()) -> tuple[str, ...]:
        """What `lost` tells, in words such as "feedback per option (3 of 10 items)"."""
        return tuple(
            f"{feature} ({count} of {len(items.items)} items)" if count else feature
            for feature, count in self.lost(items, options).items()
        )


class Importable(Format):
    """A format whose files can be read, whoever wrote them."""

    @abstractmethod
    def claims(self, data: bytes) -> bool:
        """Whether a file looks like this format at a glance; never raises."""

    @abstractmethod
    def read(self, data: bytes) -> Imported:
        """Read items; what is no multiple-choice question is skipped with a notice.

        Raises:
            FormatError: The file is not of this format, damaged, or hostile.
        """


_CARRIED_BY_ITEM: dict[Feature, Callable[[Item], bool]] = {
    Feature.OPTION_FEEDBACK: lambda item: any(option.rationale.strip() for option in item.options),
    Feature.GENERAL_FEEDBACK: lambda item: bool(item.rationale.strip()),
    Feature.EVIDENCE: lambda item: bool(item.evidence),
    Feature.DIFFICULTY: lambda _: True,
    Feature.BLOOM: lambda _: True,
    Feature.TOPIC: lambda item: bool(item.topic.strip()),
    Feature.LINES: lambda item: any(content.has_lines(text) for text in _texts(item)),
    Feature.MARKUP: lambda item: any(content.has_markup(text) for text in _texts(item)),
    Feature.MATHS: lambda item: any(content.has_maths(text) for text in _texts(item)),
}
_SET_BY_USER: dict[Feature, Callable[[ExportOptions], bool]] = {
    Feature.TITLE: lambda options: bool(options.title),
    Feature.CATEGORY: lambda options: bool(options.category),
    Feature.POINTS: lambda options: options.points != 1,
    Feature.SHUFFLE: lambda options: not options.shuffle,
    Feature.VERSIONS: lambda options: options.versions != 1,
    Feature.ANSWER_KEY: lambda options: options.key is not AnswerKey.WITH,
}


def _texts(item: Item) -> tuple[str, ...]:
    return (item.stem, *(option.text for option in item.options))


@dataclass(frozen=True)
class ReadOption:
    """An option as a reader finds it, before it has a letter."""

    text: str
    is_key: bool
    rationale: str = ""


def imported_item(
    source: str,
    stem: str,
    options: Sequence[ReadOption],
    *,
    rationale: str = "",
    difficulty: Difficulty = Difficulty.MEDIUM,
    bloom: Bloom = Bloom.REMEMBER,
    topic: str = "",
) -> Item:
    """Make an item of what a reader found; the options keep their order, and there is no evidence.

    Args:
        source: Name of the format.
        stem: As `content` understands it, like all the texts.
        options: In the order of the file.
        rationale: General feedback.
        difficulty: As the file says.
        bloom: As the file says.
        topic: As the file says.

    Raises:
        FormatError: Not two to 26 options, none is right, or a text is empty; the message is the reason of a notice.
    """
    if not content.plain(stem).strip():
        raise FormatError("it has no text")
    if not 2 <= len(options) <= len(LETTERS):
        raise FormatError(f"it has {len(options)} options, and 2 to {len(LETTERS)} are expected")
    if not all(content.plain(option.text).strip() for option in options):
        raise FormatError("one of its options has no text")
    if not any(option.is_key for option in options):
        raise FormatError("no option is marked as right")
    lettered = (
        Option(id=letter, text=option.text, is_key=option.is_key, rationale=option.rationale)
        for letter, option in zip(LETTERS, options, strict=False)
    )
    return Item(
        stem=stem,
        options=tuple(lettered),
        difficulty=difficulty,
        bloom=bloom,
        topic=topic,
        rationale=rationale,
        evidence=(),
        provenance=Provenance(writer=f"import {source}"),
    )


def as_item_set(imported: Imported, *, title: str = "", created_at: str = "") -> ItemSet:
    """Make a set of what was imported, for formats to export.

    Args:
        imported: What a reader found.
        title: Where the file has none.
        created_at: ISO 8601 in UTC, where the file does not say.
    """
    count = len(imported.items)
    return ItemSet(
        title=imported.title or title,
        created_at=imported.created_at or created_at,
        documents=imported.documents,
        items=imported.items,
        report=Report(requested=count, delivered=count, rejected=0, shortfall=0),
    )
