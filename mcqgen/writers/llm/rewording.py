"""Wrong options by a small model for a question of the offline writer: asked for in plenty, and chosen from.

The offline writer knows only the terms of the document. A small model knows the neighbours of a term, and names them
beside absurd ones, which it cannot tell apart; but what it names twice, what is near to the key in meaning and what is
of its kind tempts students. It is asked with the question, and for the key's neighbours without it. The offline
writer's own distractors stand with the others, and the best of all are taken. Those of the key's family (see
`mcqgen.writers.offline.families`) are sure to be of its kind and to be wrong: they come first, the neighbours are not
asked for where they are enough, and no judge is asked about them, as small ones take a good rival for right. Only
names are judged: of what somebody did the family tells nothing.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from mcqgen.domain.document import Passage
from mcqgen.domain.item import Item
from mcqgen.writers.llm.asking import Values, language_name
from mcqgen.writers.llm.examples import conversation, examples
from mcqgen.writers.llm.genus import genus_of
from mcqgen.writers.llm.material import fence_of, plain
from mcqgen.writers.llm.schema import Answered
from mcqgen.writers.llm.simple import ONE
from mcqgen.writers.llm.sound import bare_words, sound
from mcqgen.writers.offline.draft import Choice
from mcqgen.writers.offline.families import is_another_name, is_rival
from mcqgen.writers.offline.kindred import sounds
from mcqgen.writers.offline.options import choose
from mcqgen.writers.offline.recall import echoes
from mcqgen.writers.offline.wordnet import wordnet

if TYPE_CHECKING:
    import numpy as np
    from langchain_core.prompts import ChatPromptTemplate
    from numpy.typing import NDArray

    Embed = Callable[[Sequence[str]], NDArray[np.float32]]

MANY = 8
"""Wrong options in a reply."""
_ENOUGH = 6
"""Sound ones that the distractors are chosen from."""
_PHRASE = 3
"""Words beyond which a key is no term that has neighbours."""
_TEMPTING = 0.3
"""Worth below which an option tempts nobody."""
_MISPLACED = 0.04
"""Worth of a better place of the key in the order of lengths: the options differ more in it than the offline writer's.
"""
_KIN = 0.7
"""Kinship below which two common terms are not of one kind: of 43 judged items with such options raters took 14."""
_UNLIKE = 0.3
"""Kinship below which two names are not of one kind: such as of a king and of a war."""
_DENIAL = re.compile(r"^(?:non-?|un|in|im|il|ir|dis)")
_WORD = re.compile(r"[\w'’-]+")
_ARTICLE = re.compile(r"(?:an?|the)\s", re.IGNORECASE)
_WHO = re.compile(r"\b[Ww]ho\b")
_WOMAN = re.compile(r"^(?:Queen|Princess|Empress|Duchess|Lady)\b")
_NUMERAL = re.compile(r"(?<=[a-z] )[IVX][ivx]+$")
_VOUCHED = 0.4
"""What a rival of the key's family gains that the offline writer found to be ruled out by the text."""
_SAME = 0.9
"""Cosine above which two terms are spellings of one."""


class WrongOptions(Answered):
    """The reply."""

    wrong: Annotated[list[Annotated[str, Field(min_length=1, max_length=120)]], Field(min_length=MANY, max_length=MANY)]


@dataclass(frozen=True)
class Reworded:
    """An item of the offline writer with the wrong options that were chosen."""

    draft: Item
    wrong: tuple[str, ...]


def ways(draft: Item) -> tuple[str, ...]:
    """The sections of the prompt by which a model is asked for wrong options to a draft."""
    alone = not _is_term(draft.key.text) or (_vouched(draft) and not _asks_who(draft))
    return ("options",) if alone else ("options", "neighbours")


def _asks_who(draft: Item) -> bool:
    return bool(_WHO.search(draft.stem))


def _vouched(draft: Item) -> bool:
    """Whether the draft stands beside its key's family, so that the offline writer would hand it out as it is."""
    rivals = sum(is_rival(option.text, draft.key.text) for option in draft.distractors)
    return rivals == len(draft.distractors) > 0


@cache
def options_prompt(way: str) -> "ChatPromptTemplate":
    """The conversation up to the order."""
    user, turns = ONE.text(f"{way}_user"), []
    for lines in examples(ONE, "options_examples"):
        reply = WrongOptions(wrong=lines.pop("wrong").split(" | "))
        fence = fence_of(f"{lines['question']}{lines['key']}")
        if "question" in user or _is_term(lines["key"]):
            turns.append((ONE.fill(user, **lines, fence=fence), reply))
    return conversation(ONE.text(way), turns, user)


