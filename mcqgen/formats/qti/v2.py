"""Items and tests of QTI 2.1 and 3.0, which differ in the spelling of names and little else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.formats import content
from mcqgen.formats.archives import pack, to_xml
from mcqgen.formats.contract import ExportOptions
from mcqgen.formats.markup import fill
from mcqgen.formats.qti.mathml import put_mathml
from mcqgen.formats.qti.packaging import (
    MANIFEST,
    Resource,
    item_names,
    package_name,
    short_title,
    write_manifest,
)
from mcqgen.formats.qti.trees import add, new_root

if TYPE_CHECKING:
    from lxml.etree import _Element

GENERAL = "general_fb"
"""Canvas takes feedback of a name like this for feedback on the whole question."""
_CAPITAL = re.compile("([A-Z])")


@dataclass(frozen=True)
class Dialect:
    """A version of QTI."""

    namespace: str
    packaging: str
    """Namespace of its manifests."""
    schema: tuple[str, str]
    """What its manifests call the profile, and its version."""
    item_type: str
    """Of resources in the manifest."""
    test_type: str
    kebab: bool
    """Whether names are written `qti-item-body` (QTI 3) rather than `itemBody`."""

    def element(self, name: str) -> str:
        """Spell the name of an element, given in the way of QTI 2."""
        return f"qti-{self.attribute(name)}" if self.kebab else name

    def attribute(self, name: str) -> str:
        """Spell the name of an attribute, given in the way of QTI 2."""
        return _CAPITAL.sub(lambda found: f"-{found[1].lower()}", name) if self.kebab else name

    def root(self, name: str, **attributes: str) -> "_Element":
        """Begin a document."""
        element = new_root(self.element(name), self.namespace)
        for key, value in attributes.items():
            element.set(self.attribute(key), value)
        return element

    def add(self, parent: "_Element", name: str, text: str = "", **attributes: str) -> "_Element":
        """Append an element."""
        spelt = {self.attribute(key): value for key, value in attributes.items()}
        return add(parent, self.element(name), text, **spelt)


def write_package(items: ItemSet, options: ExportOptions, dialect: Dialect) -> bytes:
    """Write a zip with a file for each item, the test and the manifest."""
    names = item_names(items.items)
    test = package_name(items, options, names)
    title = options.title_of(items)
    titles = content.document_titles(items)
    files = [
        (f"items/{name}.xml", _write_item(item, name, options, titles, dialect))
        for name, item in zip(names, items.items, strict=True)
    ]
    resources = [
        Resource(test, dialect.test_type, ("test.xml",), depends_on=tuple(names)),
        *(
            Resource(name, dialect.item_type, (file,), about=item)
            for name, (file, _), item in zip(names, files, items.items, strict=True)
        ),
    ]
    manifest = write_manifest(f"{test}_manifest", dialect.packaging, dialect.schema, title, resources)
    return pack([(MANIFEST, manifest), ("test.xml", _write_test(test, title, names, dialect)), *files])


def _write_test(test: str, title: str, names: Sequence[str], dialect: Dialect) -> bytes:
    """Write a test of all items in one part; its section is invisible, because Canvas makes a question of its title."""
    root = dialect.root("assessmentTest", identifier=test, title=title)
    _declare(root, dialect, "SCORE", "0.0")
    part = dialect.add(root, "testPart", identifier="part1", navigationMode="nonlinear", submissionMode="individual")
    dialect.add(part, "itemSessionControl", showFeedback="true")
    section = dialect.add(part, "assessmentSection", identifier="section1", title=title, visible="false")
    for name in names:
        dialect.add(section, "assessmentItemRef", identifier=name, href=f"items/{name}.xml")
    processing = dialect.add(root, "outcomeProcessing")
    total = dialect.add(processing, "setOutcomeValue", identifier="SCORE")
    dialect.add(dialect.add(total, "sum"), "testVariables", variableIdentifier="SCORE")
    return to_xml(root)


def _write_item(item: Item, name: str, options: ExportOptions, titles: Mapping[str, str], dialect: Dialect) -> bytes:
    root = dialect.root(
        "assessmentItem", identifier=name, title=short_title(item), adaptive="false", timeDependent="false"
    )
    feedback = {f"{option.id}_fb": option.rationale for option in item.options if option.rationale.strip()}
    if explanation := content.explanation(item, titles):
        feedback[GENERAL] = explanation
    _declare_variables(root, item, options.points, bool(feedback), dialect)
    _add_body(root, item, options.shuffle, dialect)
    _add_processing(root, item, options.points, feedback, dialect)
    for identifier, text in feedback.items():
        modal = dialect.add(root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=identifier, showHide="show")
        fill(dialect.add(modal, "contentBody") if dialect.kebab else modal, text, put_mathml, always_blocks=True)
    if not dialect.kebab:
        _forget_directions(root)
    # Without indentation, which would put spaces between words and formulas.
    return to_xml(root, indent=False)


def _forget_directions(root: "_Element") -> None:
    """Leave out what QTI 2.1 does not know: browsers find the direction of right-to-left text by its letters."""
    for element in root.iterfind(".//*[@dir]"):
        del element.attrib["dir"]


def _several(item: Item) -> bool:
    return sum(option.is_key for option in item.options) > 1


def _declare(root: "_Element", dialect: Dialect, identifier: str, value: str, **attributes: str) -> None:
    """Declare a number with its first value."""
    outcome = dialect.add(
        root, "outcomeDeclaration", identifier=identifier, cardinality="single", baseType="float", **attributes
    )
    dialect.add(dialect.add(outcome, "defaultValue"), "value", value)


def _declare_variables(root: "_Element", item: Item, points: float, has_feedback: bool, dialect: Dialect) -> None:
    response = dialect.add(
        root, "responseDeclaration", identifier="RESPONSE", cardinality="multiple" if _several(item) else "single",
        baseType="identifier",
    )  # fmt: skip
    correct = dialect.add(response, "correctResponse")
    for option in item.options:
        if option.is_key:
            dialect.add(correct, "value", option.id)
    _declare(root, dialect, "SCORE", "0.0", normalMaximum=str(float(points)))
    _declare(root, dialect, "MAXSCORE", str(float(points)))
    if has_feedback:
        dialect.add(root, "outcomeDeclaration", identifier="FEEDBACK", cardinality="multiple", baseType="identifier")


def _add_body(root: "_Element", item: Item, shuffle: bool, dialect: Dialect) -> None:
    body = dialect.add(root, "itemBody")
    fill(add(body, "div"), item.stem, put_mathml)
    interaction = dialect.add(
        body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="true" if shuffle else "false",
        maxChoices="0" if _several(item) else "1",
    )  # fmt: skip
    for option in item.options:
        fill(dialect.add(interaction, "simpleChoice", identifier=option.id), option.text, put_mathml)


def _add_processing(root: "_Element", item: Item, points: float, feedback: Mapping[str, str], dialect: Dialect) -> None:
    processing = dialect.add(root, "responseProcessing")
    when = dialect.add(dialect.add(processing, "responseCondition"), "responseIf")
    match = dialect.add(when, "match")
    dialect.add(match, "variable", identifier="RESPONSE")
    dialect.add(match, "correct", identifier="RESPONSE")
    score = dialect.add(when, "setOutcomeValue", identifier="SCORE")
    dialect.add(score, "baseValue", str(float(points)), baseType="float")
    for identifier in feedback:
        if identifier == GENERAL:
            _show(processing, identifier, dialect)
            continue
        when = dialect.add(dialect.add(processing, "responseCondition"), "responseIf")
        chosen = dialect.add(when, "member" if _several(item) else "match")
        if not _several(item):
            dialect.add(chosen, "variable", identifier="RESPONSE")
        dialect.add(chosen, "baseValue", identifier.removesuffix("_fb"), baseType="identifier")
        if _several(item):
            dialect.add(chosen, "variable", identifier="RESPONSE")
        _show(when, identifier, dialect)


def _show(parent: "_Element", identifier: str, dialect: Dialect) -> None:
    """Add one more feedback to those that are shown."""
    shown = dialect.add(dialect.add(parent, "setOutcomeValue", identifier="FEEDBACK"), "multiple")
    dialect.add(shown, "variable", identifier="FEEDBACK")
    dialect.add(shown, "baseValue", identifier, baseType="identifier")
