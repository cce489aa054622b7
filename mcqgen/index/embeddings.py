"""Embeddings without network: LangChain's interface over the local model and the cache."""

from collections.abc import Callable, Sequence

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from mcqgen.index.cache import VectorCache
from mcqgen.index.model import DIMENSIONS, MODEL_SHA256, shared_model
from mcqgen.settings import Settings

# How many vectors a run that is killed may lose.
_SAVE_EVERY = 64


class Embedder(Embeddings):
    """LangChain embeddings of 384 numbers by all-MiniLM-L6-v2; safe for several threads.

    Vectors are cached under `settings.home` by content and model, so that a text is computed once. The model
    is loaded when the first text is not in the cache.
    """

    def __init__(self, settings: Settings) -> None:
        """Make an embedder; loads nothing yet."""
        self._threads = settings.threads
        self._cache = VectorCache(settings.home, MODEL_SHA256)

    def matrix(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Embed texts: (len(texts), 384), rows L2-normalised.

        `progress(done, total)` is called after each batch, with numbers of different texts. Raises
        MissingDependency where the model is absent or damaged, StateError where the cache cannot be used.
        """
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        keys = [self._cache.key(text) for text in texts]
        wanted = dict(zip(keys, texts, strict=True))
        known = self._cache.get(list(wanted))
        missing = [key for key in wanted if key not in known]
        if missing:
            self._compute(missing, wanted, known, progress)
        return np.stack([known[key] for key in keys])

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts, as lists of 384 numbers; see `matrix`."""
        return [[float(number) for number in row] for row in self.matrix(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Embed one text, as a list of 384 numbers; see `matrix`."""
        return self.embed_documents([text])[0]

    def _compute(
        self,
        missing: Sequence[bytes],
        texts: dict[bytes, str],
        known: dict[bytes, NDArray[np.float32]],
        progress: Callable[[int, int], None] | None,
    ) -> None:
        """Compute what is missing, add it to `known` and to the cache."""
        unsaved: dict[bytes, NDArray[np.float32]] = {}
        model = shared_model(self._threads)
        for places, block in model.vectors([texts[key] for key in missing]):
            unsaved.update((missing[place], row) for place, row in zip(places, block, strict=True))
            known.update((missing[place], row) for place, row in zip(places, block, strict=True))
            if len(unsaved) >= _SAVE_EVERY:
                self._cache.put(unsaved)
                unsaved = {}
            if progress:
                progress(len(known), len(texts))
        if unsaved:
            self._cache.put(unsaved)
