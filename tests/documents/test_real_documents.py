"""Real and hostile files."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from mcqgen.documents import load, split
from mcqgen.settings import Settings
from tests.documents.test_chunking import assert_verbatim

pytestmark = pytest.mark.no_cover  # long, and the tests of the parts run nearly all of these lines

SINGLE = ["jose-00091.pdf", "jose-00162.pdf", "rescience-3842360.pdf", "us-dmca-summary-1998.pdf"]
BOOKS = ["openstax-us-history-ch4.pdf", "openstax-anatomy-ch2.pdf", "openstax-es-fisica-ch4.pdf"]
HEADS = re.compile(
    r"Copyright Office Summary December|The Digital Millennium Copyright Act of 1998 |ReScience C 6\.3|"
    r"doi\.org/10\.21105|Instructions for Form 1040NR -|MUST be removed before"
)


@pytest.mark.parametrize("name", [*SINGLE, *BOOKS])
def test_every_sentence_of_real_pdfs_stands_where_its_passage_says(data_folder: Path, name: str) -> None:
    document = load(data_folder / "docs" / name, Settings())
    passages = split(document, size=1000)
    assert assert_verbatim(document, passages) > 25
    for passage in passages:
        assert not HEADS.search(passage.text)
        assert not re.search(r"[\ufffe\u00adﬀ-ﬆ]|  | [.,](?:\s|$)", passage.text)


def test_three_columns_are_read_in_order(data_folder: Path) -> None:
    document = load(data_folder / "docs" / "us-irs-i1040nr.pdf", Settings(), pages="1-9")
    passages = split(document, size=1000)
    assert assert_verbatim(document, passages) > 100
    text = " ".join(passage.text for passage in passages)
    assert "you will continue to be treated for federal tax purposes as a citizen" in text
    assert "specific rules apply to determine if you are a resident alien or a nonresident alien" in text


def test_a_scan_is_read_by_ocr(data_folder: Path) -> None:
    pytest.importorskip("rapidocr")
    document = load(data_folder / "docs" / "huckleberry-finn-p22-scan.pdf", Settings())
    assert document.warnings == ("Page 1 has no text layer: read by OCR.",)
    text = " ".join(passage.text for passage in split(document, size=1000))
    assert "right between my shoulders. Seemed like I'd die if I couldn't scratch." in text


def test_hostile_files_give_a_document_or_a_sentence(
    data_folder: Path, load_all: Callable[[list[Path]], dict[str, str]]
) -> None:
    files = sorted((data_folder / "torture").iterdir())[::7]
    outcome = load_all(files)
    assert len(outcome) == len(files) >= 35
    for name, said in outcome.items():
        assert not said or (f"'{name}'" in said and said.endswith(".") and "Traceback" not in said), said
    assert sum(not said for said in outcome.values()) > 10
