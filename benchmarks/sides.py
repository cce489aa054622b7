"""The work that is measured; each piece runs in a process of its own and prints one JSON object.

Usage: python benchmarks/sides.py PIECE DOCUMENT HOME
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

CHUNK = 1000
WARMING = "us-dmca-summary-1998.pdf"
"""A short text that each side reads before the clock starts, so that no import is timed."""


class Clock:
    """Seconds between marks, by the wall and of the processor (child processes that ended included)."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = {}
        self.cpu: dict[str, float] = {}
        self._start = self._last = _now()

    def mark(self, name: str) -> None:
        """Note the time since the last mark under `name`, and the time since the start as "whole"."""
        now = _now()
        for place, noted in enumerate((self.wall, self.cpu)):
            noted[name] = now[place] - self._last[place]
            noted["whole"] = now[place] - self._start[place]
        self._last = now


def _now() -> tuple[float, float]:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return time.perf_counter(), sum(usage.ru_utime + usage.ru_stime for usage in spent)


def ours(document: Path, home: Path) -> dict[str, Any]:
    """Load, clean and cut, embed and index with mcqgen."""
    from mcqgen.documents import load, split
    from mcqgen.index import Embedder, PassageIndex
    from mcqgen.settings import Settings

    settings = Settings(home=home)
    embedder = Embedder(settings)
    embedder.embed_query("The model is loaded before the clock starts.")
    split(load(document.with_name(WARMING), settings), size=CHUNK)
    clock = Clock()
    loaded = load(document, settings)
    clock.mark("extraction")
    passages = split(loaded, size=CHUNK)
    clock.mark("cutting")
    with PassageIndex(settings, embedder) as index:
        index.add(loaded, passages)
    clock.mark("indexing")
    return _told(clock, len(loaded.pages), [passage.text for passage in passages])


def _no_ocr(_pages: int) -> None:
    """Nobody waits to hear how many pages need OCR."""


def reading(document: Path, _home: Path) -> dict[str, Any]:
    """Read with mcqgen's reader, but in this process: what its guarded process costs is the difference."""
    from mcqgen.documents.job import Job
    from mcqgen.documents.kinds import Kind
    from mcqgen.documents.worker import read

    def job(path: Path) -> Job:
        return Job(
            path=path, kind=Kind.PDF, pages="", password="", ocr=False, max_pages=2000, timeout_s=60, memory_mb=2048
        )

    read(job(document.with_name(WARMING)), _no_ocr)
    clock = Clock()
    loaded = read(job(document), _no_ocr)
    clock.mark("extraction")
    return _told(clock, len(loaded.pages), [page.text for page in loaded.pages])


def langchain(document: Path, home: Path, overlap: int) -> dict[str, Any]:
    """Do the same with LangChain's PyPDFLoader, RecursiveCharacterTextSplitter and Chroma, and our embedder."""
    from langchain_chroma import Chroma
    from langchain_community.document_loaders import PyPDFLoader
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from mcqgen.index import Embedder
    from mcqgen.settings import Settings

    embedder = Embedder(Settings(home=home))
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=overlap)
    embedder.embed_query("The model is loaded before the clock starts.")
    splitter.split_documents(PyPDFLoader(str(document.with_name(WARMING))).load())
    clock = Clock()
    pages = PyPDFLoader(str(document)).load()
    clock.mark("extraction")
    chunks = splitter.split_documents(pages)
    clock.mark("cutting")
    Chroma.from_documents(
        chunks,
        embedder,
        persist_directory=str(home / "chroma"),
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    clock.mark("indexing")
    return _told(clock, len(pages), [chunk.page_content for chunk in chunks])


def langchain_tutorial(document: Path, home: Path) -> dict[str, Any]:
    """Cut as LangChain's own retrieval tutorial does: chunks of 1,000 characters that overlap by 200."""
    return langchain(document, home, overlap=200)


def langchain_bare(document: Path, home: Path) -> dict[str, Any]:
    """Cut without overlap, which spares LangChain a sixth of the embedding."""
    return langchain(document, home, overlap=0)


def _told(clock: Clock, pages: int, texts: Sequence[str]) -> dict[str, Any]:
    return {
        "wall": clock.wall,
        "cpu": clock.cpu,
        "pages": pages,
        "passages": len(texts),
        "characters": sum(map(len, texts)),
    }


def items(document: Path, home: Path) -> dict[str, Any]:
    """Make ten items, from nothing imported; tells the time to the first and to the last."""
    start = time.perf_counter()
    from mcqgen.domain.blueprint import Request
    from mcqgen.domain.run import DocumentLoaded, ItemAccepted, RunFinished
    from mcqgen.pipeline import generate
    from mcqgen.planning import parse_mix
    from mcqgen.settings import Settings

    told: dict[str, Any] = {"first_item": None}
    for event in generate([document], Request(mix=parse_mix("mixed", 10)), Settings(home=home)):
        if isinstance(event, DocumentLoaded):
            told["pages"], told["passages"] = event.document.pages, event.document.passages
        if isinstance(event, ItemAccepted) and told["first_item"] is None:
            told["first_item"] = time.perf_counter() - start
        if isinstance(event, RunFinished):
            told["delivered"] = event.items.report.delivered
    told["whole"] = time.perf_counter() - start
    return told


PIECES: dict[str, Callable[[Path, Path], dict[str, Any]]] = {
    "ours": ours,
    "langchain_tutorial": langchain_tutorial,
    "langchain_bare": langchain_bare,
    "reading": reading,
    "items": items,
}

if __name__ == "__main__":
    print(json.dumps(PIECES[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))))
