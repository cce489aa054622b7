"""What is used, stage by stage, and the caps that no call may pass."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mcqgen.llm.errors import BudgetSpent
from mcqgen.llm.prices import Price


@dataclass(frozen=True)
class Usage:
    """Tokens and calls; what came from the cache cost nothing and counts as no call."""

    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 0
    cached_calls: int = 0

    @property
    def tokens(self) -> int:
        """Input and output together."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.calls + other.calls,
            self.cached_calls + other.cached_calls,
        )


@dataclass
class Account:
    """What one ledger counts and caps; every method is safe for several threads."""

    max_tokens: int | None
    max_cost: float | None
    stages: dict[str, Usage] = field(default_factory=dict)
    cost: float | None = 0.0
    lost_tokens: int = 0
    lost_cost: float = 0.0
    held_tokens: int = 0
    held_cost: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, stage: str, usage: Usage, price: Price | None, held: tuple[int, float] = (0, 0.0)) -> None:
        """Count a usage, and give back what was held for it."""
        with self.lock:
            self.stages[stage] = self.stages.get(stage, Usage()) + usage
            if usage.tokens and price is None:
                self.cost = None
            elif price is not None and self.cost is not None:
                self.cost += price.cost(usage.input_tokens, usage.output_tokens)
            self._give_back(held)

    def hold(self, tokens: int, cost: float) -> None:
        """Set aside what a call may use; raises BudgetSpent where that could pass a cap."""
        with self.lock:
            used = sum(usage.tokens for usage in self.stages.values()) + self.held_tokens + self.lost_tokens
            if self.max_tokens is not None and used + tokens > self.max_tokens:
                raise BudgetSpent(
                    f"The next call could use {tokens:,} tokens, and {max(0, self.max_tokens - used):,} of the "
                    f"{self.max_tokens:,} allowed are left: raise --max-tokens to go on."
                )
            spent = (self.cost or 0.0) + self.held_cost + self.lost_cost
            if self.max_cost is not None and spent + cost > self.max_cost:
                raise BudgetSpent(
                    f"The next call could cost ${cost:.4f}, and ${max(0.0, self.max_cost - spent):.4f} of the "
                    f"${self.max_cost:g} allowed are left: raise --max-cost to go on."
                )
            self.held_tokens += tokens
            self.held_cost += cost

    def let_go(self, held: tuple[int, float], *, lost: bool = False) -> None:
        """Give back what was set aside; `lost` where it counts as used all the same."""
        with self.lock:
            self._give_back(held)
            if lost:
                self.lost_tokens += held[0]
                self.lost_cost += held[1]

    def _give_back(self, held: tuple[int, float]) -> None:
        self.held_tokens -= held[0]
        self.held_cost -= held[1]


class Ledger:
    """Counts what is used, and refuses calls that could pass a cap; safe for several threads.

    A ledger with a parent passes everything on: each document of a batch has its own, and all share one cap.
    """

    def __init__(
        self, max_tokens: int | None = None, max_cost: float | None = None, *, parent: "Ledger | None" = None
    ) -> None:
        """Cap tokens (input and output together) and cost (US$); None means no cap."""
        self._own = Account(max_tokens, max_cost)
        self.accounts: tuple[Account, ...] = (self._own, *(parent.accounts if parent else ()))

    @property
    def by_stage(self) -> Mapping[str, Usage]:
        """Usage by stage, in the order in which the stages first used something."""
        with self._own.lock:
            return MappingProxyType(dict(self._own.stages))

    @property
    def total(self) -> Usage:
        """Usage of all stages."""
        return sum(self.by_stage.values(), Usage())

    @property
    def lost_tokens(self) -> int:
        """Upper bound of the tokens of calls whose answer never came; they count against the caps, and in no stage."""
        return self._own.lost_tokens

    @property
    def caps_cost(self) -> bool:
        """Whether a cost is capped here or above, so that models need a known price."""
        return any(account.max_cost is not None for account in self.accounts)

    def cost(self) -> float | None:
        """US$ so far; None where the price of a model that was used is unknown."""
        return self._own.cost

    def record(self, stage: str, usage: Usage, price: Price | None = None) -> None:
        """Add what a call used; without a price, the cost is unknown from then on (cached calls cost nothing)."""
        for account in self.accounts:
            account.add(stage, usage, price)

    def reserve(self, input_tokens: int, output_tokens: int, price: Price | None = None) -> "Reservation":
        """Set aside what a call may use at most; raises BudgetSpent where that could pass a cap, at once.

        Other calls may give back what they have set aside and not used: a call that is refused while some are under
        way may find room when they are done.
        """
        held = input_tokens + output_tokens, price.cost(input_tokens, output_tokens) if price else 0.0
        holding: list[Account] = []
        try:
            for account in self.accounts:
                account.hold(*held)
                holding.append(account)
        except BudgetSpent:
            for account in holding:
                account.let_go(held)
            raise
        return Reservation(self.accounts, held)

    def check(self) -> None:
        """Raise BudgetSpent where not even one token is left."""
        self.reserve(1, 0).release()


@dataclass(frozen=True)
class Reservation:
    """What one call under way may use at most, held in its ledger and all above; end it by exactly one method."""

    accounts: tuple[Account, ...]
    held: tuple[int, float]
    """Tokens and US$."""

    def settle(self, stage: str, usage: Usage, price: Price | None) -> None:
        """The call used this."""
        for account in self.accounts:
            account.add(stage, usage, price, self.held)

    def release(self) -> None:
        """The call used nothing."""
        for account in self.accounts:
            account.let_go(self.held)

    def forfeit(self) -> None:
        """Nobody knows what the call used: count all of it against the caps."""
        for account in self.accounts:
            account.let_go(self.held, lost=True)
