"""Plants one item-writing flaw into a clean item, for each check: what recall is measured with.

A planter takes an item and a random generator, and gives the flawed item, or None where the flaw does not fit the item.
"""

# ruff: noqa: ARG001 (all planters have one signature)
import random
import re
from collections.abc import Callable

from planting_stems import (
    bound,
    doubled,
    inner_gap,
    key_in_stem,
    negative,
    no_focus,
    noise,
    reference,
    repeated_word,
    stray,
    unclear,
)
from spoiling import (
    PLAIN,
    Planter,
    change_key,
    change_one,
    change_wrong,
    content_words,
    lower_first,
    numeric,
    small,
    stemmed,
    worded,
)

from mcqgen.checks.language import tokens
from mcqgen.domain.item import Item, Option


def longest(item: Item, rng: random.Random) -> Item | None:
    """Qualify the key, as writers do, until it is the longest."""
    text = item.key.text.rstrip(".")
    while len(text) < 1.5 * max(len(o.text) for o in item.distractors) + 12:
        text += rng.choice(
            [" as far as this is known today", ", which differs from case to case", " under most conditions"]
        )
    return change_key(item, text + ("." if item.key.text.endswith(".") else ""))


def uneven(item: Item, rng: random.Random) -> Item | None:
    """Blow up one wrong option."""
    size = 3 * max(len(o.text) for o in item.options) + 25
    text = item.distractors[0].text.rstrip(".")
    while len(text) <= size:
        text += " and whatever belongs to it"
    return worded(item, [text if o.id == item.distractors[0].id else o.text for o in item.options])


def odd_start(item: Item, rng: random.Random) -> Item | None:
    """Make a phrase with a preposition of the key, among nouns."""
    if not small(item) or any(len(tokens(o.text)) > 5 or tokens(o.text)[0] in PLAIN for o in item.options):
        return None
    return change_key(item, f"within {item.key.text}")


def capitals(item: Item, rng: random.Random) -> Item | None:
    """Write the key with a small letter among sentences."""
    if not all(o.text.endswith(".") and tokens(o.text)[0] in PLAIN for o in item.options):
        return None
    return change_key(item, lower_first(item.key.text))


def full_stop(item: Item, rng: random.Random) -> Item | None:
    """Take away, or add, the key's full stop."""
    text = item.key.text
    return (
        change_key(item, text[:-1] if text.endswith(".") else f"{text}.")
        if text[-2:].isalpha() or text[-1] == "."
        else None
    )


def one_number(item: Item, rng: random.Random) -> Item | None:
    """Make the key a number among words."""
    return None if numeric(item) else change_key(item, str(rng.randint(20, 900)))


def unsorted_numbers(item: Item, rng: random.Random) -> Item | None:
    """Give the item unsorted numbers for options."""
    values = rng.sample(range(10, 999), len(item.options))
    return (
        worded(item, [str(v) for v in values]) if values not in (sorted(values), sorted(values, reverse=True)) else None
    )


def one_article(item: Item, rng: random.Random) -> Item | None:
    """Give the key alone an article."""
    if not small(item) or any(len(tokens(o.text)) > 5 or tokens(o.text)[0] in PLAIN for o in item.options):
        return None
    return change_key(item, f"the {item.key.text}")


def convergence(item: Item, rng: random.Random) -> Item | None:
    """Make options of pairs that vary the key's parts."""
    words = [o.text for o in item.options]
    if len(words) != 4 or any(len(tokens(word)) != 1 for word in words):
        return None
    key = item.key.text
    one, two, three = (o.text for o in item.distractors)
    parts = iter((f"{key} and {two}", f"{three} and {one}", f"{key} and fluid"))
    return worded(item, [f"{key} and {one}" if o.is_key else next(parts) for o in item.options])


def kind_cue(item: Item, rng: random.Random) -> Item | None:
    """Ask for a number that only the key gives."""
    if numeric(item):
        return None
    word = (content_words(item.stem) or ["cases"])[-1]
    return change_key(stemmed(item, f"How many {word} were counted in that year?"), str(rng.randint(20, 900)))


def article(item: Item, rng: random.Random) -> Item | None:
    """End the stem with an article that goes with the key only."""
    vowels = [o.text[0] in "aeio" for o in item.options]
    if (
        not small(item)
        or len(set(vowels)) < 2
        or any(o.text[:1] in "uh" or tokens(o.text)[0] in PLAIN for o in item.options)
    ):
        return None
    return stemmed(item, f"The right name for this is {'an' if item.key.text[0] in 'aeio' else 'a'} ____.")


