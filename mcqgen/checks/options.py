"""O30x: options that are not alike in form."""

import re
from collections.abc import Iterator

from mcqgen.checks.base import Need, check
from mcqgen.checks.language import WordLists
from mcqgen.checks.reading import Phrase, Reading
from mcqgen.domain.flaw import Severity
from mcqgen.domain.item import number_in

_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*$")
_ABBREVIATION = re.compile(r"(?:\b\w|\b(?:etc|al|Jr|Sr|Inc|Co|Ltd|vs|approx|no))\.$")


_PHRASE = 8
"""Words: what is longer is a sentence, or as free as one."""
_KINDS = {
    "": "another word",
    "article": "an article",
    "conjunction": "a conjunction",
    "infinitive": "an infinitive",
    "preposition": "a preposition",
}


def _length(option: Phrase) -> int:
    return len(option.text)


@check("O301", Severity.WARNING, "Shorten the key, or make the wrong options as full as it is.")
def longest_option_is_key(reading: Reading) -> Iterator[str]:
    """The key is visibly longer than every wrong option.

    Writers qualify what is right and leave what is wrong bare, so "take the longest" beats chance by far in many
    item sets. Visibly longer means: at least a quarter and ten characters longer than the next, and two fifths longer
    than the wrong options on average.

    **Bad**

        What does a thermostat do?
        * It switches the heating on and off so that the temperature stays near a chosen value.
        - It heats the room.
        - It opens the windows.

    **Good**

        What does a thermostat do?
        * It keeps the temperature steady.
        - It makes the room hotter.
        - It opens the windows at noon.

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 24; Moore et al. (2023), arXiv 2307.08161, flaw 4.
    """
    lengths = [_length(option) for option in reading.distractors]
    key, second, mean = _length(reading.key), max(lengths), sum(lengths) / len(lengths)
    if key >= 1.25 * second and key >= second + 10 and key >= 1.4 * mean:
        yield f"The key has {key} characters, the longest wrong option {second}."


@check("O302", Severity.WARNING, "Bring the options to about the same length.")
def uneven_lengths(reading: Reading) -> Iterator[str]:
    """One option is of quite another length than the rest.

    An option that is three times as long as the next, or of a third of its length, catches the eye for its form: it
    is chosen or crossed out without a thought about what it says.

    **Bad**

        Why did the settlers leave the valley?
        * The river had flooded their fields.
        - A band of traders had offered them land.
        - War.

    **Good**

        Why did the settlers leave the valley?
        * The river had flooded their fields.
        - Traders had offered them land.
        - War had reached the nearest town.

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 24: keep the length of choices about equal.
    """
    lengths = sorted((_length(option), option.text) for option in reading.plain)
    if len(lengths) < 3:
        return
    (shortest, short), (next_shortest, _) = lengths[0], lengths[1]
    (longest, long), (next_longest, _) = lengths[-1], lengths[-2]
    if longest >= 3 * next_longest and longest >= next_longest + 25:
        if long != reading.key.text:
            yield f"The wrong option “{long}” is far longer than the rest."
    elif next_shortest >= 3 * shortest and next_shortest >= shortest + 25:
        yield f"The option “{short}” is far shorter than the rest."


def _start(option: Phrase, words: WordLists) -> str:
    """The kind of word that an option starts with, for the closed classes of words; else ""."""
    first, second = (*option.tokens, "", "")[:2]
    named = option.text.split()[1:2]
    if second in ("least", "most") or (first in words.set("articles") and named and named[0][0].isupper()):
        return ""
    if first == "to" and second and second not in words.set("determiners"):
        return "infinitive"
    return next((name[:-1] for name in ("articles", "prepositions", "conjunctions") if first in words.set(name)), "")


