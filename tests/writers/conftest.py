"""A small document with facts of every form, and what the offline writer knows of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mcqgen.domain.document import Document, Page, Passage, Segment, Span
from mcqgen.index.embeddings import Embedder
from mcqgen.settings import Settings
from mcqgen.writers.offline.knowledge import Knowledge

BONDS = """A cation is an ion that carries a positive electric charge. An anion is an ion that carries a negative
electric charge. A covalent bond is a strong link between two atoms that share pairs of electrons. An ionic bond is a
strong link between ions of opposite electric charge. A hydrogen bond is a weak attraction between a polar molecule and
a nearby electronegative atom. Strands that contain fewer than one hundred amino acids are called polypeptides.
Denaturation refers to a lasting change in the folded structure of a protein. A molecule with two simple sugars is
called a disaccharide. A catalyst is a substance that speeds up a chemical reaction by lowering its activation energy.
An enzyme is a large protein that binds its substrate in a folded active site. A solvent is a liquid substance that
dissolves many other polar substances. An isotope is an atom of an element that has an unusual number of neutrons.

The ionic bond dissolves quickly when salt crystals are stirred into warm water. The covalent bond stores chemical
energy that living cells release during respiration. The hydrogen bond gives liquid water its unusually high surface
tension. The disulfide bond joins two sulfur atoms in the folded chain of a protein. Enzymes lower the activation
energy of a chemical reaction by binding the substrate. Green plants build starch to store energy for the winter months.
Muscle cells break down glycogen to supply energy during hard exercise. Kidney cells pump sodium ions out to keep
the concentration of the blood constant. Healthy liver cells remove ammonia from the blood to protect
the brain. Warm animals burn fat reserves to survive the long nights of the winter."""

HISTORY = """\
In 1765, Parliament passed the Stamp Act, and the colonies protested. Charles Townshend proposed the Townshend Act in
1767. Samuel Adams organized the Boston protests against the customs officers of the Crown. John Hancock financed the
Sons of Liberty and smuggled tea past the British customs officers. Thomas Paine wrote a popular pamphlet that
attacked the British monarchy and called for independence. He served as secretary to a committee of the Continental
Congress. Parliament repealed the Stamp Act in 1766 because British merchants lost money. The Quebec Act extended the
border of the province of Quebec to the Ohio River. The Tea Act granted the East India Company a monopoly on the sale
of tea in America. The Sugar Act lowered the duty on molasses imported from the French West Indies. The Currency Act
forbade the colonies to print paper money of their own. Three delegates of the colony signed the declaration of
independence in Philadelphia. General George Washington led the Continental Army across the frozen Delaware River. The
Battle of Saratoga took place in 1777 and persuaded France to join the war. King George dissolved the assembly in
1774. Benjamin Franklin left the city of London in 1775. The Treaty of Paris ended the war in 1783 and recognized the
independence of the United States."""


def document_of(*texts: str, language: str = "en") -> Document:
    """A document with one page for each text."""
    pages = tuple(Page(number=number, text=" ".join(text.split())) for number, text in enumerate(texts, 1))
    return Document(
        name="notes.txt", sha256="0" * 64, media_type="text/plain", title="Notes", language=language, pages=pages
    )


def passages_of(document: Document) -> tuple[Passage, ...]:
    """One passage for each page, word for word."""
    return tuple(
        Passage(
            document_id=document.id,
            number=page.number - 1,
            section=("Notes",),
            text=page.text,
            segments=(Segment(at=0, span=Span(page=page.number, start=0, end=len(page.text))),),
        )
        for page in document.pages
    )


Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@pytest.fixture(scope="session")
def embed(tmp_path_factory: pytest.TempPathFactory) -> Embed:
    """The real embedding model."""
    home: Path = tmp_path_factory.mktemp("home")
    return Embedder(Settings(home=home)).matrix


@pytest.fixture(scope="session")
def document() -> Document:
    """Chemistry on the first page, history on the second."""
    return document_of(BONDS, HISTORY)


@pytest.fixture(scope="session")
def known(document: Document, embed: Embed) -> Knowledge:
    """What the writer knows of the document."""
    return Knowledge(passages_of(document), embed)
