"""What Word and PowerPoint files share: zip packages that may be bombs."""

import zipfile
from pathlib import Path
from typing import Any

from mcqgen.errors import DocumentError

_MOST_UNPACKED = 1_000_000_000
_MOST_XML = 200_000_000
_BOMB_RATIO = 200
"""Office XML packs 5 to 30 times; a bomb packs a thousand times."""


def check_package(path: Path) -> None:
    """Refuse a package that unpacks to far more than a document holds; raises DocumentError."""
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    bomb = unpacked > 50_000_000 and unpacked > _BOMB_RATIO * packed
    if bomb or unpacked > _MOST_UNPACKED or xml > _MOST_XML:
        raise DocumentError(
            f"'{path.name}' unpacks to {unpacked / 1e6:,.0f} MB, more than a document holds: "
            "save it again without its pictures, or as PDF."
        )


def broken(path: Path, error: Exception) -> DocumentError:
    """The error for a package that its library cannot open."""
    return DocumentError(
        f"'{path.name}' is damaged and cannot be opened ({type(error).__name__}): save it again from its program."
    )


def parse_part(package: zipfile.ZipFile, name: str) -> Any:
    """The root element of a part; an empty element where there is no such part. Entities are not resolved."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    if name not in package.namelist():
        return etree.Element("none")
    return etree.fromstring(package.read(name), parser)
