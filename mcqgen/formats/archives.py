"""Zip archives and XML: what comes in is hostile until proven otherwise, what goes out is the same every time."""

import io
import posixpath
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mcqgen.errors import FormatError

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_FILES = 50_000
"""In one archive; 10,000 items with a file each fit well."""
LARGEST_TOTAL = 512 * 2**20
"""Bytes of all files of an archive, unpacked."""
LARGEST_RATIO = 200
"""Unpacked to packed size of one file; text comes to 50 at most, a bomb to 1,000."""
_SMALL = 2**20
"""Files up to this many bytes may have any ratio: they cannot hurt."""
_ENTRY = b"PK\x01\x02"
"""Signature of an entry in the directory of a zip (APPNOTE.TXT 4.3.12)."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What zipfile raises where an archive is damaged or uses what it does not know."""
_DECLARATION = re.compile(rb'\A(<\?xml version="1\.0")(?=encoding)')
"""Some exports of New Quizzes lack the blank here."""
_ENTITIES = "declares XML entities, which can hide other files or bombs: remove them."
_HINT = re.compile(r",? (?:use|try) XML_PARSE_HUGE(?: option)?")
"""What the parser advises to those who program it."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Archive:
    """A zip whose directory was found harmless; nothing is ever unpacked to disk."""

    def __init__(self, data: bytes) -> None:
        """Open an archive.

        Raises:
            FormatError: Not a zip, damaged, encrypted, too large, or with names that lead out of it.
        """
        if data.count(_ENTRY) > MOST_FILES:
            raise FormatError(f"The archive holds more than {MOST_FILES:,} files: split it.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise FormatError(f"Not a zip archive that can be read: {_plain(error)}.") from error
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._zip.infolist():
            if entry.is_dir():
                _check_name(entry.filename)
            else:
                self._admit(entry)
        if sum(entry.file_size for entry in self._entries.values()) > LARGEST_TOTAL:
            raise FormatError(f"The archive unpacks to more than {LARGEST_TOTAL // 2**20} MB: split it.")

    def _admit(self, entry: zipfile.ZipInfo) -> None:
        """Take up a file, or raise FormatError that says what is wrong with it."""
        name = _check_name(entry.filename)
        if name in self._entries:
            raise FormatError(f"The archive holds {_quoted(name)} twice: pack it anew.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise FormatError(f"The archive holds a link, {_quoted(name)}: pack the file itself.")
        if entry.flag_bits & 0x1:
            raise FormatError(f"{_quoted(name)} in the archive is encrypted: pack it without a password.")
        if entry.file_size > _SMALL and entry.file_size > LARGEST_RATIO * entry.compress_size:
            raise FormatError(
                f"{_quoted(name)} in the archive unpacks to {entry.file_size:,} bytes: it looks like a bomb."
            )
        self._entries[name] = entry

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files, with "/" between the parts, in the order of the archive."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """The content of a file; raises FormatError where it is not there or damaged."""
        entry = self._entries.get(name)
        if entry is None:
            raise FormatError(f"The archive lacks {_quoted(name)}.")
        try:
            return self._zip.read(entry)
        except _DAMAGE as error:
            raise FormatError(f"{_quoted(name)} in the archive is damaged: {_plain(error)}.") from error


def pack(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Make a zip of `(name, content)`: sorted, without clock, owner or machine, so equal files give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # Unix, wherever this runs
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def resolve(href: str, base: str = "") -> str:
    """The name in the archive that `href` means in the file `base`.

    Raises:
        FormatError: It leads out of the archive.
    """
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(href.strip())
    if parts.scheme or parts.netloc:
        raise FormatError(f"The archive refers to {_quoted(href)}, which is not in it.")
    return _check_name(posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path))))


def parse_xml(data: bytes, name: str) -> "_Element":
    """Parse XML that anybody may have written: no external entities, no entities of its own, no network.

    Args:
        data: The file.
        name: What to call it in messages; empty for "the file".

    Raises:
        FormatError: Not well-formed, too deep or large for the parser's limits, or it declares entities.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    subject = _quoted(name) if name else "The file"
    try:
        root = etree.fromstring(_DECLARATION.sub(rb"\1 ", data), parser)
    except etree.XMLSyntaxError as error:
        if "entity amplification" in str(error):
            raise FormatError(f"{subject} {_ENTITIES}") from error
        raise FormatError(f"{subject} is not well-formed XML: {_HINT.sub('', _plain(error))}.") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(declared.iterentities()):  # type: ignore[union-attr]  # the stubs lack it
        raise FormatError(f"{subject} {_ENTITIES}")
    return root


def to_xml(root: "_Element", *, indent: bool = True) -> bytes:
    """Write XML as UTF-8 with a declaration; `indent` only where no element holds words beside other elements."""
    from lxml import etree

    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=indent)
    return written


def _check_name(name: str) -> str:
    """The name with "/" between its parts; raises FormatError where it leads out of the archive."""
    plain = name.replace("\\", "/")
    if plain.startswith("/") or plain[1:2] == ":" or ".." in plain.split("/") or "\0" in plain:
        raise FormatError(f"The archive refers to {_quoted(name)}, which is outside of it.")
    return plain


def _quoted(name: str) -> str:
    shown = "".join(character if character.isprintable() else "�" for character in name)
    return f"'{shown[:100]}{'…' if len(shown) > 100 else ''}'"


def _plain(error: Exception) -> str:
    said = str(getattr(error, "msg", None) or error)
    return " ".join(said.split()).rstrip(".")[:200] or type(error).__name__
