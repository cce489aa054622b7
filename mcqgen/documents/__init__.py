"""Everything between a path and passages: loaders, cleaning and chunking."""

from typing import TYPE_CHECKING, Any

from mcqgen.documents.kinds import SUFFIXES, discover

if TYPE_CHECKING:
    from mcqgen.documents.chunking import split
    from mcqgen.documents.loading import load

__all__ = ["SUFFIXES", "discover", "load", "split"]


def __getattr__(name: str) -> Any:
    """Import `load` and `split` when they are first used, so that the reading process starts fast."""
    if name == "load":
        from mcqgen.documents.loading import load

        return load
    if name == "split":
        from mcqgen.documents.chunking import split

        return split
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
