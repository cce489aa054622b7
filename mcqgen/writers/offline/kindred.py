"""Items whose wrong options come from the families of terms that ship with mcqgen.

What the text says of a term is held against the meanings of its family: only where the term's own meaning is the
nearest, and no rival's comes close, is the question one that the rivals do not answer.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from mcqgen.writers.offline.draft import WORDINGS, Choice, Draft
from mcqgen.writers.offline.facts import Definition, Predication
from mcqgen.writers.offline.families import Family, Member, bare_name, families_of
from mcqgen.writers.offline.knowledge import Knowledge
from mcqgen.writers.offline.language import Sentence, is_plural
from mcqgen.writers.offline.options import choose, number_from
from mcqgen.writers.offline.plurals import plural_of
from mcqgen.writers.offline.ranking import foreseen
from mcqgen.writers.offline.recall import echoes, opened
from mcqgen.writers.offline.terms import Term, content, rarity

_TOLD = 0.4
"""Cosine of what the text says of a term with the term's meaning below which the text speaks of something else."""
_TOLD_TO_JUDGE = 0.3
"""The same where a judge will look at each rival."""
_LEAD = 0.04
"""Cosine by which a rival's meaning must be farther from what the text says than the term's own."""
_ENOUGH = 2
"""Rivals that tempt, beside which another will do."""
_ANY = -1.0
"""The least cosine."""
_SHORTEST, _LONGEST = 3, 22
"""Words of a description that can stand as an option."""
_ROOT = 4
"""Letters by which a reader hears that two words belong together."""
_SHORTEST_ROOT = 3
"""Letters of a root that is heard where both words are learned ones: "hyoid" in "hyoglossus"."""
_LEARNED = 5.0
"""Rarity above which a word is known to who studies the subject only."""
_SPECIAL = 4.0
"""Rarity above which a root is heard within a word, too: "sulfur" in "disulfide"."""
_SENSE = 0.08
"""Cosine that a term's meaning in one family may fall behind its best before the text means another sense of it."""
_LOOSE = ("term ", "concept ", "idea ", "notion ", "particular ", "issue ", "topic ", "question ")
"""Beginnings of a kind that is a heading rather than what its members are."""
_SHORT = 5
"""Words of a kind that can be asked for: "Which bone of the wrist …?"."""
_HEDGED = re.compile(
    r"\b(?:probably|perhaps|maybe|likely|possibly|generally|usually|often|sometimes|appears?|seems?|just"
    r"|one of (?:an?|the|many)|important|good|useful|common|various|different|several|many|special|vague|remaining"
    r"|currently|today|nowadays|right now|latter|former|problematic"
    r"|(?:is|are|was|were) (?:one (?:in|of|that|who|whose)|another)"
    r"|(?:is|was) (?:an?|the) (?:similar|alternative|related|second|third|further))\b"
)
"""Words of a predicate that is true of much else, of no importance, or said in view of something else."""
_FURTHER = re.compile(r"[^,]*, (?:and|but) (?:the|an?|his|her|its|their|this)\b")
"""A predicate with what is likely another statement behind it, not the end of a list."""
_UNASKED = re.compile(
    r"^(?:an? )?(?:term|similar|alternative|related|remaining|another|(?:less|more)\b(?!.*\bthan\b))\b|="
)
"""Of a description that needs the thing beside which it was said, says "term" as the question does, or is a formula."""
_CLASSED = re.compile(
    r"(?:(?:is|was) an? (?:device|instrument|tool|process|method|technique|system|structure|substance|measure|practice)"
    r" (?:that|which) )(?=\w+s\b)"
)
"""A predicate that names the class of its subject before it says what the subject does."""
_SCIENCE = re.compile(r"log(?:y|ies|ic|ical|ist|ists)$")
"""What stands behind the root in the name of a science."""
_LEVELS = {"definition": 0.36, "question": 0.42, "meaning": 0.5}
"""Difficulty that an item has by its kind."""


@dataclass(frozen=True)
class Rival:
    """A member of the key's family that could stand beside it."""

    member: Member
    name: str
    """In the spelling that the document uses, where it uses one."""
    lead: float
    """Cosine by which its meaning is farther from what the text says than the key's."""
    worth: float
    """0–1: how likely it tempts someone who half knows."""


