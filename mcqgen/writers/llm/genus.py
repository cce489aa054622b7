"""What a stem that defines a term says the term is: "contact force" of "a contact force that opposes motion"."""

import re

from mcqgen.writers.offline.language import nlp
from mcqgen.writers.offline.words import words

_DEFINING = re.compile(
    r"(?:\brefers to|\bterm for|\b[Ww]hich (?:(?!refers)[\w’'-]+ ){1,4}(?:is|are|was|were|forms?|formed))"
    r" (?P<said>[^?]+)\?$"
)
_ARTICLE = re.compile(r"(?:an?|the|any|one)\b")
_SORT = frozenset(("type", "kind", "form", "sort", "class", "group", "example", "version"))
"""Nouns that leave it to the noun behind "of" to say what a thing is."""


def genus_of(stem: str) -> str | None:
    """The genus in the singular; "" where it says nothing, as in "a part of …"; None where the stem defines nothing."""
    found = _DEFINING.search(stem)
    if not found:
        return None
    opening = "This is" if _ARTICLE.match(found["said"]) else "These are"
    parsed = nlp()(f"{opening} {found['said']}.")
    noun = next((chunk.root for chunk in parsed.noun_chunks if chunk.start == len(opening.split())), None)
    if noun is None:
        return None
    if noun.lemma_.lower() in _SORT:
        behind = (child for of in noun.children if of.lower_ == "of" for child in of.children if child.dep_ == "pobj")
        noun = next(behind, noun)
    if noun.lemma_.lower() in words("vague_genus") | _SORT:
        return ""
    before = [token.text for token in noun.lefts if token.dep_ == "compound"]
    return " ".join((*before, noun.lemma_))
