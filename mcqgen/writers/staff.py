"""Who writes: the offline writer, or a model with its judge, their threads and their ledger."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mcqgen.domain.blueprint import ItemSpec, Request
from mcqgen.domain.document import Document, Passage
from mcqgen.domain.item import Item
from mcqgen.domain.spending import Agreement, Estimate, Spending, StageUsage, Verify
from mcqgen.errors import UnsupportedLanguage
from mcqgen.llm import ChatModel, Ledger, default_spec, open_model
from mcqgen.settings import Settings
from mcqgen.writers import Desk, Writer
from mcqgen.writers.llm.crew import Crew

if TYPE_CHECKING:
    from mcqgen.writers.offline import OfflineWriter

    Embed = Callable[[Sequence[str]], Any]

OFFLINE = "offline"
_REVISIONS = 2
"""A model that did not mend an item in two attempts will not; each costs as much as a new one."""

_SHARE = 0.85
"""Share of the offline writer's bar that questions for a small model must reach, as a judge looks at each. On chapters
that nobody had looked at, raters took 4 of 4 items that reach it, and none of 10 others (`evals/judged`, round 17).
"""


@dataclass(frozen=True)
class Models:
    """The models at work, which the documents of a batch share."""

    writer: ChatModel
    judge: ChatModel
    crew: Crew[Any]
    spent: threading.Event
    """Set when a call was not made, though nothing else was in hand, as it could pass a cap."""


@dataclass(frozen=True)
class Staff:
    """Writes for one run, or, shared, for each document of a batch."""

    settings: Settings
    ledger: Ledger
    models: Models | None = None
    """None: the offline writer."""

    @property
    def offline(self) -> bool:
        """Whether no model is at work."""
        return self.models is None

    @property
    def spent(self) -> bool:
        """Whether the budget has no room for a call of some kind, so that to begin anew is idle."""
        return self.models is not None and self.models.spent.is_set()

    @property
    def revisions(self) -> int:
        """How often a refused draft is written anew at most."""
        return self.settings.revisions if self.offline else min(_REVISIONS, self.settings.revisions)

    def reads_all(self, documents: Sequence[Document], request: Request) -> bool:
        """Whether the offline writer, which reads everything, finds what to ask: for itself, or for a small model.

        For that it does so in English, unless the teacher has a wish.
        """
        if self.models is None:
            return True
        english = all(document.language in ("en", "und") for document in documents)
        wished = bool(request.instruction) or request.language not in ("", "en")
        return self.models.writer.on_this_machine and english and not wished

    def share(self) -> "Staff":
        """The same staff with a ledger of its own under this one's caps."""
        ledger = Ledger(parent=self.ledger)
        if self.models is None:
            return replace(self, ledger=ledger)
        writer, judge = self.models.writer.charged_to(ledger), self.models.judge.charged_to(ledger)
        return replace(self, ledger=ledger, models=replace(self.models, writer=writer, judge=judge))

    def check(self, document: Document, request: Request) -> None:
        """Raise UnsupportedLanguage where the writer cannot take a document."""
        if self.offline:
            from mcqgen.writers.offline import OfflineWriter

            OfflineWriter([document], (), request, embed=_nothing, bar=self.settings.offline_bar)
            if request.language not in ("", "en"):
                raise UnsupportedLanguage(
                    f"The offline writer writes English only, not '{request.language}': choose a model (--model)."
                )

    def writer(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        request: Request,
        *,
        embed: "Embed",
        cancelled: Callable[[], bool],
    ) -> Writer | Desk:
        """The writer for these documents."""
        if self.models is None:
            return self.stand_in(documents, passages, request, embed=embed)
        from mcqgen.writers.llm.desk import make_writer

        return make_writer(
            self.models.writer,
            self.models.judge,
            self.models.crew,
            self.models.spent,
            documents,
            passages,
            request,
            self.settings,
            cancelled,
            embed,
            self._drafts(documents, passages, request, embed),
        )

    def _drafts(
        self, documents: Sequence[Document], passages: Sequence[Passage], request: Request, embed: "Embed"
    ) -> "OfflineWriter | None":
        """Who finds questions for a small model."""
        if not self.reads_all(documents, request):
            return None
        from mcqgen.writers.offline import OfflineWriter

        bar = _SHARE * self.settings.offline_bar
        return OfflineWriter(documents, passages, request, embed=embed, bar=bar, for_rewording=True)

    def stand_in(
        self, documents: Sequence[Document], passages: Sequence[Passage], request: Request, *, embed: "Embed"
    ) -> Writer:
        """The offline writer; raises UnsupportedLanguage."""
        from mcqgen.writers.offline import OfflineWriter

        return OfflineWriter(documents, passages, request, embed=embed, bar=self.settings.offline_bar)

    def estimate(self, specs: Sequence[ItemSpec], passages: Sequence[Passage], request: Request) -> Estimate:
        """What writing these places will take."""
        if self.models is None:
            return Estimate(model=OFFLINE, material="", items=len(specs), stages=(), cost_usd=0.0)
        from mcqgen.writers.llm.desk import regimes_of, solves_of
        from mcqgen.writers.llm.estimate import estimate
        from mcqgen.writers.llm.material import Library
        from mcqgen.writers.llm.planning import Sizes, describe

        writer, judge = self.models.writer, self.models.judge
        library, sizes = Library.of(passages, writer.count), Sizes.of(writer, self.settings)
        proof = regimes_of(self.settings), solves_of(judge, self.settings)
        judged_alone = judge.on_this_machine
        stages = estimate(library, specs, sizes, request, *proof, writer.count, judged_alone=judged_alone)
        costs = [
            price.cost(stage.input_tokens, stage.output_tokens) if price else None
            for stage in stages
            for price in [judge.price if stage.stage == "solve" else writer.price]
        ]
        known = [cost for cost in costs if cost is not None]
        return Estimate(
            model=writer.name,
            material=describe(library, specs, sizes),
            items=len(specs),
            stages=stages,
            cost_usd=sum(known) if len(known) == len(costs) else None,
        )

    def spending(self, writer: Writer | Desk, accepted: int) -> Spending | None:
        """The ledger so far; None where no model was at work."""
        if self.models is None:
            return None
        from mcqgen.writers.llm.desk import LlmWriter

        assert isinstance(writer, LlmWriter)
        stages = tuple(
            StageUsage(
                stage=stage,
                calls=usage.calls,
                input_tokens=usage.input_tokens,
                output_tokens=usage.output_tokens,
                cached_calls=usage.cached_calls,
            )
            for stage, usage in self.ledger.by_stage.items()
        )
        tokens = self.ledger.total.tokens
        judge = self.models.judge.name if writer.proves else ""
        return Spending(
            model=self.models.writer.name,
            judge_model=judge if judge != self.models.writer.name else "",
            material=writer.material,
            stages=stages,
            tokens=tokens,
            lost_tokens=self.ledger.lost_tokens,
            tokens_per_item=round(tokens / accepted, 1) if accepted else None,
            cost_usd=self.ledger.cost(),
            judged=tuple(
                Agreement(regime=regime, asked=tally.asked, agreed=tally.agreed)
                for regime, tally in sorted(writer.tallies.items())
            ),
        )

    def remark(self, writer: Writer | Desk, items: Sequence[Item]) -> list[Item]:
        """The items with what the judge noted on them after they were accepted."""
        from mcqgen.writers.llm.desk import LlmWriter

        remarks = writer.remarks if isinstance(writer, LlmWriter) else {}
        return [item.model_copy(update={"flaws": (*item.flaws, *remarks.get(item.id, ()))}) for item in items]

    def held_back(self, writer: Writer | Desk) -> int:
        """Drafts of the offline writer, also for a small model, that would probably need mending and were left out."""
        from mcqgen.writers.llm.desk import LlmWriter
        from mcqgen.writers.offline import OfflineWriter

        return writer.held_back if isinstance(writer, OfflineWriter | LlmWriter) else 0

    def close(self) -> None:
        """Make no further calls, and let go of connections and threads."""
        if self.models is not None:
            for model in (self.models.writer, self.models.judge):
                model.stop()
                model.close()
            self.models.crew.close()


def hire(settings: Settings) -> Staff:
    """The staff that the settings name; opens no connection.

    Raises:
        RequestError: The model's name makes no sense, its key is missing, or a cost is capped whose price is unknown.
        MissingDependency: The model's library is not installed.
    """
    spec = default_spec(settings)
    if spec == OFFLINE:
        return Staff(settings, Ledger())
    ledger = Ledger(settings.max_tokens, settings.max_cost)
    writer = open_model(spec, settings, ledger)
    proves = settings.verify is not Verify.NONE
    judge = open_model(settings.judge_model, settings, ledger) if settings.judge_model and proves else writer
    return Staff(settings, ledger, Models(writer, judge, Crew(settings.concurrency), threading.Event()))


def _nothing(texts: Sequence[str]) -> Any:
    raise NotImplementedError(f"nothing is embedded here, not even {len(texts)} texts")
