"""Bytes to text, whatever the encoding."""

import codecs

from mcqgen.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})


def decode(data: bytes, name: str) -> str:
    """Text of a file: by its byte order mark, else UTF-8, UTF-16 without a mark, else Windows-1252.

    Raises DocumentError for bytes that are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _plain(data.decode(encoding, "replace"))
    try:
        return _plain(_checked(data, name).decode("utf-8"))
    except UnicodeDecodeError:
        return _plain(data.decode("cp1252", "replace"))


def _checked(data: bytes, name: str) -> bytes:
    """Refuse binary data; turn UTF-16 without a mark, which has a zero in every other byte, into UTF-8."""
    sample = data[:4096]
    zeros = sample.count(0)
    if zeros > len(sample) * 0.3:
        encoding = "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
        text = data.decode(encoding, "replace")
        if sum(character.isprintable() or character.isspace() for character in text[:2000]) > 0.95 * len(text[:2000]):
            return text.encode("utf-8", "replace")
    if sum(byte in _CONTROL for byte in sample) > len(sample) * 0.02:
        raise DocumentError(f"'{name}' is not a text file: its content is binary; give the document itself.")
    return data


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
