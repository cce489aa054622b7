"""What all domain models share: they are frozen, strict about unknown fields, and have content ids."""

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def content_id(said: Any) -> str:
    """Name a value by what it says: 16 hex digits of blake2b over its canonical JSON.

    Half a surrogate pair, as a broken escape in JSON leaves it, has an id too.
    """
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
