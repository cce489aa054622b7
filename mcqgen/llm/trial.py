"""One cheap question to a model: does it answer?"""

import time
from dataclasses import dataclass

from pydantic import BaseModel, Field

from mcqgen.llm.errors import ModelError
from mcqgen.llm.ledger import Ledger, Usage
from mcqgen.llm.model import open_model
from mcqgen.settings import Settings

_TRIES = 2
_MOST_TOKENS = 64


class _Capital(BaseModel):
    capital: str = Field(max_length=40)


@dataclass(frozen=True)
class Trial:
    """What came of it."""

    model: str
    problem: str
    """Why there is no usable answer; empty where there is one."""
    seconds: float
    usage: Usage
    cost: float | None
    """US$; None where the price is unknown."""


def try_model(spec: str, settings: Settings) -> Trial:
    """Ask a model a question of a few dozen tokens, anew each time; raises as `open_model` does."""
    from langchain_core.prompts import ChatPromptTemplate

    ledger = Ledger()
    quick = {"cache": False, "model_attempts": min(_TRIES, settings.model_attempts)}
    model = open_model(spec, settings.model_copy(update=quick), ledger)
    prompt = ChatPromptTemplate.from_messages([("user", "What is the capital of France? Answer by its name alone.")])
    chain = prompt | model.structured(_Capital, stage="trial", max_output_tokens=_MOST_TOKENS)
    begun, problem = time.monotonic(), ""
    try:
        chain.invoke({})
    except ModelError as error:
        problem = str(error)
    finally:
        model.close()
    return Trial(model.name, problem, time.monotonic() - begun, ledger.total, ledger.cost())
