"""QTI 1.2 in the dialect of Canvas: the safe way into Canvas and New Quizzes, and understood by most other systems."""

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from mcqgen.domain.run import ItemSet
from mcqgen.formats import content
from mcqgen.formats.archives import pack, to_xml
from mcqgen.formats.content import Maths
from mcqgen.formats.contract import ON_SCREEN, ExportOptions, Feature, Importable, Imported
from mcqgen.formats.qti import asi, asi_reading
from mcqgen.formats.qti.packaging import MANIFEST, Resource, holds, item_names, package_name, write_manifest
from mcqgen.formats.qti.trees import add, new_root

if TYPE_CHECKING:
    from lxml.etree import _Element

_PACKAGING = "http://www.imsglobal.org/xsd/imscp_v1p1"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_META = "associatedcontent/imscc_xmlv1p1/learning-application-resource"


class Qti12(Importable):
    """A zip with the quiz, its settings for Canvas, and a manifest."""

    name: ClassVar[str] = "qti12"
    label: ClassVar[str] = "QTI 1.2 (Canvas)"
    extension: ClassVar[str] = "zip"
    media_type: ClassVar[str] = "application/zip"
    supports: ClassVar[frozenset[Feature]] = ON_SCREEN - {Feature.CATEGORY}

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write the package; Canvas finds the settings only at `<ident of the quiz>/assessment_meta.xml`."""
        names = item_names(items.items)
        quiz = package_name(items, options, names)
        title = options.title_of(items)
        questions, meta = f"{quiz}/{quiz}.xml", f"{quiz}/assessment_meta.xml"
        resources = (
            Resource(quiz, "imsqti_xmlv1p2", (questions,), depends_on=(f"{quiz}_meta",)),
            Resource(f"{quiz}_meta", _META, (meta,)),
        )
        return pack([
            (MANIFEST, write_manifest(f"{quiz}_manifest", _PACKAGING, ("IMS Content", "1.1.3"), title, resources)),
            (questions, _write_questions(quiz, title, items, names, options)),
            (meta, _write_meta(quiz, title, len(names), options)),
        ])  # fmt: skip

    def claims(self, data: bytes) -> bool:
        """Whether it is a package that lists QTI 1 files, or such a file."""
        return holds(data, b"imsqti_xmlv1p1", b"imsqti_xmlv1p2", b"questestinterop")

    def read(self, data: bytes) -> Imported:
        """Read a package (Canvas, New Quizzes, Common Cartridge, Respondus, D2L, …) or a bare QTI 1.2 file."""
        return asi_reading.read(data, self.name, self.label)


def _write_questions(quiz: str, title: str, items: ItemSet, names: list[str], options: ExportOptions) -> bytes:
    root = asi.new_document()
    assessment = add(root, "assessment", ident=quiz, title=title)
    asi.add_fields(assessment, {"cc_maxattempts": "1"})
    section = add(assessment, "section", ident="root_section")
    setting = asi.Setting(options, content.document_titles(items), cartridge=False, maths=put_equation)
    for item, name in zip(items.items, names, strict=True):
        asi.add_item(section, item, name, setting)
    return to_xml(root)


def _write_meta(quiz: str, title: str, count: int, options: ExportOptions) -> bytes:
    root = new_root("quiz", _CANVAS)
    root.set("identifier", quiz)
    add(root, "title", title)
    add(root, "shuffle_answers", "true" if options.shuffle else "false")
    add(root, "scoring_policy", "keep_highest")
    add(root, "quiz_type", "assignment")
    add(root, "points_possible", str(float(options.points * count)))
    add(root, "show_correct_answers", "true")
    add(root, "allowed_attempts", "1")
    add(root, "available", "false")
    return to_xml(root)


def put_equation(parent: "_Element", formula: Maths) -> None:
    """Append a formula as Canvas' own editor writes it: an image that its server draws, with the TeX beside it."""
    image = add(parent, "img")
    image.set("class", "equation_image")
    image.set("title", formula.tex)
    image.set("alt", f"LaTeX: {formula.tex}")
    image.set("src", "/equation_images/" + quote(quote(formula.tex, safe=""), safe=""))
    image.set("data-equation-content", formula.tex)
    if formula.display:
        image.set("style", "display: block; margin-left: auto; margin-right: auto;")
