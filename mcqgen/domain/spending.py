"""What models were used for and what that cost; and what it will cost, before it does."""

from collections.abc import Sequence
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


def sum_up(parts: Sequence[Spending], accepted: int) -> Spending | None:
    """Several ledgers as one, for `accepted` items in all; None where there is none."""
    if not parts:
        return None
    tokens = sum(part.tokens for part in parts)
    costs = [part.cost_usd for part in parts if part.cost_usd is not None]
    return Spending(
        model=", ".join(dict.fromkeys(part.model for part in parts)),
        judge_model=", ".join(dict.fromkeys(part.judge_model for part in parts if part.judge_model)),
        stages=_stages([stage for part in parts for stage in part.stages]),
        tokens=tokens,
        lost_tokens=sum(part.lost_tokens for part in parts),
        tokens_per_item=round(tokens / accepted, 1) if accepted else None,
        cost_usd=sum(costs) if len(costs) == len(parts) else None,
        judged=_judged([judged for part in parts for judged in part.judged]),
    )


def _stages(stages: Sequence[StageUsage]) -> tuple[StageUsage, ...]:
    return tuple(
        StageUsage(
            stage=name,
            calls=sum(stage.calls for stage in stages if stage.stage == name),
            input_tokens=sum(stage.input_tokens for stage in stages if stage.stage == name),
            output_tokens=sum(stage.output_tokens for stage in stages if stage.stage == name),
            cached_calls=sum(stage.cached_calls for stage in stages if stage.stage == name),
        )
        for name in dict.fromkeys(stage.stage for stage in stages)
    )


def _judged(judged: Sequence[Agreement]) -> tuple[Agreement, ...]:
    return tuple(
        Agreement(
            regime=regime,
            asked=sum(one.asked for one in judged if one.regime == regime),
            agreed=sum(one.agreed for one in judged if one.regime == regime),
        )
        for regime in dict.fromkeys(one.regime for one in judged)
    )
