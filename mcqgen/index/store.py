"""The vector store: passages in a Chroma collection, by LangChain."""

from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

import numpy as np
from langchain_chroma import Chroma
from numpy.typing import NDArray

from mcqgen.domain.document import Document, Passage
from mcqgen.errors import StateError
from mcqgen.index.clients import owned_directory, server
from mcqgen.index.embeddings import Embedder
from mcqgen.index.model import MODEL_SHA256
from mcqgen.settings import Settings

# Vectors of another model must never meet these: the model is part of the name.
_COLLECTION = f"passages-{MODEL_SHA256[:12]}"
_WAIT_S = 10.0


class PassageIndex:
    """Passages by the meaning of their words; use it as a context manager.

    The directory `settings.home`/chroma belongs to one process at a time (two that write damage it silently,
    chroma issues 961 and 3792): a file lock sees to it. Threads of that process share it, each with an index
    of its own or all with one. With `settings.chroma_url` a Chroma server does the sharing.
    """

    def __init__(self, settings: Settings, embedder: Embedder, *, wait_s: float = _WAIT_S) -> None:
        """Make an index; opens nothing yet. `wait_s`: how long to wait for another process to let go."""
        self._settings = settings
        self._embedder = embedder
        self._wait_s = wait_s
        self._stack = ExitStack()
        self._opened: Chroma | None = None
        self._most = 0

    def __enter__(self) -> Self:
        """Open it.

        Raises StateError where another process has the directory, or directory or server cannot be used;
        RequestError where `chroma_url` is no address.
        """
        with ExitStack() as stack:
            if self._settings.chroma_url:
                client = stack.enter_context(server(self._settings.chroma_url))
            else:
                client = stack.enter_context(owned_directory(self._settings.home / "chroma", self._wait_s))
            self._opened = Chroma(
                client=client,
                collection_name=_COLLECTION,
                embedding_function=self._embedder,
                collection_configuration={"hnsw": {"space": "cosine"}},
            )
            self._most = client.get_max_batch_size()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it and let others have the directory."""
        self._opened = None
        self._stack.close()

    def add(self, document: Document, passages: Sequence[Passage]) -> NDArray[np.float32]:
        """Make these the indexed passages of the document, and return their vectors (len(passages), 384).

        What is there already is left alone; what was cut otherwise in an earlier run is taken out.
        """
        vectors = self._embedder.matrix([passage.text for passage in passages])
        there = set(self._store.get(where={"document_id": document.id}, include=[])["ids"])
        fresh = [passage for passage in passages if passage.id not in there]
        stale = sorted(there - {passage.id for passage in passages})
        for begin in range(0, len(stale), self._most):
            self._store.delete(ids=stale[begin : begin + self._most])
        for begin in range(0, len(fresh), self._most):
            some = fresh[begin : begin + self._most]
            self._store.add_texts(
                [passage.text for passage in some],
                metadatas=[_metadata(passage) for passage in some],
                ids=[passage.id for passage in some],
            )
        return vectors

    def similar(self, query: str, k: int, document_ids: Sequence[str]) -> list[tuple[str, float]]:
        """The `k` passages of these documents nearest in meaning: (passage id, cosine from -1 to 1), best first."""
        if not document_ids:
            return []
        found = self._store.similarity_search_with_score(query, k=k, filter=_within(document_ids))
        return [(str(document.id), 1.0 - distance) for document, distance in found]

    def diverse(self, query: str, k: int, document_ids: Sequence[str], *, balance: float = 0.5) -> list[str]:
        """Ids of `k` passages near the query and unlike each other, nearest first.

        Maximal marginal relevance (Carbonell & Goldstein 1998) over the 4 `k` nearest; `balance` 1 looks at
        nearness alone, 0 at difference alone.
        """
        if not document_ids:
            return []
        found = self._store.max_marginal_relevance_search(
            query, k=k, fetch_k=4 * k, lambda_mult=balance, filter=_within(document_ids)
        )
        return [str(document.id) for document in found]

    @property
    def _store(self) -> Chroma:
        if self._opened is None:
            raise StateError("The index is not open: use it in a with statement.")
        return self._opened


def _metadata(passage: Passage) -> dict[str, str | int]:
    return {
        "document_id": passage.document_id,
        "number": passage.number,
        "section": " > ".join(passage.section),
        "page": passage.first_page,
    }


def _within(document_ids: Sequence[str]) -> dict[str, Any]:
    return {"document_id": {"$in": list(document_ids)}}
