"""What a user is told when a model gives no answer: what failed, which model, and what to do."""

import re

from mcqgen.llm.choice import secret
from mcqgen.llm.diagnosis import Failure, Kind
from mcqgen.llm.errors import BadReply, ModelError, ModelRefused, ModelUnavailable
from mcqgen.llm.providers import Provider

_SENTENCES: dict[Kind, tuple[type[ModelError], str, str]] = {
    Kind.BUSY: (ModelUnavailable, "asks to be asked less often", "try again later, or set MCQGEN_REQUESTS_PER_MINUTE"),
    Kind.SPENT: (
        ModelUnavailable,
        "has no quota or credit left for this key",
        "try again tomorrow, or use another model",
    ),
    Kind.DOWN: (ModelUnavailable, "is overloaded or out of order", "try again later, or use another model"),
    Kind.SILENT: (ModelUnavailable, "gave no answer in time", "try again later, or raise MCQGEN_MODEL_TIMEOUT_S"),
    Kind.CUT: (ModelUnavailable, "broke off the connection", "check the network, or try again later"),
    Kind.UNREACHED: (ModelUnavailable, "cannot be reached", "check the network and the address of its server"),
    Kind.GARBLED: (
        ModelUnavailable,
        "gave answers that are none",
        "check that the address is that of a model's server",
    ),
    Kind.LOCKED: (ModelUnavailable, "refuses the key", "check the key and what it may be used for"),
    Kind.UNKNOWN: (
        ModelUnavailable,
        "is not known to its server",
        "check its name and address; 'mcqgen models' lists some",
    ),
    Kind.UNFIT: (ModelRefused, "does not take the request", "use another model"),
    Kind.BLOCKED: (ModelRefused, "refused to answer", "ask about other passages, or use another model"),
    Kind.LONG: (BadReply, "was cut off before its answer was complete", "ask for fewer items in one call"),
}
_NEVER_QUOTED = frozenset({Kind.LOCKED})
"""Providers print parts of the key in their refusals."""
_SHORTEST_SECRET = 6


def as_error(failure: Failure, name: str, attempts: int, provider: Provider) -> ModelError:
    """The error for a call that is given up after so many tries."""
    kind, what, way_out = _SENTENCES[failure.kind]
    said = "" if failure.kind in _NEVER_QUOTED else redacted(failure.words, provider)
    after = f" after {attempts} tries" if attempts > 1 else ""
    asked = f"wait {failure.wait_s:,.0f} s" if failure.wait_s and failure.kind in (Kind.BUSY, Kind.DOWN) else ""
    quoted = "; ".join(part for part in (said.rstrip(". "), asked) if part)
    return kind(f"{name} {what}{after}{f' ({quoted})' if quoted else ''}: {way_out}.")


def redacted(words: str, provider: Provider) -> str:
    """A text without any key, and without passwords in addresses."""
    for key in provider.settings.google_api_key, provider.settings.openai_api_key:
        if len(secret(key)) >= _SHORTEST_SECRET:
            words = words.replace(secret(key), "…")
    return re.sub(r"//[^/@\s]*@", "//", words)
