"""Common Cartridge: valid by its schemas, true to its profile, and read back once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

from mcqgen.domain.run import ItemSet
from mcqgen.formats.contract import Feature
from mcqgen.formats.imscc import CommonCartridge
from mcqgen.formats.qti12 import Qti12

Unpack = Callable[[bytes], dict[str, bytes]]
Listed = Callable[[bytes], list[str]]
Complaints = Callable[[str, bytes], list[str]]


def test_a_cartridge_is_valid_listed_and_read_once(
    hard_items: ItemSet, unpack: Unpack, listed: Listed, complaints: Complaints
) -> None:
    data = CommonCartridge().export(hard_items)
    files = unpack(data)
    manifest = files.pop("imsmanifest.xml")
    assert complaints("cc11/cc11libxml2validator.xsd", manifest) == []
    assert listed(manifest) == sorted(files)
    assert {name.rpartition("/")[2] for name in files} == {"quiz.xml", "bank.xml"}
    for content in files.values():
        assert complaints("cc11/ccv1p1_qtiasiv1p2p1_v1p0.xsd", content) == []
    imported = Qti12().read(data)
    assert [item.stem for item in imported.items] == [
        item.stem for item in Qti12().read(Qti12().export(hard_items)).items
    ]
    assert imported.notices == ()
    assert imported.title == "Blood & <Bones>"
    empty = unpack(CommonCartridge().export(hard_items.model_copy(update={"items": ()})))
    assert complaints("cc11/cc11libxml2validator.xsd", empty.pop("imsmanifest.xml")) == []
    assert not empty


def test_a_cartridge_keeps_the_rules_of_its_profile(hard_items: ItemSet, unpack: Unpack, data_folder: Path) -> None:
    """The rules are Schematron within the schema; each assertion holds in each of its contexts."""
    rules: Any = etree.parse(data_folder / "specs/cc11/ccv1p1_qtiasiv1p2p1_v1p0.xsd")
    names = {"sch": "http://purl.oclc.org/dsdl/schematron", "asi": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
    checked = 0
    for content in unpack(CommonCartridge().export(hard_items)).values():
        root: Any = etree.fromstring(content)
        for rule in rules.iterfind(".//sch:rule", namespaces=names):
            for place in root.xpath(f"//{rule.get('context')}", namespaces=names):
                for claim in rule.iterfind("sch:assert", namespaces=names):
                    checked += 1
                    assert place.xpath(f"boolean({claim.get('test')})", namespaces=names), claim.text
    assert checked > 500
    assert Feature.POINTS not in CommonCartridge.supports
