"""Reading QTI 1.2 from whomever: Canvas, New Quizzes, Common Cartridges, Respondus, D2L and plain files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from mcqgen.domain.item import Item
from mcqgen.errors import FormatError
from mcqgen.formats import content
from mcqgen.formats.archives import Archive, parse_xml
from mcqgen.formats.contract import Imported, ReadOption, imported_item
from mcqgen.formats.html_reading import from_html
from mcqgen.formats.qti import asi
from mcqgen.formats.qti.packaging import CANVAS_SUFFIX, labels_of, read_manifest
from mcqgen.formats.qti.scoring import keys_of
from mcqgen.formats.qti.trees import forget_namespaces, inner_text, words
from mcqgen.formats.reading import Intake, place

if TYPE_CHECKING:
    from lxml.etree import _Element

_GENERAL = ("general_fb", "solution", "general")
"""Idents of feedback on the whole question: Canvas' own, and that of the Common Cartridge."""
_OTHER_RESPONSES = (
    "response_str",
    "response_num",
    "response_xy",
    "response_grp",
    "render_fib",
    "render_hotspot",
    "render_slider",
)
_OTHER_TYPES = {
    "calculated_question": "a formula question", "categorization_question": "a categorisation question",
    "essay_question": "an essay question", "file_upload_question": "a file upload",
    "fill_in_multiple_blanks_question": "a fill-in question", "hot_spot_question": "a hot spot question",
    "matching_question": "a matching question", "multiple_dropdowns_question": "a question with several dropdowns",
    "numerical_question": "a numerical question", "ordering_question": "an ordering question",
    "short_answer_question": "a short-answer question", "text_only_question": "text without a question",
    "cc.essay.v0p1": "an essay question", "cc.fib.v0p1": "a fill-in question",
    "cc.pattern_match.v0p1": "a short-answer question",
}  # fmt: skip


def read(data: bytes, source: str, label: str) -> Imported:
    """Read a package or a bare file.

    Args:
        data: The zip or the XML.
        source: Name of the format, for the provenance of the items.
        label: What a teacher calls the format.

    Raises:
        FormatError: It is not QTI 1.2, damaged or hostile.
    """
    title, roots = _open(Archive(data)) if data[:2] == b"PK" else ("", [_parse(data, "")])
    intake = Intake()
    roots.sort(key=_is_bank)
    in_quizzes = 0
    found = [(_is_bank(root), element) for root in roots for element in root.iter("item")]
    for number, (in_bank, element) in enumerate(found, 1):
        intake.take(place("question", number, element.get("title", "")), partial(_read_item, element, source))
        in_quizzes = in_quizzes if in_bank else len(intake.items)
    # A bank beside a quiz often holds the same questions.
    known = {item.id: item for item in intake.items[:in_quizzes]}
    intake.items[in_quizzes:] = [item for item in intake.items[in_quizzes:] if known.get(item.id) != item]
    titles = [whole.get("title", "") for root in roots if (whole := root.find("assessment")) is not None]
    return intake.imported(label, content.one_line(titles[0] if len(titles) == 1 else title))


def _open(archive: Archive) -> "tuple[str, list[_Element]]":
    """The title and the QTI files of a package, in the manifest's order.

    Canvas' cartridges hold each quiz twice: as far as the Common Cartridge can, and in full, which wins.
    """
    listed, title = read_manifest(archive, ("imsqti_xmlv1", CANVAS_SUFFIX))
    files = dict.fromkeys(name for entry in listed for name in entry.files if name.endswith((".xml", ".qti")))
    roots: dict[str, _Element] = {}
    for name in sorted(files, key=lambda name: not name.endswith(CANVAS_SUFFIX)):
        if not name.endswith("/assessment_meta.xml"):
            root = _parse(archive.read(name), name)
            whole = root.find("assessment")
            roots.setdefault(name if whole is None else whole.get("ident", name), root)
    if not roots:
        raise FormatError("Not a QTI 1.2 package: its manifest lists no QTI 1.2 file.")
    return title, list(roots.values())


def _is_bank(root: "_Element") -> bool:
    return root.find("objectbank") is not None


def _parse(data: bytes, name: str) -> "_Element":
    root = forget_namespaces(parse_xml(data, name))
    if root.tag != "questestinterop":
        subject = f"'{name}'" if name else "the file"
        raise FormatError(f"Not QTI 1.2: {subject} begins with <{str(root.tag)[:50]}>, not <questestinterop>.")
    return root


