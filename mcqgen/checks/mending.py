"""Mends that cannot change what an item asks: order, capitals, full stops, stray signs. All else is for a writer."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from mcqgen.checks.reading import Reading, ReviewContext
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Item, Option, arrange, number_in

Mend = Callable[[Reading], Item]
_LETTERED = re.compile(r"\b(?:[Oo]ptions?|[Aa]nswers?|[Cc]hoices?)? ?\(?\b[A-E]\b\)?(?:,| and| or| is| are)")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_INVISIBLE = re.compile(r"[\u00ad\u200b\ufeff\ufffe]")
_SPACE_BEFORE = re.compile(r"(?<=[^\W_]) (?=[,;.](?:\s|$))")


def _worded(item: Item, texts: Sequence[str]) -> Item:
    options = (option.model_copy(update={"text": text}) for option, text in zip(item.options, texts, strict=True))
    return item.model_copy(update={"options": tuple(options)})


def _ordered(item: Item, options: Sequence[Option]) -> Item:
    lettered = (option.model_copy(update={"id": chr(ord("A") + at)}) for at, option in enumerate(options))
    return item.model_copy(update={"options": tuple(lettered)})


def _movable(reading: Reading) -> bool:
    """Whether the options may change places: none refers to another, and no rationale names one by its letter."""
    told = [reading.item.rationale, *(option.rationale for option in reading.item.options)]
    return len(reading.plain) == len(reading.options) and not any(_LETTERED.search(text) for text in told)


def _sort_numbers(reading: Reading) -> Item:
    if not _movable(reading):
        return reading.item
    return _ordered(reading.item, sorted(reading.item.options, key=lambda option: number_in(option.text) or 0.0))


def _letter_anew(reading: Reading) -> Item:
    return _ordered(reading.item, reading.item.options)


def _end_alike(reading: Reading) -> Item:
    """A full stop for all options or for none, as most have it."""
    texts = [option.text.rstrip() for option in reading.item.options]
    ended = sum(text.endswith((".", "!", "?")) for text in texts)
    if ended * 2 > len(texts):
        return _worded(reading.item, [text if text.endswith((".", "!", "?")) else f"{text}." for text in texts])
    return _worded(reading.item, [text.removesuffix(".") for text in texts])


def _capitalise_alike(reading: Reading) -> Item:
    """The odd option's first letter as the others have it."""
    texts = [option.text for option in reading.item.options]
    small = sum(text[:1].islower() for text in texts)
    change = str.lower if small * 2 > len(texts) else str.upper
    return _worded(reading.item, [change(text[:1]) + text[1:] for text in texts])


def _clean(text: str) -> str:
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    return _SPACE_BEFORE.sub("", _INVISIBLE.sub("", text))


def _clean_texts(reading: Reading) -> Item:
    item = reading.item
    return _worded(item, [_clean(option.text) for option in item.options]).model_copy(
        update={"stem": _clean(item.stem)}
    )


def _emphasise(reading: Reading) -> Item:
    """The negation of the question in capitals."""
    question, word = reading.question, reading.negation
    at = reading.item.stem.find(question)
    inside = question.rfind(word)
    if at < 0 or inside < 0:
        return reading.item
    begin = at + inside
    return reading.item.model_copy(
        update={"stem": reading.item.stem[:begin] + word.upper() + reading.item.stem[begin + len(word) :]}
    )


def _say_once(reading: Reading) -> Item:
    """Function words that stand twice in a row, once."""
    function_words = [word for name in ("articles", "prepositions", "auxiliaries") for word in reading.words.set(name)]
    twice = "|".join(map(re.escape, set(function_words) - reading.words.set("may_double")))
    pattern = re.compile(rf"(?<![\w'’-])({twice})\s+\1(?![\w'’-])", re.IGNORECASE)
    item = reading.item
    return _worded(item, [pattern.sub(r"\1", option.text) for option in item.options]).model_copy(
        update={"stem": pattern.sub(r"\1", item.stem)}
    )


MENDS: Mapping[str, Mend] = {
    "S107": _letter_anew,
    "O304": _capitalise_alike,
    "O305": _end_alike,
    "O307": _sort_numbers,
    "T403": _emphasise,
    "T411": _clean_texts,
    "T413": _say_once,
}
"""What mends a flaw, by the code of its check."""
SHUFFLED = "X513"
"""The check of a set whose flaw is mended by shuffling the options of its items."""


def mend(item: Item, flaws: Sequence[Flaw], context: ReviewContext) -> Item:
    """The item with those of its flaws mended for which there is a safe way; the same item where there is none."""
    for code in sorted({flaw.code for flaw in flaws} & MENDS.keys()):
        item = MENDS[code](Reading(item, context))
    return item


def shuffle(items: Sequence[Item], context: ReviewContext, skipped: Collection[int] = ()) -> tuple[Item, ...]:
    """Each item with its options in an order that its words settle; numbers stay sorted.

    Args:
        items: Of one set.
        context: Tells the language, and with it which options refer to others.
        skipped: Indices of items that stay as they are.
    """
    mended = []
    for index, item in enumerate(items):
        if index in skipped or not _movable(Reading(item, context)):
            mended.append(item)
            continue
        told = [(option.text, option.is_key, option.rationale) for option in item.options]
        mended.append(item.model_copy(update={"options": arrange(told, item.stem)}))
    return tuple(mended)
