"""Embeddings and the vector store. Importing it loads LangChain and Chroma: import it where it is used."""

from mcqgen.index.embeddings import Embedder
from mcqgen.index.store import PassageIndex

__all__ = ["Embedder", "PassageIndex"]
