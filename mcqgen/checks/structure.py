"""S1xx: what makes an item an item. While one of these errors stands, no other check is made."""

from collections.abc import Iterator

from mcqgen.checks.base import check
from mcqgen.checks.language import fold
from mcqgen.checks.reading import Reading
from mcqgen.domain.flaw import Severity

_STEM_CHARS = 1200
_OPTION_CHARS = 400


@check("S101", Severity.ERROR, "Give the item three to five options.")
def option_count(reading: Reading) -> Iterator[str]:
    """An item has three to five options.

    With two, guessing is right half of the time; beyond five, writers no longer find wrong options that anybody
    would choose.

    **Bad**

        What is the capital of France?
        * Paris
        - Lyon

    **Good**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille

    **Source**: Rodriguez (2005), Three options are optimal for multiple-choice items, Educational Measurement 24(2).
    """
    count = len(reading.item.options)
    if not 3 <= count <= 5:
        yield f"The item has {count} option{'' if count == 1 else 's'}."


@check("S102", Severity.ERROR, "Mark exactly one option as the key.")
def one_key(reading: Reading) -> Iterator[str]:
    """Exactly one option is the key.

    An item without a key cannot be scored; with two keys a student who knows the answer still has to guess.

    **Bad**

        Which of these is a noble gas?
        * helium
        * neon
        - oxygen

    **Good**

        Which of these is a noble gas?
        * helium
        - nitrogen
        - oxygen

    **Source**: Haladyna, Downing & Rodriguez (2002), A review of multiple-choice item-writing guidelines, rule 19.
    """
    keys = [option.id for option in reading.item.options if option.is_key]
    if len(keys) != 1:
        yield "No option is marked as the key." if not keys else f"Options {', '.join(keys)} are all marked as the key."


@check("S103", Severity.ERROR, "Write the option out, or take it away.")
def empty_option(reading: Reading) -> Iterator[str]:
    """Every option says something.

    An option without a letter, digit or sign is a leftover of drafting or of import.

    **Bad**

        What is the capital of France?
        * Paris
        - Lyon
        - …

    **Good**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille

    **Source**: the item format of IMS QTI, where each choice carries content.
    """
    for option in reading.item.options:
        if not option.text.strip(" .…_-–—"):
            yield f"Option {option.id} is empty."


@check("S104", Severity.ERROR, "Replace one of the two options.")
def same_options(reading: Reading) -> Iterator[str]:
    """No two options say the same.

    Two options that differ only in case, punctuation or an article are one option: if it is the key, the item has two
    keys, and if not, both can be crossed out at once.

    **Bad**

        Who leads the executive branch?
        * the President
        - the Senate
        - The Senate.

    **Good**

        Who leads the executive branch?
        * the President
        - the Senate
        - the Supreme Court

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 21: keep choices independent.
    """
    seen: dict[str, str] = {}
    for option in reading.item.options:
        first = seen.setdefault(fold(option.text, reading.language), option.id)
        if first != option.id:
            yield f"Options {first} and {option.id} are the same: “{option.text}”."


@check("S105", Severity.ERROR, "Write the question.")
def empty_stem(reading: Reading) -> Iterator[str]:
    """The stem asks something.

    A stem without words leaves nothing to answer.

    **Bad**

        ________
        * Paris
        - Lyon
        - Marseille

    **Good**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 15: include the central idea in the stem.
    """
    if not reading.stem.tokens:
        yield "The stem has no words."


@check("S106", Severity.ERROR, "Cut it down to what the question needs.")
def oversized_text(reading: Reading) -> Iterator[str]:
    """Stem and options stay within bounds that a student can read.

    A stem of more than 1,200 characters or an option of more than 400 is copied text, not a question; the longest
    stem among 1,453 textbook items has 617.

    **Bad**

        Why? (xxxxxxxxxx × 130)
        * because
        - never
        - since

    **Good**

        Why do leaves turn red in autumn?
        * Chlorophyll is broken down.
        - Water freezes in the veins.
        - Roots stop taking up iron.

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 13: minimize the amount of reading.
    """
    if len(reading.stem.text) > _STEM_CHARS:
        yield f"The stem has {len(reading.stem.text):,} characters; at most {_STEM_CHARS:,} are allowed."
    for option in reading.item.options:
        if len(option.text) > _OPTION_CHARS:
            yield f"Option {option.id} has {len(option.text):,} characters; at most {_OPTION_CHARS} are allowed."


@check("S107", Severity.ERROR, "Letter the options A, B, C … in the order in which they are shown.")
def letters_out_of_order(reading: Reading) -> Iterator[str]:
    """Options are lettered A, B, C … as they are shown.

    Scoring and feedback name options by letter; a letter that is missing or stands twice sends them to the wrong one.

    **Bad**

        What is the capital of France?
        A* Paris
        C- Lyon
        B- Marseille

    **Good**

        What is the capital of France?
        A* Paris
        B- Lyon
        C- Marseille

    **Source**: the order in which `mcqgen.domain.item.arrange` letters them.
    """
    given = "".join(option.id for option in reading.item.options)
    wanted = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(reading.item.options)]
    if given != wanted:
        yield f"The options are lettered {given}, not {wanted}."


@check("S108", Severity.WARNING, "Say in a sentence why the key is right.")
def missing_rationale(reading: Reading) -> Iterator[str]:
    """The item says why its key is right.

    Students learn from the feedback, and whoever reviews the item sees at once what the key rests on.

    **Bad**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        =

    **Good**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        = The government has its seat in Paris.

    **Source**: Butler & Roediger (2008), Feedback enhances the positive effects of multiple-choice testing.
    """
    if not any(
        text.strip() for text in (reading.item.rationale, *(o.rationale for o in reading.item.options if o.is_key))
    ):
        yield "The item has no rationale."
