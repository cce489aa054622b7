"""E2xx: the item against the words of the source."""

from collections.abc import Iterator, Sequence

from mcqgen.checks.base import Need, check
from mcqgen.checks.reading import Phrase, Reading
from mcqgen.domain.flaw import Severity
from mcqgen.domain.item import Evidence
from mcqgen.domain.quotes import canonical

_COVERAGE = 0.6
"""Share of a long key's content words that must stand in the evidence; the rest may be paraphrased."""


@check("E201", Severity.ERROR, "Quote the words of the source that prove the key.", Need.DOCUMENTS)
def no_evidence(reading: Reading) -> Iterator[str]:
    """The item quotes its source.

    Without a quote nobody can tell whether the key is right, and whether the document says it at all.

    **Bad**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille

    **Good**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        > Paris is the capital of France.

    **Source**: Rashkin et al. (2023), Measuring attribution in natural language generation models (AIS).
    """
    if not any(evidence.quote.strip() for evidence in reading.item.evidence):
        yield "The item quotes nothing of its source."


def _stands(evidence: Evidence, reading: Reading) -> bool:
    document = reading.context.documents.get(evidence.document)
    page = document.page_numbers.get(evidence.page) if document else None
    if page is None or not 0 <= evidence.start < evidence.end <= len(page.text):
        return False
    found = page.text[evidence.start : evidence.end]
    return found == evidence.quote or canonical(found) == canonical(evidence.quote) != ""


@check("E202", Severity.ERROR, "Copy the quote from the source, word for word, with its place.", Need.DOCUMENTS)
def quote_not_verbatim(reading: Reading) -> Iterator[str]:
    """Every quote stands in the source, word for word, at the place given.

    White space, hyphenation, ligatures and the form of quotation marks may differ; nothing else may. A quote that was
    changed or invented proves nothing.

    **Bad**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        >! Paris has been the capital of France forever.

    **Good**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        > Paris is the capital of France.

    **Source**: Rashkin et al. (2023), Measuring attribution in natural language generation models (AIS).
    """
    for evidence in reading.item.evidence:
        if not _stands(evidence, reading):
            yield f"The quote does not stand on page {evidence.page} of the source: “{evidence.quote}”."


def _evidence(reading: Reading) -> frozenset[str]:
    return frozenset().union(*(quote.stems for quote in reading.quotes))


@check("E203", Severity.WARNING, "Quote what proves the key, or take the key from the quote.")
def key_not_in_evidence(reading: Reading) -> Iterator[str]:
    """The words of the key stand in the evidence.

    A name, term or number that is the key must stand in the quotes in some form; of a longer statement, six in ten
    content words and every number must. A question for what is NOT so is left out. Word for word is not asked for:
    stems are compared, and "three" is "3".

    **Bad**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        > The country's capital is also its largest city.

    **Good**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille
        > Paris is the capital of France.

    **Source**: Rashkin et al. (2023), Measuring attribution in natural language generation models (AIS).
    """
    if not reading.quotes or reading.negation or reading.key not in reading.plain or reading.translated:
        return
    matter, evidence = reading.key.matter, _evidence(reading)
    missing = matter - evidence
    allowed = len(matter) * (1 - _COVERAGE) if len(matter) > 2 else 0
    if len(missing) > allowed or missing & reading.key.numbers:
        words = [token for token, s in zip(reading.key.tokens, reading.key.stems, strict=True) if s in missing]
        yield f"The evidence does not say “{' '.join(dict.fromkeys(words))}” of the key “{reading.key.text}”."


def _stands_in(option: Phrase, quote: Phrase, skipped: frozenset[int], trimmed: frozenset[str]) -> bool:
    """Whether the option, less `trimmed` words at its ends, stands in the quote outside the places `skipped`."""
    places = [at for at, token in enumerate(option.tokens) if token not in trimmed] or range(len(option.tokens))
    inner = slice(places[0], places[-1] + 1)
    words, size = list(zip(option.tokens[inner], option.stems[inner], strict=True)), places[-1] + 1 - places[0]
    text = list(zip(quote.tokens, quote.stems, strict=True))
    return any(
        all(map(_same, words, text[at : at + size])) and not skipped.issuperset(range(at, at + size))
        for at in range(len(text) - size + 1)
    )


def _same(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Whether two words, as token and stem, are forms of one ("symbols" and "symbolize" are not)."""
    longer, shorter = sorted((first[0], second[0]), key=len, reverse=True)
    return first[1] == second[1] and (len(longer) - len(shorter) <= 1 or longer.endswith("es"))


def _places(key: Phrase, text: Sequence[str]) -> frozenset[int]:
    size = len(key.stems)
    starts = [at for at in range(len(text) - size + 1) if tuple(text[at : at + size]) == key.stems]
    return frozenset(place for at in starts for place in range(at, at + size))


@check("E204", Severity.WARNING, "Replace the wrong option by one that the evidence does not name.")
def distractor_in_evidence(reading: Reading) -> Iterator[str]:
    """No wrong option stands in the evidence as it is.

    What the proof of the key itself names is often right in some reading too, and whoever sees the source can no
    longer tell the options apart by it. A wrong option that is only part of the key's own words is not counted, and
    a question for what is NOT so is left out.

    **Bad**

        Which city is the capital of Australia?
        * Canberra
        - Sydney
        - Perth
        > Canberra was chosen as the capital, between Sydney and Melbourne.

    **Good**

        Which city is the capital of Australia?
        * Canberra
        - Brisbane
        - Perth
        > Canberra was chosen as the capital, between Sydney and Melbourne.

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 19: make sure that only one choice is the right answer.
    """
    trimmed = reading.words.set("articles") | reading.words.set("prepositions")
    asked = not reading.negation and reading.key in reading.plain and not reading.translated
    for quote in reading.quotes if asked else ():
        taken = _places(reading.key, quote.stems)
        for distractor in reading.distractors:
            if distractor.stems and _stands_in(distractor, quote, taken, trimmed):
                yield f"The evidence names the wrong option “{distractor.text}”."
