"""Small help for building and reading XML trees."""

import copy
from typing import TYPE_CHECKING

from mcqgen.formats.html_reading import from_html

if TYPE_CHECKING:
    from lxml.etree import _Element


def new_root(name: str, namespace: str) -> "_Element":
    """The root of a document whose default namespace is `namespace`."""
    from lxml import etree

    return etree.Element(f"{{{namespace}}}{name}", nsmap={None: namespace})  # type: ignore[dict-item]  # None is the default one


def add(parent: "_Element", name: str, text: str = "", **attributes: str) -> "_Element":
    """Append an element of the parent's namespace."""
    from lxml import etree

    namespace, brace, _ = str(parent.tag).rpartition("}")
    child = etree.SubElement(parent, f"{namespace}{brace}{name}", attributes)
    if text:
        child.text = text
    return child


def forget_namespaces(root: "_Element") -> "_Element":
    """Leave only local names, in place: writers disagree on namespaces, and the names alone tell enough."""
    for element in root.iter("{*}*"):
        element.tag = local(str(element.tag))
        for name in [name for name in element.attrib if str(name).startswith("{")]:
            element.set(local(str(name)), element.attrib.pop(name))
    return root


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def words(element: "_Element | None") -> str:
    """The text of an element and all within, white space collapsed; empty for None."""
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def inner_text(element: "_Element") -> tuple[str, tuple[str, ...]]:
    """Item text of XHTML within an element without namespaces, and what it cannot hold; see `from_html`."""
    from lxml import etree

    holder = copy.deepcopy(element)
    holder.tag, holder.tail = "div", None
    holder.attrib.clear()
    return from_html(etree.tostring(holder, encoding="unicode", method="html"))
