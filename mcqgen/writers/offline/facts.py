"""What sentences say, in forms that a question can be made of: definitions, predications, and closing terms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcqgen.writers.offline.language import Sentence, is_plural
from mcqgen.writers.offline.wordnet import wordnet
from mcqgen.writers.offline.words import words

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_ARTICLES = words("articles")
_VAGUE_GENUS = words("vague_genus")
_EVALUATIVE = words("evaluative")
_SEQUELS = words("sequels")
"""Adverbs before a predicate that only make sense after an earlier sentence."""
_ABSTRACT = frozenset((4, 7, 9, 22, 26))
"""WordNet's files of acts, attributes, thoughts, processes and states: "the extent to which …" can define."""
_LOOSE = words("loose")
_DEICTIC = re.compile(
    r"\b(?:next|later|earlier|previous|same|also|then|subsequent|addition|meantime|after that|before that|ago|now"
    r"|example|above|below)\b|^(?:like|as with)\b",
    re.I,
)
"""Settings that count from an earlier sentence, point to something on the page, or say that it is so of others, too."""
_SHARED = frozenset(("include", "depend", "contribute", "differ"))
_CLASSED = re.compile(r"\b(?:classified|regarded|considered|described|categorized|referred to) (?:as )?an?\b")
_ITS = re.compile(r"\b(?:that|which|who) \w+ (?:its|their|his|her)\b")
"""In a description: of which thing, only the sentence before tells."""
_UNDEFINING = frozenset(("it", "they", "he", "she", "also", "very", "important", "somewhat"))
"""Words of a description that leans on another, or is vague."""
_SETTING = 9
"""Words that may stand before the subject."""
NAMING = words("naming")
"""Verbs that give a name, such as "call" and "refer"."""
_SOMEBODY = ("he", "him", "his", "she", "her", "hers")
"""Said of what is no person, these stand for somebody whom an earlier sentence names."""


@dataclass(frozen=True)
class Definition:
    """A term and what it means."""

    term: str
    """Without an article, as the document writes it inside a sentence."""
    name: "Span"
    """The term's phrase in the parse, article included."""
    description: str
    """A noun phrase without the term's own words, such as "an ion that has a positive charge"."""
    genus: str
    """Lemma of the description's head noun."""
    plural: bool
    strength: float
    """0–1: how surely the form is a definition."""
    sentence: Sentence
    listed: bool = False
    """Whether it is an entry of a glossary, which has no article and no sentence around it."""


@dataclass(frozen=True)
class Predication:
    """A subject and what is said of it."""

    subject: "Span"
    """The subject's phrase in the parse, article included, clauses and appositions left away."""
    said: "Span"
    """The predicate's words in the parse: from the first verb to the end, side clauses left away."""
    setting: str
    """What stands before the subject, with its comma: "In 1830,"; or empty."""
    sentence: Sentence

    @property
    def predicate(self) -> str:
        """The predicate's words, without the full stop and without "also"."""
        return re.sub(r"^((?:\w+ )?)also ", r"\1", self.said.text.strip(" ,;"))


@dataclass(frozen=True)
class Closing:
    """A sentence that ends with a term."""

    lead: str
    """The sentence up to the term (its article included when it has one)."""
    term: "Span"
    sentence: Sentence


def bare(phrase: "Span") -> str:
    """A noun phrase without a leading article, quotation marks and stray commas."""
    tokens = list(phrase)
    while len(tokens) > 1 and (tokens[0].lower_ in _ARTICLES or tokens[0].is_punct):
        tokens = tokens[1:]
    return phrase.doc[tokens[0].i : tokens[-1].i + 1].text.strip(" ,“”\"'‘’")


def core(noun: "Token") -> "Span":
    """The noun with what stands before it and its "of" phrases: no relative clause, no apposition."""
    right = noun.i
    for child in noun.children:
        if child.i > noun.i and child.dep_ == "prep" and child.lower_ == "of" and child.left_edge.i == right + 1:
            right = child.right_edge.i
    left = min((child.left_edge.i for child in noun.lefts if child.dep_ not in ("punct",)), default=noun.i)
    return noun.doc[left : right + 1]


