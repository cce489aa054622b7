"""Hostile archives and XML are refused with one sentence; what we pack is the same every time."""

import io
import re
import stat
import struct
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqgen.errors import FormatError
from mcqgen.formats import archives, recognise
from mcqgen.formats.archives import Archive, pack, parse_xml, resolve
from mcqgen.formats.qti21 import Qti21

SERVICES = Path("lms_samples/qtiworks/qtiworks-engine/src/test/resources/uk/ac/ed/ph/qtiworks/services")


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in entries:
            archive.writestr(name, data, compression)
    return buffer.getvalue()


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("passwords")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def patched(data: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    """The archive with bytes of its first entry of that kind replaced."""
    at = data.index(signature) + offset
    return data[:at] + value + data[at + len(value) :]


def twice() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.xml", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.xml", b"2")
    return buffer.getvalue()


def sentence(error: pytest.ExceptionInfo[FormatError]) -> str:
    text = str(error.value)
    assert "\n" not in text
    assert text.endswith(".")
    assert len(text) < 400
    return text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../etc/passwd", "../etc/passwd"),
        ("a/../../b.xml", "a/../../b.xml"),
        ("/etc/passwd", "/etc/passwd"),
        ("..\\windows\\x.dll", "..\\\\windows|\\.\\./windows"),
        ("C:/x.xml", "C:/x.xml"),
        ("../folder/", "../folder/"),
    ],
)
def test_names_that_lead_out_are_refused(name: str, shown: str) -> None:
    with pytest.raises(FormatError, match=r"outside of it") as caught:
        Archive(zipped(("fine.xml", b""), (name, b"x")))
    assert sentence(caught)


def test_bombs_are_refused_before_anything_is_unpacked() -> None:
    begin = time.process_time()
    with pytest.raises(
        FormatError, match=r"'big.xml' in the archive unpacks to 209,715,200 bytes: it looks like a bomb"
    ):
        Archive(zipped(("big.xml", bytes(200 * 2**20))))
    with pytest.raises(FormatError, match="more than 50,000 files"):
        Archive(archives._ENTRY * 50_001)
    assert time.process_time() - begin < 10


def test_files_of_lawful_ratio_are_refused_by_their_sum() -> None:
    data = zipped(("a.xml", b"x"), ("b.xml", b"x"))
    at = 0
    for _ in range(2):
        at = data.index(archives._ENTRY, at) + 1
        data = data[: at + 19] + struct.pack("<II", 2 * 2**20, 300 * 2**20) + data[at + 27 :]
    with pytest.raises(FormatError, match="unpacks to more than 512 MB"):
        Archive(data)


def test_a_size_that_lies_is_found_out_on_reading() -> None:
    small = zipped(("a.xml", b"x" * 1000))
    lying = patched(small, archives._ENTRY, 24, struct.pack("<I", 10))
    with pytest.raises(FormatError, match=r"'a.xml' in the archive is damaged") as caught:
        Archive(lying).read("a.xml")
    sentence(caught)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Not a zip archive that can be read: File is not a zip file"),
        (b"PK\x03\x04 and no more", "Not a zip archive"),
        (zipped((link(), b"/etc/passwd")), "holds a link, 'passwords'"),
        (twice(), "holds 'a.xml' twice"),
        (patched(zipped(("a.xml", b"x")), archives._ENTRY, 8, b"\x01"), "'a.xml' in the archive is encrypted"),
    ],
)
def test_what_no_honest_tool_packs_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        Archive(data)
    sentence(caught)


def test_damaged_and_missing_files_are_named() -> None:
    data = zipped(("a.xml", b"<a>hello</a>"), compression=zipfile.ZIP_STORED)
    with pytest.raises(FormatError, match=r"'a.xml' in the archive is damaged: Bad CRC-32"):
        Archive(data.replace(b"hello", b"hallo")).read("a.xml")
    with pytest.raises(FormatError, match=r"The archive lacks 'b\.xml'\."):
        Archive(data).read("b.xml")
    unknown = patched(data, archives._ENTRY, 10, struct.pack("<H", 97))
    with pytest.raises(FormatError, match=r"'a.xml' in the archive is damaged"):
        Archive(unknown).read("a.xml")


def test_names_of_other_systems_are_understood() -> None:
    archive = Archive(zipped(("folder/", b""), ("folder\\a.xml", b"x"), ("日本.xml", b"y")))
    assert archive.names == ("folder/a.xml", "日本.xml")
    assert archive.read("folder/a.xml") == b"x"


def test_long_and_invisible_names_are_shown_short() -> None:
    with pytest.raises(FormatError) as caught:
        Archive(zipped(("../" + "x\x07" * 400, b"")))
    assert "…'" in sentence(caught)
    assert sentence(caught).isprintable()


