"""The calls that can be made: LCEL chains `prompt | model.structured(…)`, filled and ready to run."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from mcqgen.domain.blueprint import ItemSpec, Request
from mcqgen.domain.document import Document, Passage
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Item
from mcqgen.domain.spending import Verify
from mcqgen.writers.llm.asking import ANOTHER, SOLVE, WRITE, Values, extras_of, revising, solving, writing
from mcqgen.writers.llm.material import Library, Packet
from mcqgen.writers.llm.rewording import Reworded, WrongOptions, asking_for_options, options_prompt, reworded, ways
from mcqgen.writers.llm.schema import Answer, WrittenItem, answers_schema, items_schema
from mcqgen.writers.llm.simple import Theme, asking_for_one, one_prompt, one_schema, pressed, theme
from mcqgen.writers.llm.solving import Question, Regime
from mcqgen.writers.llm.solving_one import (
    ANSWER,
    KIND,
    OneAnswer,
    OneSolved,
    about_answer,
    about_item,
    about_kind,
    judging,
)

if TYPE_CHECKING:
    from langchain_core.prompts import ChatPromptTemplate
    from langchain_core.runnables import Runnable

    from mcqgen.llm import ChatModel
    from mcqgen.writers.llm.rewording import Embed
    from mcqgen.writers.offline import OfflineWriter

Reply = TypeVar("Reply", bound=BaseModel)

ITEM_TOKENS, ONE_ITEM_TOKENS, ANSWER_TOKENS, SPARE_TOKENS = 650, 400, 24, 80
"""Most tokens of a written item, of one of a small model, of an answer, and what a reply may take beyond them."""


class Calls:
    """Makes calls for one run; the writer and the judge may be one model."""

    def __init__(
        self,
        writer: "ChatModel",
        judge: "ChatModel",
        documents: Mapping[str, Document],
        library: Library,
        request: Request,
        verify: Verify,
        drafts: "OfflineWriter | None",
        embed: "Embed",
    ) -> None:
        """Take the models and the material; `drafts` finds questions for a writer on this machine."""
        self.writer, self.judge = writer, judge
        self._judges_answers = judge.on_this_machine and verify is not Verify.NONE
        self._documents, self._library, self._request, self._drafts = documents, library, request, drafts
        self._embed = embed
        self._asked: dict[ItemSpec, Item] = {}

    @property
    def held_back(self) -> int:
        """Drafts of the offline writer that its bar keeps from a small model."""
        return self._drafts.held_back if self._drafts else 0

    def write(self, packet: Packet) -> Callable[[], Sequence[WrittenItem | Reworded]]:
        """New items for the places of a packet."""
        if self.writer.on_this_machine:
            spec = packet.specs[0]
            if self._drafts:
                return self._options("write", spec, next((item for _, item in self._drafts.write([spec])), None))
            return self._one("write", theme(packet, spec))
        values = writing(packet, self._request, self._language(packet))
        return self._items("write", len(packet.specs), values)

    def revise(
        self, packet: Packet, refused: Mapping[ItemSpec, tuple[Item, Sequence[Flaw]]]
    ) -> Callable[[], Sequence[WrittenItem | Reworded]]:
        """Refused items anew."""
        if self.writer.on_this_machine:
            spec = packet.specs[0]
            item, flaws = refused[spec]
            if self._drafts:
                return self._options("revise", spec, self._drafts.revise(spec, item, flaws))
            return self._one("revise", theme(packet, spec, item))
        values = revising(packet, refused, self._request, self._language(packet))
        return self._items("revise", len(packet.specs), values)

    def solve(
        self, questions: Sequence[Question], regime: Regime, passages: Sequence[Passage]
    ) -> Callable[[], Sequence[Answer]]:
        """A judge's answers; `passages` only where the regime shows material."""
        if self.judge.on_this_machine:
            return lambda: tuple(self._solved_alone(questions, regime, passages))
        asked = [(question.item, question.options) for question in questions]
        values = solving(asked, passages, stems=regime is not Regime.OPTIONS)
        count = len(questions)
        chain = _chain(self.judge, answers_schema(count), regime, "solve", ANSWER_TOKENS * count + SPARE_TOKENS)
        return lambda: chain.invoke(values).answers

    def _items(self, stage: str, count: int, values: Values) -> Callable[[], Sequence[WrittenItem]]:
        schema = items_schema(count, self._request.options)
        most = ITEM_TOKENS * count + SPARE_TOKENS
        chain = _chain(self.writer, schema, stage, stage, most, extras_of(self._request))
        return lambda: chain.invoke(values).items

    def let_go(self, spec: ItemSpec) -> None:
        """Nothing came of what was asked for a place: what its draft was about may be asked otherwise."""
        if self._drafts and spec in self._asked:
            self._drafts.let_go(self._asked.pop(spec))

    def _options(self, stage: str, spec: ItemSpec, draft: Item | None) -> Callable[[], Sequence[Reworded]]:
        """A draft of the offline writer with wrong options by the model."""
        if draft is None:
            return lambda: ()
        self._asked[spec] = draft
        step = self.writer.structured(WrongOptions, stage=stage, max_output_tokens=ONE_ITEM_TOKENS)
        passages = self._library.in_order(draft.provenance.passage_ids)
        values = asking_for_options(draft, self._documents[draft.evidence[0].document].title, "en")

        def ask() -> Sequence[Reworded]:
            replies = [(options_prompt(way) | step).invoke(values).wrong for way in ways(draft)]
            right = self._finds_right(draft.stem, passages) if self._judges_answers else None
            kind = self._finds_kind(values["topic"]) if self._judges_answers else None
            item = reworded(draft, self._request.options, replies, passages, right, kind, self._embed)
            return (item,) if item else ()

        return ask

    def _one(self, stage: str, about: Theme | None) -> Callable[[], Sequence[WrittenItem]]:
        if about is None:
            return lambda: ()
        schema = one_schema(self._request.options)
        step = self.writer.structured(schema, stage=stage, max_output_tokens=ONE_ITEM_TOKENS)
        chain = one_prompt(about.spec.difficulty, extras_of(self._request)) | step
        values = asking_for_one(about, self._request, self._language(about.packet))

        def ask() -> Sequence[WrittenItem]:
            reply = chain.invoke(values)
            judge = self._finds_right(reply.question, about.packet.passages) if self._judges_answers else None
            item = pressed(reply, about, self._request.options, judge)
            return (item,) if item else ()

        return ask

    def _finds_right(self, question: str, passages: Sequence[Passage]) -> Callable[[str], bool]:
        """What a judge on this machine says of an answer alone."""
        chain = self._judging(ANSWER)
        return lambda answer: chain.invoke(about_answer(question, answer, passages)).right

    def _finds_kind(self, topic: str) -> Callable[[str, str], bool]:
        """What a judge on this machine says of a term beside another."""
        chain = self._judging(KIND)
        return lambda term, other: chain.invoke(about_kind(topic, term, other)).right

    def _judging(self, section: str) -> "Runnable[Values, OneAnswer]":
        return judging(section) | self.judge.structured(OneAnswer, stage="solve", max_output_tokens=SPARE_TOKENS)

    def _solved_alone(
        self, questions: Sequence[Question], regime: Regime, passages: Sequence[Passage]
    ) -> Iterator[Answer]:
        step = self.judge.structured(OneSolved, stage="solve", max_output_tokens=SPARE_TOKENS)
        for number, asked in enumerate(questions, 1):
            reply = (judging(regime) | step).invoke(about_item(asked, passages))
            yield Answer(item=number, right=reply.right)

    def _language(self, packet: Packet) -> str:
        return self._request.language or self._documents[packet.passages[0].document_id].language


def _chain(
    model: "ChatModel", schema: type[Reply], template: str, stage: str, most: int, extras: tuple[str, ...] = ()
) -> "Runnable[Values, Reply]":
    return chat_prompt(template, extras) | model.structured(schema, stage=stage, max_output_tokens=most)


@cache
def messages(template: str, extras: tuple[str, ...] = ()) -> tuple[str, str]:
    """System and user template of "write", "revise", or a regime of the judge; with what an order may add."""
    if template in ("write", "revise"):
        system = [WRITE.text(template), WRITE.text("rules"), *(ANOTHER.text(f"{name}_rule") for name in extras)]
        user = [WRITE.text(f"{template}_user"), *(ANOTHER.text(f"{name}_user") for name in extras)]
        return "\n\n".join(system), "\n\n".join(user)
    return SOLVE.text(template), SOLVE.text("material_user" if template == Regime.MATERIAL else "bare_user")


@cache
def chat_prompt(template: str, extras: tuple[str, ...] = ()) -> "ChatPromptTemplate":
    """The template as LangChain knows it; its braces are those of our prompt files."""
    from langchain_core.prompts import ChatPromptTemplate

    system, user = messages(template, extras)
    return ChatPromptTemplate.from_messages([("system", system), ("human", user)])