def _read_item(element: "_Element", source: str) -> tuple[Item, tuple[str, ...]]:
    """The item and what of it was left out; raises FormatError with the reason where it is none."""
    fields = _read_fields(element)
    response = _find_response(element, fields)
    reader = _Texts()
    labels = list(response.iter("response_label"))
    keys = keys_of(element, [label.get("ident", "") for label in labels])
    if response.get("rcardinality", "Single") == "Single" and len(keys) > 1:
        reader.lost.append("either of several options is right, not all of them together")
    feedback = _read_feedback(element, reader)
    shown = _shown_by_option(element)
    options = []
    for label in labels:
        ident = label.get("ident", "")
        rationale = feedback.pop(shown.get(ident, f"{ident}_fb"), "")
        option = ReadOption(reader.materials(label.iter("material")), ident in keys, rationale)
        if option.text or option.is_key:
            options.append(option)
        else:  # Canvas' editor offers four answers, and exports those that were left empty too
            reader.lost.append("an option without text is left out")
    rationale = "\n\n".join(text for ident in _GENERAL if (text := feedback.pop(ident, "")))
    if any(feedback.values()):
        reader.lost.append("it has feedback for right or wrong answers as a whole, which was left out")
    topic = fields.get(asi.TOPIC) or fields.get(asi.CATEGORY, "")
    about = labels_of(fields.get(asi.DIFFICULTY, ""), fields.get(asi.BLOOM, ""), topic)
    item = imported_item(
        source, reader.materials(_stem(element)), options, rationale=rationale,
        difficulty=about.difficulty, bloom=about.bloom, topic=about.topic,
    )  # fmt: skip
    return item, tuple(dict.fromkeys(reader.lost))


def _read_fields(element: "_Element") -> dict[str, str]:
    """Metadata by label; the old form has elements of their own (`qmd_itemtype`)."""
    fields = {str(entry.tag): words(entry) for entry in element.iterfind("itemmetadata/*") if not len(entry)}
    for entry in element.iterfind("itemmetadata/qtimetadata/qtimetadatafield"):
        fields[words(entry.find("fieldlabel"))] = words(entry.find("fieldentry"))
    return fields


def _find_response(element: "_Element", fields: dict[str, str]) -> "_Element":
    """The one choice of a multiple-choice question; raises FormatError where it is another kind."""
    kind = fields.get("question_type") or fields.get("cc_profile") or ""
    if kind in _OTHER_TYPES:
        raise FormatError(f"it is {_OTHER_TYPES[kind]}")
    responses = element.findall(".//response_lid")
    if not responses or any(element.find(f".//{name}") is not None for name in _OTHER_RESPONSES):
        raise FormatError("it is not a multiple-choice question")
    if len(responses) > 1:
        raise FormatError("it asks for several choices at once, as in matching")
    if responses[0].get("rcardinality") == "Ordered":
        raise FormatError("it is an ordering question")
    return responses[0]


def _stem(element: "_Element") -> "Iterator[_Element]":
    """Material before, beside and within the response, but not that of options."""
    for material in element.iterfind("presentation//material"):
        if next(material.iterancestors("response_label"), None) is None:
            yield material


@dataclass
class _Texts:
    """Reads material, and remembers what text cannot hold."""

    lost: list[str] = field(default_factory=list)

    def materials(self, materials: "Iterator[_Element]") -> str:
        """The text of several pieces, a paragraph each."""
        return content.canonical("\n\n".join(filter(None, map(self._material, materials))))

    def _material(self, material: "_Element") -> str:
        pieces = []
        for part in material:
            if part.tag in {"mattext", "matemtext"}:
                pieces.append(self._text(part))
            elif part.tag == "matbreak":
                pieces.append("\n")
            elif part.tag in {"matimage", "mataudio", "matvideo", "matapplet", "matapplication"}:
                self.lost.append({"matimage": "an image"}.get(str(part.tag), "an embedded file"))
        return "".join(pieces)

    def _text(self, element: "_Element") -> str:
        if len(element):
            text, lost = inner_text(element)
        elif element.get("texttype") == "text/html" or _looks_like_html(element.text or ""):
            text, lost = from_html(element.text or "")
        else:
            text, lost = content.canonical(element.text or ""), ()
        self.lost += lost
        return text


def _looks_like_html(text: str) -> bool:
    """Many writers leave out the type of text, which then is plain by the standard, and write HTML all the same."""
    return bool(re.search(r"</(p|div|span|strong|em|b|i|code|pre|sub|sup|li)>|<(br|img)\b[^<>]*>", text))


def _read_feedback(element: "_Element", reader: _Texts) -> dict[str, str]:
    return {
        feedback.get("ident", ""): reader.materials(feedback.iter("material"))
        for feedback in element.iterfind("itemfeedback")
    }


def _shown_by_option(element: "_Element") -> dict[str, str]:
    """For options with feedback of their own its ident: that of a condition which asks for that option alone."""
    shown: dict[str, str] = {}
    for condition in element.iterfind("resprocessing/respcondition"):
        asked = condition.findall("conditionvar/*")
        if len(asked) != 1 or asked[0].tag != "varequal":
            continue
        for display in condition.iterfind("displayfeedback"):
            ident = display.get("linkrefid", "")
            if ident not in {*_GENERAL, "correct_fb", "general_incorrect_fb"}:
                shown.setdefault(words(asked[0]), ident)
    return shown
