"""T4xx: the stem, and words that it shares with the options."""

import re
from collections.abc import Iterator
from functools import cache

from mcqgen.checks.base import Need, check
from mcqgen.checks.language import stem, word_lists
from mcqgen.checks.reading import Reading, phrase, sentences_of
from mcqgen.domain.flaw import Severity

_GAP = re.compile(r"_{2,}|…{1,}|\.{4,}|\[(?:blank|gap)\]", re.IGNORECASE)
_OPEN_ENDS = ("articles", "prepositions", "conjunctions")
_ECHO = 0.3
"""Share of the key's own content words that repeat the stem; in a longer key one such word is no echo."""
_LONG_STEM = 60
"""Words: among 1,453 textbook items, one in fifty has more."""
_STRAY = 5
"""Content words: a shorter sentence ("Consider a mouse.") leads to the question without sharing a word with it."""


@cache
def _stems_of(name: str, language: str) -> frozenset[str]:
    lists = word_lists(language)
    return frozenset(stem(word, language) for word in lists.set(name)) if lists else frozenset()


@check("T401", Severity.WARNING, "Say it in other words in the stem, or ask from the other side.", Need.WORDS)
def key_in_stem(reading: Reading) -> Iterator[str]:
    """All that sets the key apart already stands in the stem.

    Who reads with care finds the answer in the question. Words that every option has do not count, and neither does
    a stem that names the wrong options as well.

    **Bad**

        By which process do animals take in the oxygen that they need to respire?
        * respiration
        - digestion
        - circulation

    **Good**

        By which process do animals take in oxygen?
        * respiration
        - digestion
        - circulation

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 28b: avoid clang associations.
    """
    own = reading.key.content - reading.shared
    others = [option.content - reading.shared for option in reading.distractors]
    if own and own <= reading.stem.content and not any(other and other <= reading.stem.content for other in others):
        yield f"The stem already says “{reading.key.text}”."


@check(
    "T402",
    Severity.WARNING,
    "Use another word in the stem or in the key, or the same word in a wrong option.",
    Need.WORDS,
)
def word_repeats(reading: Reading) -> Iterator[str]:
    """A word of the stem comes back in the key and in no wrong option.

    The echo points at the key. General words such as "process" or "example" do not count.

    **Bad**

        What holds the crystal of a watch in place?
        * a ring around the crystal
        - a drop of glue
        - four screws

    **Good**

        What holds the glass of a watch in place?
        * a metal ring
        - a drop of glue
        - four screws

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 28b; Moore et al. (2023), arXiv 2307.08161, flaw 12.
    """
    own = reading.key.content - reading.shared
    if own <= reading.stem.content:
        return
    elsewhere = frozenset().union(*(option.stems for option in reading.distractors))
    echoes = {
        s
        for s in (own & reading.stem.content) - elsewhere - _stems_of("generic", reading.language)
        if not s[0].isdigit()
    }
    if echoes and len(echoes) >= _ECHO * len(own):
        found = [token for token, s in zip(reading.key.tokens, reading.key.stems, strict=True) if s in echoes]
        yield f"“{'”, “'.join(dict.fromkeys(found))}” stands in the stem and, of all options, only in the key."


@check("T403", Severity.WARNING, "Ask for what is right; if it must be negative, write NOT in capitals.", Need.WORDS)
def negative_wording(reading: Reading) -> Iterator[str]:
    """The question asks for what is not so, and does not emphasise the negation.

    A small "not" is overlooked, and students who know the matter choose a true statement. Capitals, bold or
    underlining make it visible. A "not" in the description of a case is no negative question.

    **Bad**

        Which of the following is not a planet?
        * Moon
        - Mars
        - Venus

    **Good**

        Which of the following is NOT a planet?
        * Moon
        - Mars
        - Venus

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 17; Moore et al. (2023), arXiv 2307.08161, flaw 19.
    """
    if reading.negation[:1].isalpha() and not reading.negation.isupper():
        yield f"“{reading.negation}” in the question is easily overlooked."


