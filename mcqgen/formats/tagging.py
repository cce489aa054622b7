"""Difficulty, Bloom level and topic as tags, for systems that know tags and nothing else about a question."""

from collections.abc import Iterable
from dataclasses import dataclass

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Item
from mcqgen.formats import content

_MENDED = str.maketrans("<>`\\", "‹›ʼ⧵")
"""Characters that Moodle cuts out of tags, and what stands for them."""


@dataclass(frozen=True)
class About:
    """What tags say about an item."""

    difficulty: Difficulty = Difficulty.MEDIUM
    bloom: Bloom = Bloom.REMEMBER
    topic: str = ""


def tag_text(text: str) -> str:
    """A text as tags can hold it: on one line, without `<`, `>`, backtick and backslash."""
    return content.one_line(text.translate(_MENDED))


def write_tags(item: Item) -> tuple[str, ...]:
    """Tags of an item, such as "difficulty:easy", "bloom:apply" and "topic:Blood"."""
    tags = [f"difficulty:{item.difficulty}", f"bloom:{item.bloom}"]
    if topic := tag_text(item.topic):
        tags.append(f"topic:{topic}")
    return tuple(tags)


def read_tags(tags: Iterable[str], category: str = "") -> About:
    """What tags say; the first that is none of ours is the topic, or else the name of the category.

    Ours always give a difficulty, so that the category is never taken for the topic of an item without one.
    """
    said: dict[str, str] = {}
    for tag in tags:
        kind, colon, value = tag.strip().partition(":")
        if colon and kind.lower() in {"difficulty", "bloom", "topic"}:
            said[kind.lower()] = value.strip()
        elif tag.strip().lower() in _DIFFICULTIES:
            said.setdefault("difficulty", tag.strip().lower())
        elif tag.strip():
            said.setdefault("topic", tag.strip())
    return About(
        difficulty=_DIFFICULTIES.get(said.get("difficulty", "").lower(), Difficulty.MEDIUM),
        bloom=_BLOOMS.get(said.get("bloom", "").lower(), Bloom.REMEMBER),
        topic=said.get("topic", category if not said else ""),
    )


_DIFFICULTIES = {level.value: level for level in Difficulty}
_BLOOMS = {level.value: level for level in Bloom}