def _sentence(option: Phrase, words: WordLists) -> bool:
    """Whether the option is a clause or another long text, which can begin with any kind of word."""
    if len(option.tokens) > _PHRASE or option.text.endswith("."):
        return True
    return not all(words.set(name).isdisjoint(option.tokens) for name in ("finite", "pronouns"))


@check("O303", Severity.WARNING, "Begin all options with the same kind of word.", Need.WORDS)
def unparallel_starts(reading: Reading) -> Iterator[str]:
    """The key begins with another kind of word than all the wrong options.

    When one option is a phrase with a preposition among nouns, or an infinitive among names of things, the odd one is
    found by its grammar.

    **Bad**

        Where do bats of this species spend the winter?
        * in caves
        - hollow trees
        - old barns
        - church towers

    **Good**

        Where do bats of this species spend the winter?
        * caves
        - hollow trees
        - old barns
        - church towers

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 23: keep choices homogeneous in content and structure.
    """
    found = _odd_start(reading)
    if found and "an article" not in found:
        yield f"Only the key begins with {found[0]}; the wrong options begin with {found[1]}."


def _odd_start(reading: Reading) -> tuple[str, str] | None:
    """What the key begins with, and what all the wrong options do, where it differs and tells something."""
    words, plain = reading.words, reading.plain
    if reading.key not in plain or len(plain) < 3 or any(_sentence(option, words) for option in plain):
        return None
    key = _start(reading.key, words)
    others = {_start(option, words) for option in plain if option is not reading.key}
    if len(others) > 1 or key in others:
        return None
    other = others.pop()
    return _KINDS[key], _KINDS[other]


@check("O308", Severity.NOTE, "Give all options an article, or none.", Need.WORDS)
def uneven_articles(reading: Reading) -> Iterator[str]:
    """The key alone has, or lacks, an article.

    The form can betray the key that was copied from the text. Often the noun asks for it ("glycolysis", but "the
    Krebs cycle"), so this is a note.

    **Bad**

        Which animal guards the herd at night?
        * the dog
        - donkey
        - llama

    **Good**

        Which animal guards the herd at night?
        * the dog
        - the donkey
        - the llama

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 23: keep choices homogeneous in content and structure.
    """
    found = _odd_start(reading)
    if found and "an article" in found:
        yield f"Only the key begins with {found[0]}; the wrong options begin with {found[1]}."


def _capital(option: Phrase) -> bool | None:
    letter = next((character for character in option.text if character.isalpha()), "")
    return letter.isupper() if letter and letter.isupper() != letter.islower() else None


@check("O304", Severity.WARNING, "Write the first letters alike: all capital or all small, but for names.")
def uneven_capitals(reading: Reading) -> Iterator[str]:
    """One option alone begins with a small letter, or the key alone with a capital one.

    An option that was copied from the middle of a sentence, or a key that was copied from its start, shows by its
    first letter. Options that mix names and common words are fine.

    **Bad**

        What do the rings of Saturn consist of?
        * The ice and rock of broken moons
        - the dust of comets
        - clouds of hot gas
        - a single solid disc

    **Good**

        What do the rings of Saturn consist of?
        * the ice and rock of broken moons
        - the dust of comets
        - clouds of hot gas
        - a single solid disc

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 23: keep choices homogeneous in content and structure.
    """
    options = reading.plain
    capitals = [_capital(option) for option in options]
    odd = next((at for at, capital in enumerate(capitals) if capitals.count(capital) == 1), None)
    if odd is None or None in capitals or len(options) < 3:
        return
    option = options[odd]
    if capitals[odd] is False and any(_common(rest, reading) for rest in options if rest is not option):
        yield f"Only “{option.text}” begins with a small letter."
    elif capitals[odd] and option is reading.key and _common(option, reading):
        yield f"Only the key “{option.text}” begins with a capital letter."


