"""Conversations that show a small model what to answer: the rules, examples as its earlier turns, then the order.

They begin alike in each call, so that a server need read the beginning only once.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mcqgen.prompts import Prompt
from mcqgen.writers.llm.material import fence_of

if TYPE_CHECKING:
    from langchain_core.prompts import ChatPromptTemplate
    from pydantic import BaseModel

Turn = tuple[str, "BaseModel"]
"""An order and the reply to it."""


def examples(prompt: Prompt, section: str) -> Iterator[dict[str, str]]:
    """The examples of a section: blocks of lines `name: value`, an empty line between two."""
    for block in prompt.text(section).strip().split("\n\n"):
        pairs = (line.partition(":") for line in block.splitlines())
        yield {name: value.strip() for name, _, value in pairs}


def conversation(system: str, turns: Sequence[Turn], user: str) -> "ChatPromptTemplate":
    """The conversation up to the order; `system` and `user` are templates, the turns are texts."""
    from langchain_core.messages import AIMessage, HumanMessage
    from langchain_core.prompts import ChatPromptTemplate

    said = [message for asked, reply in turns for message in (HumanMessage(asked), AIMessage(reply.model_dump_json()))]
    return ChatPromptTemplate.from_messages([("system", system), *said, ("human", user)])


def fenced(material: str) -> dict[str, str]:
    """Values of a text between fences."""
    return {"material": material, "fence": fence_of(material)}
