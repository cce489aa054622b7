"""Asking models on the fake server, as writers do."""

from typing import Any

from fake_models import FakeModels, Protocol
from pydantic import BaseModel, Field

from mcqgen.llm import ChatModel, Ledger, open_model
from mcqgen.settings import Settings

GOOD = '{"answer": "42"}'
KEY = "sk-test-0123456789abcdef"
"""Looks like a key, and is to be found nowhere but in the header of a call."""


class Said(BaseModel):
    """What the tests ask for."""

    answer: str = Field(max_length=20)


class Asker:
    """Opens models on the server, and asks them."""

    def __init__(self, fake: FakeModels, settings: Settings) -> None:
        self.fake, self.settings = fake, settings
        self.ledger = Ledger()
        self._opened: list[ChatModel] = []

    def open(
        self, protocol: Protocol = "openai", *, spec: str = "", ledger: Ledger | None = None, **changes: Any
    ) -> ChatModel:
        """A model, of the server unless `spec` says otherwise, with changed settings."""
        settings = self.settings.model_copy(update=changes)
        model = open_model(spec or self.fake.spec(protocol), settings, ledger or self.ledger)
        self._opened.append(model)
        return model

    def ask(
        self, model: ChatModel, words: str = "What is six by seven?", *, most: int = 64, stage: str = "write"
    ) -> Said:
        """One question, through a chain as writers have it."""
        from langchain_core.prompts import ChatPromptTemplate

        prompt = ChatPromptTemplate.from_messages([("system", "Answer in JSON."), ("user", "{words}")])
        return (prompt | model.structured(Said, stage=stage, max_output_tokens=most)).invoke({"words": words})

    def close(self) -> None:
        """Close what was opened."""
        for model in self._opened:
            model.close()