def asking_for_options(draft: Item, title: str, language: str) -> Values:
    """Values of the order, either way; the document's title tells the subject where the section's is "Summary"."""
    question, key = plain(draft.stem), plain(draft.key.text)
    return {
        "wrong": str(MANY),
        "language": language_name(language),
        "topic": plain(": ".join(dict.fromkeys(filter(None, (title, draft.topic))))),
        "question": question,
        "key": key,
        "fence": fence_of(f"{question}{key}"),
    }


def reworded(
    draft: Item,
    options: int,
    replies: Sequence[Sequence[str]],
    passages: Sequence[Passage],
    is_right: Callable[[str], bool] | None,
    is_kind: Callable[[str, str], bool] | None,
    embed: "Embed",
) -> Reworded | None:
    """The draft with the most tempting options of a model's replies and its own that nothing speaks against.

    Args:
        draft: What is asked.
        options: How many an item has.
        replies: Wrong options, as the model gave them.
        passages: What the key is proven by.
        is_right: What a judge says of each answer alone; None where there is no judge.
        is_kind: Whether it says that a term is a kind of another. A kind of the key, as velocity is of a vector, has
            what the key has; and where the stem defines the key as a force, only forces tempt.
        embed: Texts to L2-normalised vectors.

    Returns:
        None where the judge finds the key wrong, where too few options are left, or where they make the stem tell the
        key.
    """
    key, wanted = draft.key.text, options - 1
    if is_right and not _vouched(draft) and not is_right(key):
        return None
    best = tempting(draft, [[_in_form(text, key) for text in reply] for reply in replies], embed)
    worth = {choice.text: choice for choice in best}

    common = _is_term(key) and not _is_name(key)
    genus = genus_of(draft.stem) if common else None

    def doubted(text: str) -> bool:
        if common and is_rival(text, key):
            return False
        if is_right and is_right(text):
            return True
        return bool(common and is_kind and (is_kind(text, key) or not _of_genus(text, genus, is_kind)))

    left = sound(draft.stem, key, list(worth), passages, doubted)
    if _is_term(key):
        few = [worth[text] for text in islice(left, _ENOUGH)]
        kin = [choice for choice in few if is_rival(choice.text, key)]
        few = few if _is_name(key) or len(kin) < wanted else kin
        left = iter([choice.text for choice in choose(key, draft.stem, few, wanted, _MISPLACED)])
    chosen = tuple(islice(left, wanted))
    if _asks_who(draft) and not any(is_rival(text, key) for text in chosen):
        return None
    return Reworded(draft, chosen) if len(chosen) == wanted and not echoes(key, draft.stem, chosen) else None


def _of_genus(text: str, genus: str | None, is_kind: Callable[[str, str], bool]) -> bool:
    """Whether a term is what the stem says that the key is; not known where it says "a part" or "a kind".

    WordNet tells it of its nouns, and a judge, which tells less surely, of others.
    """
    if genus is None:
        return True
    if wordnet().senses(_noun(text)) and wordnet().senses(genus):
        return wordnet().kinds(_noun(text), genus)
    return genus != "" and is_kind(text, genus)


def tempting(draft: Item, replies: Sequence[Sequence[str]], embed: "Embed") -> list[Choice]:
    """The draft's own distractors and those of the replies that may tempt, best first; none twice.

    The worth of an option grows with its likeness in meaning to the key and to the quoted text, with its kinship to the
    key in WordNet, and where it is known to the document or to WordNet or was named more than once. Left out is what
    the quote names, and beside terms what says the same, or has another number or article; also persons none of
    whom the model names, so that a student will not think of them either. Where the stem says what kind of thing the
    key is, the options must say so, too.
    """
    key, said = draft.key.text, " ".join(evidence.quote for evidence in draft.evidence)
    own = [option.text for option in draft.distractors]
    named = Counter(name for reply in (own, *replies) for name in set(map(bare_words, reply)))
    texts = list({bare_words(text): text for reply in (*replies, own) for text in reply}.values())
    unheard = _asks_who(draft) and not any(named[bare_words(text)] > 1 for text in own)
    vectors = embed([key, said, *texts])
    like_key, like_quote = vectors[2:] @ vectors[0], vectors[2:] @ vectors[1]
    found = []
    for text, near, fit in zip(texts, map(float, like_key), map(float, like_quote), strict=True):
        if unheard and text in own:
            continue
        if _fits(text, draft.stem, key, said) and not (_is_term(key) and near > _SAME):
            worth = 0.4 * near + 0.15 * fit + 0.15 * (named[bare_words(text)] > 1)
            worth += _VOUCHED * (text in own and is_rival(text, key))
            found.append(Choice(text, "", worth + (_kinship(text, key, text in own) if _is_term(key) else 0)))
    ranked = sorted(found, key=lambda choice: (-choice.worth, choice.text))
    return list(_apart(choice for choice in ranked if choice.worth >= _TEMPTING))


