"""Wrong options that the material may make right: looked for in all that was sent, before a judge is asked.

Weak models take the wrong options of "Which of these does X?" from the list that the key stands in, and quote only the
key's part of it. The check of the quotes alone (E204) cannot see that; the sentence around them tells.
"""

import re
from collections.abc import Sequence

from mcqgen.domain.document import Passage
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.writers.llm.statements import sentences, stems

_WORD = re.compile(r"\w+")
_FEWEST = 2
"""Words beside the key's: a single term of the same sentence mostly is the neighbour that a good wrong option is."""
_SHARED = 0.5
"""Share of the question's words in a sentence that then is about what is asked."""


def also_supported(question: str, key: str, wrong: Sequence[str], passages: Sequence[Passage]) -> dict[str, Flaw]:
    """A flaw by each wrong option that the key contains, or that stands in a sentence about what is asked.

    All of its words must stand there, and two of them not be the key's; a sentence is about what is asked where it
    holds half of the question's words, or the key and one of them.
    """
    said = [stems(sentence) for passage in passages for sentence in sentences(passage.text)]
    asked, right = stems(question), stems(key)
    about = [words for words in said if _is_about(words, asked, right)]
    stated = {text: _in_source(text) for text in wrong if any(_stands(stems(text), right, words) for words in about)}
    return {text: _within_key(text, key) for text in wrong if frozenset() < _all(text) < _all(key)} | stated


def _in_source(option: str) -> Flaw:
    return Flaw(
        code="B405",
        name="distractor-in-source",
        severity=Severity.WARNING,
        message=f"The source says “{option}”, a wrong option, beside what is asked.",
        advice="Replace it by an option that the source does not name there.",
    )


def _within_key(option: str, key: str) -> Flaw:
    return Flaw(
        code="B406",
        name="distractor-within-key",
        severity=Severity.WARNING,
        message=f"The wrong option “{option}” says part of what the key “{key}” says, so that it is right, too.",
        advice="Replace it by an option that is wrong.",
    )


def _is_about(sentence: frozenset[str], asked: frozenset[str], key: frozenset[str]) -> bool:
    told = asked - key
    shared = len(told & sentence)
    return bool(key) and bool(told) and (shared >= _SHARED * len(told) or (key <= sentence and shared > 0))


def _stands(option: frozenset[str], key: frozenset[str], sentence: frozenset[str]) -> bool:
    return len(option - key) >= _FEWEST and option <= sentence


def _all(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
