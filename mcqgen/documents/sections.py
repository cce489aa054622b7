"""Sections of a document, and which of them are no source of items."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from mcqgen.domain.document import Document, Heading

_NUMBERING = re.compile(
    r"^\s*(?:(?:chapter|section|part|appendix|capítulo)\s+)?"
    r"(?:(?:(?:\d+(?:[.-]\d+)*|[IVXLC]+)[.:)]*|[A-Z][.:)]+)(?:\s+|$))?[–—:.\s-]*",
    re.IGNORECASE,
)


def _titles(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_SKIPPED = _titles(
    r"references?(?: cited| list)?|bibliography|works cited|literature(?: cited)?|sources|referencias|bibliografía",
    r"(?:further|suggested|additional) readings?|links to learning",
    r"(?:subject |name |author )?index|índice|(?:table of )?contents|list of (?:figures|tables|abbreviations)",
    r"acknowledge?ments?|agradecimientos|about the authors?|author contributions?|contributors?",
    r"(?:(?:review|practice|additional|challenge|end[ -]of[ -]chapter|chapter|section|conceptual|thought|homework"
    r"|discussion|study|sample|self[ -](?:test|check)|test|exam|critical thinking|free[ -]response|essay|reading"
    r"|comprehension|general|open)[ \d]*)?(?:exercises?|problems|questions)"
    r"(?: (?:for|and|&|set|to consider|\d).{0,30})?",
    r"(?:.{0,20} )?(?:quiz|test prep|problem set)s?|short answer|extended response|multiple choice|concept items",
    r"performance task|check your (?:understanding|learning|knowledge)|grasp check",
    r"homework(?: .{0,20})?|activit(?:y|ies)",
    r"(?:answer key|answers|solutions)(?: to .{0,40})?|ejercicios|problemas|preguntas(?: .{0,30})?",
    r"(?:conflicts? of|competing) interests?.{0,10}|funding(?: (?:sources?|statement|information))?",
    r"(?:data|code|software)(?: and \w+)? availability.{0,20}|supplement(?:ary|al) .{0,30}",
    r"copyright(?: (?:notice|page|information|statement))?|licen[cs]e|disclaimers?|colophon",
    r"correspondence|affiliations?|keywords|abbreviations",
)
_OBJECTIVES = _titles(
    r"(?:(?:chapter|learning|section|module|unit|lesson) )?(?:objectives?|outcomes|goals)|objetivos(?: .{0,25})?",
    r"you will learn.{0,30}",
)
_GLOSSARY = _titles(
    r"(?:glossary|key ?(?:terms|words|concepts and terms)|vocabulary|definitions|terms to know)(?: .{0,25})?",
    r"(?:glosario|términos clave)(?: .{0,25})?",
)


class SectionKind(StrEnum):
    """What a section is good for."""

    PROSE = "prose"
    GLOSSARY = "glossary"
    OBJECTIVES = "objectives"
    """A list of what will be learnt; prose that follows it belongs to the section above."""
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Section:
    """A place in the tree of headings."""

    titles: tuple[str, ...] = ()
    kind: SectionKind = SectionKind.PROSE


class Sections:
    """Tells the section of a place in a document; a skipped section's parts are skipped with it."""

    def __init__(self, document: Document) -> None:
        self._places: list[tuple[int, int]] = []
        self._sections: list[Section] = []
        stack: list[tuple[Heading, SectionKind]] = []
        for heading in sorted(document.headings, key=lambda heading: (heading.page, heading.start)):
            while stack and stack[-1][0].level >= heading.level:
                stack.pop()
            kind = kind_of(heading.title)
            if stack and stack[-1][1] in (SectionKind.GLOSSARY, SectionKind.SKIPPED) and kind is SectionKind.PROSE:
                kind = stack[-1][1]
            stack.append((heading, kind))
            self._places.append((heading.page, heading.start))
            titles = tuple(entry.title for entry, entry_kind in stack if entry_kind is not SectionKind.OBJECTIVES)
            self._sections.append(Section(titles, kind))

    def at(self, page: int, start: int) -> Section:
        """The section that holds a character of a page."""
        index = bisect_right(self._places, (page, start)) - 1
        return self._sections[index] if index >= 0 else Section()


def kind_of(title: str) -> SectionKind:
    """The kind of a section by its title, whatever its number is."""
    bare = _NUMBERING.sub("", title).strip(" .:") or title.strip(" .:")
    if _GLOSSARY.fullmatch(bare):
        return SectionKind.GLOSSARY
    if _OBJECTIVES.fullmatch(bare):
        return SectionKind.OBJECTIVES
    return SectionKind.SKIPPED if _SKIPPED.fullmatch(bare) else SectionKind.PROSE
