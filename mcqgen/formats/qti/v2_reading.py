"""Reading items of QTI 2.0 to 2.2 and 3.0 from whomever."""

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from mcqgen.domain.item import Item
from mcqgen.errors import FormatError
from mcqgen.formats import content
from mcqgen.formats.archives import Archive, parse_xml, resolve
from mcqgen.formats.contract import Imported, ReadOption, imported_item
from mcqgen.formats.qti.packaging import Labels, read_manifest
from mcqgen.formats.qti.trees import forget_namespaces, inner_text, words
from mcqgen.formats.qti.v2 import GENERAL
from mcqgen.formats.reading import Intake, place

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS = {
    "associateInteraction": "an association question", "drawingInteraction": "a drawing question",
    "extendedTextInteraction": "an essay question", "gapMatchInteraction": "a gap-match question",
    "graphicAssociateInteraction": "a question on a picture", "graphicGapMatchInteraction": "a question on a picture",
    "graphicOrderInteraction": "a question on a picture", "hotspotInteraction": "a question on a picture",
    "hottextInteraction": "a question on words in a text", "inlineChoiceInteraction": "a question with dropdowns",
    "matchInteraction": "a matching question", "mediaInteraction": "a recording or film",
    "orderInteraction": "an ordering question", "positionObjectInteraction": "a question on a picture",
    "selectPointInteraction": "a question on a picture", "sliderInteraction": "a slider",
    "textEntryInteraction": "a fill-in question", "uploadInteraction": "a file upload",
}  # fmt: skip
_BESIDE = ("rubricBlock", "feedbackBlock", "feedbackInline", "templateBlock", "templateInline", "infoControl")
_HYPHEN = re.compile("-([a-z])")


def read(data: bytes, source: str, label: str, kinds: tuple[str, str]) -> Imported:
    """Read a package or a single item.

    Args:
        data: The zip or the XML.
        source: Name of the format, for the provenance of the items.
        label: What a teacher calls the format.
        kinds: How the types of its resources begin: of items, of tests.

    Raises:
        FormatError: It is not of this version, damaged or hostile.
    """
    title = ""
    if data[:2] == b"PK":
        title, found = _open(Archive(data), label, kinds)
    else:
        found = [(_parse(data, "", "assessmentItem"), Labels())]
    intake = Intake()
    for number, (root, labels) in enumerate(found, 1):
        intake.take(place("question", number, root.get("title", "")), partial(_read_item, root, labels, source))
    return intake.imported(label, content.one_line(title))


def _open(archive: Archive, label: str, kinds: tuple[str, str]) -> "tuple[str, list[tuple[_Element, Labels]]]":
    """The title and the items of a package: in the order of its tests, then those that are in none."""
    listed, title = read_manifest(archive, kinds)
    labels = {entry.files[0]: entry.labels for entry in listed if entry.type.startswith(kinds[0])}
    ordered: list[str] = []
    titles = []
    for entry in listed:
        if entry.type.startswith(kinds[1]):
            test = entry.files[0]
            root = _parse(archive.read(test), test, "assessmentTest")
            titles.append(root.get("title", ""))
            ordered += [resolve(item.get("href", ""), test) for item in root.iter("assessmentItemRef")]
    files = dict.fromkeys([*ordered, *labels])
    if not files:
        raise FormatError(f"Not a {label} package: its manifest lists no item of this version.")
    items = [(_parse(archive.read(file), file, "assessmentItem"), labels.get(file, Labels())) for file in files]
    return titles[0] if len(titles) == 1 else title, items


def _parse(data: bytes, name: str, wanted: str) -> "_Element":
    """A document with local names, all in the spelling of QTI 2; raises FormatError where it is another."""
    root = forget_namespaces(parse_xml(data, name))
    for element in root.iter("{*}*"):
        tag = str(element.tag)
        if tag.startswith("qti-"):
            element.tag = _camel(tag.removeprefix("qti-"))
            for attribute in [str(key) for key in element.attrib if "-" in str(key)]:
                element.set(_camel(attribute), element.attrib.pop(attribute))
    if root.tag != wanted:
        article = {"assessmentItem": "an item", "assessmentTest": "a test"}[wanted]
        subject = f"'{name}' is listed as {article}, but it" if name else f"Not {article} of QTI: the file"
        raise FormatError(f"{subject} begins with <{str(root.tag)[:50]}>.")
    return root


def _camel(name: str) -> str:
    return _HYPHEN.sub(lambda found: found[1].upper(), name)


def _read_item(root: "_Element", labels: Labels, source: str) -> tuple[Item, tuple[str, ...]]:
    """The item and what of it was left out; raises FormatError with the reason where it is none."""
    body = root.find("itemBody")
    if body is None:
        raise FormatError("it has no text")
    if root.find("templateDeclaration") is not None:
        raise FormatError("its words are made anew for each student")
    interaction = _find_interaction(body)
    reader = _Texts()
    feedback = _Feedback(root, interaction.get("responseIdentifier", "RESPONSE"), reader)
    keys = _read_keys(root, interaction)
    options = []
    for choice in interaction.iter("simpleChoice"):
        identifier = choice.get("identifier", "")
        inline = [reader.text(part) for part in _take_out(choice, ("feedbackInline", "feedbackBlock"))]
        rationale = "\n\n".join(filter(None, [*inline, feedback.of_option(identifier)]))
        options.append(ReadOption(reader.text(choice), identifier in keys, rationale))
    item = imported_item(
        source, _read_stem(body, interaction, reader), options, rationale=feedback.rest(),
        difficulty=labels.difficulty, bloom=labels.bloom, topic=labels.topic,
    )  # fmt: skip
    return item, tuple(dict.fromkeys(reader.lost))


