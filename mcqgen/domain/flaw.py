"""What a check reports about an item."""

from enum import StrEnum

from mcqgen.domain.base import Frozen


class Severity(StrEnum):
    """How much a flaw weighs."""

    ERROR = "error"
    """The item must not be handed out."""
    WARNING = "warning"
    """An item-writing flaw: the item is revised, and rejected when it stays."""
    NOTE = "note"
    """Worth a look; never rejects an item."""


class Flaw(Frozen):
    """One finding about one item."""

    code: str
    """Code of the check, such as "O301"."""
    name: str
    """Name of the check, such as "longest-option-is-key"."""
    severity: Severity
    message: str
    """What is wrong, with the words concerned."""
    advice: str
    """What to do about it."""
