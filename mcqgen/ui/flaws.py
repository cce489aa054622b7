"""What the checks say of a question that is looked through, in the words of the app; no Streamlit, no markup."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mcqgen.checks import MENDS, ReviewContext, mend, review
from mcqgen.checks.registry import ITEM, STRUCTURE
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Item
from mcqgen.ui.strings import review as strings

_QUOTED = re.compile("(“[^”]*”)")
_NOW = frozenset(check.code for check in (*STRUCTURE, *ITEM))
"""Checks that are made while somebody types; what the others found when the question was written is kept."""


@dataclass(frozen=True)
class Finding:
    """One fault in plain words."""

    flaw: Flaw
    text: str
    mendable: bool

    @property
    def grave(self) -> bool:
        """More than something to look at."""
        return self.flaw.severity is not Severity.NOTE


def findings(item: Item, language: str) -> tuple[Finding, ...]:
    """What speaks against a question as it stands, the gravest first, without reading its document again."""
    context = ReviewContext({}, language=language)
    found = (*review(item, context), *(flaw for flaw in item.flaws if flaw.code not in _NOW))
    ordered = sorted(dict.fromkeys(found), key=lambda flaw: list(Severity).index(flaw.severity))
    return tuple(Finding(flaw, plain(flaw), _helps(item, flaw, context)) for flaw in ordered)


def mended(item: Item, flaw: Flaw, language: str) -> Item:
    """The question with one of its flaws mended."""
    return mend(item, (flaw,), ReviewContext({}, language=language))


def renewed(item: Item, language: str) -> Item:
    """The question with the flaws that it has now in place of those that it had."""
    return item.model_copy(update={"flaws": tuple(finding.flaw for finding in findings(item, language))})


def _helps(item: Item, flaw: Flaw, context: ReviewContext) -> bool:
    return flaw.code in MENDS and mend(item, (flaw,), context) != item


def plain(flaw: Flaw) -> str:
    """Say a flaw and what to do about it in the words of the app; what is quoted stays as it is."""
    own = strings.PLAIN.get(flaw.code)
    if own:
        return own
    said = _QUOTED.split(f"{flaw.message} {flaw.advice}".strip())
    return "".join(part if part.startswith("“") else _in_app_words(part) for part in said)


def _in_app_words(text: str) -> str:
    for pattern, word in strings.WORDS.items():
        text = re.sub(pattern, word, text)
    return text


def worst(found: Sequence[Finding]) -> Severity | None:
    """How grave the gravest is; None where there is none."""
    return found[0].flaw.severity if found else None