@check("T404", Severity.WARNING, "Move the gap to the end, or ask a question.")
def gap_inside_stem(reading: Reading) -> Iterator[str]:
    """A gap stands in the middle of the stem.

    The reader must hold a broken sentence in mind while trying each option in it. A gap at the end, which the options
    complete, is fine.

    **Bad**

        The ____ is the largest organ of the human body.
        * skin
        - liver
        - brain

    **Good**

        The largest organ of the human body is the ____.
        * skin
        - liver
        - brain

    **Source**: Moore et al. (2023), arXiv 2307.08161, flaw 10; Haladyna, Downing & Rodriguez (2002), rule 15.
    """
    gaps = list(_GAP.finditer(reading.stem.text))
    for gap in gaps:
        if re.search(r"[^\W_]", reading.stem.text[gap.end() :]):
            yield "A gap stands inside the stem."
            return


def _asks(reading: Reading) -> bool:
    """Whether the stem ends with a question, a cue to go on, or an order."""
    text = reading.stem.text
    if "?" in text or _GAP.search(text) or text.endswith((":", ",", "-", "–", "—")) or not text.endswith((".", "!")):
        return True
    return bool(reading.words.pattern("cue").search(reading.question)) or _orders(reading)


def _orders(reading: Reading) -> bool:
    """Whether a sentence of the stem tells what to do."""
    order = reading.words.pattern("instruction")
    return any(order.match(re.sub(r"^\w[.)] ", "", part)) for part in sentences_of(reading.stem.text))


@check(
    "T405",
    Severity.WARNING,
    "Put into the stem what is asked, so that it can be answered with the options covered.",
    Need.WORDS,
)
def unfocused_stem(reading: Reading) -> Iterator[str]:
    """The stem does not say what is asked.

    "Which of the following is true?" and a bare statement leave the question to be guessed from the options.

    **Bad**

        Which of the following is true?
        * Bats can fly in the dark.
        - Whales breathe through gills.
        - Snakes have eyelids.

    **Good**

        How do bats find their way in the dark?
        * They listen for echoes.
        - They smell their prey.
        - They feel the ground.

    **Source**: Haladyna, Downing & Rodriguez (2002), rules 14 and 15; Moore et al. (2023), arXiv 2307.08161, flaw 13.
    """
    bare = _GAP.sub(" ", reading.stem.text).strip(" .:?¿¡")
    if reading.words.pattern("empty_question").fullmatch(bare):
        yield "The stem names no matter that it asks about."
    elif not _asks(reading):
        yield "The stem is a statement: it asks nothing and leaves nothing open."
    elif len(reading.stem.tokens) <= 4 and "?" not in reading.stem.text and _verbless(reading):
        yield "The stem names a subject, but does not ask anything about it."


def _verbless(reading: Reading) -> bool:
    """Whether nothing in the stem looks like a verb, and it does not end with a word that has to be completed."""
    words, stems = reading.words, reading.stem
    if not words.set("verbs"):  # only English is known well enough
        return False
    closed = words.set("finite") | words.set("question_words") | {"that"}
    articles, before, found = words.set("articles"), "", False
    for token, form in zip(stems.tokens, stems.stems, strict=True):
        verb = form in _stems_of("verbs", reading.language) or (len(token) > 4 and token.endswith("ed"))
        found = found or token in closed or (verb and before not in articles)
        before = token
    return not (found or _orders(reading)) and not any(before in words.set(name) for name in _OPEN_ENDS)


@check("T406", Severity.WARNING, "Name what is meant, so that the question stands without the text.", Need.WORDS)
def context_bound(reading: Reading) -> Iterator[str]:
    """The item points at something that the student does not have in front of them.

    "This figure", "the passage above", "the author", or an "it" that refers to nothing: without the text beside it,
    the question cannot be understood.

    **Bad**

        What does the author say about the treaty?
        * It ended the war.
        - It was never signed.
        - It was kept secret.

    **Good**

        What did the treaty of Westphalia bring about in 1648?
        * the end of the war
        - the fall of the empire
        - a secret alliance

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 5: keep the content of each item independent.
    """
    words = reading.words
    for text in (reading.stem.text, *(option.text for option in reading.plain)):
        if match := words.pattern("context").search(text):
            yield f"“{match[0]}” points at something outside the item."
            return
    if match := words.pattern("context_in_stem").search(reading.stem.text):
        yield f"“{match[0]}” points at something outside the item."
    start = words.pattern("loose_start").match(reading.stem.text)
    if start and not words.pattern("cleft").match(reading.stem.text):
        yield f"“{start[0].strip()}” at the start of the stem refers to nothing."