@dataclass(frozen=True)
class Place:
    """A term in one of its families, beside the rivals that the text rules out."""

    term: Term
    member: Member
    family: Family
    told: float
    """Cosine of what the text says with the term's own meaning."""
    rivals: tuple[Rival, ...]


def places(known: Knowledge, term: Term, said: str, sentence: Sentence, *, judged: bool) -> Iterator[Place]:
    """The families in which the text's words fit the term and not its rivals.

    Args:
        known: The document.
        term: What is asked for.
        said: What the text says of it, without its name.
        sentence: Where it says that.
        judged: Whether a judge will look at each rival. Then a person may be told by any deed.
    """
    found = families_of(term.text, term.single)
    told = _TOLD_TO_JUDGE if judged else _TOLD
    least, lead = (_ANY, _ANY) if judged and term.label == "PERSON" else (told, _LEAD)
    senses = [float(c) for c in known.nearness(said, [member.meaning for member, _ in found])] if found else []
    for (member, family), sense in zip(found, senses, strict=True):
        if sense < max(least, max(senses) - _SENSE):
            continue
        if (_number(member) and not term.plural) or family.kind.startswith(_LOOSE) or " or " in family.kind:
            continue
        text = _as_told(bare_name(term.text), member)
        others = [(other, _spelt(known, other, text, plural=term.plural)) for other in family.besides(member)]
        fit = [(other, name) for other, name in others if name and _absent(name, sentence, said)]
        if not fit:
            continue
        theirs = map(float, known.nearness(said, [other.meaning for other, _ in fit]))
        near = map(float, known.nearness(text, [name for _, name in fit]))
        rivals = tuple(
            Rival(other, name, sense - meant, _worth(known, name, close, sense - meant))
            for (other, name), meant, close in zip(fit, theirs, near, strict=True)
            if sense - meant >= lead
        )
        if rivals:
            label = "" if text[0].islower() else term.label
            yield Place(replace(term, text=text, label=label), member, family, sense, rivals)


def _as_told(text: str, member: Member) -> str:
    """A term with the capitals of a dictionary rather than of a list: "symbolic interactionism"."""
    names = (*member.names, *map(plural_of, member.names))
    return next((name for name in names if name.lower() == text.lower()), text)


def _number(member: Member) -> bool:
    """Whether a member's usual name is plural."""
    last = member.names[0].split(" of ")[0].rsplit(maxsplit=1)[-1].lower()
    return last.endswith("s") and not last.endswith(("ss", "us", "is", "os", "as", "ics", "ies", "ness"))


def _spelt(known: Knowledge, member: Member, like: str, *, plural: bool) -> str:
    """The name that the document uses, else the usual one; "" where none has the form and number of `like`.

    A full name does not have the form of a bare surname.
    """
    usual = member.names[0]
    if like[0].isupper() and " " not in like and usual[0].isupper() and " " in usual:
        return ""
    names = [name for name in member.names if name.isupper() == like.isupper()]
    if _number(member) != plural:
        names = [several for name in names if plural and (several := plural_of(name))]
    names = list(map(known.marked, names))
    used = (name for name in names if name.lower() in known.lexicon.count)
    return next(used, names[0] if names else "")


def _absent(name: str, sentence: Sentence, said: str) -> bool:
    """Whether a rival is not named where the key is proven, and does not sound in what is asked."""
    words, asked = name.lower().split(), set(said.lower().split())
    return name.lower() not in sentence.text.lower() and not all(word in asked for word in words)


def _worth(known: Knowledge, name: str, near: float, lead: float) -> float:
    often = known.lexicon.count[name.lower()] > 0
    return 0.4 + 0.25 * min(1.0, near / 0.6) + 0.15 * often + 0.2 * (1 - min(1.0, lead / 0.4))


def named(
    known: Knowledge,
    kind: str,
    place: Place,
    sentence: Sentence,
    sizes: Sequence[int],
    wording: Callable[[Place], str],
) -> Draft | None:
    """A question for a term beside its rivals' names; `sizes`: how many of them, the best number first."""
    stem, key = wording(place), place.term.text
    choices = {rival.name: rival for rival in place.rivals if not _tells(key, stem, rival.name)}
    told = [Choice(name, _why(rival), rival.worth) for name, rival in choices.items()]
    chosen = next(filter(None, (choose(key, stem, told, number) for number in sizes)), None)
    if chosen is None:
        return None
    return _draft(known, kind, stem, key, place, sentence, chosen, [choices[choice.text] for choice in chosen])