def plural(item: Item, rng: random.Random) -> Item | None:
    """Put the key into the plural that the stem's verb asks for, and the others not."""
    if any(
        len(tokens(o.text)) > 2 or not o.text[-1].isalpha() or o.text[-1] in "saeicl" or o.text[-1].isupper()
        for o in item.options
    ):
        return None
    if any(tokens(o.text)[0] in PLAIN for o in item.options):
        return None
    return change_key(stemmed(item, "The parts that matter most here are ____."), f"{item.key.text}s")


def absolutes(item: Item, rng: random.Random) -> Item | None:
    """Put absolute words into the wrong options."""
    return change_wrong(item, lambda text: f"{rng.choice(['always', 'never', 'completely'])} {lower_first(text)}")


def vague(item: Item, rng: random.Random) -> Item | None:
    """Put a vague word into the key."""
    return change_key(item, f"{rng.choice(['usually', 'sometimes', 'often'])} {lower_first(item.key.text)}")


def none_of(item: Item, rng: random.Random) -> Item | None:
    """Replace a wrong option by "none of the above"."""
    return change_one(item, rng, rng.choice(["None of the above", "none of these", "None of the above."]))


def all_of(item: Item, rng: random.Random) -> Item | None:
    """Replace a wrong option by "all of the above"."""
    return change_one(item, rng, rng.choice(["All of the above", "all of these", "All of the above."]))


def combined(item: Item, rng: random.Random) -> Item | None:
    """Replace a wrong option by a combination."""
    return change_one(
        item, rng, rng.choice(["both A and B", "A and C only", "1 and 2 only", "a, b, and c", "I and II"])
    )


def yes_no(item: Item, rng: random.Random) -> Item | None:
    """Turn the options into answers to a yes-or-no question."""
    return worded(item, [f"{'Yes' if at % 2 else 'No'}, {lower_first(o.text)}" for at, o in enumerate(item.options)])


def statements(item: Item, rng: random.Random) -> Item | None:
    """Ask which statement is true."""
    word = (content_words(item.stem) or ["this"])[-1]
    texts = [f"It is known as {lower_first(o.text)}" for o in item.options]
    return worded(stemmed(item, f"Which of the following statements about the {word} is true?"), texts)


def no_key(item: Item, rng: random.Random) -> Item | None:
    """Mark no option, or two."""
    marked = rng.choice([0, 2])
    options = tuple(o.model_copy(update={"is_key": at < marked}) for at, o in enumerate(item.options))
    return item.model_copy(update={"options": options})


def twins(item: Item, rng: random.Random) -> Item | None:
    """Make a wrong option the same as the key, but for its form."""
    key = item.key.text
    return change_one(item, rng, rng.choice([f"{key} ", key.removesuffix(".") + ".", f"the {key}"]))


def overlapping(item: Item, rng: random.Random) -> Item | None:
    """Let a wrong option hold wherever the key holds."""
    if numeric(item):
        texts = {"A": "10 to 20", "B": "15 to 30", "C": "40 to 50", "D": "60 to 70", "E": "80 to 90"}
        first = [Option(id=o.id, text=texts[o.id], is_key=o.id == "A") for o in item.options]
        return item.model_copy(update={"options": tuple(first)})
    key = item.key.text.rstrip(".")
    if {"and", "or"} & set(tokens(key)) or "," in key:
        return None
    return change_one(item, rng, f"{key} and {lower_first(item.distractors[0].text)}")


def synonym(item: Item, rng: random.Random) -> Item | None:
    """Offer a synonym of the key beside it."""
    key, other = rng.choice(_SYNONYMS)
    return change_one(change_key(item, key), rng, other)


_SYNONYMS = (
    ("physician", "doctor"), ("automobile", "car"), ("attorney", "lawyer"), ("infant", "baby"), ("ocean", "sea"),
    ("physicians", "medical doctors"), ("bicycle", "bike"), ("photo", "photograph"), ("film", "movie"),
    ("the cinema", "the movie theater"), ("farm workers", "agricultural laborers"), ("aircraft", "airplanes"),
    ("red blood cells", "erythrocytes"), ("soldiers", "troops"), ("a merchant", "a trader"), ("a sofa", "a couch"),
    ("rubbish", "garbage"), ("a prison", "a jail"), ("autumn", "fall"), ("heart attack", "myocardial infarction"),
)  # fmt: skip


def no_quote(item: Item, rng: random.Random) -> Item | None:
    """Take the evidence away."""
    return item.model_copy(update={"evidence": ()})


def invented_quote(item: Item, rng: random.Random) -> Item | None:
    """Change a word of the quote."""
    quote = item.evidence[0]
    words = quote.quote.split()
    words[rng.randrange(len(words))] = "reportedly"
    return item.model_copy(update={"evidence": (quote.model_copy(update={"quote": " ".join(words)}),)})


