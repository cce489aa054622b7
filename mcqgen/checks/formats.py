"""O34x: forms of options that test how to take tests."""

import re
from collections.abc import Iterator

from mcqgen.checks.base import Need, check
from mcqgen.checks.reading import Phrase, Reading
from mcqgen.domain.flaw import Severity
from mcqgen.domain.item import number_in

_END = " .!"


def _says(option: Phrase, pattern_name: str, reading: Reading) -> bool:
    """Whether the whole option is a phrase of the list."""
    return bool(reading.words.pattern(pattern_name).fullmatch(option.text.strip(_END)))


@check("O341", Severity.WARNING, "Replace it by a real wrong option, or leave it out.", Need.WORDS)
def none_of_the_above(reading: Reading) -> Iterator[str]:
    """An option says "none of the above".

    Whoever chooses it rightly has shown to know what is wrong, not what is right; and as a wrong option it is
    hardly chosen.

    **Bad**

        Which planet is nearest to the sun?
        * Mercury
        - Venus
        - Mars
        - None of the above

    **Good**

        Which planet is nearest to the sun?
        * Mercury
        - Venus
        - Mars

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 25; Moore et al. (2023), arXiv 2307.08161, flaw 3.
    """
    for option in reading.options:
        if _says(option, "none_of", reading):
            yield f"An option is “{option.text}”."


@check("O342", Severity.WARNING, "Replace it, and ask for one fact.", Need.WORDS)
def all_of_the_above(reading: Reading) -> Iterator[str]:
    """An option says "all of the above", or "both of these".

    Two right statements are enough to choose it and one wrong one to cross it out: half the knowledge is enough.

    **Bad**

        What does a leaf need to make sugar?
        - light
        - water
        - carbon dioxide
        * all of the above

    **Good**

        Which gas does a leaf take in to make sugar?
        * carbon dioxide
        - oxygen
        - nitrogen

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 26; Moore et al. (2023), arXiv 2307.08161, flaw 9.
    """
    for option in reading.options:
        if _says(option, "all_of", reading):
            yield f"An option is “{option.text}”."


@check("O343", Severity.WARNING, "Ask for one fact at a time.", Need.WORDS)
def combined_options(reading: Reading) -> Iterator[str]:
    """Options are combinations of others, such as "A and C only" (K-type).

    They test bookkeeping, and knowing one part rules out half of the options.

    **Bad**

        Which of these are mammals? (1) bats (2) whales (3) sharks
        * 1 and 2 only
        - 1 and 3 only
        - 2 and 3 only

    **Good**

        Which of these animals is a mammal?
        * bat
        - shark
        - penguin

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 9: avoid the complex K-type; Moore et al. (2023), flaw 14.
    """
    found = [option.text for option in reading.options if _says(option, "combination", reading)]
    single = [text for text in found if len(text.split()) == 1 or text.replace(" ", "").isdigit()]
    if len(found) > len(single):
        yield f"Options combine others: “{'”, “'.join(found)}”."


@check("O344", Severity.WARNING, "Ask for a fact, and offer alternatives to it.", Need.WORDS)
def true_false_series(reading: Reading) -> Iterator[str]:
    """Options are "true" and "false", or "yes" and "no" with reasons.

    Such an item is a true-false item: one of the two halves is ruled out at once, and guessing gets easier.

    **Bad**

        Do fish sleep?
        * Yes, with open eyes.
        - Yes, with closed eyes.
        - No, they only rest.

    **Good**

        How do most fish sleep?
        * with open eyes
        - with closed eyes
        - with one eye closed

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 9; Moore et al. (2023), arXiv 2307.08161, flaw 6.
    """
    prefix = reading.words.pattern("answer_prefix")
    found = [o for o in reading.options if _says(o, "bare_answer", reading) or prefix.match(o.text)]
    if len(found) >= 2:
        yield f"The options are answers to a yes-or-no question: “{'”, “'.join(o.text for o in found)}”."


@check("O345", Severity.NOTE, "Ask a question about one aspect that all options answer.", Need.WORDS)
def statement_series(reading: Reading) -> Iterator[str]:
    """The stem asks which statement is true, and the options are unrelated statements.

    Each option has to be judged true or false by itself, so one item tests four things a little. It can be a fair
    question when the statements are about one thing; hence a note.

    **Bad**

        Which of the following statements is true?
        * Bats can fly in the dark.
        - Whales breathe through gills.
        - Snakes have eyelids.

    **Good**

        How do bats find their way in the dark?
        * They listen for echoes.
        - They smell their prey.
        - They feel the ground.

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 9; Moore et al. (2023), arXiv 2307.08161, flaw 6.
    """
    statements = sum(len(option.tokens) >= 3 for option in reading.options) >= len(reading.options) - 1
    if statements and reading.words.pattern("statement_question").search(reading.stem.text):
        yield "The options are statements to be judged one by one."


@check("O346", Severity.WARNING, "Make the options exclude each other.", Need.WORDS)
def overlapping_options(reading: Reading) -> Iterator[str]:
    """An option is right whenever the key is: it says the key and more, or its range reaches into the key's.

    A student who knows the matter can defend both. Looked for are "X" beside "X and Y", the same words in another
    order, and ranges of numbers that overlap.

    **Bad**

        How many days does the moon take to circle the earth?
        * 25 to 30
        - 10 to 20
        - 28 to 40

    **Good**

        How many days does the moon take to circle the earth?
        - 10 to 20
        * 25 to 30
        - 31 to 40

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 22: keep choices independent, they should not overlap.
    """
    key = reading.key
    joined = reading.words.set("joining")
    for option in reading.distractors if key in reading.plain and not reading.negation else ():
        lists = not joined.isdisjoint(option.tokens)
        if lists and not key.numbers and sorted(option.stems) == sorted(key.stems):
            yield f"“{option.text}” says the same as the key “{key.text}” in another order."
        elif (lists and _names_too(option, key, joined)) or _reaches_into(option, key):
            yield f"“{option.text}” holds wherever the key “{key.text}” holds."


def _names_too(option: Phrase, key: Phrase, joined: frozenset[str]) -> bool:
    """Whether the option is a list with the key as one of its members, and the key is none."""
    if not joined.isdisjoint(key.tokens) or "," in key.text:
        return False
    members, member = list[list[str]](), list[str]()
    for part in re.split(r"(,|\s)\s*", option.text.lower()):
        if part == "," or part in joined:
            members.append(member)
            member = []
        elif part.strip():
            member.append(part)
    return key.text.lower().split() in [*members, member]


_RANGE = re.compile(r"(\d[\d.,]*)\s*(?:[-–—]|to|and|a|à|bis|até|y|et|und|e)\s*(\d[\d.,]*)\D*")


def _reaches_into(option: Phrase, key: Phrase) -> bool:
    """Whether both are ranges of numbers in the same unit that share more than an end."""
    if len(option.numbers) < 2:
        return False
    first, second = (_RANGE.fullmatch(text.lower().removeprefix("between ")) for text in (option.text, key.text))
    if not first or not second:
        return False
    low, high, least, most = (number_in(number) or 0.0 for number in (*first.groups(), *second.groups()))
    return low < most and least < high
