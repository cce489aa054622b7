"""GIFT: Moodle's text format, which people write by hand."""

import re
from functools import partial

from mcqgen.domain.item import Item, Option
from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats import content, gift_grammar, moodle
from mcqgen.formats.contract import ON_SCREEN, ExportOptions, Feature, Importable, Imported, ReadOption, imported_item
from mcqgen.formats.gift_grammar import Kind, Question, Written
from mcqgen.formats.markup import to_html
from mcqgen.formats.reading import Intake, decode, place
from mcqgen.formats.tagging import read_tags, write_tags

_SYNTAX = re.compile(r"[\\~=#{}:]")


class Gift(Importable):
    """GIFT."""

    name = "gift"
    label = "GIFT"
    extension = "gift"
    media_type = "text/plain"
    supports = ON_SCREEN - {Feature.POINTS, Feature.SHUFFLE}

    def refusal(self, item: Item) -> str:
        """As all formats; Moodle has no equal weights for more than ten right or wrong options."""
        if not (reason := super().refusal(item)) and not moodle.has_shares(item):
            return "it has more than ten right or wrong options, which Moodle cannot weigh equally"
        return reason

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write a category and its questions, all text as HTML."""
        titles, seen = content.document_titles(items), set[str]()
        blocks = [f"$CATEGORY: {moodle.category_path(items, options)}\n"]
        for item in items.items:
            comment = "" if item.id in seen else f"[id:{item.id}] "  # must be unique in its category
            seen.add(item.id)
            comment += " ".join(f"[tag:{tag.replace(']', chr(92) + ']')}]" for tag in write_tags(item))
            blocks.append(f"// {comment}\n{_question(item, titles)}")
        return "\n".join(blocks).encode()

    def claims(self, data: bytes) -> bool:
        """Whether a brace is followed by an answer; in archives that is chance."""
        return not data.startswith(b"PK\x03\x04") and re.search(rb"\{\s*(?:[~=#}]|T|F)", data[:100_000]) is not None

    def read(self, data: bytes) -> Imported:
        """Read multiple-choice questions, those with the answers in the middle of the sentence too."""
        intake, title, category, number = Intake(), "", "", 0
        for question in gift_grammar.parse(decode(data)):
            if question.kind is Kind.CATEGORY:
                category = moodle.category_name(question.title)
                title = title or category
                continue
            number += 1
            name = question.title or question.stem.text
            where = f"{place('question', number, name)}, line {question.line}"
            if question.problem:
                intake.skip(where, question.problem)
            elif question.kind is not Kind.CHOICE:
                intake.skip(where, f"it is {question.kind}")
            else:
                intake.take(where, partial(_read, question, category, self.name))
        return intake.imported(self.label, title)


def _question(item: Item, titles: dict[str, str]) -> str:
    several = sum(option.is_key for option in item.options) > 1
    lines = [f"::{_escape(moodle.question_name(item))}::[html]{_escape(to_html(item.stem))}{{"]
    for option, weight in zip(item.options, moodle.weights(item), strict=True):
        mark = f"~%{moodle.percent(weight)}%" if several else "=" if option.is_key else "~"
        lines.append(f"\t{mark}{_answer(option)}")
    if explanation := content.explanation(item, titles):
        lines.append(f"\t####{_fenced(explanation)}")
    return "\n".join((*lines, "}", ""))


def _answer(option: Option) -> str:
    feedback = f"#{_fenced(option.rationale)}" if option.rationale.strip() else ""
    return f"{_fenced(option.text)}{feedback}"


def _fenced(text: str) -> str:
    """HTML whose beginning cannot be taken for a weight or the name of a format."""
    escaped = _escape(to_html(text))
    return f"[html]{escaped}" if escaped.startswith(("%", "[")) else escaped


def _escape(text: str) -> str:
    return _SYNTAX.sub(r"\\\g<0>", text).replace("\n", r"\n")


def _read(question: Question, category: str, source: str) -> tuple[Item, tuple[str, ...]]:
    """Make an item of a question; raises FormatError that says why it cannot be taken."""
    single = any(choice.equals for choice in question.choices)
    weights = [choice.weight if choice.weight is not None else 100.0 * choice.equals for choice in question.choices]
    lost = list[str]()
    if any(0 < weight < 99.99 for weight in weights) and (single or len({w for w in weights if w > 0}) > 1):
        lost.append("partial credit for some options is not kept")
    options = [
        ReadOption(_text(choice.text), weight > 99.99 if single else weight > 0, _feedback(choice.feedback, lost))
        for choice, weight in zip(question.choices, weights, strict=True)
    ]
    about = read_tags(question.tags, category)
    item = imported_item(
        source, _text(question.stem), options, rationale=_feedback(question.feedback, lost),
        difficulty=about.difficulty, bloom=about.bloom, topic=about.topic,
    )  # fmt: skip
    return item, tuple(dict.fromkeys(lost))


def _text(written: Written) -> str:
    """Text that is needed to answer."""
    text, lost = moodle.read_text(written.text, written.spelling)
    if lost:
        raise FormatError(f"it holds {lost[0]}")
    return text


def _feedback(written: Written | None, lost: list[str]) -> str:
    """Feedback, which may lose a picture."""
    if written is None:
        return ""
    text, missing = moodle.read_text(written.text, written.spelling)
    lost += [f"{thing} in its feedback is left out" for thing in missing]
    return text
