"""Entries of a glossary: terms that the document itself lists with what they mean."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mcqgen.domain.document import Passage
from mcqgen.writers.offline.facts import Definition
from mcqgen.writers.offline.language import Sentence, is_plural, nlp, plainly
from mcqgen.writers.offline.terms import Term
from mcqgen.writers.offline.wordnet import wordnet
from mcqgen.writers.offline.words import words as word_list

if TYPE_CHECKING:
    from spacy.tokens import Span

_ENTRY = re.compile(r"(?P<term>[^\W\d_][\w’' ,/()-]{1,58}?): (?P<meaning>\S[^?!]{12,220}?)\.?$")
_NOT_A_NAME = re.compile(r"\b(?:see|also|note|example|e\.g|figure|table|chapter)\b", re.IGNORECASE)
_STATEMENT = re.compile(
    r"(?:when|if|how|see|is|are|was|has|can|it|they|he|she|this|these|that|to|in|on|at|for|by|with|of|under|means)\b"
    r"|.*(?:[;:(]|[.] +[A-Z])",
    re.IGNORECASE,
)
"""Meanings that are no description, or more than one."""
_SORTS = word_list("sorts")
_SHORTEST, _LONGEST = 4, 26
"""Words of a meaning that can be asked from."""
_RUN = 3
"""Entries that follow each other in a passage before they count as a list of terms."""


def listed(passages: Sequence[Passage]) -> Iterator[tuple[Term, Definition]]:
    """The entries of all glossaries, in reading order: nouns, described by nouns."""
    found = [entry for passage in passages for entry in _entries(passage)]
    parses = nlp().pipe(f"{term} is {meaning}." for _, _, _, term, meaning in found)
    for (passage, start, end, name, meaning), parse in zip(found, parses, strict=True):
        words = len(nlp().make_doc(name))
        phrase = parse[:words]
        genus = _genus(parse[words + 1 :])
        if phrase.root.pos_ not in ("NOUN", "PROPN") or not genus or not _may_be_noun(phrase):
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
        sentence = Sentence(passage, start, end, parse.text, parse)
        yield term, Definition(name, phrase, meaning, genus, plural, 1.0, sentence, listed=True)


def _genus(meaning: "Span") -> str:
    """Lemma of the noun that a meaning describes ("memory" in "a type of memory that …"); "" where it is no noun."""
    head = next((token for token in meaning if token.dep_ == "attr" and token.head.dep_ == "ROOT"), None)
    if head is None or head.pos_ not in ("NOUN", "PROPN"):
        return "" if meaning[0].tag_ != "VBG" else "act"
    behind = [inner for child in head.children if child.lower_ == "of" for inner in child.children]
    if head.lemma_.lower() in _SORTS and behind and behind[0].pos_ == "NOUN":
        head = behind[0]
    return head.lemma_.lower()


def _may_be_noun(phrase: "Span") -> bool:
    """Whether the last word can be a noun: not "ideate", not "abductive"."""
    last = phrase[-1]
    return last.pos_ in ("NOUN", "PROPN", "NUM") and not (
        len(phrase) == 1 and last.lower_.endswith(("ate", "ive", "ify", "ize")) and not wordnet().senses(last.lower_)
    )


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
