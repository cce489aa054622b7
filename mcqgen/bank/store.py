"""The bank: opened once, handing out the shelves of its owners."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mcqgen.bank.access import Access
from mcqgen.bank.engine import connect
from mcqgen.bank.files import Files
from mcqgen.bank.insights import usage
from mcqgen.bank.migrating import migrate
from mcqgen.bank.records import OwnerUsage
from mcqgen.bank.shelf import Shelf

if TYPE_CHECKING:
    from mcqgen.settings import Settings


def _now() -> datetime:
    return datetime.now(UTC)


def open_bank(settings: "Settings", *, clock: Callable[[], datetime] = _now) -> "Bank":
    """Open the bank, and make or update its tables where that is due; close it when done.

    Args:
        settings: Where it is: `database_url`, or a file under `home`; documents' files are always under `home`.
        clock: Tells the time in UTC.

    Raises:
        RequestError: `database_url` is no address of a PostgreSQL database.
        MissingDependency: The driver of PostgreSQL is not installed.
        StateError: The database does not answer, is damaged, or was made by a newer mcqgen.
    """
    engine = connect(settings)
    try:
        migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return Bank(Access(engine, Files(settings.home / "files"), clock))


class Bank:
    """A database of questions and a folder of files; any thread may use it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def shelf(self, owner: str, by: str = "") -> Shelf:
        """All that one teacher sees; cheap, so make one for each call.

        Args:
            owner: Whose; "" is the single user of this computer.
            by: Who acts, for the log; empty: the owner.
        """
        return Shelf(self._access, owner, by or owner)

    def usage(self) -> tuple[OwnerUsage, ...]:
        """What each owner has and uses, by owner: for who looks after the bank."""
        return usage(self._access)

    def close(self) -> None:
        """Let go of all connections."""
        self._access.engine.dispose()

    def __enter__(self) -> "Bank":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
