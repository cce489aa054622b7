"""A clock for the tests."""

from datetime import UTC, datetime, timedelta


class Clock:
    """The time, which a test may put ahead."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead
