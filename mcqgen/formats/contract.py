"""What every interchange format tells about itself and does."""

from collections.abc import Callable
from dataclasses import dataclass

from mcqgen.domain.run import ItemSet


@dataclass(frozen=True)
class Format:
    """One interchange format: items → bytes and, where it makes sense, bytes → items."""

    name: str
    """What the user types, such as "json"."""
    label: str
    """What the user reads, such as "JSON (complete)"."""
    extension: str
    """Of its files, without the dot."""
    media_type: str
    dump: Callable[[ItemSet], bytes]
    """The same items give the same bytes; raises FormatError where the format cannot hold them."""
    load: Callable[[bytes], ItemSet] | None = None
    """Reads what anybody wrote in this format, raises FormatError otherwise; None where there is no way back."""