def unproven_key(item: Item, rng: random.Random) -> Item | None:
    """Name something as the key that the quote does not say."""
    return change_key(item, rng.choice(["the harvest of 1871", "a wooden ladder", "the treaty of Utrecht"]))


def proven_distractor(item: Item, rng: random.Random) -> Item | None:
    """Take a wrong option from the evidence."""
    taken = set(tokens(item.key.text))
    words = [word for word in content_words(item.evidence[0].quote) if word not in taken]
    return change_one(item, rng, rng.choice(words)) if words else None


def emptied(item: Item, rng: random.Random) -> Item | None:
    """Leave a wrong option without words."""
    return change_one(item, rng, rng.choice(["", "…", " - "]))


def miscounted(item: Item, rng: random.Random) -> Item | None:
    """Leave two options."""
    return item.model_copy(update={"options": (item.key, item.distractors[0])})


def wordless(item: Item, rng: random.Random) -> Item | None:
    """Take the question away."""
    return stemmed(item, rng.choice(["", "…", "?"]))


def oversized(item: Item, rng: random.Random) -> Item | None:
    """Blow the stem up beyond bounds."""
    return stemmed(item, f"{item.stem} " * (1300 // len(item.stem) + 1))


def unlettered(item: Item, rng: random.Random) -> Item | None:
    """Letter the options in another order."""
    return item.model_copy(update={"options": tuple(reversed(item.options))})


def unexplained(item: Item, rng: random.Random) -> Item | None:
    """Take the rationales away."""
    bare = tuple(option.model_copy(update={"rationale": ""}) for option in item.options)
    return item.model_copy(update={"rationale": "", "options": bare})


def off_topic(foreign: dict[str, list[str]], book_of: Callable[[Item], str]) -> Planter:
    """Makes a planter that replaces a wrong option by the key of an item of another book.

    Args:
        foreign: Keys by book.
        book_of: The book of an item.
    """

    def plant(item: Item, rng: random.Random) -> Item | None:
        if re.search(r"\b(not|except|least|never)\b", item.stem, re.IGNORECASE):
            return None  # what is not so may well lie far from the rest
        other = rng.choice(sorted(set(foreign) - {book_of(item)}))
        return change_one(item, rng, rng.choice(foreign[other]))

    return plant


PLANTERS: dict[str, Planter] = {
    "E201": no_quote, "E202": invented_quote, "E203": unproven_key, "E204": proven_distractor, "S101": miscounted,
    "S103": emptied, "S105": wordless, "S106": oversized, "S107": unlettered, "S108": unexplained,
    "O346": overlapping, "O361": synonym, "T408": unclear, "S102": no_key, "S104": twins,
    "O301": longest, "O302": uneven, "O303": odd_start, "O304": capitals,
    "O305": full_stop, "O306": one_number, "O307": unsorted_numbers, "O308": one_article, "O321": convergence,
    "O322": kind_cue, "O323": article, "O324": plural, "O325": absolutes, "O326": vague, "O341": none_of,
    "O342": all_of, "O343": combined, "O344": yes_no, "O345": statements, "T401": key_in_stem, "T402": repeated_word,
    "T403": negative, "T404": inner_gap, "T405": no_focus, "T406": bound, "T407": stray, "T411": noise,
    "T412": reference, "T413": doubled,
}  # fmt: skip


FLAWS: dict[int, tuple[str, tuple[str, ...]]] = {
    1: ("ambiguous or unclear", ("T406", "T408")),
    2: ("implausible distractor", ("O306", "O362")),
    3: ("none of the above", ("O341",)),
    4: ("longest option is the key", ("O301",)),
    5: ("gratuitous information", ("T407",)),
    6: ("true/false series", ("O344", "O345")),
    7: ("convergence cue", ("O321",)),
    8: ("logical cue", ("O322",)),
    9: ("all of the above", ("O342",)),
    10: ("gap inside the stem", ("T404",)),
    11: ("absolute terms", ("O325",)),
    12: ("word repeats", ("T401", "T402")),
    13: ("unfocused stem", ("T405",)),
    14: ("complex, K-type", ("O343",)),
    15: ("grammatical cue", ("O303", "O323", "O324")),
    16: ("lost sequence", ("O307",)),
    17: ("vague terms", ("O326",)),
    18: ("more than one correct", ("S104", "O346", "O361")),
    19: ("negative wording", ("T403",)),
}
"""The nineteen flaws (Moore et al. 2023, arXiv 2307.08161), and the checks that look for each."""