@check("T407", Severity.NOTE, "Cut what is not needed to answer.")
def gratuitous_information(reading: Reading) -> Iterator[str]:
    """The stem is very long, or says something that nothing else in the item takes up.

    More than 60 words are often more text than the question needs, and so is a sentence that shares no word with the
    rest, which does not point back at it either ("This is an example of"). Both can be a case that has to be told, so
    this is a note.

    **Bad**

        The garden was laid out in spring by two brothers from Leeds. What do bees make?
        * honey
        - milk
        - silk

    **Good**

        What do bees make?
        * honey
        - milk
        - silk

    **Source**: Haladyna, Downing & Rodriguez (2002), rule 16; Moore et al. (2023), arXiv 2307.08161, flaw 5.
    """
    if len(reading.stem.tokens) > _LONG_STEM:
        yield f"The stem has {len(reading.stem.tokens)} words."
    elif stray := _stray_sentence(reading):
        yield f"Nothing in the question or the options takes up “{stray}”."


def _stray_sentence(reading: Reading) -> str:
    """The first sentence of the stem, with words enough, that shares none with the rest of the item; or ""."""
    sentences = [phrase(sentence, reading.language) for sentence in sentences_of(reading.stem.text)]
    options = frozenset().union(*(option.stems for option in reading.options))
    pointers = reading.words.set("pointers")
    for sentence in sentences:
        others = [other for other in sentences if other is not sentence]
        rest = frozenset().union(options, *(other.stems for other in others))
        apart = not sentence.content & rest and not any(pointers.intersection(other.tokens) for other in others)
        if len(sentence.content) >= _STRAY and apart and sentence.text != reading.question:
            return sentence.text
    return ""


@check("T408", Severity.NOTE, "Ask for one thing, say it positively, and write abbreviations out.", Need.WORDS)
def unclear_wording(reading: Reading) -> Iterator[str]:
    """The question is unclear: two negations, a double "or", "and/or", or an unknown abbreviation.

    Each makes a prepared student stop and guess what is meant. An abbreviation counts only where neither the item nor
    its document explains or uses it. Sound questions have such words at times, so this is a note.

    **Bad**

        Which of these is not a mineral that cannot be found in the crust?
        * ice
        - quartz
        - mica

    **Good**

        Which of these minerals is found in the crust?
        * quartz
        - ice
        - amber

    **Source**: Moore et al. (2023), arXiv 2307.08161, flaw 1; Haladyna, Downing & Rodriguez (2002), rules 11 and 12.
    """
    question, words = reading.question, reading.words
    for name, what in (("double_negative", "two negations"), ("double_or", "two times “or”"), ("and_or", "“and/or”")):
        if words.pattern(name).search(question):
            yield f"The question holds {what}."
            return
    if abbreviation := _unexplained(reading):
        yield f"Neither the item nor its document uses “{abbreviation}” elsewhere."


_CAPITALS = re.compile(r"(?<![\w'’-])[A-Z]{3,6}(?![\w'’-])")


def _unexplained(reading: Reading) -> str:
    """The first abbreviation of the stem that stands neither in brackets nor in a document that the item quotes."""
    sources = [reading.context.documents.get(evidence.document) for evidence in reading.item.evidence]
    texts = [page.text for document in sources if document for page in document.pages]
    if not texts or reading.stem.text.isupper():
        return ""
    for match in _CAPITALS.finditer(reading.stem.text):
        emphasis = match[0].lower() in reading.words.set("stopwords") or reading.negation.upper() == match[0]
        if not emphasis and f"({match[0]})" not in reading.stem.text and not any(match[0] in text for text in texts):
            return match[0]
    return ""
