"""A chat model that survives what its provider does, counts what it uses, and never asks the same twice."""

import threading
from typing import TYPE_CHECKING, TypeVar

from mcqgen.errors import RequestError
from mcqgen.llm import counting
from mcqgen.llm.cache import AnswerCache
from mcqgen.llm.choice import ModelSpec, parse_spec, secret
from mcqgen.llm.ledger import Ledger
from mcqgen.llm.pacing import Breaker, shared_pace
from mcqgen.llm.prices import Price, price_of
from mcqgen.llm.providers import ON_THIS_MACHINE, Provider, check_installed
from mcqgen.llm.transport import Line, Question
from mcqgen.settings import Settings

if TYPE_CHECKING:
    from langchain_core.prompt_values import PromptValue
    from langchain_core.runnables import Runnable
    from pydantic import BaseModel

    Answer = TypeVar("Answer", bound=BaseModel)

_KEYS = {"google_genai": "GOOGLE_API_KEY or GEMINI_API_KEY", "openai": "OPENAI_API_KEY"}


class ChatModel:
    """One model; safe for several threads.

    All models that `charged_to` makes of one share its client, cache, rate limit and circuit breaker.
    """

    def __init__(self, line: Line, ledger: Ledger) -> None:
        """Use `open_model` instead."""
        self._line, self._ledger = line, ledger

    def __repr__(self) -> str:
        return f"ChatModel({self.name!r})"

    @property
    def name(self) -> str:
        """Provider and name, such as "google_genai:gemini-2.5-flash"."""
        return self._line.name

    @property
    def price(self) -> Price | None:
        """What its tokens cost; None where that is unknown."""
        return self._line.price

    @property
    def on_this_machine(self) -> bool:
        """Whether it is one of those that run here, for nothing."""
        return self._line.provider.spec.provider in ON_THIS_MACHINE

    @property
    def context_tokens(self) -> int | None:
        """Most tokens that one call may hold, prompt and answer; None where that is unknown."""
        settings = self._line.provider.settings
        if self.on_this_machine:
            return settings.context_tokens
        return self.price.context_tokens if self.price else None

    def count(self, text: str) -> int:
        """An estimate of a text's tokens; cheap and offline."""
        return counting.count(text)

    def structured(
        self, schema: "type[Answer]", *, stage: str, max_output_tokens: int
    ) -> "Runnable[PromptValue, Answer]":
        """A step of a chain that turns a prompt into an answer which follows `schema`.

        Bound every string and list of the schema: weak models run on otherwise, to the most tokens.

        Args:
            schema: What the answer is; it is checked against it.
            stage: What the usage is recorded under.
            max_output_tokens: Where the provider cuts the answer off.

        Returns:
            A runnable whose `invoke` raises ModelUnavailable, ModelRefused, BadReply or BudgetSpent; StateError where
            the cache cannot be used.
        """
        from langchain_core.runnables import RunnableLambda

        line, ledger = self._line, self._ledger
        question = Question(schema, schema.model_json_schema(), stage, max_output_tokens)

        def ask(prompt: "PromptValue") -> "Answer":
            answer = line.ask(question, prompt.to_messages(), ledger)
            assert isinstance(answer, schema)
            return answer

        return RunnableLambda(ask, name=f"{self.name} {stage}")

    def charged_to(self, ledger: Ledger) -> "ChatModel":
        """The same model, recorded and capped by another ledger."""
        return ChatModel(self._line, ledger)

    def stop(self) -> None:
        """End all waits and make no further call, here and in all models that share this one's client."""
        self._line.stopped.set()

    def close(self) -> None:
        """Stop, and close the connections."""
        self.stop()
        self._line.provider.close()


def open_model(spec: str, settings: Settings, ledger: Ledger) -> ChatModel:
    """The model that a string names; opens no connection and imports no provider's library.

    Args:
        spec: `provider:name`, with `@http…` where its server is not the provider's own; see docs/models.md.
        settings: Keys, limits, patience, and where the cache lies.
        ledger: What its usage is recorded in and capped by.

    Raises:
        RequestError: The string makes no sense, the key or the file is not there, or a cost is capped and the price is
            unknown.
        MissingDependency: The provider's library is not installed.
        StateError: The cache cannot be used.
    """
    named = parse_spec(spec, settings)
    check_installed(named)
    provider = Provider(named, settings)
    _check_key(named, settings)
    price = price_of(named.label, settings.prices_file)
    if ledger.caps_cost and price is None:
        raise RequestError(
            f"The price of {named.label} is unknown, so its cost cannot be capped: cap the tokens (--max-tokens), or "
            "name a file of prices in MCQGEN_PRICES_FILE."
        )
    at_once = 1 if named.provider == "gguf" else settings.concurrency
    line = Line(
        provider=provider,
        price=price,
        cache=AnswerCache(settings.home) if settings.cache else None,
        pace=shared_pace(
            f"{named.provider} {named.url}", at_once, settings.requests_per_minute, settings.tokens_per_minute
        ),
        breaker=Breaker(settings.breaker_failures, settings.breaker_pause_s),
        stopped=threading.Event(),
    )
    return ChatModel(line, ledger)


def _check_key(spec: ModelSpec, settings: Settings) -> None:
    keys = {"google_genai": settings.google_api_key, "openai": settings.openai_api_key}
    if spec.provider in keys and not secret(keys[spec.provider]) and not (spec.provider == "openai" and spec.url):
        raise RequestError(f"{spec.label} needs a key: set {_KEYS[spec.provider]}.")
