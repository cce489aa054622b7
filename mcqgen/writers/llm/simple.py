"""One item a call, after a few examples: how models that run on this machine are asked.

In English the offline writer finds what to ask, and the model gives wrong options to it (see `rewording`). In other
languages, and where that finds nothing or a teacher has a wish, the model asks about one statement of the document.

Small models lose the thread where several items, rules and recipes meet, and copy an example that stands among the
rules. They follow earlier answers of a conversation, so the examples are given as such; these are the same in each
call, so that they are read once. The statement is the quote, and need not be found again. Wrong options are asked for
in excess, and what is doubtful among them is left out; reasons why they are wrong are not asked for, as small models
tell untrue ones.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, create_model

from mcqgen import prompts
from mcqgen.domain.blueprint import Difficulty, ItemSpec, Request
from mcqgen.domain.item import Item
from mcqgen.writers.llm.asking import ANOTHER, Values, extra_values, language_name
from mcqgen.writers.llm.examples import conversation, examples, fenced
from mcqgen.writers.llm.material import Packet, plain, render
from mcqgen.writers.llm.schema import LONGEST_QUOTE, Answered, Distractor, WrittenItem
from mcqgen.writers.llm.sound import bare_words, sound
from mcqgen.writers.llm.statements import sentences, statements, stems

if TYPE_CHECKING:
    from langchain_core.prompts import ChatPromptTemplate

ONE = prompts.load("write_one", 1)
SPARE = 2
"""Wrong options beyond those that an item has."""


_Wrong = Annotated[str, Field(min_length=1, max_length=120)]


class OneItem(Answered):
    """The reply."""

    question: Annotated[str, Field(min_length=1, max_length=300)]
    key: Annotated[str, Field(min_length=1, max_length=120)]
    wrong: list[_Wrong]


@cache
def one_schema(options: int) -> type[OneItem]:
    """The schema of an item with `options` options, and the spare ones."""
    count = Field(min_length=options - 1 + SPARE, max_length=options - 1 + SPARE)
    return create_model("OneItem", __base__=OneItem, __doc__="One item.", wrong=(Annotated[list[_Wrong], count], ...))


@dataclass(frozen=True)
class Theme:
    """What one call is about."""

    spec: ItemSpec
    packet: Packet
    """The passage that the statement stands in, alone."""
    statement: str


def theme(packet: Packet, spec: ItemSpec, refused: Item | None = None) -> Theme | None:
    """The first statement of a place's best passage, or the one after that of a refused item; None where none is left.

    A small model that is shown its item and the faults writes the same again: another statement does better.
    """
    best = next((passage for name in spec.passage_ids for passage in packet.passages if passage.id == name), None)
    if best is None:
        return None
    left = list(statements(best))
    if refused is not None:
        said = refused.rationale
        asked = next((at for at, statement in enumerate(left) if statement in said), len(left))
        left = left[asked + 1 :]
    return Theme(spec, Packet((spec,), (best,)), left[0]) if left else None


def asking_for_one(theme: Theme, request: Request, language: str) -> Values:
    """Values of the order."""
    return {
        "wrong": str(request.options - 1 + SPARE),
        "language": language_name(language),
        "level": str(theme.spec.difficulty),
        "statement": plain(theme.statement),
        **fenced(render(theme.packet.passages)),
        **extra_values(request),
    }


def pressed(reply: OneItem, theme: Theme, options: int, is_right: Callable[[str], bool] | None) -> WrittenItem | None:
    """The reply as any model's item, with the first wrong options that nothing speaks against.

    Args:
        reply: The model's.
        theme: What it was asked about.
        options: How many an item has.
        is_right: What a judge says of each answer alone; None where there is no judge.

    Returns:
        None where the judge finds the key wrong.
    """
    if is_right and not is_right(reply.key):
        return None
    own = [text for text in reply.wrong if bare_words(text) not in _shown()]
    best = sound(reply.question, reply.key, own, theme.packet.passages, is_right)
    chosen = list(islice(best, options - 1))
    # Where too few are left, the review tells what is wrong with the others.
    chosen += [text for text in reply.wrong if text not in chosen][: options - 1 - len(chosen)]
    return WrittenItem(
        place=1,
        quotes=[theme.statement, *_besides(theme, reply.key)],
        stem=reply.question,
        key=reply.key,
        why=f"The text says: “{theme.statement}”",
        distractors=[Distractor(text=text, why="", misconception="") for text in chosen],
        difficulty=theme.spec.difficulty.value,
        bloom=theme.spec.bloom.value,
    )


def _besides(theme: Theme, key: str) -> Sequence[str]:
    """The sentence that holds the key's words, where the statement lacks some: both together prove it."""
    words = stems(key)
    if words <= stems(theme.statement):
        return ()
    texts = (sentence for passage in theme.packet.passages for sentence in sentences(passage.text))
    return tuple(islice((text for text in texts if words <= stems(text) and len(text) <= LONGEST_QUOTE), 1))


@cache
def _shown() -> frozenset[str]:
    """The options of the examples, which small models give again where they know none."""
    replies = (reply for level in Difficulty for _, reply in _turns(level))
    return frozenset(bare_words(text) for reply in replies for text in (reply.key, *reply.wrong))


@cache
def one_prompt(level: Difficulty, extras: tuple[str, ...] = ()) -> "ChatPromptTemplate":
    """The conversation up to the order, with the examples of a level."""
    system, user = one_messages(extras)
    return conversation(system, tuple(_turns(level)), user)


@cache
def one_messages(extras: tuple[str, ...] = ()) -> tuple[str, str]:
    """System and user template; with what an order may add."""
    system = [ONE.text("write"), *(ANOTHER.text(f"{name}_rule") for name in extras)]
    user = [ONE.text("write_user"), *(ANOTHER.text(f"{name}_user") for name in extras)]
    return "\n\n".join(system), "\n\n".join(user)


def _turns(level: Difficulty) -> Iterator[tuple[str, OneItem]]:
    for lines in examples(ONE, str(level)):
        values = {"level": str(level), "statement": lines["statement"], **fenced(f"P1: {lines['material']}")}
        reply = OneItem(question=lines["question"], key=lines["key"], wrong=lines["wrong"].split(" | "))
        yield ONE.fill(ONE.text("write_user"), **values), reply