@given(st.dictionaries(st.text("abc/ß日.", min_size=1).map(lambda name: f"f/{name}.x"), st.binary(max_size=99)))
def test_what_is_packed_comes_out_again_and_order_does_not_matter(files: dict[str, bytes]) -> None:
    files = {name: data for name, data in files.items() if ".." not in name.split("/")}
    data = pack(files.items())
    assert data == pack(reversed(files.items()))
    archive = Archive(data)
    assert archive.names == tuple(sorted(files))
    assert {name: archive.read(name) for name in archive.names} == files


@pytest.mark.parametrize(
    ("href", "base", "name"),
    [
        ("a.xml", "imsmanifest.xml", "a.xml"),
        ("items/a%20b.xml", "sub/imsmanifest.xml", "sub/items/a b.xml"),
        ("../a.xml", "tests/t.xml", "a.xml"),
        (" a.xml#part?x ", "", "a.xml"),
    ],
)
def test_references_are_resolved_from_the_file_that_makes_them(href: str, base: str, name: str) -> None:
    assert resolve(href, base) == name


@pytest.mark.parametrize(
    "href", ["../outside.xml", "http://example.org/a.xml", "//host/a", "file:///etc/passwd", "%2e%2e/a"]
)
def test_references_that_lead_out_are_refused(href: str) -> None:
    with pytest.raises(FormatError, match=r"outside of it|not in it") as caught:
        resolve(href, "imsmanifest.xml")
    sentence(caught)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
HOSTILE = {
    "billion laughs": f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l11;</a>',
    "billion laughs in an attribute": f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a b="&l11;"/>',
    "quadratic": f'<!DOCTYPE a [<!ENTITY l "{"x" * 100_000}">]><a>{"&l;" * 50_000}</a>',
    "external file": '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    "external page": '<!DOCTYPE a [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]><a>&e;</a>',
    "parameter": '<!DOCTYPE a [<!ENTITY % e SYSTEM "http://127.0.0.1:9/x.dtd"> %e;]><a/>',
    "unknown": "<a>&nbsp;</a>",
    "deep": "<a>" * 100_000,
    "control": "<a>\x01</a>",
    "empty": "",
    "no XML": "Question 1: what?",
    "null": "<a>\x00</a>",
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_hostile_xml_is_refused_at_once(case: str, encoding: str) -> None:
    begin = time.process_time()
    with pytest.raises(FormatError, match=r"'a\.xml'|entities") as caught:
        parse_xml(HOSTILE[case].encode(encoding), "a.xml")
    assert time.process_time() - begin < 5
    assert not re.search("root:|XML_|xmlCtxt", sentence(caught))


def test_a_document_type_alone_is_no_harm_and_nothing_is_loaded() -> None:
    root = parse_xml(b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a>b<!-- c --><?d e?></a>', "a.xml")
    assert root.text == "b"
    assert len(root) == 0


def test_a_declaration_without_its_blank_is_mended() -> None:
    assert parse_xml(b'<?xml version="1.0"encoding="UTF-8"?><a/>', "a.xml").tag == "a"


def test_a_manifest_that_is_none_is_refused() -> None:
    with pytest.raises(FormatError, match=r"Not a QTI package: 'a/imsmanifest\.xml' begins with <html>, not <manif"):
        Qti21().read(zipped(("a/imsmanifest.xml", b"<html/>"), ("__MACOSX/imsmanifest.xml", b"")))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("BadManifest.zip", r"'imsmanifest\.xml' is not well-formed XML"),
        ("NotContentPackage.zip", r"'NotContentPackage\.zip' is in no format that is known: say which with --from\."),
        ("WebDeveloperTest1-incomplete.zip", "Not a zip archive that can be read"),
        ("ZipSlip.zip", r"refers to '\.\./etc/', which is outside of it\."),
    ],
)
def test_what_is_wrong_with_an_archive_is_told_without_naming_its_format(
    data_folder: Path, name: str, message: str
) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        recognise(name, (data_folder / SERVICES / name).read_bytes())
    sentence(caught)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("BadManifest.zip", r"'imsmanifest\.xml' is not well-formed XML"),
        ("BadMix.zip", r"'question1\.xml' is listed as a test, but it begins with <assessmentItem>\."),
        ("ExternalHref.zip", r"refers to '\.\./outside\.xml', which is outside of it\."),
        ("MissingFile.zip", r"lacks 'missing\.xml'\."),
        ("NotContentPackage.zip", r"Not a QTI package: the archive lacks 'imsmanifest\.xml'\."),
        ("WebDeveloperTest1-incomplete.zip", "Not a zip archive that can be read"),
        ("ZipSlip.zip", r"refers to '\.\./etc/', which is outside of it\."),
    ],
)
def test_broken_packages_of_qtiworks_are_refused(data_folder: Path, name: str, message: str) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        Qti21().read((data_folder / SERVICES / name).read_bytes())
    sentence(caught)
