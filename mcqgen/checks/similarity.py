"""O36x and X50x: what only sentence embeddings, or other items, can show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mcqgen.checks.base import Need, check
from mcqgen.checks.language import fold
from mcqgen.checks.reading import Phrase, Reading
from mcqgen.checks.synonyms import synonymous
from mcqgen.domain.flaw import Severity

_SYNONYM = 0.75
_SYNONYM_WORDS = 4
_FAR = 4.9
"""Nearness below which 96 of 100 planted options of other books fall, and 7 of 100 of an item's own."""
_SAME_FACT = 0.8
_SAME_MEANING = 0.9
_SAME_KEY = 0.7
_SAME_TEXT = 0.8


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


@dataclass(frozen=True)
class Pair:
    """A new item beside one that was accepted before."""

    new: Reading
    old: Reading

    def has(self, need: Need) -> bool:
        """Whether what a check needs is there."""
        return self.new.has(need)


def _jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second) if first or second else 1.0


def _same_key(pair: Pair) -> bool:
    return fold(pair.new.key.text, pair.new.language) == fold(pair.old.key.text, pair.old.language)


def _related_keys(pair: Pair) -> bool:
    return _same_key(pair) or _jaccard(pair.new.key.matter, pair.old.key.matter) >= 0.5


@check("X501", Severity.WARNING, "Ask about something else.")
def repeated_item(pair: Pair) -> Iterator[str]:
    """The item is a copy of another, or almost.

    Four in five of the words that either item uses in its stem stand in both, and their keys are alike.

    **Bad**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        ---
        What is the capital city of France?
        * Paris
        - Nice
        - Lille

    **Good**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        ---
        What is the capital of Germany?
        * Berlin
        - Bonn
        - Hamburg

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 5: keep the content of items independent of one another.
    """
    stems = _jaccard(pair.new.stem.matter, pair.old.stem.matter)
    sets = _jaccard(frozenset(pair.new.stem.stems), frozenset(pair.old.stem.stems))
    if max(stems, sets) >= _SAME_TEXT and _related_keys(pair):
        yield f"It is almost the same as “{pair.old.item.stem}”."


def _overlap(pair: Pair) -> bool:
    """Whether a quote of one covers half of a quote of the other."""
    for a in pair.new.item.evidence:
        for b in pair.old.item.evidence:
            if (a.document, a.page) == (b.document, b.page):
                common = min(a.end, b.end) - max(a.start, b.start)
                if common > 0 and common * 2 >= min(a.end - a.start, b.end - b.start):
                    return True
    return False


@check("X502", Severity.WARNING, "Ask about something else.")
def same_evidence(pair: Pair) -> Iterator[str]:
    """Two items have the same words of the source as evidence, and the same key.

    They ask for one fact by other words: whoever knows it scores twice.

    **Bad**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        > Paris is the capital of France.
        ---
        Where does the French government sit?
        * in Paris
        - in Nice
        - in Lille
        > Paris is the capital of France.

    **Good**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        > Paris is the capital of France.
        ---
        Of which country is Paris the capital?
        * France
        - Belgium
        - Monaco
        > Paris is the capital of France.

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 5: keep the content of items independent of one another.
    """
    if _related_keys(pair) and _overlap(pair):
        yield f"It asks for the same fact as “{pair.old.item.stem}”, from the same words of the source."


@check("X503", Severity.WARNING, "Ask for another key.")
def same_key(pair: Pair) -> Iterator[str]:
    """Two items have the same key.

    The second time, the option is known to be a favourite. Numbers of one or two digits and keys of function words
    only ("both of them") may come back.

    **Bad**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        ---
        Where does the river Seine flow through?
        * Paris
        - Nice
        - Lille

    **Good**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        ---
        Which town does the river Garonne flow through?
        * Bordeaux
        - Nice
        - Lille

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 5: keep the content of items independent of one another.
    """
    content = pair.new.key.content
    small = all(word.isdigit() and len(word) <= 2 for word in content)
    if content and not small and _same_key(pair):
        yield f"“{pair.new.key.text}” is the key of “{pair.old.item.stem}” too."


@check("X504", Severity.WARNING, "Ask about something else.", Need.EMBEDDINGS)
def same_fact(pair: Pair) -> Iterator[str]:
    """Stem and key together mean the same as those of another item.

    The words differ, the fact is one: stem and key lie very near each other in meaning (cosine 0.9), or near (0.8)
    with keys that are alike. Items with different numbers are not compared, since embeddings do not see numbers.

    **Bad**

        In which city does the government of France have its seat?
        * Paris
        - Lyon
        - Marseille
        ---
        Which city is the seat of the French government?
        * The city of Paris
        - Nice
        - Lille

    **Good**

        In which city does the government of France have its seat?
        * Paris
        - Lyon
        - Marseille
        ---
        What do the leaves of a plant take in from the air?
        * carbon dioxide
        - nitrogen
        - helium

    **Source**: measured with all-MiniLM-L6-v2: 19 of 20 paraphrased textbook items are found, and of 2,341 pairs of
    different items about one chapter one is taken for a repetition.
    """
    if _digits(pair.new) != _digits(pair.old):
        return
    texts = [f"{reading.stem.text} {reading.key.text}" for reading in (pair.new, pair.old)]
    new, old, *keys = pair.new.context.vectors([*texts, pair.new.key.text, pair.old.key.text])
    cosine = float(new @ old)
    alike = _related_keys(pair) or float(keys[0] @ keys[1]) >= _SAME_KEY
    if cosine >= (_SAME_FACT if alike else _SAME_MEANING):
        yield f"It asks for the same fact as “{pair.old.item.stem}” (cosine {cosine:.2f})."


def _digits(reading: Reading) -> list[str]:
    return [token for token in (*reading.stem.tokens, *reading.key.tokens) if token[0].isdigit()]
