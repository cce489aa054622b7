"""Items of QTI 1.2 as Canvas and the Common Cartridge read them.

Rules: the importer of New Quizzes (instructure/qti), Canvas' QTI converter, and the profile of Common Cartridge 1.1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mcqgen.domain.item import Item, Option
from mcqgen.formats import content
from mcqgen.formats.contract import ExportOptions
from mcqgen.formats.markup import PutMaths, to_html
from mcqgen.formats.qti.packaging import short_title
from mcqgen.formats.qti.trees import add, new_root

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
DIFFICULTY, BLOOM, TOPIC = "qmd_levelofdifficulty", "bloom_level", "qmd_topic"
"""Labels of metadata; the first and the last are of the standard's own vocabulary (QTI 1.2, ASI binding, 3.6)."""
CATEGORY = "cc_question_category"
"""What the Common Cartridge has for a topic."""
GENERAL = "general_fb"


@dataclass(frozen=True)
class Setting:
    """How items are written into one package."""

    options: ExportOptions
    titles: Mapping[str, str]
    """Of the documents, by id."""
    cartridge: bool
    """For a Common Cartridge, which knows no points, difficulty or topic; else for Canvas."""
    maths: PutMaths | None = None
    written: dict[str, str] = field(default_factory=dict)
    """HTML by text: the quiz and the bank of a cartridge say the same, and making it takes half of the time."""

    def html(self, text: str) -> str:
        """A text as HTML source."""
        if text not in self.written:
            self.written[text] = to_html(text, self.maths)
        return self.written[text]


def new_document() -> "_Element":
    """The root of a QTI 1.2 file."""
    return new_root("questestinterop", NAMESPACE)


def add_fields(parent: "_Element", fields: Mapping[str, str]) -> None:
    """Append metadata."""
    metadata = add(parent, "qtimetadata")
    for label, entry in fields.items():
        field = add(metadata, "qtimetadatafield")
        add(field, "fieldlabel", label)
        add(field, "fieldentry", entry)


def add_item(parent: "_Element", item: Item, name: str, setting: Setting) -> None:
    """Append an item whose identifiers all begin with `name`, which is unique in the package."""
    element = add(parent, "item", ident=name, title=short_title(item))
    labels = [f"{name}_{option.id}" for option in item.options]
    add_fields(add(element, "itemmetadata"), _fields(item, name, labels, setting))
    _add_presentation(element, item, labels, setting)
    feedback = {
        f"{label}_fb": option.rationale
        for label, option in zip(labels, item.options, strict=True)
        if option.rationale.strip()
    }
    explanation = content.explanation(item, setting.titles)
    _add_processing(element, item, labels, feedback, bool(explanation))
    if explanation:
        _add_feedback(element, GENERAL, explanation, setting)
    for ident, text in feedback.items():
        _add_feedback(element, ident, text, setting)


def _keys(item: Item) -> tuple[Option, ...]:
    return tuple(option for option in item.options if option.is_key)


def _fields(item: Item, name: str, labels: Sequence[str], setting: Setting) -> dict[str, str]:
    several = len(_keys(item)) > 1
    topic = content.one_line(item.topic)
    if setting.cartridge:
        # Rule 4d of the profile: multiple choice has three options or more; two are true/false, whatever they say.
        single = "multiple_choice" if len(labels) > 2 else "true_false"
        fields = {"cc_profile": f"cc.{'multiple_response' if several else single}.v0p1"}
        return fields | ({CATEGORY: topic} if topic else {})
    fields = {
        "question_type": "multiple_answers_question" if several else "multiple_choice_question",
        "points_possible": str(float(setting.options.points)),
        "original_answer_ids": ",".join(labels),
        "assessment_question_identifierref": f"{name}_ref",
        DIFFICULTY: item.difficulty.value,
        BLOOM: item.bloom.value,
    }
    return fields | ({TOPIC: topic} if topic else {})


def _add_presentation(element: "_Element", item: Item, labels: Sequence[str], setting: Setting) -> None:
    presentation = add(element, "presentation")
    _add_material(presentation, item.stem, setting)
    cardinality = "Multiple" if len(_keys(item)) > 1 else "Single"
    response = add(presentation, "response_lid", ident="response1", rcardinality=cardinality)
    choice = add(response, "render_choice", shuffle="Yes" if setting.options.shuffle else "No")
    for label, option in zip(labels, item.options, strict=True):
        _add_material(add(choice, "response_label", ident=label), option.text, setting)


def _add_material(parent: "_Element", text: str, setting: Setting) -> None:
    add(add(parent, "material"), "mattext", setting.html(text), texttype="text/html")


def _add_processing(
    element: "_Element", item: Item, labels: Sequence[str], feedback: Mapping[str, str], explained: bool
) -> None:
    processing = add(element, "resprocessing")
    add(add(processing, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    if explained:
        add(_add_condition(processing, GENERAL), "other")
    for label in labels:
        if f"{label}_fb" in feedback:
            add(_add_condition(processing, f"{label}_fb"), "varequal", label, respident="response1")
    scored = add(processing, "respcondition", **{"continue": "No"})
    rule = add(scored, "conditionvar")
    if len(_keys(item)) == 1:
        add(rule, "varequal", labels[item.options.index(item.key)], respident="response1")
    else:
        rule = add(rule, "and")
        for label, option in zip(labels, item.options, strict=True):
            add(rule if option.is_key else add(rule, "not"), "varequal", label, respident="response1")
    add(scored, "setvar", "100", action="Set", varname="SCORE")


def _add_condition(processing: "_Element", shows: str) -> "_Element":
    """A condition that shows feedback; its rule is to be filled."""
    condition = add(processing, "respcondition", **{"continue": "Yes"})
    rule = add(condition, "conditionvar")
    add(condition, "displayfeedback", feedbacktype="Response", linkrefid=shows)
    return rule


def _add_feedback(element: "_Element", ident: str, text: str, setting: Setting) -> None:
    _add_material(add(add(element, "itemfeedback", ident=ident), "flow_mat"), text, setting)
