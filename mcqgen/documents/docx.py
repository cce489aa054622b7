"""Word files: the XML of their main part, read with lxml, in both dialects of the standard."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from mcqgen.documents.blocks import BlockText, too_long
from mcqgen.documents.hidden import hidden_warning
from mcqgen.documents.job import Job, Loaded
from mcqgen.documents.office import broken, check_package, parse_part
from mcqgen.documents.ranges import whole_only
from mcqgen.domain.document import Role

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo)\s*(\d)", re.IGNORECASE)
_TITLE = frozenset(("title", "titel", "titre", "título", "titolo"))
_CODE = re.compile(r"code|listing|html preformatted|source|verbatim|plain text", re.IGNORECASE)
_LIST = re.compile(r"list(?! table)|bullet|liste", re.IGNORECASE)
_WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "customXml", "smartTag", "AlternateContent", "Choice", "moveTo"))
_LEFT_OUT = frozenset(
    ("del", "moveFrom", "txbxContent", "Fallback", "instrText", "footnoteReference", "endnoteReference", "sdtPr")
)
_DEEPEST = 9
_TINY = 4
"""Half points up to which nobody reads a letter."""
_FEWEST_WORDS = 3
"""Page numbers in contents are hidden too, and are no matter."""


def read(job: Job) -> Loaded:
    """Read paragraphs, headings by style, lists, tables and text boxes in order; notes and comments are left out."""
    whole_only(job.pages, job.path.name)
    check_package(job.path)
    try:
        with zipfile.ZipFile(job.path) as package:
            main = next(name for name in _main_parts(package) if name in package.namelist())
            root = parse_part(package, main)
            styles = _styles(parse_part(package, main.rpartition("/")[0] + "/styles.xml"))
            title = _title(parse_part(package, "docProps/core.xml"))
            comments = _comments(parse_part(package, main.rpartition("/")[0] + "/comments.xml"))
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # zlib, zip and XML errors have no common root
        raise broken(job.path, error) from error
    blocks = BlockText(room=job.max_chars)
    for body in (child for child in root if _local(child) == "body"):
        for element in _elements(body):
            _add(element, styles, blocks)
    first = next((heading.title for heading in blocks.headings if heading.level <= 1), "")
    return Loaded(
        title=first or title,
        pages=(blocks.page(),),
        headings=tuple(blocks.headings),
        warnings=(
            *((too_long(job),) if blocks.cut else ()),
            *hidden_warning([_text(run, hidden=True) for run in root.iter() if _local(run) == "r" and _unseen(run)]),
            *comments,
        ),
    )


def _comments(root: Any) -> tuple[str, ...]:
    count = sum(_local(child) == "comment" for child in root)
    return (f"The comments ({count}) were left out.",) if count else ()


def _main_parts(package: zipfile.ZipFile) -> Iterator[str]:
    """Names that the main part may have: what the package says, then the usual one."""
    for relation in parse_part(package, "_rels/.rels"):
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            yield str(relation.get("Target", "")).lstrip("/")
    yield "word/document.xml"


def _title(properties: Any) -> str:
    return next((" ".join((child.text or "").split()) for child in properties if _local(child) == "title"), "")


def _styles(root: Any) -> dict[str, tuple[str, int]]:
    """Name and outline level (0 for none) of each style, by its id."""
    styles: dict[str, tuple[str, int]] = {}
    for style in (child for child in root if _local(child) == "style"):
        found = {_local(element): element for element in style.iter()}
        name = (_value(found["name"]) if "name" in found else "") or ""
        level = int(_value(found["outlineLvl"]) or _DEEPEST) + 1 if "outlineLvl" in found else 0
        match = _HEADING.match(name)
        if match:
            level = int(match[1])
        elif name.lower() in _TITLE:
            level = 1
        styles[_attribute(style, "styleId") or ""] = (name, level if level <= _DEEPEST else 0)
    return styles


def _elements(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those inside content controls; not those inside tables."""
    stack = list(reversed(body))
    while stack:
        element = stack.pop()
        name = _local(element)
        if name in ("p", "tbl"):
            yield element
        elif name in _WRAPPERS:
            stack.extend(reversed(element))


