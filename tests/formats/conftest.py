"""Items whose texts are hard to carry, and the published schemas, each compiled once."""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Evidence, Item, Option
from mcqgen.domain.run import DocumentInfo, ItemSet, Report

pytest.register_assert_rewrite("ways_back")  # its failures tell what differs

_DOCUMENT = DocumentInfo(
    id="d1", name="blood.pdf", title="On <Blood>", sha256="", media_type="application/pdf", language="en", pages=9,
    passages=3,
)  # fmt: skip
_TEXTS = (
    "Plain?", "<b>A</b> & B \"c\" 'd' ]]> &amp; <![CDATA[x]]>", r"\(\frac{1}{2}\nu\) or \(a < b & c\)",
    r"Solve \[\int_0^1 x^2\,dx\]", r"\(\begin{pmatrix} a & b \\ c & d \end{pmatrix}\)", r"\(\xrightarrow{f}\)",
    r"\(\unknown{x}\) and \(\frac{\)", "one\ntwo\n\nthree", "See\n\n```python\nif a < b:\n    print('~')\n```",
    "`x = 1`, *so*",
    "ما هو الدم؟ 42", "מהו דם?", "血液由什麼組成？", "रक्त क्या है?", "เลือดคืออะไร", "Что такое кровь?", "👩🏽‍🔬 𝔄",
    "bell\x07 rings", "Why? " * 900, "%50% of {what} ~=#:", "two  spaces", "A. ANSWER: B",
)  # fmt: skip


def _item(number: int, text: str) -> Item:
    count = 2 + number % 9
    several = number % 3 == 0
    options = tuple(
        Option(
            id=chr(ord("A") + place),
            text=f"{text} {place}" if place % 2 else f"answer {number} {place}",
            is_key=place == 1 or (several and place == 0),
            rationale=text if place == 0 else "",
        )
        for place in range(count)
    )
    quote = Evidence(document="d1", page=number, quote=text, start=0, end=1)
    return Item(
        stem=text, options=options, difficulty=list(Difficulty)[number % 3], bloom=list(Bloom)[number % 6],
        topic="" if number % 4 == 0 else f"Topic & {number}", rationale=text if number % 2 else "",
        evidence=(quote,) if number % 3 == 1 else (),
    )  # fmt: skip


@pytest.fixture(scope="session")
def hard_items() -> ItemSet:
    """Items with hard texts in every place, of 2 to 10 options, with one key and with two; the first stands twice."""
    items = [_item(number, text) for number, text in enumerate(_TEXTS)]
    return ItemSet(
        title="Blood & <Bones>",
        created_at="2026-01-02T03:04:05Z",
        documents=(_DOCUMENT,),
        items=(*items, items[0]),
        report=Report(requested=0, delivered=0, rejected=0, shortfall=0),
    )


Complaints = Callable[[str, bytes], list[str]]


@pytest.fixture(scope="session")
def complaints(data_folder: Path) -> Complaints:
    """What a schema of the standards says about a file: `complaints("cc11/….xsd", data)`."""
    parser = etree.XMLParser(no_network=True)

    @cache
    def compiled(name: str) -> etree.XMLSchema:
        return etree.XMLSchema(etree.parse(str(data_folder / "specs" / name), parser))

    def complain(name: str, data: bytes) -> list[str]:
        schema = compiled(name)
        schema.validate(etree.fromstring(data, parser))
        return [f"line {error.line}: {error.message}" for error in list(schema.error_log)]  # type: ignore[call-overload]

    return complain


@pytest.fixture(scope="session")
def unpack() -> Callable[[bytes], dict[str, bytes]]:
    """The files of a zip by name."""

    def read(data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}

    return read


@pytest.fixture(scope="session")
def listed() -> Callable[[bytes], list[str]]:
    """The files that a manifest lists, sorted."""

    def read(manifest: bytes) -> list[str]:
        return sorted(file.get("href", "") for file in etree.fromstring(manifest).iter("{*}file"))

    return read