def _sizes(options: int, judged: bool) -> Sequence[int]:
    """How many rivals an item takes, the best number first; where a model gives more of them, two will do."""
    return (options - 1, _ENOUGH) if judged and options > _ENOUGH + 1 else (options - 1,)


def _why(rival: Rival) -> str:
    return f"“{rival.name}” means something else: {rival.member.meaning}."


def _draft(
    known: Knowledge,
    kind: str,
    stem: str,
    key: str,
    place: Place,
    sentence: Sentence,
    chosen: tuple[Choice, ...],
    rivals: list[Rival],
) -> Draft:
    near = [float(cosine) for cosine in known.nearness(place.term.text, [rival.name for rival in rivals])]
    mine = known.defined.get(place.term.text.lower())
    said = [float(cosine) for cosine in known.nearness(stem, [key, *(choice.text for choice in chosen)])]
    traits = {
        "kind_words": len(place.family.kind.split()) / 5,
        "said_lead": said[0] - max(said[1:]),
        "said_least": min(said[1:]),
        "told": place.told,
        "lead_least": min(rival.lead for rival in rivals),
        "lead_mean": fmean(rival.lead for rival in rivals),
        "near_least": min(near),
        "near_mean": fmean(near),
        "in_text": fmean(known.lexicon.count[rival.name.lower()] > 0 for rival in rivals),
        "salient": known.salience(place.term),
        "rare": rarity(key) / 5,
        "hanging": float(known.hanging(sentence)),
        "proper": float(place.term.proper),
        "plural": float(place.term.plural),
        "length": len(stem.split()) / 20,
        "context": float(sentence.context is not None),
        "defined": float(mine is not None),
        "listed": float(mine is not None and mine.listed),
        f"kind_{kind}": 1.0,
    }
    level = _LEVELS[kind] + 0.5 * (fmean(rival.worth for rival in rivals) - 0.7)
    return Draft(kind, stem, key, chosen, (sentence,), level, foreseen("families", traits), place.term.single)


def by_definition(known: Knowledge, term: Term, fact: Definition, options: int, *, judged: bool) -> Iterator[Draft]:
    """“Which term refers to …?”."""
    if term.label == "PERSON" or not _of_a_number(fact) or _UNASKED.search(fact.description):
        return
    templates = WORDINGS.section("listed" if fact.listed else "definition")
    stem = WORDINGS.fill(templates[number_from(fact.description) % len(templates)], description=fact.description)
    sizes = _sizes(options, judged)
    for place in places(known, term, fact.description, fact.sentence, judged=judged):
        if (draft := named(known, "definition", place, fact.sentence, sizes, lambda _: stem)) is not None:
            yield draft


def _of_a_number(fact: Definition) -> bool:
    """Whether term and description are both singular, or both plural; else the "noun" may be a verb: "processes …"."""
    heads = [token for token in fact.sentence.parse if token.lemma_.lower() == fact.genus and token.pos_ == "NOUN"]
    return not heads or any(is_plural(head) == fact.plural for head in heads)


def by_meaning(known: Knowledge, term: Term, fact: Definition, options: int, *, judged: bool) -> Iterator[Draft]:
    """“What does the term … mean?”."""
    key = _bare(fact.description)
    if not _SHORTEST <= len(key.split()) <= _LONGEST or not _of_a_number(fact) or "=" in key:
        return
    stem = WORDINGS.fill(WORDINGS.text("meaning_listed").strip(), term=bare_name(term.text))
    for place in places(known, term, fact.description, fact.sentence, judged=judged):
        if _number(place.member) != term.plural:
            continue
        rivals = {known.marked(rival.member.meaning): rival for rival in place.rivals}
        rivals = {meaning: rival for meaning, rival in rivals.items() if not sounds(term.text, key, meaning)}
        told = [Choice(meaning, f"That is “{rival.name}”.", rival.worth) for meaning, rival in rivals.items()]
        if chosen := choose(key, stem, told, options - 1):
            beside = [rivals[choice.text] for choice in chosen]
            yield _draft(known, "meaning", stem, key, place, fact.sentence, chosen, beside)


