"""Plants a flaw into the stem of a clean item."""

# ruff: noqa: ARG001 (all planters have one signature)
import random
import re

from spoiling import LISTS, change_key, content_words, lower_first, stemmed

from mcqgen.checks.language import tokens
from mcqgen.domain.item import Item

_GAP = re.compile(r"\s*_{2,}\.?$")


def key_in_stem(item: Item, rng: random.Random) -> Item | None:
    """Say the key in the stem."""
    if not content_words(item.key.text) or len(tokens(item.key.text)) > 6:
        return None
    return stemmed(item, f"Much is said about {item.key.text}. {item.stem}")


def repeated_word(item: Item, rng: random.Random) -> Item | None:
    """Let a content word of the stem come back in a short key."""
    taken = {t for o in item.options for t in tokens(o.text)}
    words = [w for w in content_words(item.stem) if w not in taken]
    short = 1 <= len(content_words(item.key.text)) <= 2 and len(tokens(item.key.text)) <= 3
    return change_key(item, f"{item.key.text} of the {rng.choice(words)}") if words and short else None


def negative(item: Item, rng: random.Random) -> Item | None:
    """Turn a question or a completion into a negative one."""
    for old, new in ((" is ", " is not "), (" are ", " are not "), (" was ", " was not "), (" were ", " were not ")):
        if re.match(r"(Which|What)(?! type)( (?!that|when|how|if|the)\w+){0,7}" + old, item.stem):
            return stemmed(item, item.stem.replace(old, new, 1))
    return None


def inner_gap(item: Item, rng: random.Random) -> Item | None:
    """Move the gap from the end to the inside of the stem."""
    if not _GAP.search(item.stem):
        return None
    return stemmed(item, _GAP.sub(" ________ in most of the cases that are known.", item.stem))


def no_focus(item: Item, rng: random.Random) -> Item | None:
    """Take the question away."""
    return stemmed(
        item,
        rng.choice(
            [
                "Which of the following is true?",
                "Which one of these statements is correct?",
                "Which of the following statements is false?",
                "Which statement is not true?",
                f"The {(content_words(item.stem) or ['system'])[0]} ________.",
                "It has been known for a long time that the matter has two sides.",
            ]
        ),
    )


def bound(item: Item, rng: random.Random) -> Item | None:
    """Point at something outside the item."""
    start = rng.choice(
        [
            "According to the passage,",
            "As shown in the figure,",
            "In this chapter,",
            "As the author notes,",
            "As described above,",
        ]
    )
    return stemmed(item, f"{start} {lower_first(item.stem)}")


def lengthy(item: Item, rng: random.Random) -> Item | None:
    """Put a long story before the question."""
    story = (
        "Two students met on their way home and talked about the lecture of that morning, which both had found long. "
    )
    return stemmed(item, story * 4 + item.stem)


def noise(item: Item, rng: random.Random) -> Item | None:
    """Leave a trace of extraction in the stem."""
    words = item.stem.split(" ")
    place = max(range(len(words)), key=lambda at: len(words[at]))
    long = words[place]
    if len(long) < 7 or not long.isalpha():
        return None
    half = len(long) // 2
    words[place] = rng.choice(
        [
            f"{long[:half]}- {long[half:]}",
            f"{long} [12]",
            f"{long}¹²",
            f"{long} (",
            f"{long} ,",
            f"{long[:half]}\ufffe{long[half:]}",
        ]
    )
    return stemmed(item, " ".join(words))


def reference(item: Item, rng: random.Random) -> Item | None:
    """Refer to a numbered figure."""
    return stemmed(item, f"{item.stem} ({rng.choice(['see Figure 2.3', 'Table 4', 'Fig. 12', 'see Section 3.2'])})")


def doubled(item: Item, rng: random.Random) -> Item | None:
    """Write a function word twice."""
    found = re.search(r" (the|of|a|is) ", item.stem)
    return stemmed(item, item.stem[: found.end()] + found[1] + item.stem[found.end() - 1 :]) if found else None


_STRAY = (
    "The museum of the old harbour opens at nine on Tuesdays.",
    "Two cousins from Vienna inherited a bakery beside the railway.",
    "A gardener painted his fence green before the summer holidays.",
)


def stray(item: Item, rng: random.Random) -> Item | None:
    """Put a long story, or a sentence about something else, before the question."""
    if rng.random() < 0.5:
        return lengthy(item, rng)
    points_back = not LISTS.set("pointers").isdisjoint(tokens(item.stem))
    return None if points_back else stemmed(item, f"{rng.choice(_STRAY)} {item.stem}")


def unclear(item: Item, rng: random.Random) -> Item | None:
    """Ask with two negations, a double "or", "and/or", or an abbreviation that nobody has explained."""
    words = content_words(item.stem) or ["cases"]
    first, second = item.distractors[0].text.rstrip("."), item.distractors[1].text.rstrip(".")
    short = all(len(tokens(text)) <= 3 for text in (first, second))
    either = f"Is it {lower_first(first)} or {lower_first(second)} or something else in this case?"
    return stemmed(
        item,
        rng.choice(
            [
                f"Which of these {words[-1]} is NOT without an effect?",
                f"Which {words[-1]} and/or causes are meant here?",
                f"What does the QZK do to the {words[-1]}?",
                either if short else f"Which {words[-1]} can never fail to be excluded without a reason?",
            ]
        ),
    )