def _add(element: Any, styles: dict[str, tuple[str, int]], blocks: BlockText) -> None:
    if _local(element) == "tbl":
        for row in element.iter():
            if _local(row) == "tr":
                cells = [" ".join(_text(cell).split()) for cell in row if _local(cell) == "tc"]
                blocks.add(" | ".join(filter(None, cells)), Role.TABLE)
        return
    role, level = _role(element, styles)
    blocks.add(_text(element), role, level)
    for box in _boxes(element):
        blocks.add(_text(box))


def _role(paragraph: Any, styles: dict[str, tuple[str, int]]) -> tuple[Role, int]:
    properties = next((child for child in paragraph if _local(child) == "pPr"), None)
    if properties is None:
        return Role.TEXT, 0
    found = {_local(child): child for child in properties}
    name, level = styles.get(_value(found["pStyle"]) or "", ("", 0)) if "pStyle" in found else ("", 0)
    if "outlineLvl" in found and (_value(found["outlineLvl"]) or "9") in "12345678":
        level = int(_value(found["outlineLvl"]) or 0) + 1
    if level:
        return Role.HEADING, level
    if _CODE.search(name):
        return Role.CODE, 0
    if name.lower().startswith("caption"):
        return Role.CAPTION, 0
    if name.lower().startswith("toc"):
        return Role.TABLE, 0
    return (Role.LIST if "numPr" in found or _LIST.match(name) else Role.TEXT), 0


def _text(element: Any, *, hidden: bool = False) -> str:
    """Text of a paragraph or cell: insertions in, deletions, note numbers and text boxes out; `hidden` text as said."""
    parts: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        name = _local(node)
        if (name in _LEFT_OUT and node is not element) or (name == "r" and not hidden and _is_hidden(node)):
            continue
        if name == "t":
            parts.append(node.text or "")
        elif name in ("tab", "br", "cr"):
            parts.append(" " if name == "tab" else "\n")
        elif name == "noBreakHyphen":
            parts.append("-")
        elif name == "p" and parts:
            parts.append("\n")
        stack.extend(reversed(node))
    return "".join(parts)


def _is_hidden(run: Any) -> bool:
    properties = next((child for child in run if _local(child) == "rPr"), ())
    said = {_local(child): child for child in properties}
    if any(name in said and _value(said[name]) not in ("0", "false") for name in ("vanish", "webHidden")):
        return True
    size = _value(said["sz"]) if "sz" in said else None
    return (size is not None and size.isdigit() and int(size) <= _TINY) or ("color" in said and _is_white(run, said))


def _is_white(run: Any, said: dict[str, Any]) -> bool:
    """White letters on no other ground: neither shaded themselves, nor in a table or a page that may be."""
    if (_value(said["color"]) or "").upper() != "FFFFFF" or "shd" in said or "highlight" in said:
        return False
    ancestors = list(run.iterancestors())
    grounds = {_local(child) for parent in ancestors for child in parent if _local(child) in ("pPr", "background")}
    shaded = any(
        _local(child) == "shd" for parent in ancestors for each in parent for child in each if _local(each) == "pPr"
    )
    return not shaded and "background" not in grounds and not any(_local(parent) == "tbl" for parent in ancestors)


def _unseen(run: Any) -> bool:
    """Whether a run is hidden and says something."""
    return _is_hidden(run) and len(_text(run, hidden=True).split()) >= _FEWEST_WORDS


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Paragraphs of text boxes; each box is stored twice, for new and for old programs."""
    for box in paragraph.iter():
        if _local(box) == "txbxContent" and not any(_local(parent) == "Fallback" for parent in box.iterancestors()):
            yield from (child for child in box if _local(child) == "p")


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: Any) -> str | None:
    return _attribute(element, "val")


def _attribute(element: Any, name: str) -> str | None:
    """An attribute by its local name: the two dialects have different namespaces."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)
