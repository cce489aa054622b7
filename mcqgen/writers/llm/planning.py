"""How the places of a blueprint are shared out over calls, and what that will cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcqgen.domain.blueprint import ItemSpec
from mcqgen.settings import Settings
from mcqgen.writers.llm.asking import RECIPES
from mcqgen.writers.llm.calls import ITEM_TOKENS, SPARE_TOKENS, messages
from mcqgen.writers.llm.material import WHOLE_ITEMS, Library, Packet
from mcqgen.writers.llm.simple import ONE, one_messages

if TYPE_CHECKING:
    from mcqgen.llm import ChatModel

_AMPLE = 32_000
"""A context window from which on it bounds nothing that is sent here."""
_PLACES = 60
"""Tokens of the list of places in an order."""


@dataclass(frozen=True)
class Sizes:
    """How much goes into a call."""

    per_call: int
    """Items written in one call."""
    room: int
    """Tokens of passages for a full call."""
    overhead: int
    """Tokens of a call beside its passages."""
    window: int
    """Calls in hand at a time."""
    alone: bool = False
    """Whether each call is for one item about one passage, as for models on this machine."""
    largest: int | None = None
    """Most tokens of passages that the model takes in one call; None: no bound that matters here."""

    @classmethod
    def of(cls, model: "ChatModel", settings: Settings) -> "Sizes":
        """As the settings have it, or as much of it as the model's context window holds."""
        if model.on_this_machine:
            overhead = sum(map(model.count, (*one_messages(), ONE.text("medium"))))
            return cls(1, 0, overhead, 2 * settings.concurrency, alone=True)
        system, user = messages("write")
        recipe = model.count(RECIPES.text("medium-understand"))
        overhead = model.count(system) + model.count(user) + recipe + _PLACES
        per_call, room = settings.items_per_call, settings.packet_tokens
        largest = None
        if model.context_tokens is not None and model.context_tokens < _AMPLE:
            left = model.context_tokens - overhead - SPARE_TOKENS
            share = room // per_call
            per_call = max(1, min(per_call, left // (share + ITEM_TOKENS)))
            room, largest = share * per_call, left - ITEM_TOKENS * per_call
        return cls(per_call, room, overhead, 2 * settings.concurrency, largest=largest)

    def whole_is_cheaper(self, library: Library, specs: Sequence[ItemSpec]) -> bool:
        """Whether the whole text with each call costs no more tokens than packets do.

        The whole text serves more places in one call, so that a short text costs less when it is sent whole.
        """
        if self.alone or (self.largest is not None and library.tokens > self.largest):
            return False
        return self.tokens_whole(library, specs) <= self.tokens_apart(library, specs)

    def tokens_whole(self, library: Library, specs: Sequence[ItemSpec]) -> int:
        """Tokens to be read when the whole text goes with each call."""
        return -(-len(specs) // self.whole_per_call) * (library.tokens + self.overhead)

    def tokens_apart(self, library: Library, specs: Sequence[ItemSpec]) -> int:
        """Tokens to be read in packets."""
        packets = library.packets(specs, self.per_call, self.room)
        return sum(self.overhead + sum(library.cost[p.id] for p in packet.passages) for packet in packets)

    @property
    def whole_per_call(self) -> int:
        """Items written in one call with the whole text; a model with little room writes fewer."""
        return WHOLE_ITEMS if self.largest is None else self.per_call


def pack(library: Library, specs: Sequence[ItemSpec], sizes: Sizes) -> tuple[Packet, ...]:
    """The calls that write items for `specs`."""
    if not library.passages or not specs:
        return ()
    if sizes.whole_is_cheaper(library, specs):
        return library.whole(specs, sizes.whole_per_call)
    return library.packets(specs, sizes.per_call, sizes.room)


def describe(library: Library, specs: Sequence[ItemSpec], sizes: Sizes) -> str:
    """What the model reads, and why, in words."""
    if not library.passages or not specs:
        return ""
    whole, apart = sizes.tokens_whole(library, specs), sizes.tokens_apart(library, specs)
    if sizes.alone:
        return f"one question after the other, each about one passage: about {apart:,} tokens to read"
    if sizes.whole_is_cheaper(library, specs):
        return f"the whole text: about {whole:,} tokens to read, in packets {apart:,}"
    if whole <= apart:
        return f"evidence packets: about {apart:,} tokens to read; the whole text does not fit into the model"
    return f"evidence packets: about {apart:,} tokens to read, the whole text {whole:,}"
