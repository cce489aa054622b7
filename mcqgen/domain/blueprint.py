"""What is asked for, and the plan that is made of it."""

from enum import StrEnum

from pydantic import Field

from mcqgen.domain.base import Frozen

LONGEST_INSTRUCTION = 500
"""Most characters of what a teacher may wish of items in words."""


class Difficulty(StrEnum):
    """Requested difficulty of an item."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Bloom(StrEnum):
    """Cognitive process of the revised Bloom taxonomy (Anderson & Krathwohl 2001)."""

    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"
    EVALUATE = "evaluate"
    CREATE = "create"


class Objective(Frozen):
    """What students shall be able to do."""

    text: str
    weight: float = 1.0
    """Its share of the items, in proportion to the others'."""
    bloom: Bloom | None = None
    """The level that its verb names; None where it names none."""


class AlignedObjective(Frozen):
    """An objective and where the documents are about it."""

    objective: Objective
    passage_ids: tuple[str, ...]
    """Best first."""


class Request(Frozen):
    """What a teacher asks for."""

    mix: dict[Difficulty, int]
    """How many items of each difficulty; only positive counts."""
    topics: tuple[str, ...] = ()
    """Only what is about one of these; empty: the whole document."""
    objectives: tuple[Objective, ...] = ()
    """Share the items out over these; not together with topics."""
    options: int = 4
    """Options per item, the key included (3 to 5)."""
    seed: int = 0
    language: str = ""
    """ISO 639-1 code of the language of the items; empty: that of the document."""
    instruction: str = Field(default="", max_length=LONGEST_INSTRUCTION)
    """What the teacher wishes in words; it changes what is asked, never the rules of asking."""
    besides: tuple[str, ...] = ()
    """Questions with their answers that are not to be asked again; new ones shall be like the first of them."""

    @property
    def count(self) -> int:
        """How many items in all."""
        return sum(self.mix.values())


class ItemSpec(Frozen):
    """One line of the blueprint: what one item shall be about and how hard."""

    number: int
    topic: str
    difficulty: Difficulty
    bloom: Bloom
    passage_ids: tuple[str, ...]
    """Passages that the item may be written from, best first."""
    objective: str = ""
    """The objective that it shall serve; empty where none were given."""


class Blueprint(Frozen):
    """The test plan ("table of specifications")."""

    specs: tuple[ItemSpec, ...]
    """One for each item asked for, in document order."""
    reserves: tuple[ItemSpec, ...] = ()
    """Further places worth asking about, used in order when a spec of their difficulty yields no item."""
    objectives: tuple[AlignedObjective, ...] = ()
    """The objectives that the documents can serve."""
    unserved: tuple[str, ...] = ()
    """Those that no part of the documents is about."""
