"""Everything between a path and passages: loaders, cleaning and chunking; and pictures of pages."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mcqgen.documents.kinds import SUFFIXES, discover

if TYPE_CHECKING:
    from mcqgen.documents.chunking import split
    from mcqgen.documents.excerpts import Paragraph, excerpt
    from mcqgen.documents.loading import load
    from mcqgen.documents.pictures import Mark, Picture, picture
    from mcqgen.documents.unlocking import unlock

__all__ = ["SUFFIXES", "Mark", "Paragraph", "Picture", "discover", "excerpt", "load", "picture", "split", "unlock"]

_HOMES = {
    "load": "loading",
    "split": "chunking",
    "excerpt": "excerpts",
    "Paragraph": "excerpts",
    "picture": "pictures",
    "Picture": "pictures",
    "Mark": "pictures",
    "unlock": "unlocking",
}


def __getattr__(name: str) -> Any:
    """Import all but the kinds of files when they are first used, so that the reading process starts fast."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
