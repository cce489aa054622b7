"""What a model must answer: small, and bounded in every string and list, so that no reply runs away."""

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

Letter = Literal["A", "B", "C", "D", "E"]
LONGEST_QUOTE = 400
Level = Literal["easy", "medium", "hard"]
_ROOTS = ("Items", "OneAnswer", "OneItem", "OneSolved", "Solved", "WrongOptions")
"""The schemas themselves must have a name in OpenAI's protocol."""
Process = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]


def _bare(schema: dict[str, Any]) -> None:
    """Take out what says nothing to a model: each call is charged for its schema."""
    for part in schema.get("properties", {}).values():
        part.pop("title", None)
    schema.pop("description", None)
    if schema.get("title") not in _ROOTS:
        schema.pop("title", None)


class Answered(BaseModel):
    """What a model replies, or a part of it."""

    model_config = ConfigDict(json_schema_extra=_bare)


class Distractor(Answered):
    """A wrong option."""

    text: Annotated[str, Field(min_length=1, max_length=200)]
    why: Annotated[str, Field(max_length=240)]
    misconception: Annotated[str, Field(max_length=120)]


class WrittenItem(Answered):
    """One item as a model writes it."""

    place: Annotated[int, Field(ge=1, le=99)]
    quotes: Annotated[list[Annotated[str, Field(min_length=1, max_length=LONGEST_QUOTE)]], Field(max_length=2)]
    """First, so that a model asks about what it has found in the material, and not the other way round."""
    stem: Annotated[str, Field(min_length=1, max_length=400)]
    key: Annotated[str, Field(min_length=1, max_length=200)]
    why: Annotated[str, Field(max_length=300)]
    distractors: Annotated[list[Distractor], Field(max_length=4)]
    difficulty: Level
    bloom: Process


class WrittenItems(Answered):
    """The reply to an order for items."""

    items: list[WrittenItem]


class Answer(Answered):
    """What the judge answers to one item."""

    item: Annotated[int, Field(ge=1, le=99)]
    right: Annotated[list[Letter], Field(max_length=5)]


class Answers(Answered):
    """The judge's reply."""

    answers: list[Answer]


@cache
def items_schema(count: int, options: int) -> type[WrittenItems]:
    """The schema of `count` items at most, with `options` options each."""
    wrong = Field(min_length=options - 1, max_length=options - 1)
    item = create_model(
        "Item", __base__=WrittenItem, __doc__="One item.", distractors=(Annotated[list[Distractor], wrong], ...)
    )
    return create_model(
        "Items",
        __base__=WrittenItems,
        __doc__="The items.",
        items=(Annotated[list[item], Field(max_length=count)], ...),
    )


@cache
def answers_schema(count: int) -> type[Answers]:
    """The schema of the answers to `count` items."""
    return create_model(
        "Solved",
        __base__=Answers,
        __doc__="The answers.",
        answers=(Annotated[list[Answer], Field(max_length=count)], ...),
    )
