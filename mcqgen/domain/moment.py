"""The time that a result carries."""

import os
from datetime import UTC, datetime

from mcqgen.errors import RequestError


def timestamp(created_at: str) -> str:
    """The time of the item set as ISO 8601 in UTC, to the second.

    SOURCE_DATE_EPOCH: https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        if created_at:
            moment = datetime.fromisoformat(created_at)
        else:
            moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        given = created_at or f"SOURCE_DATE_EPOCH={epoch}"
        raise RequestError(f"'{given}' is no time: write it like 2026-01-31T12:00:00Z.") from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