def _common(option: Phrase, reading: Reading) -> bool:
    """Whether an option's first word, which has a capital, is a common word: it is written small somewhere else."""
    word = re.match(r"\W*([^\W\d_]+)", option.text)
    if word is None or (len(word[1]) > 1 and word[1].isupper()):
        return False
    small = word[1].lower()
    if small in reading.words.set("stopwords"):
        return True
    texts = (reading.stem.text, *(o.text for o in reading.options), *(quote.text for quote in reading.quotes))
    return any(re.search(rf"(?<!\w){small}(?!\w)", text) for text in texts)


@check("O305", Severity.WARNING, "End all options with a full stop, or none.")
def uneven_punctuation(reading: Reading) -> Iterator[str]:
    """One option alone ends with, or without, a full stop.

    The odd one looks as if it had been written, or copied, at another time than the rest.

    **Bad**

        What does the heart do?
        * It pumps blood through the body.
        - It cleans the blood
        - It makes new blood cells

    **Good**

        What does the heart do?
        * It pumps blood through the body.
        - It cleans the blood.
        - It makes new blood cells.

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 23: keep choices homogeneous in content and structure.
    """
    ends = [bool(_SENTENCE_END.search(o.text)) and not _ABBREVIATION.search(o.text) for o in reading.plain]
    for ended, word in ((True, "with"), (False, "without")):
        if ends.count(ended) == 1 < len(ends) - 1:
            yield f"Only “{reading.plain[ends.index(ended)].text}” ends {word} a full stop."
            return


@check("O306", Severity.WARNING, "Make all options numbers, or none.", Need.WORDS)
def number_among_words(reading: Reading) -> Iterator[str]:
    """The key alone is a number, or the key alone is none.

    A single number among words, or a single word among numbers, is of another kind than the rest and is chosen or
    crossed out for that.

    **Bad**

        What did the survey of 1901 find in the village?
        * 312 houses
        - an empty church
        - old graves
        - ruins

    **Good**

        How many houses did the survey of 1901 find in the village?
        - 87
        * 312
        - 540

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 23: keep choices homogeneous in content and structure.
    """
    rest = [option for option in reading.plain if option is not reading.key]
    if reading.key not in reading.plain or len(rest) < 2:
        return
    words = reading.words
    if _amount(reading.key, words) and not any(_speaks_of_amounts(option, words) for option in rest):
        yield f"Only the key “{reading.key.text}” is a number."
    elif all(_amount(option, words) for option in rest) and not _speaks_of_amounts(reading.key, words):
        yield f"Only the key “{reading.key.text}” is not a number."


def _amount(option: Phrase, words: WordLists) -> bool:
    """Whether the option is a number with at most three words."""
    begins = number_in(option.text) is not None or (bool(option.tokens) and option.tokens[0] in words.numbers)
    return begins and len(option.tokens) <= 4


def _speaks_of_amounts(option: Phrase, words: WordLists) -> bool:
    return bool(option.numbers) or not words.set("quantities").isdisjoint(option.tokens)


@check("O307", Severity.WARNING, "Put the numbers in ascending order.")
def lost_sequence(reading: Reading) -> Iterator[str]:
    """Numbers, amounts or years stand in no order.

    Students who know the number look for its place; when the numbers jump, reading takes time that has nothing to
    do with what is tested.

    **Bad**

        How many bones does an adult human have?
        - 412
        * 206
        - 350
        - 180

    **Good**

        How many bones does an adult human have?
        - 180
        * 206
        - 350
        - 412

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 20: place choices in logical or numerical order.
    """
    values = [number_in(option.text) for option in reading.options]
    known = [value for value in values if value is not None]
    if len(known) < len(values) or len(set(known)) < len(known):
        return
    units = {tuple(s for s in option.stems if s not in option.numbers) for option in reading.options}
    if len(units) > 1 or any(len(option.numbers) != 1 for option in reading.options):
        return
    if known not in (sorted(known), sorted(known, reverse=True)):
        yield f"The numbers are unsorted: {', '.join(option.text for option in reading.options)}."