def _fits(text: str, stem: str, key: str, said: str) -> bool:
    """Whether nothing in the form of an option or in the quote tells that it is wrong, or right as well."""
    kind = key.lower().split()[-1]
    told = kind != key.lower() and kind in stem.lower().split()
    if f" {bare_words(text)} " in f" {' '.join(_WORD.findall(said.casefold()))} ":
        return False
    if told and not text.lower().endswith(kind):
        return False
    if _WOMAN.match(text) and re.search(r"\bhis\b", stem):
        return False
    if sounds(key, stem, text) if _is_term(key) else sounds(stem, key, text):
        return False
    return not _is_term(key) or (_akin(text, key) and _alike_in_form(text, key) and not _one_in_other(text, key))


def _akin(text: str, key: str) -> bool:
    """Whether a term is of the key's family, or both are of one kind; names are, as far as their form tells."""
    return _is_name(key) or is_rival(text, key) or wordnet().kinship(_head(text), _head(key)) >= _KIN


def _is_name(key: str) -> bool:
    return key[:1].isupper() and not key.isupper()


def _kinship(text: str, key: str, known: bool) -> float:
    """What a term gains by being of the key's kind, real, and as many words; `known`: the document names it."""
    real = known or bool(wordnet().senses(_noun(text)))
    as_long = len(text.split()) == len(key.split())
    return 0.2 * wordnet().kinship(_head(text), _head(key)) + 0.1 * real + 0.05 * as_long


def _apart(ranked: Iterable[Choice]) -> Iterator[Choice]:
    """Options none of which is a kind or a synonym of one before it, or denies the same as another does."""
    before: list[str] = []
    for choice in ranked:
        text = choice.text.lower()
        if not any(_DENIAL.sub("", text) == _DENIAL.sub("", other) or _one_in_other(text, other) for other in before):
            before.append(text)
            yield choice


def _one_in_other(one: str, other: str) -> bool:
    return is_another_name(one, other) or wordnet().kinds(_noun(one), _noun(other))


def _is_term(key: str) -> bool:
    return len(key.split()) <= _PHRASE


def _alike_in_form(one: str, other: str) -> bool:
    """Whether two terms are alike in number, article and capitals, and two names not of a person and a place."""
    if bool(_ARTICLE.match(one)) != bool(_ARTICLE.match(other)) or one.isupper() != other.isupper():
        return False
    if one[:1].isupper() and other[:1].isupper():
        known = wordnet().senses(one) and wordnet().senses(other)
        return not known or wordnet().kinship(one, other) >= _UNLIKE
    return _several(one) == _several(other)


def _several(term: str) -> bool:
    last = term.rsplit(maxsplit=1)[-1].lower()
    unknown = not wordnet().senses(last)
    return _noun(last) != last or (unknown and last.endswith("s") and not last.endswith(("ss", "us", "is")))


def _noun(text: str) -> str:
    """A term as WordNet may hold it: small, its last word in the singular."""
    text = text.lower()
    singular = (text.removesuffix("s"), text.removesuffix("es"), re.sub("ies$", "y", text))
    return next((noun for noun in (text, *singular) if wordnet().senses(noun)), text)


def _head(text: str) -> str:
    """The last word of a term, or the term itself where WordNet knows it."""
    whole = _noun(text)
    return whole if wordnet().senses(whole) else _noun(text.rsplit(maxsplit=1)[-1])


def _in_form(text: str, key: str) -> str:
    """With a capital where the key has one, and with a full stop or without it as the key; numbers of kings are big."""
    text = _NUMERAL.sub(lambda found: found[0].upper(), text.strip().rstrip(".")) + ("." if key.endswith(".") else "")
    plain_word = text[:1] + text[1:2].lower() == text[:2] and text[1:2].isalpha()
    return text[:1].upper() + text[1:] if key[:1].isupper() and plain_word else text
