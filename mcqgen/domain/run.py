"""One generation: its events, its report and the set of items that it leaves."""

from enum import StrEnum

from mcqgen.domain.base import Frozen
from mcqgen.domain.blueprint import Blueprint, Difficulty, ItemSpec
from mcqgen.domain.coverage import Coverage
from mcqgen.domain.document import Document
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Item
from mcqgen.domain.spending import Estimate, Spending

SCHEMA_VERSION = "1.0"


class DocumentInfo(Frozen):
    """What an item set tells about one of its documents."""

    id: str
    name: str
    title: str
    sha256: str
    media_type: str
    language: str
    pages: int
    passages: int
    warnings: tuple[str, ...] = ()


def describe(document: Document, passages: int) -> DocumentInfo:
    """What is told of a document that was cut into so many passages."""
    return DocumentInfo(
        id=document.id,
        name=document.name,
        title=document.title,
        sha256=document.sha256,
        media_type=document.media_type,
        language=document.language,
        pages=len(document.pages),
        passages=passages,
        warnings=document.warnings,
    )


class Failure(Frozen):
    """A document that gave nothing, and why."""

    name: str
    reason: str


class Drop(Frozen):
    """A reason for which drafts were rejected or places gave no item, and how often."""

    reason: str
    count: int


class Report(Frozen):
    """What was asked, what was delivered, and why it is fewer when it is."""

    requested: int
    delivered: int
    rejected: int
    """Drafts that the review refused for good."""
    shortfall: int
    reasons: tuple[Drop, ...] = ()
    explanation: str = ""
    """One sentence for the user; empty when all that was asked was delivered."""
    delivered_by_difficulty: dict[Difficulty, int] = {}
    pages_covered: int = 0
    """Pages that at least one item's evidence stands on."""
    set_flaws: tuple[Flaw, ...] = ()
    writer: str = ""
    seed: int = 0
    failures: tuple[Failure, ...] = ()
    remarks: tuple[str, ...] = ()
    """Sentences for the user on how the items came to be, such as that the offline writer had to step in."""
    held_back: int = 0
    """Drafts of the offline writer that were not handed out because they would probably need mending."""
    spending: Spending | None = None
    """The ledger of the models; none where no model was at work."""
    interrupted: bool = False
    """The model gave up before the end (provider down, budget spent): another run may deliver more."""
    coverage: Coverage | None = None
    """What the items cover; None where nothing was planned."""


class ItemSet(Frozen):
    """Items with their documents and the report of their making: what every format exports."""

    title: str
    created_at: str
    """ISO 8601 in UTC."""
    documents: tuple[DocumentInfo, ...]
    items: tuple[Item, ...]
    report: Report


class Stage(StrEnum):
    """Where a run is."""

    READING = "reading"
    PLANNING = "planning"
    WRITING = "writing"


class Progress(Frozen):
    """A stage has come so far."""

    stage: Stage
    done: int
    total: int
    detail: str = ""


class DocumentLoaded(Frozen):
    """A document was read and cut into passages."""

    document: DocumentInfo
    sections: tuple[str, ...] = ()


class DocumentFailed(Frozen):
    """A document cannot be used; the run goes on with the others."""

    failure: Failure


class BlueprintPlanned(Frozen):
    """The plan is made."""

    blueprint: Blueprint


class ItemAccepted(Frozen):
    """An item passed the review."""

    item: Item
    accepted: int
    requested: int


class ItemRejected(Frozen):
    """A place of the plan gave no item: all its drafts were refused, or there was none."""

    spec: ItemSpec
    flaws: tuple[Flaw, ...]
    reason: str
    lasting: bool = False
    """Another place would have fared no better: the provider is down, or the budget is spent."""


class CostEstimated(Frozen):
    """What writing will take; nothing is spent yet."""

    estimate: Estimate


class RunFinished(Frozen):
    """The run is over; `items` is all of it."""

    items: ItemSet


Event = (
    Progress
    | DocumentLoaded
    | DocumentFailed
    | BlueprintPlanned
    | CostEstimated
    | ItemAccepted
    | ItemRejected
    | RunFinished
)
