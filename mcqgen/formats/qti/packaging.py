"""IMS content packages: the manifest that lists what an archive holds, written and read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcqgen.domain.base import content_id
from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats import content
from mcqgen.formats.archives import Archive, parse_xml, resolve, to_xml
from mcqgen.formats.contract import ExportOptions
from mcqgen.formats.qti.trees import add, forget_namespaces, new_root, words

if TYPE_CHECKING:
    from lxml.etree import _Element

MANIFEST = "imsmanifest.xml"
CANVAS_SUFFIX = ".xml.qti"
"""Of the QTI 1.2 files in which Canvas' cartridges hold what the Common Cartridge cannot."""
LOM = "http://ltsc.ieee.org/xsd/LOM"
_DIFFICULTY = {Difficulty.EASY: "easy", Difficulty.MEDIUM: "medium", Difficulty.HARD: "difficult"}
"""Values of IEEE 1484.12.1 (LOM), 5.8."""
_READ_DIFFICULTY = {
    "very easy": Difficulty.EASY, "easy": Difficulty.EASY, "medium": Difficulty.MEDIUM, "hard": Difficulty.HARD,
    "difficult": Difficulty.HARD, "very difficult": Difficulty.HARD,
}  # fmt: skip
_LONGEST_TITLE = 80


@dataclass(frozen=True)
class Resource:
    """One entry of a manifest."""

    identifier: str
    type: str
    files: tuple[str, ...]
    """Names in the archive; the first is the resource itself."""
    depends_on: tuple[str, ...] = ()
    about: Item | None = None
    """The item whose difficulty, Bloom level and topic the manifest shall tell."""


@dataclass(frozen=True)
class Labels:
    """What a package says about an item besides its words."""

    difficulty: Difficulty = Difficulty.MEDIUM
    bloom: Bloom = Bloom.REMEMBER
    topic: str = ""


@dataclass(frozen=True)
class Listed:
    """A resource as a manifest lists it."""

    type: str
    files: tuple[str, ...]
    """Names in the archive, the resource itself first."""
    labels: Labels


def item_names(items: Iterable[Item]) -> list[str]:
    """A name for each item: the same for the same words, a letter first, unique among the items."""
    seen: dict[str, int] = {}
    names = []
    for item in items:
        count = seen[item.id] = seen.get(item.id, 0) + 1
        names.append(f"i{item.id}" if count == 1 else f"i{item.id}_{count}")
    return names


def package_name(items: ItemSet, options: ExportOptions, names: Sequence[str]) -> str:
    """A name for the whole: the same for the same items and options, so that an import again replaces the first."""
    return "q" + content_id([options.title_of(items), options.points, options.shuffle, *names])


def short_title(item: Item) -> str:
    """The stem on one line, shortened to 80 characters at a word."""
    title = content.one_line(item.stem)
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip() + "…"


def write_manifest(
    identifier: str, namespace: str, schema: tuple[str, str], title: str, resources: Iterable[Resource]
) -> bytes:
    """Write the manifest of a package without an order of its own.

    Args:
        identifier: Of the manifest.
        namespace: Of the content packaging in use.
        schema: Name and version of the profile.
        title: Of the whole.
        resources: All that the archive holds.
    """
    root = new_root("manifest", namespace)
    root.set("identifier", identifier)
    metadata = add(root, "metadata")
    add(metadata, "schema", schema[0])
    add(metadata, "schemaversion", schema[1])
    general = add(_add_lom(metadata), "general")
    add(add(general, "title"), "string", title)
    add(root, "organizations")
    listed = add(root, "resources")
    for resource in resources:
        add_resource(listed, resource)
    return to_xml(root)


def add_resource(listed: "_Element", resource: Resource) -> None:
    """Append an entry to the resources of a manifest."""
    entry = add(listed, "resource", identifier=resource.identifier, type=resource.type, href=resource.files[0])
    if resource.about:
        _add_labels(add(entry, "metadata"), resource.about)
    for name in resource.files:
        add(entry, "file", href=name)
    for other in resource.depends_on:
        add(entry, "dependency", identifierref=other)


def _add_lom(metadata: "_Element") -> "_Element":
    from lxml import etree

    return etree.SubElement(metadata, f"{{{LOM}}}lom", nsmap={"lom": LOM})