def _find_interaction(body: "_Element") -> "_Element":
    """The one choice of a multiple-choice question; raises FormatError where it is another kind."""
    found = [element for element in body.iter("{*}*") if str(element.tag).endswith("Interaction")]
    for element in found:
        if element.tag not in {"choiceInteraction", "endAttemptInteraction"}:
            raise FormatError(f"it is {_KINDS.get(str(element.tag), 'not a multiple-choice question')}")
    choices = [element for element in found if element.tag == "choiceInteraction"]
    if not choices:
        raise FormatError("it is text without a question")
    if len(choices) > 1:
        raise FormatError("it asks for several choices at once")
    return choices[0]


def _read_keys(root: "_Element", interaction: "_Element") -> set[str]:
    """The right options: those of the correct response, or else those that the mapping gives the most points."""
    wanted = interaction.get("responseIdentifier", "RESPONSE")
    for response in root.iterfind("responseDeclaration"):
        if response.get("identifier") != wanted:
            continue
        if response.get("cardinality") == "ordered":
            raise FormatError("it is an ordering question")
        if correct := {words(value) for value in response.iterfind("correctResponse/value")}:
            return correct
        gains = {entry.get("mapKey", ""): _number(entry) for entry in response.iterfind("mapping/mapEntry")}
        best = max(gains.values(), default=0)
        several = response.get("cardinality") == "multiple"
        return {key for key, gain in gains.items() if gain > 0 and (several or gain == best)}
    return set()


def _number(entry: "_Element") -> float:
    try:
        return float(entry.get("mappedValue", ""))
    except ValueError:
        return 0.0


def _read_stem(body: "_Element", interaction: "_Element", reader: "_Texts") -> str:
    """All of the body but the choice itself, whose prompt takes its place."""
    prompt = interaction.find("prompt")
    for child in list(interaction):
        if child is not prompt:
            interaction.remove(child)
    interaction.tag = "section"
    interaction.attrib.clear()
    _take_out(body, _BESIDE)
    return reader.text(body)


def _take_out(element: "_Element", names: tuple[str, ...]) -> "list[_Element]":
    """Remove elements, but not the words after them."""
    taken = list(element.iter(*names))
    for part in taken:
        parent = part.getparent()
        if parent is not None:
            if part.tail:
                before = part.getprevious()
                if before is None:
                    parent.text = (parent.text or "") + part.tail
                else:
                    before.tail = (before.tail or "") + part.tail
                part.tail = None
            parent.remove(part)
    return taken


@dataclass
class _Texts:
    """Reads XHTML, and remembers what text cannot hold."""

    lost: list[str] = field(default_factory=list)

    def text(self, element: "_Element") -> str:
        """The item text within an element."""
        text, lost = inner_text(element)
        self.lost += lost
        return text


class _Feedback:
    """Feedback on the whole item by its identifier, and which options it belongs to."""

    def __init__(self, root: "_Element", response: str, reader: _Texts) -> None:
        """Read all feedback of an item whose response variable is `response`."""
        self._reader = reader
        self._texts: dict[str, str] = {}
        for modal in root.iterfind("modalFeedback"):
            identifier = modal.get("identifier", "")
            text = reader.text(modal)
            self._texts[identifier] = "\n\n".join(filter(None, [self._texts.get(identifier, ""), text]))
        self._of = _feedback_by_option(root, response)

    def of_option(self, identifier: str) -> str:
        """Feedback of an option: named by a rule, or, where the response itself is shown, as the option is."""
        named = self._of.get(identifier, identifier)
        return self._texts.pop(named, "")

    def rest(self) -> str:
        """Feedback on the whole; feedback for right and wrong answers as a whole is left out, and noted."""
        general = [self._texts.pop(name) for name in list(self._texts) if _is_general(name)]
        if any(self._texts.values()):
            self._reader.lost.append("it has feedback for right or wrong answers as a whole, which was left out")
        return "\n\n".join(filter(None, general))


def _is_general(identifier: str) -> bool:
    return identifier == GENERAL or re.search("general|solution|explanation", identifier, re.IGNORECASE) is not None


def _feedback_by_option(root: "_Element", response: str) -> dict[str, str]:
    """For options that a rule asks for alone the identifier of the feedback that it shows."""
    shown: dict[str, str] = {}
    for rule in root.iter("responseIf", "responseElseIf"):
        test = rule[0] if len(rule) else None
        if test is None or test.tag not in {"match", "member"}:
            continue
        asked, variable = test.find("baseValue"), test.find("variable")
        if asked is None or variable is None or variable.get("identifier") != response:
            continue
        for value in rule.iterfind("setOutcomeValue//baseValue[@baseType='identifier']"):
            shown.setdefault(words(asked), words(value))
    return shown
