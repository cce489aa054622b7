"""The desk: many calls in hand at a time, their results taken in the order of asking.

A second run of the same request must make the same calls, to find each in the cache. So nothing here depends on which
call is answered first: results are consumed in the order in which the calls were asked for, and what is asked next
depends on them alone.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mcqgen.domain.blueprint import ItemSpec, Request
from mcqgen.domain.document import Document, Passage
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Item
from mcqgen.domain.spending import Verify
from mcqgen.llm import BadReply, BudgetSpent, ChatModel, ModelError, ModelRefused
from mcqgen.settings import Settings
from mcqgen.writers import Draft
from mcqgen.writers.llm.asking import WRITE, label_of
from mcqgen.writers.llm.calls import Calls
from mcqgen.writers.llm.crew import Crew
from mcqgen.writers.llm.mapping import NAME, Press
from mcqgen.writers.llm.material import Library, Packet
from mcqgen.writers.llm.planning import Sizes, describe, pack
from mcqgen.writers.llm.simple import ONE
from mcqgen.writers.llm.solving import Question, Regime, by_number, question, verdict
from mcqgen.writers.llm.supporting import also_supported

if TYPE_CHECKING:
    from mcqgen.writers.llm.rewording import Embed
    from mcqgen.writers.offline import OfflineWriter

SOLVED_TOGETHER = 12
"""Items without material that share a call of the judge."""
LEFT_OUT = "the model found nothing to ask there"
SOLVES_HERE = 3
"""Models that run on this machine cost nothing, and the small ones choose a letter by its place or by chance."""
_POLL_S = 0.05


@dataclass(frozen=True)
class _Order:
    """One place in a call."""

    spec: ItemSpec
    item: Item | None = None
    flaws: tuple[Flaw, ...] = ()
    confirmed: int = 0
    """How often the judge, with the material, has chosen exactly the key."""


@dataclass(frozen=True)
class _Job:
    """One call."""

    stage: str
    """"write", "revise", or a regime."""
    orders: tuple[_Order, ...]
    packet: Packet | None = None
    alone: bool = False
    """Nothing else was in hand when it was asked."""

    @property
    def rank(self) -> int:
        """What comes first where the budget is short: proofs of what is written, then what mends it."""
        return {Regime.MATERIAL: 0, "revise": 1, "write": 2}.get(self.stage, 3)


@dataclass
class Tally:
    """How often a judge was asked, and chose exactly our key."""

    asked: int = 0
    agreed: int = 0


@dataclass
class LlmWriter:
    """Writes, mends and proves items with language models; see `mcqgen.writers.Desk`."""

    name: str
    calls: Calls
    press: Press
    library: Library
    sizes: Sizes
    crew: Crew[Any]
    spent: threading.Event
    """Set when the budget has no room for a call, though nothing else is in hand."""
    regimes: frozenset[Regime]
    """What the judge is asked; empty: nothing."""
    solves: int
    """How often the judge must choose exactly the key, which stands elsewhere each time."""
    cancelled: Callable[[], bool]
    material: str = ""
    """What the model reads, in words."""
    tallies: dict[Regime, Tally] = field(default_factory=dict)
    remarks: dict[str, tuple[Flaw, ...]] = field(default_factory=dict)
    """Notes of the judge by item id, which come after the item was accepted."""
    _waiting: deque[_Job] = field(default_factory=deque)
    _open: deque[tuple[_Job, "Future[Any]"]] = field(default_factory=deque)
    _deferred: list[_Job] = field(default_factory=list)
    _refused: list[_Order] = field(default_factory=list)
    _unproven: list[_Order] = field(default_factory=list)
    _proven: list[_Order] = field(default_factory=list)

    @property
    def proves(self) -> bool:
        """Whether the judge is asked at all."""
        return bool(self.regimes)

    @property
    def held_back(self) -> int:
        """Drafts for a small model that were left out because they would probably need mending."""
        return self.calls.held_back

    def write(self, specs: Sequence[ItemSpec]) -> None:
        """Order first drafts."""
        self.material = self.material or describe(self.library, specs, self.sizes)
        for packet in pack(self.library, specs, self.sizes):
            self._waiting.append(_Job("write", tuple(map(_Order, packet.specs)), packet))

    def revise(self, spec: ItemSpec, item: Item, flaws: Sequence[Flaw]) -> None:
        """Order an item anew."""
        self._refused.append(_Order(spec, item, tuple(flaws)))

    def prove(self, spec: ItemSpec, item: Item) -> None:
        """Order a blind solve."""
        self._unproven.append(_Order(spec, item))

    def stop(self) -> None:
        """Forget what is open; a call that is being made is not waited for."""
        for _, future in self._open:
            future.cancel()
        for orders in (self._open, self._waiting, self._deferred, self._refused, self._unproven, self._proven):
            orders.clear()

    def finished(self) -> Iterator[Draft]:
        """Yield what became of each order, until nothing is open or the run is cancelled."""
        while self._dispatch():
            job, future = self._open.popleft()
            if not self._wait(future):
                return
            error = future.exception()
            if error is None:
                yield from self._results(job, future.result())
            elif isinstance(error, BudgetSpent) and not job.alone:
                self._deferred.append(job)
            elif isinstance(error, ModelError):
                yield from self._failed(job, error)
            else:
                raise error

    def _wait(self, future: "Future[Any]") -> bool:
        """Wait for a call; False where the run is cancelled first."""
        while not future.done():
            if self.cancelled():
                return False
            try:
                future.exception(timeout=_POLL_S)
            except TimeoutError:
                continue
        return True

    def _dispatch(self) -> bool:
        """Ask for what can be asked; False where nothing is left in hand."""
        self._share_out("revise", self._refused, self.sizes.per_call, whole=False)
        # More drafts are on the way: what is proven together is charged for one set of instructions.
        writing = bool(self._waiting) or any(job.stage in ("write", "revise") for job, _ in self._open)
        self._share_out(Regime.MATERIAL, self._unproven, 2 * self.sizes.per_call, whole=writing)
        while len(self._proven) >= SOLVED_TOGETHER:
            self._look_closer()
        while self._waiting and len(self._open) < self.sizes.window:
            self._ask(self._waiting.popleft())
        if not self._open and self._deferred:
            self._deferred.sort(key=lambda job: job.rank)
            job = self._deferred.pop(0)
            self._ask(_Job(job.stage, job.orders, job.packet, alone=True))
        if not self._open and self._proven:
            self._look_closer()
        return bool(self._open)

    def _share_out(self, stage: str, orders: list[_Order], together: int, *, whole: bool) -> None:
        """Ask for what waits, so many in a call; `whole`: a call that would not be full is left for later."""
        while len(orders) >= (together if whole else 1):
            self._ask(_Job(stage, tuple(orders[:together])))
            del orders[:together]

    def _look_closer(self) -> None:
        """Have proven items answered without the material."""
        orders = tuple(self._proven[:SOLVED_TOGETHER])
        del self._proven[:SOLVED_TOGETHER]
        for regime in (Regime.STEM, Regime.OPTIONS):
            if regime in self.regimes:
                self._ask(_Job(regime, orders))

    def _ask(self, job: _Job) -> None:
        self._open.append((job, self.crew.ask(self._call(job))))

    def _call(self, job: _Job) -> Callable[[], Sequence[Any]]:
        if job.stage == "write":
            assert job.packet is not None
            return self.calls.write(job.packet)
        if job.stage == "revise":
            refused = {order.spec: (order.item, order.flaws) for order in job.orders if order.item}
            return self.calls.revise(self._packet(job), refused)
        passages = self._packet(job).passages if job.stage == Regime.MATERIAL else ()
        return self.calls.solve(_questions(job), Regime(job.stage), passages)

    def _packet(self, job: _Job) -> Packet:
        """For a judge the passages that the evidence stands in; for mending also the best of each place."""
        if job.packet:
            return job.packet
        named = [name for order in job.orders if order.item for name in order.item.provenance.passage_ids]
        specs = tuple(order.spec for order in job.orders)
        if job.stage == "revise":
            named += [passage.id for passage in self.library.packet(specs, 0).passages]
        return Packet(specs, self.library.in_order(named))

    def _results(self, job: _Job, reply: Sequence[Any]) -> Iterator[Draft]:
        if job.stage in ("write", "revise"):
            packet = self._packet(job)
            items = self.press.items(reply, packet)
            for order in job.orders:
                item = items.get(order.spec)
                if item is None:
                    self.calls.let_go(order.spec)
                flaws = _also_right(item, packet) if item else ()
                yield Draft(order.spec, item, flaws, reason="" if item or order.item else LEFT_OUT)
            return
        regime, questions = Regime(job.stage), _questions(job)
        chosen = by_number(reply, len(questions))
        tally = self.tallies.setdefault(regime, Tally())
        for number, (order, asked) in enumerate(zip(job.orders, questions, strict=True), 1):
            letters = chosen.get(number)
            tally.asked += 1
            tally.agreed += asked.met(letters)
            flaws = verdict(asked, letters, regime)
            if regime is not Regime.MATERIAL:
                self.remarks[asked.item.id] = (*self.remarks.get(asked.item.id, ()), *flaws)
                continue
            if not flaws and order.confirmed + 1 < self.solves:
                self._unproven.append(replace(order, confirmed=order.confirmed + 1))
                continue
            if not flaws and len(self.regimes) > 1:
                self._proven.append(order)
            yield Draft(order.spec, asked.item, flaws, proven=True)

    def _failed(self, job: _Job, error: ModelError) -> Iterator[Draft]:
        """What cannot be used or paid is asked for again in halves; all else is the end for the places of the call."""
        if job.stage in (Regime.STEM, Regime.OPTIONS):
            return
        if isinstance(error, BadReply | ModelRefused | BudgetSpent) and len(job.orders) > 1:
            half = len(job.orders) // 2
            for orders in (job.orders[:half], job.orders[half:]):
                part = _Job(job.stage, orders, self._part(job, orders))
                if isinstance(error, BudgetSpent):
                    self._deferred.append(part)
                else:
                    self._ask(part)
            return
        lasting = not isinstance(error, BadReply | ModelRefused)
        for order in job.orders:
            yield Draft(order.spec, None, reason=_reason(job, error), lasting=lasting)
        if isinstance(error, BudgetSpent):
            yield from self._give_up(job, error)

    def _part(self, job: _Job, orders: Sequence[_Order]) -> Packet | None:
        specs = tuple(order.spec for order in orders)
        return self.library.packet(specs, self.sizes.room * len(specs) // self.sizes.per_call) if job.packet else None

    def _give_up(self, failed: _Job, error: ModelError) -> Iterator[Draft]:
        """What costs as much as a call that the budget has no room for is not tried."""
        self.spent.set()
        for jobs in (self._deferred, self._waiting):
            for job in [job for job in jobs if job.stage == failed.stage and len(job.orders) >= len(failed.orders)]:
                jobs.remove(job)
                for order in job.orders:
                    yield Draft(order.spec, None, reason=_reason(job, error), lasting=True)


def regimes_of(settings: Settings) -> frozenset[Regime]:
    """What the judge is asked."""
    known = {Verify.NONE: (), Verify.KEY: (Regime.MATERIAL,), Verify.FULL: tuple(Regime)}
    return frozenset(known[settings.verify])


def solves_of(judge: ChatModel, settings: Settings) -> int:
    """How often the judge must choose exactly the key."""
    return settings.solves or (SOLVES_HERE if judge.on_this_machine else 1)


def make_writer(
    writer: ChatModel,
    judge: ChatModel,
    crew: Crew[Any],
    spent: threading.Event,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    request: Request,
    settings: Settings,
    cancelled: Callable[[], bool],
    embed: "Embed",
    drafts: "OfflineWriter | None" = None,
) -> LlmWriter:
    """A writer for these documents; `drafts` finds questions for a model on this machine."""
    sources = {document.id: document for document in documents}
    library = Library.of(passages, writer.count)
    return LlmWriter(
        name=f"{NAME}, {writer.name}",
        calls=Calls(writer, judge, sources, library, request, settings.verify, drafts, embed),
        press=Press(sources, request, writer.name, label_of(ONE if writer.on_this_machine else WRITE, request)),
        library=library,
        sizes=Sizes.of(writer, settings),
        crew=crew,
        spent=spent,
        regimes=regimes_of(settings),
        solves=solves_of(judge, settings),
        cancelled=cancelled,
    )


def _questions(job: _Job) -> tuple[Question, ...]:
    regime = Regime(job.stage)
    return tuple(question(order.item, regime, order.confirmed) for order in job.orders if order.item)


def _also_right(item: Item, packet: Packet) -> tuple[Flaw, ...]:
    wrong = [option.text for option in item.distractors]
    return tuple(also_supported(item.stem, item.key.text, wrong, packet.passages).values())


def _reason(job: _Job, error: ModelError) -> str:
    return f"not proven: {error}" if job.stage == Regime.MATERIAL else str(error)
