"""What all readers share: text of any encoding, names of places, items found and questions skipped."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass, field

from mcqgen.domain.item import Item
from mcqgen.errors import FormatError
from mcqgen.formats import content
from mcqgen.formats.contract import Imported, Notice

_LONGEST_TITLE = 60


def decode(data: bytes) -> str:
    r"""The text of a file, in UTF-8 or UTF-16 with its mark, with "\n" as line ends.

    Raises:
        FormatError: It is in another encoding.
    """
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return content.clean(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise FormatError(
            f"The file is no UTF-8 text (byte {error.start}): save it with the encoding UTF-8."
        ) from error


def place(kind: str, number: int, title: str = "") -> str:
    """Where something is, such as "question 3 (Capitals of Europe)"."""
    short = content.one_line(title)
    if len(short) > _LONGEST_TITLE:
        short = f"{short[:_LONGEST_TITLE].rstrip()}…"
    return f"{kind} {number}" + (f" ({short})" if short else "")


@dataclass
class Intake:
    """What a reader has found so far."""

    items: list[Item] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def take(self, where: str, make: Callable[[], tuple[Item, tuple[str, ...]]]) -> None:
        """Take up an item, with what it lost; where `make` raises FormatError, its message tells why it is skipped."""
        try:
            item, lost = make()
        except FormatError as error:
            self.skip(where, str(error))
            return
        self.items.append(item)
        self.notices.extend(Notice(where, reason, skipped=False) for reason in lost)

    def skip(self, where: str, reason: str) -> None:
        """Leave out a question."""
        self.notices.append(Notice(where, reason))

    def imported(self, label: str, title: str = "") -> Imported:
        """All of it; raises FormatError where the file holds no question at all."""
        if not self.items and not self.notices:
            raise FormatError(f"The file holds no question in {label}: check that it is the right file.")
        return Imported(tuple(self.items), tuple(self.notices), title=title)
