"""The answers to requests that are refused; people see them only when they open such an address by hand."""

from typing import Final

SIGN_IN: Final = "Please sign in first."
NOT_HERE: Final = "There is nothing here for you."
ONLY_HERE: Final = (
    "mcqgen has no login here, so it serves this computer only: open it as http://localhost and its port. "
    "For other computers, set up a login (docs/server.md)."
)
