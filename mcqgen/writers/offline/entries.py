"""Entries of a glossary: terms that the document itself lists with what they mean."""

import re
from collections.abc import Iterator, Sequence

from mcqgen.domain.document import Passage
from mcqgen.writers.offline.facts import Definition
from mcqgen.writers.offline.language import Sentence, is_plural, nlp, plainly
from mcqgen.writers.offline.terms import Term

_ENTRY = re.compile(r"(?P<term>[^\W\d_][\w’' ,/()-]{1,58}?): (?P<meaning>\S[^?!]{12,220}?)\.?$")
_NOT_A_NAME = re.compile(r"\b(?:see|also|note|example|e\.g|figure|table|chapter)\b", re.IGNORECASE)
_STATEMENT = re.compile(r"(?:when|if|how|see|is|are|was|has|can|it|they|he|she|this|these|to)\b|.*[;:(]", re.IGNORECASE)
"""Meanings that are no description, or more than one."""
_SHORTEST, _LONGEST = 4, 26
"""Words of a meaning that can be asked from."""
_RUN = 3
"""Entries that follow each other in a passage before they count as a list of terms."""


def listed(passages: Sequence[Passage]) -> Iterator[tuple[Term, Definition]]:
    """The entries of all glossaries, in reading order."""
    found = [entry for passage in passages for entry in _entries(passage)]
    parses = nlp().pipe(f"{term} is {meaning}." for _, _, _, term, meaning in found)
    for (passage, start, end, name, meaning), parse in zip(found, parses, strict=True):
        words = len(nlp().make_doc(name))
        sentence = Sentence(passage, start, end, parse.text, parse)
        phrase = parse[:words]
        if phrase.root.pos_ not in ("NOUN", "PROPN", "VERB", "ADJ"):
            continue
        plural = is_plural(phrase.root)
        term = Term(
            text=name,
            head=phrase.root.lemma_.lower(),
            plural=plural,
            label="",
            proper=name != name.lower(),
            classed=True,
            lemmas=frozenset(token.lemma_.lower() for token in phrase if token.is_alpha and not token.is_stop),
        )
        genus = next((token.lemma_.lower() for token in parse[words + 1 :] if token.dep_ == "attr"), "")
        described = re.sub(r"^(An?|The|Any) ", lambda first: first[0].lower(), meaning)
        yield term, Definition(name, phrase, described, genus, plural, 1.0, sentence, listed=True)


def _entries(passage: Passage) -> Iterator[tuple[Passage, int, int, str, str]]:
    """Each entry's passage, character range, term and meaning; nothing where only a line or two have that shape."""
    blocks = list(re.finditer(r"[^\n]+(?:\n[^\n]+)*", passage.text))
    shaped = [_ENTRY.fullmatch(" ".join(block[0].split())) for block in blocks]
    run = best = 0
    for match in shaped:
        run = run + 1 if match else 0
        best = max(best, run)
    if best < _RUN:
        return
    for block, match in zip(blocks, shaped, strict=True):
        if match is None or _NOT_A_NAME.search(match["term"]) or _STATEMENT.match(match["meaning"]):
            continue
        name, meaning = plainly(match["term"]).strip(), plainly(match["meaning"])
        if name and _SHORTEST <= len(meaning.split()) <= _LONGEST:
            yield passage, block.start(), block.end(), name, meaning
