"""What models were used for and what that cost; and what it will cost, before it does."""

from enum import StrEnum

from mcqgen.domain.base import Frozen


class Verify(StrEnum):
    """How items of a model are proven."""

    NONE = "none"
    """By the checks alone."""
    KEY = "key"
    """A judge that sees the material must choose exactly the key."""
    FULL = "full"
    """As well, a judge says whether an item is known without the material, or guessed from its options."""


class StageUsage(Frozen):
    """Calls and tokens of one stage: "write", "revise" or "solve"."""

    stage: str
    calls: int
    input_tokens: int
    output_tokens: int
    cached_calls: int = 0
    """Answers from the cache; they cost nothing and are no calls."""

    @property
    def tokens(self) -> int:
        """Input and output together."""
        return self.input_tokens + self.output_tokens


class Agreement(Frozen):
    """How often a judge chose exactly the key in one regime: "material", "stem" or "options"."""

    regime: str
    asked: int
    agreed: int


class Spending(Frozen):
    """The ledger of a run: all work counts, that for rejected items too."""

    model: str
    judge_model: str = ""
    """Empty: the model that writes, or none."""
    material: str = ""
    """What the model read, in words, and what the other way would have taken."""
    stages: tuple[StageUsage, ...] = ()
    tokens: int = 0
    lost_tokens: int = 0
    """At most so many tokens of calls whose answer never came; in no stage."""
    tokens_per_item: float | None = None
    """Tokens for each accepted item; none where no item was accepted."""
    cost_usd: float | None = None
    """None where a price is unknown."""
    judged: tuple[Agreement, ...] = ()


class Estimate(Frozen):
    """What a run will take if one item in five has to be written anew."""

    model: str
    material: str
    items: int
    stages: tuple[StageUsage, ...]
    cost_usd: float | None = None
    """None where a price is unknown."""

    @property
    def calls(self) -> int:
        """Of all stages."""
        return sum(stage.calls for stage in self.stages)

    @property
    def tokens(self) -> int:
        """Of all stages, input and output together."""
        return sum(stage.tokens for stage in self.stages)
