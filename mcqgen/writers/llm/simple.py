"""One item a call, after a few examples: how models that run on this machine are asked.

In English the offline writer finds what to ask, and how; the model gives it wrong options that tempt, which the offline
writer knows only from the document. Where that finds nothing, the model asks about one statement of the document.

Small models lose the thread where several items, rules and recipes meet, and copy an example that stands among the
rules. They follow earlier answers of a conversation, so the examples are given as such; these are the same in each
call, so that they are read once. The statement is the quote, and need not be found again. Wrong options are asked for
in excess, and what is doubtful among them is left out; reasons why they are wrong are not asked for, as small models
tell untrue ones.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, create_model

from mcqgen import prompts
from mcqgen.domain.blueprint import Difficulty, ItemSpec, Request
from mcqgen.domain.document import Passage
from mcqgen.domain.item import Item
from mcqgen.writers.llm.asking import ANOTHER, Values, extra_values, language_name
from mcqgen.writers.llm.examples import conversation, examples, fenced
from mcqgen.writers.llm.material import Packet, fence_of, plain, render
from mcqgen.writers.llm.schema import LONGEST_QUOTE, Answered, Distractor, WrittenItem
from mcqgen.writers.llm.statements import sentences, statements, stems
from mcqgen.writers.llm.supporting import also_supported

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
    count = _with_spare(options)
    return create_model("OneItem", __base__=OneItem, __doc__="One item.", wrong=(Annotated[list[_Wrong], count], ...))


class WrongOptions(Answered):
    """The reply where question and key are there."""

    wrong: list[_Wrong]


@cache
def wrong_schema(options: int) -> type[WrongOptions]:
    """The schema of wrong options for an item with `options` options, and the spare ones."""
    count = _with_spare(options)
    return create_model(
        "WrongOptions",
        __base__=WrongOptions,
        __doc__="Wrong options.",
        wrong=(Annotated[list[_Wrong], count], ...),
    )


def _with_spare(options: int) -> Any:
    """Just as many wrong options as are asked for; what pydantic's Field returns has no type of its own."""
    return Field(min_length=options - 1 + SPARE, max_length=options - 1 + SPARE)


@dataclass(frozen=True)
class Reworded:
    """An item of the offline writer with a model's wrong options."""

    draft: Item
    wrong: tuple[str, ...]


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


def asking_for_options(draft: Item, request: Request, language: str) -> Values:
    """Values of the order for wrong options."""
    question, key = plain(draft.stem), plain(draft.key.text)
    return {
        "wrong": str(request.options - 1 + SPARE),
        "language": language_name(language),
        "topic": plain(draft.topic),
        "question": question,
        "key": key,
        "fence": fence_of(f"{question}{key}"),
    }


def reworded(
    draft: Item, wrong: Sequence[str], passages: Sequence[Passage], is_right: Callable[[str], bool] | None
) -> Reworded | None:
    """The draft with the first of a model's wrong options that nothing speaks against, and its own where too few are.

    None where a judge finds the key wrong, or too few wrong options sound.
    """
    if is_right and not is_right(draft.key.text):
        return None
    own = [option.text for option in draft.distractors]
    every = [*(_in_form(text, draft.key.text) for text in wrong), *own]
    sound = _sound(draft.stem, draft.key.text, every, passages, is_right)
    chosen = tuple(islice(sound, len(own)))
    return Reworded(draft, chosen) if len(chosen) == len(own) else None


def _in_form(text: str, key: str) -> str:
    """With a capital where the key has one, and with a full stop or without it as the key."""
    text = text.strip().rstrip(".") + ("." if key.endswith(".") else "")
    plain_word = text[:1] + text[1:2].lower() == text[:2] and text[1:2].isalpha()
    return text[:1].upper() + text[1:] if key[:1].isupper() and plain_word else text


def _sound(
    question: str,
    key: str,
    wrong: Sequence[str],
    passages: Sequence[Passage],
    is_right: Callable[[str], bool] | None,
) -> Iterator[str]:
    doubtful = also_supported(question, key, wrong, passages)
    kept = (text for text in _each_once(key, wrong) if text not in doubtful)
    return (text for text in kept if is_right is None or not is_right(text))


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
    own = [text for text in reply.wrong if _bare_words(text) not in _shown()]
    sound = _sound(reply.question, reply.key, own, theme.packet.passages, is_right)
    chosen = list(islice(sound, options - 1))
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


def _each_once(key: str, wrong: Iterable[str]) -> Iterator[str]:
    """Wrong options that say neither what the key or an option before them says, nor a part of it, nor more."""
    seen, said = {_bare_words(key)}, list[frozenset[str]]()
    for text in wrong:
        words = stems(text)
        again = bool(words) and any(words <= other or other <= words for other in said)
        if _bare_words(text) not in seen and not again:
            seen.add(_bare_words(text))
            said += [words] if words else []
            yield text


@cache
def _shown() -> frozenset[str]:
    """The options of the examples, which small models give again where they know none."""
    replies = (reply for level in Difficulty for _, reply in _turns(level))
    return frozenset(_bare_words(text) for reply in replies for text in (reply.key, *reply.wrong))


def _bare_words(text: str) -> str:
    return " ".join(text.casefold().strip(" .!?").split())


@cache
def one_prompt(level: Difficulty, extras: tuple[str, ...] = ()) -> "ChatPromptTemplate":
    """The conversation up to the order, with the examples of a level."""
    system, user = one_messages(extras)
    return conversation(system, tuple(_turns(level)), user)


@cache
def options_prompt() -> "ChatPromptTemplate":
    """The conversation up to the order for wrong options."""
    user = ONE.text("options_user")
    turns = []
    for lines in examples(ONE, "options_examples"):
        reply = WrongOptions(wrong=lines.pop("wrong").split(" | "))
        fence = fence_of(f"{lines['question']}{lines['key']}")
        turns.append((ONE.fill(user, **lines, fence=fence), reply))
    return conversation(ONE.text("options"), turns, user)


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
