"""From a statement to the words after "which …": "Congress passed the act in 1830" → "did Congress pass in 1830"."""

from typing import TYPE_CHECKING

from mcqgen.writers.offline.facts import Predication
from mcqgen.writers.offline.terms import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_DO = {"VBD": "did", "VBZ": "does", "VBP": "do"}


def inverted(fact: Predication, lexicon: Lexicon, gap: "Span") -> str | None:
    """The question's words after the question word, with `gap` left out; None where English would not allow it.

    An auxiliary or a form of "be" goes before the subject; a lone verb takes "do" and its plain form.
    """
    root = fact.sentence.root
    if any(
        child.dep_ == "conj" and child.pos_ in ("VERB", "AUX") and child.i < fact.said.end for child in root.children
    ):
        return None
    kept = [token for token in fact.said if not gap.start <= token.i < gap.end]
    subject = fact.subject.text
    if fact.subject[0].pos_ == "DET":
        subject = subject[0].lower() + subject[1:]
    else:
        subject = lexicon.natural(subject, fact.subject[0].pos_ == "PROPN")
    first = fact.said[0]
    if first.pos_ == "AUX" and (first.dep_ in ("aux", "auxpass") or first == root):
        return f"{first.lower_} {subject} {_text(kept[1:])}".strip()
    if first != root or root.tag_ not in _DO:
        return None
    rest = _text(kept[1:])
    return f"{_DO[root.tag_]} {subject} {root.lemma_} {rest}".strip()


def _text(tokens: "list[Token]") -> str:
    return "".join(token.text_with_ws for token in tokens).strip(" ,;").replace(" ,", ",")
