"""What a model must answer: small, and bounded in every string and list, so that no reply runs away."""

from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, Field, create_model

from mcqgen.domain.blueprint import Bloom, Difficulty

Letter = Literal["A", "B", "C", "D", "E"]


class Distractor(BaseModel):
    """A wrong option."""

    text: Annotated[str, Field(min_length=1, max_length=200)]
    why: Annotated[str, Field(max_length=240)]
    misconception: Annotated[str, Field(max_length=120)]


class WrittenItem(BaseModel):
    """One item as a model writes it."""

    place: Annotated[int, Field(ge=1, le=99)]
    stem: Annotated[str, Field(min_length=1, max_length=400)]
    key: Annotated[str, Field(min_length=1, max_length=200)]
    why: Annotated[str, Field(max_length=300)]
    distractors: Annotated[list[Distractor], Field(max_length=4)]
    quotes: Annotated[list[Annotated[str, Field(min_length=1, max_length=400)]], Field(max_length=2)]
    difficulty: Difficulty
    bloom: Bloom


class WrittenItems(BaseModel):
    """The reply to an order for items."""

    items: list[WrittenItem]


class Answer(BaseModel):
    """What the judge answers to one item."""

    item: Annotated[int, Field(ge=1, le=99)]
    right: Annotated[list[Letter], Field(max_length=5)]


class Answers(BaseModel):
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
