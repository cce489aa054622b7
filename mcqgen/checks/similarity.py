"""O36x: what only the meaning of options shows."""

from collections.abc import Iterator, Sequence

from mcqgen.checks.base import Need, check
from mcqgen.checks.reading import Phrase, Reading
from mcqgen.checks.synonyms import synonymous
from mcqgen.domain.flaw import Severity

_SYNONYM = 0.75
_SYNONYM_WORDS = 4
_FAR = 4.9
"""Nearness below which 96 of 100 planted options of other books fall, and 7 of 100 of an item's own."""


@check("O361", Severity.NOTE, "Make sure that it is wrong, or replace it.", Need.EMBEDDINGS)
def near_synonym(reading: Reading) -> Iterator[str]:
    """A wrong option means almost the same as the key.

    A synonym of the key is a second right answer. English names are looked up in WordNet; besides, options of up to
    four words that share none with the key are compared by meaning: those that share some are contrasts more often
    than not ("left ventricle", "right ventricle"). Opposites lie as near as synonyms, hence a note.

    **Bad**

        What changed the trade of the century most?
        * internationalisation
        - internationalization
        - a truce

    **Good**

        What changed the trade of the century most?
        * internationalisation
        - a truce
        - a famine

    **Source**: measured with all-MiniLM-L6-v2; Haladyna, Downing & Rodriguez (2002), rule 19.
    """
    key = reading.key
    for option in reading.distractors if reading.language == "en" else ():
        if synonymous(_bare(option), _bare(key)):
            yield f"“{option.text}” is a synonym of the key “{key.text}”."
            return
    others = [o for o in reading.distractors if o.numbers == key.numbers and not o.matter & key.matter]
    plain = [option for option in others if len(option.tokens) <= _SYNONYM_WORDS]
    if not plain or len(key.tokens) > _SYNONYM_WORDS:
        return
    vectors = reading.context.vectors([reading.key.text, *(option.text for option in plain)])
    for option, cosine in zip(plain, vectors[1:] @ vectors[0], strict=True):
        if cosine >= _SYNONYM:
            yield f"“{option.text}” means almost the same as the key “{reading.key.text}” (cosine {cosine:.2f})."


def _bare(option: Phrase) -> str:
    """The option as a dictionary has it: small letters, no article."""
    first, *rest = option.tokens or ("",)
    return " ".join(rest if rest and first in ("a", "an", "the") else option.tokens)


@check("O362", Severity.NOTE, "Replace it by something that those who half know would choose.", Need.EMBEDDINGS)
def off_topic_distractor(reading: Reading) -> Iterator[str]:
    """A wrong option has little to do with the question and the other options.

    What belongs to another subject tempts nobody: the item is left with fewer options than it shows. Meaning tells
    this only roughly; short names and rare words look far from everything, so this is a note. A
    question for what is NOT so is left out.

    **Bad**

        Which part of a plant cell turns light into sugar?
        * the chloroplast of the cell
        - the nucleus of the cell
        - a QUIZ ZZZ JJJ

    **Good**

        Which part of a plant cell turns light into sugar?
        * the chloroplast of the cell
        - the nucleus of the cell
        - the membrane of the cell

    **Source**: Moore et al. (2023), arXiv 2307.08161, flaw 2; weights learnt by a logistic regression on 1,453 textbook
    items, into which options of other books were planted.
    """
    options = [option for option in reading.plain if option.tokens]
    if len(options) < 3 or not reading.stem.tokens or reading.negation or reading.key not in options:
        return
    for option, near in zip(options, _nearness(reading, options), strict=True):
        if option is not reading.key and near <= _FAR:
            yield f"“{option.text}” has little to do with the question and the other options."


def _nearness(reading: Reading, options: Sequence[Phrase]) -> list[float]:
    """How near each option is to the rest of its item, by cosines and by shared words; about 2 to 20."""
    *rows, question = reading.context.vectors([*(option.text for option in options), reading.stem.text])
    found = []
    for at, option in enumerate(options):
        others = [float(rows[at] @ row) for other, row in enumerate(rows) if other != at]
        words = reading.stem.content.union(*(other.matter for other in options if other is not option))
        shared = bool(option.matter & words)
        found.append(
            10 * sum(others) / len(others) + 6 * max(others) + 10.8 * float(rows[at] @ question) + 0.8 * shared
        )
    return found
