"""T41x: leftovers of extraction in the words of the item."""

import re
from collections.abc import Iterator
from itertools import pairwise

from mcqgen.checks.base import Need, check
from mcqgen.checks.language import WordLists
from mcqgen.checks.reading import Reading
from mcqgen.domain.flaw import Severity

_CITATION = (
    r"\[\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]"  # [12], [3, 4]
    r"|\(\s*[A-ZÀ-Ý][^()]{1,60},\s*(?:1[89]|20)\d\d[a-z]?\s*\)"  # (Smith, 2003)
    r"|\bet al\."
    r"|[a-z]{4,}[¹²³⁰-⁹]+(?!\w)"  # policy¹²
    r"|(?<=[a-z]{4}[.,])\d{1,3}(?=\s|$)"  # policy.12
)
_LEFTOVERS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("an unreadable character", r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b\u2028\u2029\ue000-\uf8ff\ufffc-\ufffe]"),
        ("a ligature", r"[\ufb00-\ufb06]"),
        ("a broken word", r"[^\W\d_]{2,}[-‐] (?!(?:and|or|to|und|oder|y|o|e|et|ou)\b)[a-zà-ÿ]{2,}"),
        ("a citation mark", _CITATION),
        ("an address", r"(?i:https?://|www\.\w|\bdoi:\s*10\.)"),
        ("a stray bullet", r"[•▪●■◦◆►]|^\s*[*–—-]\s+(?=\w)"),
        ("a space before a punctuation mark", r"[^\W_] [,;.](?=\s|$)(?!\.)"),
        ("doubled punctuation", r",[,;.:]|;[,;.:]|(?<=[a-z]{5})\.[,;]|\?\.|(?<![.…])\.\.(?!\.)"),
        ("a comma without a space", r"[^\W\d_]{2,}[,;][^\W\d_]{2,}"),
    )
)
_SOUND = re.compile(r"[A-Za-z0-9 '’]*[A-Za-z0-9][.?:]?")
_ABBREVIATED = re.compile(r"(?:\b\w|\b(?:etc|al|Jr|Sr|Inc|Co|Ltd|Corp|vs|ca|Mt|St|Dr|No|Op))\.[,;]")
_PAIRS = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«"}
_HALF_OPEN = re.compile(r"[(\[]\s*[-−∞\d.,\s]+[)\]]")


def _unbalanced(text: str) -> str:
    """The first bracket or quotation mark without its partner, or ""."""
    open_marks: list[str] = []
    for mark in _HALF_OPEN.sub("", text):
        if mark in _PAIRS.values():
            open_marks.append(mark)
        elif mark in _PAIRS and (not open_marks or open_marks.pop() != _PAIRS[mark]):
            return mark
    if not open_marks and text.count('"') % 2:
        return '"'
    return open_marks[0] if open_marks else ""


def _leftover(text: str) -> str:
    if _SOUND.fullmatch(text):
        return ""
    plain = _ABBREVIATED.sub(" ", text)
    for name, pattern in _LEFTOVERS:
        if match := pattern.search(plain):
            return f"{name} (“{match[0].strip() or match[0]!r}”)"
    mark = _unbalanced(text)
    return f"a “{mark}” without its partner" if mark else ""


@check("T411", Severity.WARNING, "Mend the text, or write the sentence anew.")
def extraction_noise(reading: Reading) -> Iterator[str]:
    """The words carry leftovers of the page that they were taken from.

    Broken words, citation marks, brackets without a partner, unreadable characters: no careful writer leaves them,
    and students stumble over them.

    **Bad**

        What did the Con- gress pass in 1765 [12]?
        * the Stamp Act
        - the Tea Act
        - the Sugar Act

    **Good**

        What did the Parliament pass in 1765?
        * the Stamp Act
        - the Tea Act
        - the Sugar Act

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 11: edit and proof items.
    """
    for text in (reading.item.stem, *(option.text for option in reading.item.options)):
        if found := _leftover(text):
            yield f"“{text[:60]}{'…' if len(text) > 60 else ''}” holds {found}."


@check("T412", Severity.WARNING, "Take the reference out, or ask about what it shows.", Need.WORDS)
def reference_in_text(reading: Reading) -> Iterator[str]:
    """The item refers to a numbered figure, table, equation or section.

    "Figure 2.3" means something on the page of the source only.

    **Bad**

        Which bone is shown in Figure 2.3?
        * femur
        - tibia
        - fibula

    **Good**

        Which bone is the longest of the human body?
        * femur
        - tibia
        - fibula

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 5: keep the content of each item independent.
    """
    for text in (reading.stem.text, *(option.text for option in reading.options)):
        if match := reading.words.pattern("reference").search(text):
            yield f"“{match[0]}” refers to a place in the source."


@check("T413", Severity.WARNING, "Take one of them out.", Need.WORDS)
def doubled_word(reading: Reading) -> Iterator[str]:
    """A function word stands twice in a row.

    "The the" is a leftover of drafting or of a line break.

    **Bad**

        What is the the capital of France?
        * Paris
        - Lyon
        - Marseille

    **Good**

        What is the capital of France?
        * Paris
        - Lyon
        - Marseille

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 11: edit and proof items.
    """
    for text in (reading.stem, *reading.options):
        for first, second in pairwise(text.tokens):
            if first == second and _function_word(first, reading.words):
                yield f"“{first} {second}” in “{text.text[:60]}”."


def _function_word(word: str, words: WordLists) -> bool:
    """Whether the word is one that never stands twice in a row ("had had" and "that that" may)."""
    lists = ("articles", "prepositions", "auxiliaries")
    return word not in words.set("may_double") and any(word in words.set(name) for name in lists)