def _tells(key: str, stem: str, rival: str) -> bool:
    """Whether the key sounds in the stem, and a rival does not."""
    return sounds(key, stem, rival) or echoes(key, stem, (rival,))


def sounds(name: str, said: str, rival: str) -> bool:
    """Whether a root of a name sounds in what is said, and not in a rival: "click" in "click-through"."""
    words, others = re.findall(r"[a-z]+", name.lower()), set(re.findall(r"[a-z]+", said.lower())) - {"term"}
    heard = {word[:_ROOT] for word in others} & {word[:_ROOT] for word in words if len(word) >= _ROOT}
    sciences = {_SCIENCE.sub("", word) for word in others if _SCIENCE.search(word) and len(word) > _ROOT + 2}
    heard |= {root for root in sciences if any(word.startswith(root) for word in words)}
    learned = {word[:_SHORTEST_ROOT] for word in others if len(word) > _ROOT and rarity(word) > _LEARNED}
    heard |= learned & {word[:_SHORTEST_ROOT] for word in words if len(word) > _ROOT and rarity(word) > _LEARNED}
    within = {word[:_ROOT] for word in others if len(word) > _ROOT and rarity(word) > _SPECIAL}
    heard |= {root for root in within if any(root in word for word in words)}
    return any(root not in rival.lower() for root in heard)


def _bare(description: str) -> str:
    """A description without its article, as the meanings of the families are written."""
    first, _, rest = description.partition(" ")
    return rest if first.lower() in ("a", "an", "the", "any") else description


def by_subject(known: Knowledge, term: Term, fact: Predication, options: int, *, judged: bool) -> Iterator[Draft]:
    """“Which bone of the wrist …?”, “Who …?”."""
    was_one = term.label == "PERSON" and re.match(r"(?:is|was) (?:an?|the|one)\b", fact.predicate)
    if (
        was_one
        or _HEDGED.search(fact.predicate)
        or _FURTHER.match(fact.predicate)
        or _twice(fact)
        or len(content(fact.said)) < 4
        or (term.lemmas - {term.head}) & content(fact.said)
    ):
        return

    def wording(place: Place) -> str:
        kind = place.family.kind
        if place.term.label == "PERSON":
            question = WORDINGS.fill(WORDINGS.text("question_person").strip(), predicate=fact.predicate)
        elif term.plural or not _fresh(kind, f"{fact.setting} {fact.predicate}"):
            question = WORDINGS.fill(WORDINGS.text("question").strip(), predicate=fact.predicate)
        else:
            does = _CLASSED.sub("", fact.predicate)
            question = WORDINGS.fill(WORDINGS.text("question_kind").strip(), kind=kind, predicate=does)
        return opened(fact, question)

    by_deed = judged and term.label == "PERSON" and _names(fact)
    for place in places(known, term, fact.predicate, fact.sentence, judged=by_deed):
        if (draft := named(known, "question", place, fact.sentence, _sizes(options, judged), wording)) is not None:
            yield draft


def _names(fact: Predication) -> bool:
    """Whether a deed is told by a number or by two words of names, so that hardly anybody else has done it."""
    return sum(2 if token.like_num else token.pos_ == "PROPN" for token in fact.said) > 1


def _twice(fact: Predication) -> bool:
    """Whether the main verb stands there again, as where another statement follows: "A measures …, B measures …"."""
    verb = fact.sentence.root
    return verb.pos_ == "VERB" and sum(token.lower_ == verb.lower_ for token in fact.said) > 1


def _fresh(kind: str, said: str) -> bool:
    """Whether a kind is short, and what is said around it does not say it again."""
    if len(kind.split()) > _SHORT:
        return False
    return not {word for word in kind.lower().split() if len(word) > 3} & set(re.findall(r"[\w’'-]+", said.lower()))


def drafts(known: Knowledge, options: int, *, judged: bool = False) -> Iterator[Draft]:
    """All items on terms whose families are known; `judged`: a judge will look at each rival."""
    for term, definition in known.definitions:
        yield from by_definition(known, term, definition, options, judged=judged)
        if known.defined[term.text.lower()] is definition:
            yield from by_meaning(known, term, definition, options, judged=judged)
    for term, said in known.predications:
        yield from by_subject(known, term, said, options, judged=judged)
