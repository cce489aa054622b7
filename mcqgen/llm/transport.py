"""One call to a model: cache, caps, turn, tries, and what came of it."""

import json
import random
import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mcqgen.llm import counting
from mcqgen.llm.cache import AnswerCache, digest
from mcqgen.llm.diagnosis import Failure, Kind, diagnose
from mcqgen.llm.errors import BadReply, ModelError, ModelUnavailable
from mcqgen.llm.ledger import Ledger, Reservation, Usage
from mcqgen.llm.pacing import Breaker, Pace, refuse_if
from mcqgen.llm.prices import Price
from mcqgen.llm.providers import Provider
from mcqgen.llm.wording import as_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.messages import BaseMessage
    from pydantic import BaseModel

_FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*", re.DOTALL)
_BLOCKS = {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "CONTENT_FILTER"}
_CUT_OFF = {"MAX_TOKENS", "LENGTH"}
_BUSY_LONGER = 4
"""Limits are mostly for a minute: where a provider does not say how long to wait, all tries together last longer."""


@dataclass(frozen=True)
class Question:
    """What is asked beside the prompt."""

    schema: "type[BaseModel]"
    json_schema: dict[str, Any]
    stage: str
    max_output_tokens: int


class _Calibration:
    """How much more tokens than estimated a model really counts; the greatest ratio so far."""

    def __init__(self) -> None:
        self._lock, self._ratio = threading.Lock(), 1.0

    def learn(self, estimated: int, real: int) -> None:
        with self._lock:
            self._ratio = max(self._ratio, real / max(1, estimated))

    def apply(self, estimated: int) -> int:
        with self._lock:
            return round(estimated * self._ratio + 0.499)


