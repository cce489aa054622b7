"""What is running text, and what only looks like it: captions, notes, tables, contents, code, formulae, boilerplate."""

import re

from mcqgen.documents.paragraphs import Group
from mcqgen.documents.sections import SectionKind
from mcqgen.domain.document import Role

_CAPTION = re.compile(
    r"\s*(?:(?:figure|fig\.?|table|tabla|figura|box|plate|chart|exhibit|listing|algorithm|scheme|video|abbildung|tabelle)"
    r"\s*(?:S?\d+(?:[.–-]\d+)*[A-Za-z]?|[IVX]+)\b\s*(?:[.:|–—-]|(?-i:\s[A-Z(“])|$)"
    r"|\(?(?:credit|source|photo|image)s?\s*(?:\w+\s*)?:)",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*(?:\d{1,3}[.\s]*(?=[A-Z“\"])|[*†‡§¶]|[a-c]\s+[A-Z])")
_LEADER = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}")
_BOILERPLATE = re.compile(
    r"copyright ©|©\s*(?:\d{4}|the author)|all rights reserved|licen[sc]ed (?:under|creative)|creative commons"
    r"|\bISBN\b|\bISSN\b|access for free at|download for free at|doi\.org/|\bdoi:\s*10\."
    r"|correspondence (?:should|to|concerning)|correspondence and requests|authors of papers retain"
    r"|(?:the )?authors? (?:have )?declared? (?:that )?(?:no|there)|no competing (?:financial )?interests"
    r"|open peer review is|(?:code|data) (?:is|are) available (?:at|from)|userid:|must be removed before printing"
    r"|this (?:article|work|chapter) is (?:distributed|licensed)|cat\. no\.|all product names",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w|\{[\w., ]+\}@")
_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"”’')\]]*(?:\s|$)|[。！？]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SYMBOLS = re.compile(r"[=+<>≤≥∑∫√∂≈×÷±|\\{}^_~∈∀∃→↔⇒]")
_OBJECTIVES = re.compile(
    r"by the end of this|after (?:studying|reading|completing) this|students will be able to"
    r"|you (?:will|should) be able to|in this (?:chapter|section|module),? you will (?:learn|explore|be)"
    r"|al final(?:izar)? (?:de )?est",
    re.IGNORECASE,
)
_SMALL = 0.93
"""Share of the body's font size under which a block is a caption, a note or a sidebar, unless it is long."""
_LONG_BLOCK = 500
_FEWEST_WORDS = 5


def is_prose(group: Group, body: float) -> bool:
    """Whether a paragraph is running text that can be a source of items."""
    text = group.text
    if group.rows[0].line.role in (Role.TABLE, Role.CODE, Role.CAPTION, Role.HEADING):
        return False
    if _CAPTION.match(text) or _LEADER.search(text) or _BOILERPLATE.search(text):
        return False
    if _ADDRESS.search(text) and len(text) < 400:
        return False
    small = 0 < group.size < _SMALL * body
    if (
        small
        and (len(text) < _LONG_BLOCK or _NOTE.match(text))
        and not text.startswith(("Abstract", "ABSTRACT", "Summary"))
    ):
        return False
    return _has_sentence(text, group.listed) and not _is_question_list(text, group.listed) and _worded(text)


def without_objectives(groups: list[Group]) -> list[Group]:
    """Leave out lists of objectives: under a heading of that name, or after "you will be able to:"."""
    kept: list[Group] = []
    listing = False
    for group in groups:
        if _OBJECTIVES.match(group.text):
            listing = True
            continue
        objectives = group.section.kind is SectionKind.OBJECTIVES
        listing = listing and group.listed
        if listing or (objectives and (group.listed or not group.text.endswith("."))):
            continue
        kept.append(group)
    return kept


def is_wordy(group: Group) -> bool:
    """Whether a group can be part of a sentence: some words, or the last of them ("others."); a label is not."""
    words = _WORD.findall(group.text)
    last_words = bool(words) and group.text[0].islower() and _SENTENCE_END.search(group.text) is not None
    return (len(words) >= _FEWEST_WORDS - 2 or last_words) and _worded(group.text)


def _has_sentence(text: str, listed: bool) -> bool:
    """At least five words that end as a sentence does; an item of a list may end as it likes, if it is long."""
    words = _WORD.findall(text)
    if len(words) + len(_CJK.findall(text)) // 2 < _FEWEST_WORDS:
        return False
    ends = bool(_SENTENCE_END.search(text)) or text.rstrip().endswith((":", ";"))
    small = sum(not word[0].isupper() for word in words)
    if not text[0].isalnum() and text[0] not in "“\"'‘([¿¡$€£" and not listed:
        return False
    return small >= 0.35 * len(words) and (ends or listed)


def _is_question_list(text: str, listed: bool) -> bool:
    """An exercise: a numbered question, or mostly questions."""
    ends = _SENTENCE_END.findall(text)
    questions = sum("?" in end for end in ends)
    return bool(questions) and (listed or questions > len(ends) / 2)


def _worded(text: str) -> bool:
    """Most of it is words, not numbers and signs."""
    letters = sum(len(word) for word in _WORD.findall(text))
    solid = len(text) - text.count(" ")
    return letters >= 0.6 * solid and len(_SYMBOLS.findall(text)) <= 0.05 * solid
