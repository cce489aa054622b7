"""X50x: what only another item shows: two that ask the same, or one that gives the other away."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mcqgen.checks.base import Need, check
from mcqgen.checks.language import fold, stem, word_lists
from mcqgen.checks.reading import Reading
from mcqgen.domain.flaw import Severity

_SAME_FACT = 0.8
_SAME_MEANING = 0.9
_SAME_KEY = 0.7
_SAME_TEXT = 0.8
_ASKED, _TELLING = 2, 0.6
"""Words that a question must hold to be told apart from others, and the share of them that gives its key away."""


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


@check("X505", Severity.WARNING, "Ask one of the two in other words, or put them into different papers.", Need.WORDS)
def gives_another_away(pair: Pair) -> Iterator[str]:
    """The question of one item tells the key of another.

    Its stem holds the other's key, and most of what the other's stem asks about. Who reads both papers through has the
    answer without knowing it.

    **Bad**

        Which organ filters the blood of a mammal?
        * the kidney
        - the lung
        - the skin
        ---
        What leaves the kidney, the organ that filters the blood of a mammal?
        * urine
        - bile
        - sweat

    **Good**

        Which organ filters the blood of a mammal?
        * the kidney
        - the lung
        - the skin
        ---
        What is urine mostly made of?
        * water
        - salt
        - sugar

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 5: keep the content of items independent of one another.
    """
    for told, teller in ((pair.old, pair.new), (pair.new, pair.old)):
        if _tells(teller, told):
            yield f"“{teller.item.stem}” gives away the key “{told.key.text}” of “{told.item.stem}”."
            return


def _tells(teller: Reading, told: Reading) -> bool:
    """Whether a stem holds the other item's key and most of its question, both in words that mean something."""
    plain = _plain_stems(told.language)
    key, asked = told.key.content - plain, told.stem.content - plain - told.key.content
    said = teller.stem.content
    if not key or len(asked) < _ASKED or told.negation or all(word.isdigit() for word in key):
        return False
    return key <= said and len(asked & said) >= _TELLING * len(asked)


@cache
def _plain_stems(language: str) -> frozenset[str]:
    """Stems of the words of question-writing."""
    lists = word_lists(language)
    return frozenset(stem(word, language) for word in lists.set("generic")) if lists else frozenset()
