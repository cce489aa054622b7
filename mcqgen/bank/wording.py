"""Models to text and back, and text as it is searched."""

import json
import unicodedata
from typing import TypeVar

from mcqgen.domain.base import Frozen

_Model = TypeVar("_Model", bound=Frozen)
_MOST_WORDS = 50
_LONGEST_WORD = 200


def packed(model: Frozen) -> str:
    """A model as JSON in ASCII, which every database stores: texts of documents may hold what is no UTF-8."""
    return json.dumps(model.model_dump(mode="python"), ensure_ascii=True, separators=(",", ":"))


def unpacked(kind: type[_Model], text: str) -> _Model:
    """The model again."""
    try:
        return kind.model_validate_json(text)
    except ValueError:  # the quick parser refuses half a surrogate pair
        return kind.model_validate(json.loads(text))


def folded(text: str) -> str:
    """Text without case, accents and differences of width.

    Each sign is folded by itself, so what stands in a text stands in the folded text, too.
    """
    for _ in range(2):
        plain = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return " ".join(text.split())


def words(text: str) -> tuple[str, ...]:
    """The folded words of what somebody searches for."""
    return tuple(dict.fromkeys(word[:_LONGEST_WORD] for word in folded(text).split()))[:_MOST_WORDS]
