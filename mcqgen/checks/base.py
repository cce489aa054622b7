"""What a check is: a rule with a code, a severity, an explanation, and a function that finds the fault."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from mcqgen.domain.flaw import Flaw, Severity

Subject = TypeVar("Subject")
Find = Callable[[Subject], Iterable[str]]


class Need(StrEnum):
    """What a check cannot do without; where it is missing, the check is left out."""

    WORDS = "words"
    """A word list of the item's language."""
    ENGLISH = "English"
    """English grammar."""
    DOCUMENTS = "documents"
    """The loaded documents."""
    EMBEDDINGS = "embeddings"
    """Sentence embeddings."""


@dataclass(frozen=True)
class Check(Generic[Subject]):
    """One rule. `find` yields one message for each fault, and its docstring explains the rule to users."""

    code: str
    """A letter for the family and three digits, such as "O301"."""
    severity: Severity
    advice: str
    """What to do about it, in one sentence."""
    find: Find[Subject]
    needs: frozenset[Need] = frozenset()

    @property
    def name(self) -> str:
        """The rule in words, such as "longest-option-is-key"."""
        return self.find.__name__.replace("_", "-")

    @property
    def explanation(self) -> str:
        """Meaning, **Bad**, **Good** and **Source**, in Markdown."""
        return inspect.getdoc(self.find) or ""

    def flaws(self, subject: Subject) -> tuple[Flaw, ...]:
        """Apply the rule to `subject`."""
        messages = list(self.find(subject))
        if not messages:
            return ()
        return tuple(
            Flaw(code=self.code, name=self.name, severity=self.severity, message=message, advice=self.advice)
            for message in messages
        )


def check(code: str, severity: Severity, advice: str, *needs: Need) -> Callable[[Find[Subject]], Check[Subject]]:
    """Make a `Check` of the function that follows."""

    def made(find: Find[Subject]) -> Check[Subject]:
        return Check(code=code, severity=severity, advice=advice, find=find, needs=frozenset(needs))

    return made