@dataclass(frozen=True)
class Line:
    """The way to one model, shared by all who ask it."""

    provider: Provider
    price: Price | None
    cache: AnswerCache | None
    pace: Pace
    breaker: Breaker
    stopped: threading.Event
    calibration: _Calibration = field(default_factory=_Calibration)

    @property
    def name(self) -> str:
        """Provider and name."""
        return self.provider.spec.label

    def ask(self, question: Question, messages: "Sequence[BaseMessage]", ledger: Ledger) -> "BaseModel":
        """The answer, from the cache or the model; raises ModelError kinds and StateError."""
        key = self._key(question, messages)
        if self.cache and (kept := self.cache.get(key)) and (answer := _parsed(kept, question)) is not None:
            ledger.record(question.stage, Usage(cached_calls=1), self.price)
            return answer
        text = self._call(question, messages, ledger)
        answer = _parsed(text, question)
        if answer is None:
            raise BadReply(f"{self.name} gave an answer that is not what was asked for ({question.stage}).")
        if self.cache:
            self.cache.put(key, text)
        return answer

    def _call(self, question: Question, messages: "Sequence[BaseMessage]", ledger: Ledger) -> str:
        """The text of an answer, after as many tries as it takes and is allowed."""
        sent = counting.count(
            "\n".join(str(message.content) for message in messages) + json.dumps(question.json_schema)
        )
        allowed = 1 if self.breaker.check() else self.provider.settings.model_attempts
        attempt = 1
        while True:
            outcome = self._try(question, messages, ledger, sent)
            if isinstance(outcome, str):
                return outcome
            if outcome.transient:
                refuse_if(self.stopped)
            if not outcome.transient or attempt >= outcome.tries(allowed):
                raise self._given_up(outcome, attempt)
            wait_s = self._wait(outcome, attempt)
            if wait_s is None:
                raise self._given_up(outcome, attempt)
            if outcome.kind is Kind.BUSY:
                self.pace.hold(wait_s)
            self.stopped.wait(wait_s)
            self.breaker.check()
            attempt += 1

    def _try(self, question: Question, messages: "Sequence[BaseMessage]", ledger: Ledger, sent: int) -> str | Failure:
        """One try: the answer's text, or what went wrong."""
        bound = self.calibration.apply(counting.bound(sent))
        held = ledger.reserve(bound, question.max_output_tokens, self.price)
        try:
            with self.pace.turn(bound + question.max_output_tokens, self.stopped):
                outcome = self._send(question, messages)
        except BaseException:
            held.release()
            raise
        return self._settle(outcome, question, held, sent)

    def _send(self, question: Question, messages: "Sequence[BaseMessage]") -> "BaseMessage | Failure":
        from langchain_core.runnables import RunnableSequence

        try:
            client = self.provider.client(question.max_output_tokens)
            asked = self.provider.schema(question.json_schema)
            strict = {"strict": True} if self.provider.at_openai else {}
            chain = client.with_structured_output(asked, method="json_schema", **strict)
            # The model, told the schema, without the parser behind it, which mends what is cut off and drops the rest.
            assert isinstance(chain, RunnableSequence)
            message: BaseMessage = chain.first.invoke(list(messages))
        except ModelError:
            raise
        except Exception as error:
            # Each library has exceptions of its own, and some of them are plain TypeErrors.
            return diagnose(error)
        return message

    def _settle(
        self, outcome: "BaseMessage | Failure", question: Question, held: Reservation, sent: int
    ) -> str | Failure:
        """Record what a try used, and tell what came of it."""
        if isinstance(outcome, Failure):
            if outcome.input_tokens is not None:
                told = Usage(outcome.input_tokens, outcome.output_tokens or 0, 1)
                held.settle(question.stage, told, self.price)
            elif outcome.may_have_cost:
                held.forfeit()
            else:
                held.release()
            return outcome
        text = _text(outcome)
        failure, usage = _fault(outcome, text, question), _usage(outcome)
        if usage is None and failure is not None and failure.may_have_cost:
            held.forfeit()
            return failure
        if usage is not None:
            self.calibration.learn(counting.bound(sent), usage.input_tokens)
        held.settle(question.stage, usage or Usage(sent, counting.count(text), 1), self.price)
        if failure is None:
            self.breaker.answered()
        return failure or text

    def _wait(self, failure: Failure, attempt: int) -> float | None:
        """Seconds to wait before the next try; None where the provider asks for more than we wait."""
        settings = self.provider.settings
        if failure.wait_s is not None and failure.wait_s > settings.retry_longest_wait_s:
            return None
        first_s = settings.retry_wait_s * (_BUSY_LONGER if failure.kind is Kind.BUSY else 1)
        backoff: float = min(first_s * 2.0 ** (attempt - 1), settings.retry_longest_wait_s)
        jitter = backoff * random.uniform(0.5, 1.0)
        return max(jitter, failure.wait_s + 0.1 * jitter) if failure.wait_s is not None else jitter

    def _given_up(self, failure: Failure, attempts: int) -> ModelError:
        """The error that tells the user, without a secret in it; the breaker hears of it."""
        error = as_error(failure, self.name, attempts, self.provider)
        if not isinstance(error, ModelUnavailable):
            self.breaker.answered()
        else:
            self.breaker.gave_up(str(error), for_good=failure.for_good)
        return error

    def _key(self, question: Question, messages: "Sequence[BaseMessage]") -> str:
        said = [(message.type, message.content) for message in messages]
        provider = self.provider
        asked = provider.asked_with, question.json_schema, question.max_output_tokens
        return digest(self.name, provider.spec.url, *asked, said)


def _parsed(text: str, question: Question) -> "BaseModel | None":
    """The answer that a text holds, with or without a Markdown fence; None where it does not follow the schema."""
    fenced = _FENCE.fullmatch(text)
    try:
        return question.schema.model_validate_json(fenced[1] if fenced else text)
    except ValueError:
        return None


def _fault(message: "BaseMessage", text: str, question: Question) -> Failure | None:
    """What is wrong with a message that came; None where it may be an answer."""
    told = message.response_metadata
    finish = str(told.get("finish_reason") or told.get("done_reason") or "").upper().rpartition(".")[2]
    feedback = told.get("prompt_feedback") or {}
    blocked = feedback.get("block_reason") if isinstance(feedback, dict) else feedback
    refusal = message.additional_kwargs.get("refusal")
    if blocked or refusal or finish in _BLOCKS:
        why = str(getattr(blocked, "value", blocked) or refusal or finish)
        return Failure(Kind.BLOCKED, f"its filter says {why}" if not refusal else why)
    if finish in _CUT_OFF and _parsed(text, question) is None:
        return Failure(Kind.LONG, "")
    return None if text.strip() else Failure(Kind.GARBLED, "an empty answer")


def _text(message: "BaseMessage") -> str:
    content = message.content
    if isinstance(content, str):
        return content
    parts = (part if isinstance(part, str) else part.get("text", "") for part in content)
    return "".join(str(part) for part in parts)


def _usage(message: "BaseMessage") -> Usage | None:
    told = getattr(message, "usage_metadata", None)
    return Usage(told["input_tokens"], told["output_tokens"], 1) if told else None