def _ending(sentence: Sentence) -> int:
    """Index of the token after the sentence's last word."""
    end = len(sentence.parse)
    while end and sentence.parse[end - 1].is_punct and sentence.parse[end - 1].text not in (")", "”", '"'):
        end -= 1
    return end


def _trimmed_end(root: "Token", end: int) -> int:
    """Where the main clause ends: side clauses with a subject of their own after a comma are left away."""
    for child in root.children:
        if child.i < root.i or child.left_edge.i >= end:
            continue
        own_subject = any(grandchild.dep_ in ("nsubj", "nsubjpass") for grandchild in child.children)
        marker = {grandchild.lower_ for grandchild in child.children if grandchild.dep_ == "mark"}
        aside = child.dep_ == "conj" or (child.dep_ == "advcl" and marker & {"while", "whereas", "although", "though"})
        if aside and own_subject:
            first = child.left_edge.i
            while first - 1 > root.i and (root.doc[first - 1].is_punct or root.doc[first - 1].dep_ == "cc"):
                first -= 1
            end = min(end, first)
        if (
            child.dep_ == "advcl"
            and child.left_edge.i - 1 > root.i
            and root.doc[child.left_edge.i - 1].text == ","
            and not marker
            and child.tag_ != "VB"
        ):
            end = min(end, child.left_edge.i - 1)
    return end


def _describes(phrase: "Span", genus: "Token", term: str) -> bool:
    """Whether a noun phrase is a description that tells the term from others."""
    words = {token.lemma_.lower() for token in phrase if token.is_alpha and not token.is_stop}
    own = {word.lower() for word in re.findall(r"\w+", term)}
    modified = any(child.dep_ in ("relcl", "acl", "prep", "amod", "compound") for child in genus.children)
    heavy = [token for token in phrase if token.is_alpha and not token.is_stop]
    return (
        modified
        and len(heavy) >= 3
        and len(phrase) <= 24
        and phrase[0].lower_ not in ("that", "those", "this", "these")
        and phrase[-1].pos_ not in ("CCONJ", "ADP", "SCONJ", "DET", "AUX")
        and not (own - {genus.lemma_.lower()}) & words
        and genus.lemma_.lower() not in _VAGUE_GENUS
        and not any(child.lemma_.lower() in _EVALUATIVE for child in genus.children if child.dep_ == "amod")
        and not any(token.tag_ in ("JJS", "RBS") for token in phrase)
        and not any(token.lower_ in _UNDEFINING for token in phrase)
        and not _ITS.search(phrase.text)
    )


def _is_term(phrase: "Span") -> bool:
    """Whether a noun phrase can be the name of something: short, with no pronoun, number or clause."""
    return (
        1 <= len(phrase) <= 5
        and phrase.root.pos_ in ("NOUN", "PROPN")
        and all(token.pos_ in ("NOUN", "PROPN", "ADJ", "PUNCT", "ADP", "PART", "VERB", "DET", "X") for token in phrase)
        and not any(token.like_num or token.pos_ == "PRON" for token in phrase)
        and phrase.root.text[0].isalpha()
    )


