"""Made-up documents and vectors for the tests of planning."""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from mcqgen.domain.blueprint import Blueprint, Difficulty, Request
from mcqgen.domain.document import Passage, Segment, Span
from mcqgen.planning import plan

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
MakePassages = Callable[..., tuple[Passage, ...]]
Planned = Callable[..., Blueprint]


def embed_words(texts: Sequence[str]) -> NDArray[np.float32]:
    """A bag of hashed words, normalised: texts that share words are near."""
    rows = np.zeros((len(texts), 512), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[0] = 0.1
        for word in text.lower().split():
            row[int.from_bytes(hashlib.blake2b(word.strip(".,").encode(), digest_size=4).digest()) % 511 + 1] += 1
    normal: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return normal


def make_passages(texts: Sequence[str], sections: Sequence[str] = (), document_id: str = "doc") -> tuple[Passage, ...]:
    """One passage for each text, a page each."""
    return tuple(
        Passage(
            document_id=document_id,
            number=number,
            section=(sections[number],) if sections and sections[number] else (),
            text=text,
            segments=(Segment(at=0, span=Span(page=number + 1, start=0, end=len(text))),),
        )
        for number, text in enumerate(texts)
    )


@pytest.fixture(scope="session")
def embed() -> Embed:
    return embed_words


@pytest.fixture(scope="session")
def passages_of() -> MakePassages:
    return make_passages


@pytest.fixture(scope="session")
def planned() -> Planned:
    def plan_words(
        passages: Sequence[Passage], mix: dict[Difficulty, int], seed: int = 0, topics: tuple[str, ...] = ()
    ) -> Blueprint:
        vectors = embed_words([passage.text for passage in passages])
        return plan(passages, vectors, Request(mix=mix, seed=seed, topics=topics), embed=embed_words)

    return plan_words


@pytest.fixture
def book() -> tuple[Passage, ...]:
    """Sixty passages of like length in twelve sections."""
    texts = [
        f"A term{n} is called the name{n} of chapter {n // 5}. It was found by Scholar{n} in 18{n:02d} and is used in "
        f"the field{n // 5} of study{n % 7}. " * 4
        for n in range(60)
    ]
    return make_passages(texts, [f"Section {n // 5}" for n in range(60)])