def _add_labels(metadata: "_Element", item: Item) -> None:
    """Tell difficulty, Bloom level and topic in the elements that IEEE LOM has for them (5.8, 9, 1.5)."""
    lom = _add_lom(metadata)
    if topic := content.one_line(item.topic):
        add(add(add(lom, "general"), "keyword"), "string", topic)
    difficulty = add(add(lom, "educational"), "difficulty")
    add(difficulty, "source", "LOMv1.0")
    add(difficulty, "value", _DIFFICULTY[item.difficulty])
    classification = add(lom, "classification")
    purpose = add(classification, "purpose")
    add(purpose, "source", "LOMv1.0")
    add(purpose, "value", "educational objective")
    path = add(classification, "taxonPath")
    add(add(path, "source"), "string", "Bloom")
    add(add(add(path, "taxon"), "entry"), "string", item.bloom.value)


def read_manifest(archive: Archive, kinds: tuple[str, ...]) -> tuple[tuple[Listed, ...], str]:
    """Read what a package lists, in its order, and its title.

    Args:
        archive: The package.
        kinds: How the types of the resources that matter begin; the others are not looked at.

    Raises:
        FormatError: There is no manifest, it is damaged or it lists what is outside of the archive.
    """
    found = [name for name in archive.names if _is_manifest(name)]
    if not found:
        raise FormatError(f"Not a QTI package: the archive lacks '{MANIFEST}'.")
    name = min(found, key=_depth)
    root = forget_namespaces(parse_xml(archive.read(name), name))
    if root.tag != "manifest":
        raise FormatError(f"Not a QTI package: '{name}' begins with <{str(root.tag)[:50]}>, not <manifest>.")
    entries = [_read_resource(entry, name, kinds) for entry in root.iterfind("resources/resource")]
    return tuple(entry for entry in entries if entry.files), words(root.find("metadata/lom/general/title"))


def check_package(data: bytes) -> None:
    """Tell what is wrong with a zip that no format claims.

    Raises:
        FormatError: It is damaged or hostile, or its manifest is.
    """
    archive = Archive(data)
    if any(map(_is_manifest, archive.names)):
        read_manifest(archive, ())


def _is_manifest(name: str) -> bool:
    return name.rpartition("/")[2] == MANIFEST and not name.startswith("__MACOSX/")


def _depth(name: str) -> int:
    return name.count("/")


def _read_resource(entry: "_Element", base: str, kinds: tuple[str, ...]) -> Listed:
    """An entry; without files where it is of another kind. Canvas lists its own QTI files among other resources."""
    kind = entry.get("type", "")
    hrefs = [entry.get("href", ""), *(file.get("href", "") for file in entry.iterfind("file"))]
    if not kind.startswith(kinds):
        hrefs = [href for href in hrefs if href.endswith(CANVAS_SUFFIX)] if CANVAS_SUFFIX in kinds else []
    files = dict.fromkeys(resolve(href, base) for href in hrefs if href)
    return Listed(kind, tuple(files), _read_labels(entry.find("metadata/lom")))


def _read_labels(lom: "_Element | None") -> Labels:
    if lom is None:
        return Labels()
    bloom = words(lom.find("classification/taxonPath/taxon/entry"))
    return labels_of(words(lom.find("educational/difficulty/value")), bloom, words(lom.find("general/keyword")))


def labels_of(difficulty: str, bloom: str, topic: str) -> Labels:
    """Understand labels as anybody may have written them; what is not understood is medium and remember."""
    level = _READ_DIFFICULTY.get(difficulty.strip().lower(), Difficulty.MEDIUM)
    name = bloom.strip().lower()
    return Labels(level, Bloom(name) if name in set(Bloom) else Bloom.REMEMBER, topic)


def holds(data: bytes, *marks: bytes) -> bool:
    """Whether data is a package whose manifest, or XML whose beginning, mentions one of `marks`; never raises."""
    head = data[:4096]
    if data[:2] == b"PK":
        try:
            archive = Archive(data)
            names = [name for name in archive.names if _is_manifest(name)]
            head = archive.read(min(names, key=_depth)) if names else b""
        except FormatError:
            return False
    return any(mark in head for mark in marks)
