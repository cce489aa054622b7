"""What a teacher asks for, as it is kept with the run: enough to write the rest another day."""

from dataclasses import asdict, dataclass
from typing import Any

from mcqgen.domain.blueprint import Request
from mcqgen.settings import Settings

_ROUGH = 0.1
"""Bar of the offline writer for who wants rough drafts, too."""


@dataclass(frozen=True)
class Choices:
    """What shapes a run beside the request."""

    pages: str = ""
    """Ranges such as "10-42" of each file; empty: all."""
    rough: bool = False
    """Drafts, too, that probably need mending."""
    model: str = ""
    """Who writes, such as "offline"; empty: whom the settings name."""

    def apply(self, settings: Settings) -> Settings:
        """The settings of such a run."""
        changes: dict[str, object] = {"offline_bar": _ROUGH} if self.rough else {}
        if self.model:
            changes["model"] = self.model
        return settings.model_copy(update=changes)

    def as_data(self) -> dict[str, Any]:
        """Plain values, to be kept."""
        return asdict(self)


@dataclass(frozen=True)
class Order:
    """Questions that are to be made."""

    documents: tuple[str, ...]
    """Ids of documents on the teacher's shelf."""
    request: Request
    choices: Choices = Choices()
