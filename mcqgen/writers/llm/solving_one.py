"""Blind solves by judges that run on this machine: one item a call, after a few examples.

A small judge that gets several items, or no examples, gives no answer at all. Asked for each answer alone, it tells
wrong options that are right, too, which it passes over when it chooses among several.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from mcqgen import prompts
from mcqgen.domain.document import Passage
from mcqgen.writers.llm.examples import Turn, conversation, examples, fenced
from mcqgen.writers.llm.material import fence_of, plain, render
from mcqgen.writers.llm.schema import Answered, Letter
from mcqgen.writers.llm.solving import Question

if TYPE_CHECKING:
    from langchain_core.prompts import ChatPromptTemplate

SOLVE_ONE = prompts.load("solve_one", 1)
ANSWER, KIND = "answer", "kind"


class OneSolved(Answered):
    """The judge's reply to one item."""

    right: Annotated[list[Letter], Field(max_length=5)]


class OneAnswer(Answered):
    """The judge's reply to one answer, or to one term beside another."""

    right: bool


@cache
def judging(section: str) -> "ChatPromptTemplate":
    """The conversation of a regime, of ANSWER, or of KIND."""
    system, user = SOLVE_ONE.text(section), SOLVE_ONE.text(f"{section}_user")
    return conversation(system, tuple(_turns(section, user)), user)


def _turns(section: str, user: str) -> Iterator[Turn]:
    for lines in examples(SOLVE_ONE, f"{section}_examples"):
        right, options = lines.pop("right"), _lettered(lines.get("options", "").split(" | "))
        shown = fenced(f"P1: {lines['material']}") if "material" in lines else {"fence": fence_of(options)}
        reply: Answered = OneAnswer(right=right == "yes")
        if section not in (ANSWER, KIND):
            reply = OneSolved.model_validate({"right": right.split()})
        yield SOLVE_ONE.fill(user, **{**lines, "options": options, **shown}), reply


def about_item(asked: Question, passages: Sequence[Passage]) -> dict[str, str]:
    """Values of an order to solve an item; without passages where the regime shows none."""
    options = _lettered([plain(option.text) for option in asked.options])
    own = [passage for passage in passages if passage.id in asked.item.provenance.passage_ids]
    shown = fenced(render(own or passages)) if passages else {"fence": fence_of(options)}
    return {"question": plain(asked.item.stem), "options": options, **shown}


def about_answer(question: str, answer: str, passages: Sequence[Passage]) -> dict[str, str]:
    """Values of an order to judge one answer."""
    return {"question": plain(question), "answer": plain(answer), **fenced(render(passages))}


def about_kind(topic: str, term: str, key: str) -> dict[str, str]:
    """Values of an order to judge whether a term is a kind of the key, so that what is said of the key holds for it."""
    said = {"topic": plain(topic), "term": plain(term), "key": plain(key)}
    return {**said, "fence": fence_of("".join(said.values()))}


def _lettered(options: Sequence[str]) -> str:
    return "\n".join(f"{'ABCDE'[at]}. {option}" for at, option in enumerate(options))
