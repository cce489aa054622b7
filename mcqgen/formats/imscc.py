"""Common Cartridge 1.1: the quiz and a question bank of the same items, for every system that reads cartridges."""

from typing import TYPE_CHECKING, ClassVar

from mcqgen.domain.run import ItemSet
from mcqgen.formats import content
from mcqgen.formats.archives import pack, to_xml
from mcqgen.formats.contract import ON_SCREEN, ExportOptions, Feature, Format
from mcqgen.formats.qti import asi
from mcqgen.formats.qti.packaging import MANIFEST, item_names, package_name
from mcqgen.formats.qti.trees import add, new_root

if TYPE_CHECKING:
    from lxml.etree import _Element

_PACKAGING = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
_QUIZ = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
_BANK = "imsqti_xmlv1p2/imscc_xmlv1p1/question-bank"


class CommonCartridge(Format):
    """A zip with an assessment, a question bank and the manifest; formulas are TeX, which most systems typeset."""

    name: ClassVar[str] = "imscc"
    label: ClassVar[str] = "Common Cartridge 1.1"
    extension: ClassVar[str] = "imscc"
    media_type: ClassVar[str] = "application/zip"
    supports: ClassVar[frozenset[Feature]] = ON_SCREEN - {
        Feature.BLOOM, Feature.CATEGORY, Feature.DIFFICULTY, Feature.POINTS,
    }  # fmt: skip

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write the cartridge; without items it is empty, because its profile knows no quiz without a question."""
        names = item_names(items.items)
        quiz = package_name(items, options, names)
        title = options.title_of(items)
        resources = {quiz: (_QUIZ, f"{quiz}/quiz.xml"), f"{quiz}_bank": (_BANK, f"{quiz}/bank.xml")} if names else {}
        files = [(MANIFEST, _write_manifest(quiz, title, resources))]
        if names:
            setting = asi.Setting(options, content.document_titles(items), cartridge=True)
            files.append((f"{quiz}/quiz.xml", _write_quiz(quiz, title, items, names, setting)))
            files.append((f"{quiz}/bank.xml", _write_bank(f"{quiz}_bank", items, names, setting)))
        return pack(files)


def _write_manifest(quiz: str, title: str, resources: dict[str, tuple[str, str]]) -> bytes:
    from lxml import etree

    root = new_root("manifest", _PACKAGING)
    root.set("identifier", f"{quiz}_manifest")
    metadata = add(root, "metadata")
    add(metadata, "schema", "IMS Common Cartridge")
    add(metadata, "schemaversion", "1.1.0")
    lom = etree.SubElement(metadata, f"{{{_LOM}}}lom", nsmap={"lom": _LOM})
    add(add(add(lom, "general"), "title"), "string", title)
    organizations = add(root, "organizations")
    listed = add(root, "resources")
    for identifier, (kind, file) in resources.items():
        add(add(listed, "resource", identifier=identifier, type=kind), "file", href=file)
    if resources:
        organization = add(organizations, "organization", identifier="organization", structure="rooted-hierarchy")
        entry = add(add(organization, "item", identifier="root"), "item", identifier="entry", identifierref=quiz)
        add(entry, "title", title)
    return to_xml(root)


def _write_quiz(quiz: str, title: str, items: ItemSet, names: list[str], setting: asi.Setting) -> bytes:
    root = asi.new_document()
    assessment = add(root, "assessment", ident=quiz, title=title)
    fields = {"cc_profile": "cc.exam.v0p1", "qmd_assessmenttype": "Examination", "qmd_scoretype": "Percentage"}
    asi.add_fields(assessment, fields)
    _add_items(add(assessment, "section", ident="root_section"), items, names, setting)
    return to_xml(root)


def _write_bank(bank: str, items: ItemSet, names: list[str], setting: asi.Setting) -> bytes:
    """Write the items once more, with identifiers of their own: Canvas wants them unique in the package."""
    root = asi.new_document()
    _add_items(add(root, "objectbank", ident=bank), items, [f"{name}_bank" for name in names], setting)
    return to_xml(root)


def _add_items(parent: "_Element", items: ItemSet, names: list[str], setting: asi.Setting) -> None:
    for item, name in zip(items.items, names, strict=True):
        asi.add_item(parent, item, name, setting)
