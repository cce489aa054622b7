"""O32x: what gives the key away, or the wrong options, without any knowledge of the matter."""

from collections import Counter
from collections.abc import Iterator

from mcqgen.checks.base import Need, check
from mcqgen.checks.reading import Phrase, Reading
from mcqgen.domain.flaw import Severity
from mcqgen.domain.item import number_in

_PARTS = 9
"""Words: a longer option is a statement, not a combination of parts."""


@check("O321", Severity.WARNING, "Give each part of the key to as few or as many options as any other part.")
def convergence_cue(reading: Reading) -> Iterator[str]:
    """The key is made of the parts that most options share.

    Writers vary the key to get wrong options. Who counts how often each part occurs, and takes the option made of
    the most frequent parts, needs to know nothing.

    **Bad**

        Which two organs does the hormone act on?
        * liver and kidney
        - liver and spleen
        - lung and kidney
        - liver and stomach

    **Good**

        Which two organs does the hormone act on?
        * liver and kidney
        - liver and spleen
        - lung and kidney
        - lung and spleen

    **Source**: Moore et al. (2023), arXiv 2307.08161, flaw 7; Haladyna, Downing & Rodriguez (2002), rule 28.
    """
    parts = [option.matter - reading.shared for option in reading.options]
    if any(len(option.tokens) > _PARTS for option in reading.options):
        return
    counts = Counter(part for option in parts for part in option)
    key = reading.key.matter - reading.shared
    if len(key) < 2 or min(counts[part] for part in key) < 2:
        return
    lenders = [option for option in parts if option != key and option & key]
    score = {option: sum(counts[part] for part in option) / len(option) for option in parts if option}
    rest = max((score[option] for option in score if option != key), default=score[key])
    if len(lenders) >= 2 and score[key] > rest and len(frozenset().union(*(option & key for option in lenders))) >= 2:
        yield f"The key “{reading.key.text}” is made of the parts that most options share."


def _fits(option: Phrase, reading: Reading, kind: str) -> bool:
    """Whether the option begins with a number or with a word of that kind."""
    first, words = option.tokens[:3], reading.words
    return (
        any(t[0].isdigit() or t in words.numbers or t in words.set(kind) for t in first)
        or number_in(option.text) is not None
    )


@check("O322", Severity.WARNING, "Make every option an answer to the question that is asked.", Need.WORDS)
def logical_cue(reading: Reading) -> Iterator[str]:
    """Only the key is an answer of the kind that the stem asks for.

    When the stem asks for a number or a time and only the key is one, the wrong options are no answers at all.

    **Bad**

        In what year was the bridge opened?
        * 1883
        - under a private charter
        - by the mayor
        - with a parade

    **Good**

        In what year was the bridge opened?
        - 1869
        * 1883
        - 1898

    **Source**: Moore et al. (2023), arXiv 2307.08161, flaw 8; Case & Swanson (2002), Constructing written test
    questions.
    """
    for pattern, kind, answer in (("how_many", "quantities", "an amount"), ("what_time", "times", "a time")):
        if reading.words.pattern(pattern).search(reading.stem.text) and _fits(reading.key, reading, kind):
            if not any(_fits(option, reading, kind) for option in reading.distractors):
                yield f"The stem asks for {answer}, and only the key “{reading.key.text}” is one."
            return


_VOWELS = tuple("aeiou")
_SPOKEN_LIKE_CONSONANT = ("eu", "uni", "use", "usu", "uti", "ure", "ura", "one", "once", "ubi")
_SPOKEN_LIKE_VOWEL = ("hour", "honest", "honor", "honour", "heir")


def _takes_an(option: Phrase) -> bool:
    word = next(iter(option.text.lower().lstrip("\"“‘'(").split()), "")
    if word.startswith(_SPOKEN_LIKE_VOWEL):
        return True
    return word.startswith(_VOWELS) and not word.startswith(_SPOKEN_LIKE_CONSONANT)


@check(
    "O323", Severity.WARNING, "Take the article out of the stem and into the options, or write “a(n)”.", Need.ENGLISH
)
def article_cue(reading: Reading) -> Iterator[str]:
    """The stem ends with "a" or "an", and not every option goes with it.

    The article rules out each option that begins with the wrong sound.

    **Bad**

        An animal that eats plants only is called an ____.
        * herbivore
        - omnivore
        - insectivore

    **Good**

        An animal that eats plants only is called ____.
        * a herbivore
        - an omnivore
        - an insectivore

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 28b; Moore et al. (2023), arXiv 2307.08161, flaw 15.
    """
    last = reading.stem.tokens[-1]
    tail = reading.stem.text.rstrip("_. :…-–—")
    if last not in ("a", "an") or not tail.lower().endswith((" a", " an")) or "/" in reading.stem.text[-12:]:
        return
    wrong = [option.text for option in reading.plain if option.tokens and _takes_an(option) != (last == "an")]
    if wrong:
        yield f"“{last}” at the end of the stem does not go with “{'”, “'.join(wrong)}”."


