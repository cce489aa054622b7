"""A small notation for items, so that the examples in the docs and the cases in `cases/` can be read and run.

    What is the capital of France?      the stem
    * Paris                             the key ("A* Paris" sets the letter)
    - Lyon                              a wrong option
    > Paris is the capital of France.   evidence (">!" stands nowhere in the source; ">@7 …" begins at offset 7)
    = Its government sits there.        the rationale (a bare "=": none)
    ! es                                the language of the source (English when it is not said)
    ---                                 another item follows ("--- × 20": the item stands 20 times)

"(word × 80)" in a text is written out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mcqgen.checks import Check, ReviewContext, registry
from mcqgen.checks.pairs import Pair
from mcqgen.checks.reading import Reading
from mcqgen.checks.sets import Pool
from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.document import Document, Page
from mcqgen.domain.item import Evidence, Item, Option

_OPTION = re.compile(r"([A-Z]?)([*-])(?: (.*)|$)")
_SOURCE = "Words before. "


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """A stand-in for sentence embeddings: texts with the same letters in threes lie near each other."""
    rows = np.zeros((len(texts), 512), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for at in range(len(text) - 2):
            row[hash_of(text[at : at + 3].lower()) % 512] += 1
    normed: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return normed


def hash_of(text: str) -> int:
    return int.from_bytes(text.encode(), "big")


def document_of(quotes: Sequence[str], language: str) -> Document:
    return Document(
        name="source.txt", sha256="0", media_type="text/plain", title="Source", language=language,
        pages=(Page(number=1, text=_SOURCE + " ".join(quotes)),),
    )  # fmt: skip


def parse(text: str) -> tuple[Item, Document]:
    """Read one item and the document that its quotes stand in."""
    text = re.sub(r"\(([^()]+) × (\d+)\)", lambda match: f"{match[1]} " * int(match[2]), text)
    stem: list[str] = []
    options: list[Option] = []
    quotes: list[str] = []
    rationale, language = "It is so.", "en"
    for line in text.strip("\n").splitlines():
        if line.startswith("= ") or line == "=":
            rationale = line[1:].strip()
        elif line.startswith(">"):
            quotes.append(line[1:])
        elif line.startswith("! "):
            language = line[2:]
        elif match := _OPTION.fullmatch(line):
            letter = match[1] or chr(ord("A") + len(options))
            options.append(Option(id=letter, text=match[3] or "", is_key=match[2] == "*"))
        else:
            stem.append(line)
    document = document_of([q.lstrip("! ") for q in quotes if not q.startswith("!")], language)
    evidence = []
    for quote in quotes:
        words = re.sub(r"^@\d+ ", "", quote.lstrip("!").strip())
        start = max(document.pages[0].text.find(words), 0)
        evidence.append(Evidence(document=document.id, page=1, quote=words, start=start, end=start + len(words)))
    item = Item(
        stem="\n".join(stem), options=tuple(options), difficulty=Difficulty.EASY, bloom=Bloom.REMEMBER, topic="t",
        rationale=rationale, evidence=tuple(evidence),
    )  # fmt: skip
    return item, document


def context_of(documents: Sequence[Document], embedding: bool = True) -> ReviewContext:
    known = {document.id: document for document in documents}
    return ReviewContext(documents=known, embed=embed if embedding else None, language=documents[0].language)


def read_all(example: str) -> tuple[list[Item], ReviewContext]:
    """Read the items of an example, and a context that knows their sources."""
    items: list[Item] = []
    documents: list[Document] = []
    for part in re.split(r"^---(?=$|\n)", example, flags=re.MULTILINE):
        body, _, times = part.partition("--- × ")
        item, document = parse(body)
        items += [item] * int(times or 1)
        documents.append(document)
    return items, context_of(documents)


def findings(check: Check[Any], example: str) -> list[str]:
    """What one check says about an example, or nothing where something that it needs is missing."""
    items, context = read_all(example)
    readings = [Reading(item, context) for item in items]
    subject: Any
    match check.code[0], check.code[2]:
        case "X", "0":
            old, new = readings
            subject = Pair(new, old)
        case "X", _:
            subject = Pool(tuple(readings))
        case _:
            (subject,) = readings
    able = all(subject.has(need) for need in check.needs)
    return [flaw.message for flaw in check.flaws(subject)] if able else []


def examples(check: Check[Any]) -> dict[str, list[str]]:
    """The Bad and the Good of a docstring."""
    found: dict[str, list[str]] = {"Bad": [], "Good": []}
    for name, block in re.findall(r"\*\*(Bad|Good)\*\*\n\n((?:    .*\n|\n)+)", check.explanation):
        found[name].append("\n".join(line[4:] for line in block.strip("\n").splitlines()))
    return found


def cases() -> Iterator[tuple[str, bool, str]]:
    """Code, whether the check must find something, and the example, for each case in `cases/`."""
    for file in sorted((Path(__file__).parent / "cases").glob("*.txt")):
        for block in re.split(r"^#+ ", file.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            head, _, example = block.partition("\n")
            code, verdict = head.split()[:2]
            yield code, {"fail": True, "pass": False}[verdict], example.strip("\n")


@pytest.fixture
def read() -> Callable[[str], tuple[list[Item], ReviewContext]]:
    return read_all


@pytest.fixture
def find_in() -> Callable[[Check[Any], str], list[str]]:
    return findings


@pytest.fixture
def examples_of() -> Callable[[Check[Any]], dict[str, list[str]]]:
    return examples


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "every_check" in metafunc.fixturenames:
        metafunc.parametrize(
            "every_check", registry().values(), ids=[f"{c.code}-{c.name}" for c in registry().values()]
        )
    if "case" in metafunc.fixturenames:
        listed = list(cases())
        metafunc.parametrize(
            "case", listed, ids=[f"{c}-{'fail' if f else 'pass'}-{i}" for i, (c, f, _) in enumerate(listed)]
        )
    if "cases_by_code" in metafunc.fixturenames:
        metafunc.parametrize("cases_by_code", [[(code, fails) for code, fails, _ in cases()]], ids=["cases"])
