"""What a model gets to read: labelled passages between fences, as few as the items need."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mcqgen.domain.blueprint import ItemSpec
from mcqgen.domain.document import Passage

_FENCE = re.compile(r"={4,}")
_INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Cs"}
WHOLE_ITEMS = 12
"""Most items that are written in one call from a whole text."""


@dataclass(frozen=True)
class Packet:
    """The places of one call, and the passages that they may be written from."""

    specs: tuple[ItemSpec, ...]
    passages: tuple[Passage, ...]
    """In reading order; the label of each is P and its number here, from 1."""

    def label(self, spec: ItemSpec) -> str:
        """The label of the best passage for a spec that is in the packet, or ""."""
        at = {passage.id: f"P{number}" for number, passage in enumerate(self.passages, 1)}
        return next((at[name] for name in spec.passage_ids if name in at), "")


def plain(text: str) -> str:
    """A text without what cannot be seen and without anything that looks like a fence.

    Characters that are not shown (Unicode's "tags", private and control characters) can hide orders in plain sight.
    """
    seen = "".join(sign if sign in "\n\t" or unicodedata.category(sign) not in _INVISIBLE else "" for sign in text)
    return _FENCE.sub("===", seen)


def fence_of(text: str) -> str:
    """A line to stand before and after `text`, which cannot hold it: it is the digest of the text."""
    return f"==== {hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}"


def render(passages: Sequence[Passage]) -> str:
    """The passages with labels; a section's title stands where the section changes."""
    lines: list[str] = []
    section: tuple[str, ...] = ()
    for number, passage in enumerate(passages, 1):
        if passage.section != section and passage.section:
            lines.append(f"[{plain(' › '.join(passage.section[-2:]))}]")
        section = passage.section
        lines.append(f"P{number}: {plain(passage.text)}")
    return "\n".join(lines)


@dataclass(frozen=True)
class Library:
    """All passages of a run, and what they cost to read."""

    passages: Mapping[str, Passage]
    """By id, each document's together and in reading order."""
    cost: Mapping[str, int]
    """Tokens by id."""

    @classmethod
    def of(cls, passages: Sequence[Passage], count: Callable[[str], int]) -> "Library":
        """Count the passages with a model's own measure."""
        return cls({p.id: p for p in passages}, {p.id: count(p.text) + 4 for p in passages})

    @property
    def tokens(self) -> int:
        """Of all passages."""
        return sum(self.cost.values())

    def in_order(self, names: Sequence[str]) -> tuple[Passage, ...]:
        """The passages of these ids in reading order, each once."""
        wanted = set(names)
        return tuple(passage for name, passage in self.passages.items() if name in wanted)

    def packet(self, specs: Sequence[ItemSpec], room: int) -> Packet:
        """Each spec's best passage, then, while there is room, their next best in turn.

        Args:
            specs: The places.
            room: Tokens of passages; the best of each spec is taken even beyond it.
        """
        queues = [[name for name in spec.passage_ids if name in self.passages] for spec in specs]
        chosen = dict.fromkeys(queue[0] for queue in queues if queue)
        used = sum(self.cost[name] for name in chosen)
        for rank in range(1, max(map(len, queues), default=0)):
            for queue in queues:
                if rank < len(queue) and queue[rank] not in chosen and used + self.cost[queue[rank]] <= room:
                    chosen[queue[rank]] = None
                    used += self.cost[queue[rank]]
        return Packet(tuple(specs), self.in_order(tuple(chosen)))

    def packets(self, specs: Sequence[ItemSpec], per_call: int, room: int) -> tuple[Packet, ...]:
        """Neighbouring places of one kind share a call and its recipe; `room` is for a full call."""
        kinds = dict.fromkeys((spec.difficulty, spec.bloom) for spec in specs)
        packets = []
        for kind in kinds:
            alike = [spec for spec in specs if (spec.difficulty, spec.bloom) == kind]
            for begin in range(0, len(alike), per_call):
                group = alike[begin : begin + per_call]
                packets.append(self.packet(group, room * len(group) // per_call))
        return tuple(packets)

    def whole(self, specs: Sequence[ItemSpec], per_call: int) -> tuple[Packet, ...]:
        """The whole text with each call, for as many places as one reply can hold."""
        everything = tuple(self.passages.values())
        return tuple(
            Packet(tuple(specs[begin : begin + per_call]), everything) for begin in range(0, len(specs), per_call)
        )