def definitions(sentence: Sentence) -> Iterator[Definition]:
    """Definitions that a sentence holds."""
    root = sentence.root
    subject = next((child for child in root.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or any(child.dep_ == "neg" for child in root.children):
        return
    yield from _copular(sentence, root, subject)
    yield from _referring(sentence, root, subject)
    yield from _named(sentence, root, subject)
    yield from _called(sentence)


def _copular(sentence: Sentence, root: "Token", subject: "Token") -> Iterator[Definition]:
    """“A cation is an ion that …”."""
    attribute = next((child for child in root.children if child.dep_ == "attr" and child.pos_ == "NOUN"), None)
    if root.lemma_ != "be" or root.tag_ not in ("VBZ", "VBP") or attribute is None or subject.left_edge.i != 0:
        return
    name = core(subject)
    if name.end != subject.right_edge.i + 1 or any(child.dep_ in ("aux", "advmod") for child in root.children):
        return
    article = name[0].lower_ if name[0].lower_ in _ARTICLES else ""
    end = _trimmed_end(root, attribute.right_edge.i + 1)
    if end <= attribute.left_edge.i or end < _trimmed_end(root, _ending(sentence)):
        return
    phrase = sentence.parse[attribute.left_edge.i : end]
    opens = phrase[0].lower_
    if article == "the" or not _is_term(name[1:] if article else name) or opens == "one" or opens.isdigit():
        return
    if opens == "the" and (article or wordnet().field(attribute.lemma_) not in _ABSTRACT):
        return
    if not (opens in ("a", "an", "any", "the") or is_plural(attribute) or attribute.tag_ == "NN"):
        return
    if is_plural(attribute) != is_plural(subject) or not _describes(phrase, attribute, bare(name)):
        return
    yield Definition(bare(name), name, phrase.text, attribute.lemma_.lower(), is_plural(subject), 0.8, sentence)


def _referring(sentence: Sentence, root: "Token", subject: "Token") -> Iterator[Definition]:
    """“Morbidity refers to the incidence of …”, “X is defined as …”."""
    preposition = next(
        (child for child in root.children if child.dep_ == "prep" and child.lower_ in ("to", "as")), None
    )
    if preposition is None or subject.left_edge.i != 0:
        return
    active = root.lemma_ == "refer" and root.tag_ == "VBZ" and preposition.lower_ == "to"
    passive = root.lemma_ == "define" and preposition.lower_ == "as" and subject.dep_ == "nsubjpass"
    genus = next((child for child in preposition.children if child.dep_ == "pobj"), None)
    name = core(subject)
    if not (active or passive) or genus is None or name.end != subject.right_edge.i + 1:
        return
    phrase = sentence.parse[genus.left_edge.i : _trimmed_end(root, _ending(sentence))]
    if _is_term(name[1:] if name[0].lower_ in _ARTICLES and len(name) > 1 else name) and _describes(
        phrase, genus, bare(name)
    ):
        yield Definition(bare(name), name, phrase.text, genus.lemma_.lower(), is_plural(subject), 1.0, sentence)


def _named(sentence: Sentence, root: "Token", subject: "Token") -> Iterator[Definition]:
    """“An ion with a positive charge is called a cation”, “… is known as …”, “… is referred to as …”."""
    if root.lemma_ not in NAMING or subject.dep_ != "nsubjpass" or subject.left_edge.i != 0:
        return
    passive = next((child for child in root.children if child.dep_ == "auxpass"), None)
    name_head = next(
        (child for child in root.children if child.dep_ in ("oprd", "attr", "dobj") and child.i > root.i), None
    )
    if root.lemma_ != "call":
        preposition = next(
            (token for token in root.subtree if token.lower_ == "as" and token.i > root.i and token.i <= root.i + 3),
            None,
        )
        name_head = (
            next((child for child in preposition.children if child.dep_ == "pobj"), None) if preposition else None
        )
    if passive is None or passive.lower_ not in ("is", "are") or name_head is None:
        return
    name = core(name_head)
    if name_head.right_edge.i + 1 < _ending(sentence) or not _is_term(
        name[1:] if name[0].lower_ in _ARTICLES and len(name) > 1 else name
    ):
        return
    phrase = sentence.parse[subject.left_edge.i : subject.right_edge.i + 1]
    if phrase[0].lower_ in ("the", "each", "some") or not _describes(phrase, subject, bare(name)):
        return
    yield Definition(bare(name), name, _opened(phrase), subject.lemma_.lower(), is_plural(subject), 1.0, sentence)


def _called(sentence: Sentence) -> Iterator[Definition]:
    """“… a thin sheet of fibrous tissue called the periosteum.”."""
    for verb in sentence.parse:
        if (
            verb.lemma_ not in NAMING
            or verb.dep_ not in ("acl", "advcl")
            or verb.i == 0
            or verb.tag_ not in ("VBN", "VBD")
        ):
            continue
        genus, name_head = (
            _before(verb),
            next((t for t in verb.subtree if t.dep_ in ("oprd", "pobj") and t.i > verb.i), None),
        )
        if genus is None or name_head is None or is_plural(name_head) != is_plural(genus):
            continue
        name, phrase = core(name_head), sentence.parse[genus.left_edge.i : verb.i]
        phrase = phrase[:-1] if phrase[-1].text == "," else phrase
        named = _is_term(name[1:] if name[0].lower_ in _ARTICLES and len(name) > 1 else name)
        own = phrase[0].lower_ in ("a", "an") or is_plural(genus)
        if own and named and not phrase[0].like_num and _describes(phrase, genus, bare(name)):
            yield Definition(bare(name), name, _opened(phrase), genus.lemma_.lower(), is_plural(genus), 0.8, sentence)


def _opened(phrase: "Span") -> str:
    """A phrase's text, without the capital that only the start of the sentence gave its first word."""
    placed = phrase.start == 0 and phrase[0].pos_ != "PROPN"
    return phrase.text[0].lower() + phrase.text[1:] if placed else phrase.text


def _before(verb: "Token") -> "Token | None":
    """The noun that "called" describes: its head, or the head of the noun phrase that stands before it."""
    root = next(token for token in verb.doc if token.head == token)
    noun = verb.head if verb.dep_ == "acl" else verb.doc[verb.i - 1]
    while verb.dep_ != "acl" and noun.head.i > root.i and noun.head.pos_ in ("NOUN", "ADP") and noun.head != noun:
        noun = noun.head
    return noun if noun.pos_ == "NOUN" else None


def predication(sentence: Sentence) -> Predication | None:
    """What a sentence says of its subject, where nothing but a short setting stands before it.

    What had been before something else leans on that, and is no predicate of its own.
    """
    root = sentence.root
    subject = next(child for child in root.children if child.dep_ in ("nsubj", "nsubjpass"))
    phrase = core(subject)
    setting = sentence.parse[: subject.left_edge.i].text
    if phrase.start != subject.left_edge.i or (
        setting
        and (
            not setting.endswith(",")
            or len(setting.split()) > _SETTING
            or setting.count(",") > 1
            or _DEICTIC.search(setting)
        )
    ):
        return None
    verbs = [
        child
        for child in root.children
        if child.dep_ in ("aux", "auxpass", "neg", "advmod") and subject.i < child.i < root.i
    ]
    first = min([root.i, *(verb.left_edge.i for verb in verbs)])
    if (
        any(token.pos_ in ("VERB", "AUX") and token.dep_ not in ("amod",) for token in phrase)
        or first <= subject.right_edge.i
    ):
        return None
    between = sentence.parse[phrase.end : first]
    if len(between) and not (between[0].text == "," and between[-1].text == ","):
        return None
    said = sentence.parse[first : _trimmed_end(root, _ending(sentence))]
    if (
        not len(said)
        or said[0].lower_ in _SEQUELS
        or (said[0].lemma_ == "do" and said[0].dep_ == "aux")
        or (said[0].lower_ == "had" and said[0].dep_ == "aux")
        or _is_weak(said)
        or any(token.dep_ == "neg" or token.lower_ in ("no", "neither", "nor", "never", "none") for token in said)
        or (subject.ent_type_ != "PERSON" and any(token.lower_ in _SOMEBODY for token in said))
    ):
        return None
    return Predication(phrase, said, setting, sentence)


def _is_weak(said: "Span") -> bool:
    """Whether a predicate is true of much else, too.

    Such as what can or may be, what is more or less than another, and what includes something, as all wholes of it do.
    What depends on something, contributes to it or differs in it mostly does so with others, and a class that
    something is counted to has other members.
    """
    return (
        said[0].tag_ == "MD"
        or said[0].lemma_ in _SHARED
        or bool(_CLASSED.search(said.text))
        or any(token.tag_ in ("JJR", "RBR") or token.lower_ in _LOOSE for token in said)
    )


def closing(sentence: Sentence) -> Closing | None:
    """The term that a sentence ends with, where it is an object of the main clause or of its last phrase."""
    end = _ending(sentence)
    if not end:
        return None
    last = sentence.parse[end - 1]
    if last.pos_ not in ("NOUN", "PROPN") or last.dep_ not in ("dobj", "attr", "pobj", "oprd"):
        return None
    name = sentence.parse[last.left_edge.i : end]
    term = name[1:] if name[0].lower_ in _ARTICLES and len(name) > 1 else name
    if not _is_term(term) or any(token.dep_ in ("cc", "conj", "poss") for token in name):
        return None
    lead = sentence.parse[: term.start].text
    if (
        last.head.pos_ == "ADP"
        and last.head.lower_ == "of"
        and last.head.head.pos_ == "NOUN"
        and last.head.head.i >= term.start - 4
    ):
        return None
    return Closing(lead, term, sentence)
