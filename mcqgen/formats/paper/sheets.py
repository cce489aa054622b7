"""A paper: its versions with the questions in their order, and the answer key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import ClassVar

from mcqgen.domain.item import Item, Option, number_in
from mcqgen.domain.run import ItemSet
from mcqgen.formats import content
from mcqgen.formats.contract import LETTERS, AnswerKey, ExportOptions, Feature, Format

VERSIONS = "ABCD"
"""Names of the versions, and so the most that there are."""
NAME, DATE, SCORE = "Name", "Date", "Score"
ANSWER_KEY = "Answer key"
SEVERAL = "Several answers are right."
_IN_KEY = frozenset({
    Feature.OPTION_FEEDBACK, Feature.GENERAL_FEEDBACK, Feature.EVIDENCE, Feature.DIFFICULTY, Feature.BLOOM,
    Feature.TOPIC,
})  # fmt: skip
"""What is for the teacher, and so on the key only."""


class Paper(Format):
    """A format that is printed, answered with a pen and marked with the key."""

    supports: ClassVar[frozenset[Feature]] = frozenset(Feature) - {Feature.CATEGORY}

    def carried(self, options: ExportOptions) -> frozenset[Feature]:
        """A paper without its key leaves out what stands there."""
        return self.supports - _IN_KEY if options.key is AnswerKey.WITHOUT else self.supports


@dataclass(frozen=True)
class Question:
    """An item at its place on one version."""

    number: int
    """From 1."""
    place: int
    """Of the item in its set, from 0."""
    item: Item
    options: tuple[Option, ...]
    """In the order in which they are shown; their ids are not the letters."""

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """`(letter, text)` of each option."""
        return tuple((letter, option.text) for letter, option in zip(LETTERS, self.options, strict=False))

    @property
    def key(self) -> str:
        """Letters of the right options, such as "B" or "A C"."""
        return " ".join(letter for letter, option in zip(LETTERS, self.options, strict=False) if option.is_key)

    @cached_property
    def rtl(self) -> bool:
        """Whether it runs from right to left, as its stem does."""
        return content.is_rtl(content.plain(self.item.stem))

    @property
    def several(self) -> bool:
        """Whether more than one option is right."""
        return " " in self.key


@dataclass(frozen=True)
class Version:
    """The same questions as on the other versions, in an order of their own."""

    name: str
    """A letter; empty where the paper has one version only."""
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Note:
    """What the key says about a question beside its letters; the letters here are those of the first version."""

    heading: str
    """Such as "3: B", or with versions "A 3: B · B 7: D"."""
    feedback: tuple[tuple[str, str], ...]
    """`(letter, text)` of each option that has feedback."""
    texts: tuple[str, ...]
    """Rationale and evidence, where there are any."""
    about: str
    """Such as "medium · apply · Blood"."""
    rtl: bool
    """Whether the question runs from right to left."""


@dataclass(frozen=True)
class Sheets:
    """All that is on a paper, for a format to write down."""

    title: str
    versions: tuple[Version, ...]
    titles: Mapping[str, str]
    """Of the documents, by id."""
    points: float
    shown: AnswerKey

    @property
    def count(self) -> int:
        """Of questions in each version."""
        return len(self.versions[0].questions)

    @property
    def instruction(self) -> str:
        """What students have to do."""
        one = "Choose the right answer."
        some = "Choose the right answer, or all right answers where a question says that several are right."
        several = any(question.several for question in self.versions[0].questions)
        worth = "" if self.points == 1 else f" Each question is worth {self.points:g} points."
        return (some if several else one) + worth

    @property
    def total(self) -> str:
        """Points that can be scored."""
        return f"{round(self.count * self.points, 6):g}"

    @property
    def has_questions(self) -> bool:
        """Whether the questions are shown."""
        return self.shown is not AnswerKey.ONLY

    @property
    def has_key(self) -> bool:
        """Whether the answers are shown."""
        return self.shown is not AnswerKey.WITHOUT

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """One for each question, in the order of the first version."""
        return tuple(self._notes())

    def _notes(self) -> Iterator[Note]:
        places: dict[int, list[str]] = {}
        for version in self.versions:
            for question in version.questions:
                told = f"{version.name} {question.number}: {question.key}".strip()
                places.setdefault(question.place, []).append(told)
        for question in self.versions[0].questions:
            item = question.item
            yield Note(
                heading=" · ".join(places[question.place]),
                feedback=tuple(
                    (letter, option.rationale)
                    for letter, option in zip(LETTERS, question.options, strict=False)
                    if content.plain(option.rationale)
                ),
                texts=tuple(filter(content.plain, (item.rationale, content.sources(item, self.titles)))),
                about=" · ".join(filter(None, (item.difficulty, item.bloom, content.one_line(item.topic)))),
                rtl=question.rtl,
            )


def make_sheets(items: ItemSet, options: ExportOptions) -> Sheets:
    """Lay out a paper; the first version keeps the order of the items and of their options."""
    count = min(max(options.versions, 1), len(VERSIONS))
    return Sheets(
        title=options.title_of(items),
        versions=tuple(
            Version(name if count > 1 else "", tuple(_questions(items.items, name, options.shuffle)))
            for name in VERSIONS[:count]
        ),
        titles=content.document_titles(items),
        points=options.points,
        shown=options.key,
    )


def _questions(items: tuple[Item, ...], version: str, shuffle: bool) -> Iterator[Question]:
    places = list(range(len(items)))
    if version != VERSIONS[0]:
        places.sort(key=lambda place: _lot(version, place, items[place].id))
    for number, place in enumerate(places, 1):
        item = items[place]
        moved = shuffle and version != VERSIONS[0]
        yield Question(number, place, item, _shuffled(item, version) if moved else item.options)


def _shuffled(item: Item, version: str) -> tuple[Option, ...]:
    """The options in the order of a version; numbers stay in theirs, as students expect it."""
    if all(number_in(option.text) is not None for option in item.options):
        return item.options
    places = sorted(range(len(item.options)), key=lambda place: _lot(version, place, item.id))
    return tuple(item.options[place] for place in places)


def _lot(version: str, place: int, item: str) -> bytes:
    """A draw that is the same in every run and on every machine."""
    return blake2b(f"{version}/{place}/{item}".encode("utf-8", "replace"), digest_size=8).digest()
