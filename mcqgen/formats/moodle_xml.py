"""Moodle XML: all that Moodle's own question bank exports and imports.

Rules: https://docs.moodle.org/en/Moodle_XML_format, and what Moodle's importer was seen to refuse.
"""

import io
from functools import partial
from typing import TYPE_CHECKING

from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats import content, moodle
from mcqgen.formats.archives import parse_xml
from mcqgen.formats.contract import ON_SCREEN, ExportOptions, Importable, Imported, ReadOption, imported_item
from mcqgen.formats.markup import to_html
from mcqgen.formats.reading import Intake, place
from mcqgen.formats.tagging import read_tags, write_tags

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPELLINGS = {"moodle_auto_format": "moodle", "plain_text": "plain", "markdown": "markdown"}
"""Moodle's names of text formats; all others, known or not, are HTML."""
_KINDS = {
    "truefalse": "a true/false question",
    "shortanswer": "a short-answer question",
    "matching": "a matching question",
    "essay": "an essay question",
    "numerical": "a numerical question",
    "calculated": "a calculated question",
    "cloze": "a cloze question",
    "description": "a description, not a question",
}


class MoodleXml(Importable):
    """Moodle XML."""

    name = "moodle_xml"
    label = "Moodle XML"
    extension = "xml"
    media_type = "application/xml"
    supports = ON_SCREEN

    def refusal(self, item: Item) -> str:
        """As all formats; Moodle has no equal weights for more than ten right or wrong options."""
        if not (reason := super().refusal(item)) and not moodle.has_shares(item):
            return "it has more than ten right or wrong options, which Moodle cannot weigh equally"
        return reason

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write a category and its questions, one at a time."""
        from lxml import etree

        buffer = io.BytesIO()
        titles, seen = content.document_titles(items), set[str]()
        with etree.xmlfile(buffer, encoding="UTF-8") as file:
            file.write_declaration()
            with file.element("quiz"):
                file.write("\n")
                file.write(_category(moodle.category_path(items, options)), pretty_print=True)
                for item in items.items:
                    name = "" if item.id in seen else item.id  # must be unique in its category
                    seen.add(item.id)
                    file.write(_question(item, name, titles, options), pretty_print=True)
        return buffer.getvalue() + b"\n"

    def claims(self, data: bytes) -> bool:
        """Whether the root is a quiz; packages of Canvas hold one too."""
        return not data.startswith(b"PK\x03\x04") and b"<quiz" in data[:2000]

    def read(self, data: bytes) -> Imported:
        """Read multiple-choice questions."""
        root = parse_xml(data, "")
        if root.tag != "quiz":
            raise FormatError(f"Not Moodle XML: the root is '{str(root.tag)[:60]}', and 'quiz' is expected.")
        intake, title, category, number = Intake(), "", "", 0
        for question in root.iterchildren("question"):
            kind = question.get("type", "")
            if kind == "category":
                category = moodle.category_name(question.findtext("category/text") or "")
                title = title or category
                continue
            number += 1
            where = place("question", number, question.findtext("name/text") or "")
            if kind == "multichoice":
                intake.take(where, partial(_read, question, category, self.name))
            else:
                intake.skip(where, f"it is {_KINDS.get(kind, f'of the type {kind!r}')}")
        return intake.imported(self.label, title)


def _category(path: str) -> "_Element":
    from lxml import etree

    question = etree.Element("question", type="category")
    _add_text(etree.SubElement(question, "category"), path)
    return question


def _add_text(parent: "_Element", text: str) -> None:
    from lxml import etree

    etree.SubElement(parent, "text").text = text


def _question(item: Item, name: str, titles: dict[str, str], options: ExportOptions) -> "_Element":
    from lxml import etree

    question = etree.Element("question", type="multichoice")
    _add_text(etree.SubElement(question, "name"), moodle.question_name(item))
    _add_html(question, "questiontext", item.stem)
    _add_html(question, "generalfeedback", content.explanation(item, titles))
    several = sum(option.is_key for option in item.options) > 1
    for field, value in (
        ("defaultgrade", f"{options.points:.7f}"),
        ("penalty", "0.3333333"),
        ("hidden", "0"),
        ("idnumber", name),
        ("single", "false" if several else "true"),
        ("shuffleanswers", "true" if options.shuffle else "false"),
        ("answernumbering", "ABCD"),
    ):
        etree.SubElement(question, field).text = value
    for option, weight in zip(item.options, moodle.weights(item), strict=True):
        answer = _add_html(question, "answer", option.text)
        answer.set("fraction", moodle.percent(weight))
        _add_html(answer, "feedback", option.rationale)
    tags = etree.SubElement(question, "tags")
    for tag in write_tags(item):
        _add_text(etree.SubElement(tags, "tag"), tag)
    return question


def _add_html(parent: "_Element", field: str, text: str) -> "_Element":
    from lxml import etree

    element = etree.SubElement(parent, field, format="html")
    _add_text(element, to_html(text))
    return element


def _read(question: "_Element", category: str, source: str) -> tuple[Item, tuple[str, ...]]:
    """Read a multiple-choice question; raises FormatError that says why it cannot be taken."""
    stem, spelling = _text(question.find("questiontext"), "html")
    single = (question.findtext("single") or "true").strip().lower() not in {"false", "0"}
    options, shares, lost = [], [], list[str]()
    for answer in question.iterchildren("answer"):
        text, _ = _text(answer, spelling)
        share = _share(answer.get("fraction") or "0")
        rationale = _feedback(answer.find("feedback"), lost)
        if text:  # Moodle drops blank answers too
            options.append(ReadOption(text, share > 99.99 if single else share > 0, rationale))
            shares.append(share)
    if any(0 < share < 99.99 for share in shares) and (single or len({s for s in shares if s > 0}) > 1):
        lost.append("partial credit for some options is not kept")
    tags = (tag.findtext("text") or "" for tag in question.iterfind("tags/tag"))
    about = read_tags(tags, category)
    rationale = _feedback(question.find("generalfeedback"), lost)
    item = imported_item(
        source, stem, options, rationale=rationale, difficulty=about.difficulty, bloom=about.bloom, topic=about.topic
    )
    return item, tuple(dict.fromkeys(lost))


def _share(fraction: str) -> float:
    try:
        return float(fraction)
    except ValueError as error:
        raise FormatError(f"the fraction '{fraction[:20]}' is no number") from error


def _spelt(holder: "_Element | None", inherited: str) -> tuple[str, tuple[str, ...], str]:
    """Text, losses and spelling of what holds a `<text>`."""
    if holder is None:
        return "", (), inherited
    name = holder.get("format")
    spelling = inherited if name is None else _SPELLINGS.get(name, "html")
    element = holder.find("text")
    if element is None:
        return "", (), spelling
    if len(element):
        raise FormatError("its text holds tags that are not escaped, which Moodle refuses too")
    return (*moodle.read_text(element.text or "", spelling), spelling)


def _text(holder: "_Element | None", inherited: str) -> tuple[str, str]:
    """Text that is needed to answer, and its spelling."""
    text, lost, spelling = _spelt(holder, inherited)
    if lost:
        raise FormatError(f"it holds {lost[0]}")
    return text, spelling


def _feedback(holder: "_Element | None", lost: list[str]) -> str:
    """Feedback, which may lose a picture."""
    text, missing, _ = _spelt(holder, "html")
    lost += [f"{thing} in its feedback is left out" for thing in missing]
    return text