def _plural(option: Phrase, reading: Reading) -> bool | None:
    """Whether an option of up to three words is a plural noun; None where its form does not tell."""
    words = reading.words
    if not 1 <= len(option.tokens) <= 3 or option.numbers or not words.set("stopwords").isdisjoint(option.tokens[1:]):
        return None
    last = option.tokens[-1]
    if last in words.set("irregular_plurals"):
        return True
    if last in words.set("no_plural") or last.endswith(("ss", "us", "is", "'s", "’s", "ics")):
        return None
    return last.endswith("s")


@check("O324", Severity.WARNING, "Put all options in the number that the stem asks for.", Need.ENGLISH)
def number_cue(reading: Reading) -> Iterator[str]:
    """The verb of the stem is plural or singular, and only the key goes with it.

    "These are ____" asks for a plural: a single plural among the options is the answer.

    **Bad**

        The cells that carry oxygen through the body are ____.
        * erythrocytes
        - plasma
        - platelet
        - hormone

    **Good**

        The cells that carry oxygen through the body are ____.
        * erythrocytes
        - neurons
        - platelets
        - lymphocytes

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 28b; Moore et al. (2023), arXiv 2307.08161, flaw 15.
    """
    tokens = reading.stem.tokens
    starts = tokens[0] in ("what", "which", "who") and len(tokens) > 1
    verb = tokens[1] if starts and tokens[1] in ("are", "were", "is", "was") else tokens[-1]
    if verb not in ("are", "were", "is", "was"):
        return
    wanted = verb in ("are", "were")
    fits = {_plural(option, reading) for option in reading.distractors}
    if _plural(reading.key, reading) is wanted and fits == {not wanted}:
        yield f"The stem's “{verb}” goes only with the key “{reading.key.text}”."


@check("O325", Severity.WARNING, "Take the absolute words out of the wrong options, or replace these.", Need.WORDS)
def absolutes_asymmetry(reading: Reading) -> Iterator[str]:
    """Wrong options say "always" or "never", and the key does not.

    Hardly anything holds always, so options with absolute words are crossed out first. Only an imbalance is
    reported: two or more wrong options (or the only ones that could be) with such a word against a key without.

    **Bad**

        What is true of antibiotics?
        * They act against bacteria.
        - They always cause a rash.
        - They never lose their effect.

    **Good**

        What is true of antibiotics?
        * They act against bacteria.
        - They act against viruses.
        - They lower the blood pressure.

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 28a; Moore et al. (2023), arXiv 2307.08161, flaw 11.
    """
    found = [option.text for option in reading.plain if _absolute(option, reading)]
    if len(found) >= 2 and reading.words.set("absolutes").isdisjoint(reading.key.tokens):
        yield f"Wrong options use absolute words, the key does not: “{'”, “'.join(found)}”."


def _absolute(option: Phrase, reading: Reading) -> bool:
    """Whether the option has an absolute adverb, or begins with "all", "every" or the like; inside, these are plain."""
    adverb = not reading.words.set("absolute_adverbs").isdisjoint(option.tokens)
    return adverb or not reading.words.set("absolutes").isdisjoint(option.tokens[:1])


@check("O326", Severity.NOTE, "Say how often or how much.", Need.WORDS)
def vague_terms(reading: Reading) -> Iterator[str]:
    """Options differ by words such as "often" and "sometimes".

    Readers differ widely in how often "often" is, so whether such an option is right depends on the
    reader. A note, because such a word may also be part of the fact itself.

    **Bad**

        How does the comet behave on its way around the sun?
        * It often comes near the Earth.
        - It sometimes leaves the solar system.
        - It rarely loses its tail.

    **Good**

        How often does the comet pass the Earth?
        * every 76 years
        - every 150 years
        - every 300 years

    **Source**: Case & Swanson (2002), Constructing written test questions; Moore et al. (2023), arXiv 2307.08161,
    flaw 17.
    """
    vague = reading.words.set("vague")
    found = [option.text for option in reading.options if not vague.isdisjoint(option.tokens)]
    if found:
        yield f"“{'”, “'.join(found)}” cannot be told right or wrong for certain."
