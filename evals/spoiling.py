"""Changes of an item that planters are made of, and what they ask of it first."""

import random
from collections.abc import Callable

from mcqgen.checks.language import WordLists, stem, tokens, word_lists
from mcqgen.domain.item import Item, Option

Planter = Callable[[Item, random.Random], Item | None]
"""Gives the flawed item, or None where the flaw does not fit the item."""

LISTS = word_lists("en") or WordLists({}, {}, {})
PLAIN = LISTS.set("stopwords") | LISTS.set("generic")
"""Words that carry little meaning."""
_PLAIN_STEMS = {stem(word, "en") for word in PLAIN}


def stemmed(item: Item, stem: str) -> Item:
    """The item with another stem."""
    return item.model_copy(update={"stem": stem})


def worded(item: Item, texts: list[str]) -> Item:
    """The item with other option texts, in the same places."""
    options = [Option(id=o.id, text=t, is_key=o.is_key) for o, t in zip(item.options, texts, strict=True)]
    return item.model_copy(update={"options": tuple(options)})


def change_key(item: Item, text: str) -> Item:
    """The item with another text for its key."""
    return worded(item, [text if o.is_key else o.text for o in item.options])


def change_one(item: Item, rng: random.Random, text: str) -> Item:
    """The item with another text for one wrong option."""
    odd = rng.choice([o.id for o in item.options if not o.is_key])
    return worded(item, [text if o.id == odd else o.text for o in item.options])


def change_wrong(item: Item, change: Callable[[str], str]) -> Item:
    """The item with all wrong options changed."""
    return worded(item, [o.text if o.is_key else change(o.text) for o in item.options])


def lower_first(text: str) -> str:
    """The text with a small first letter."""
    return text[:1].lower() + text[1:]


def small(item: Item) -> bool:
    """Whether all options begin with a small letter."""
    return all(o.text[0].islower() for o in item.options)


def numeric(item: Item) -> bool:
    """Whether an option holds a number, in digits or as a word, or another word for an amount."""
    amounts = LISTS.numbers.keys() | LISTS.set("quantities")
    return any(t[0].isdigit() or t in amounts for o in item.options for t in tokens(o.text))


def content_words(text: str) -> list[str]:
    """The words of a text that carry meaning, without numbers."""
    return [t for t in tokens(text) if stem(t, "en") not in _PLAIN_STEMS and t.isalpha() and len(t) > 4]
