"""Families of terms of one kind that students confuse, such as the bones of the wrist or the acts before a revolution.

A document names a term and seldom its rivals. The table under `mcqgen/data/families` has them, for the subjects of
schools and colleges: one file a subject, a family under the name of its kind, a member a line with its other names and
its meaning. No member of a family is a synonym, a kind or a part of another, so that what defines one is false of the
rest.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from mcqgen.writers.offline.plurals import plural_of

_ASIDE = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True)
class Member:
    """One term of a family."""

    names: tuple[str, ...]
    """As textbooks write it, the usual name first."""
    meaning: str
    """A noun phrase without an article, which is true of no other member."""


@dataclass(frozen=True)
class Family:
    """Terms of one kind, none of which is another."""

    kind: str
    """What each of them is, fit for "Which … ?": "bone of the wrist"."""
    members: tuple[Member, ...] = field(repr=False)

    def besides(self, member: Member) -> tuple[Member, ...]:
        """The rivals of a member."""
        return tuple(other for other in self.members if other is not member)


def bare_name(text: str) -> str:
    """A term without what stands in brackets behind it: "acetylcholine" for "acetylcholine (ACh)"."""
    return _ASIDE.sub("", text).strip()


def _spelling(name: str) -> str:
    """A name as the table is searched for it: written small, with plain apostrophes."""
    return bare_name(name).lower().replace("’", "'")


def parse(lines: Sequence[str]) -> Iterator[Family]:
    """The families of one file.

    Raises:
        ValueError: a line is neither `[kind]` nor `name | other name = meaning`, or stands before the first kind.
    """
    kind, members = "", list[Member]()
    for number, line in enumerate(lines, 1):
        if line.startswith("["):
            if members:
                yield Family(kind, tuple(members))
            kind, members = line.strip("[] \n"), []
        elif line.strip():
            names, equals, meaning = line.partition(" = ")
            if not (kind and equals and meaning.strip()):
                raise ValueError(f"line {number} is no member of a family: '{line}'")
            members.append(Member(tuple(name.strip() for name in names.split("|")), meaning.strip()))
    if members:
        yield Family(kind, tuple(members))


@cache
def _table() -> Mapping[str, Sequence[tuple[Member, Family]]]:
    """The members by each of their names, in lower case."""
    found: dict[str, list[tuple[Member, Family]]] = defaultdict(list)
    folder = files("mcqgen") / "data" / "families"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".txt"):
            for family in parse(file.read_text("utf-8").splitlines()):
                for member in family.members:
                    for name in dict.fromkeys(map(_spelling, member.names)):
                        found[name].append((member, family))
    return found


def families_of(*names: str) -> Sequence[tuple[Member, Family]]:
    """The families that a term belongs to under any of its spellings."""
    spellings = dict.fromkeys(map(_spelling, names))
    return tuple(found for name in spellings for found in _table().get(name, ()))


def is_rival(text: str, key: str) -> bool:
    """Whether a text is a name of a rival of a term or its plural, or, where the key is no term, any meaning."""
    return _spelling(text) in _rivals(_spelling(key))


def is_another_name(one: str, other: str) -> bool:
    """Whether the table has two terms, both in the singular or both in the plural, as names of one thing."""
    names = {_spelling(name) for member, _ in families_of(_single(one)) for name in member.names}
    return _single(other) in names


@lru_cache(maxsize=1000)
def _rivals(key: str) -> frozenset[str]:
    found = families_of(key, _single(key))
    if not found:
        return _meanings()
    names = {_spelling(name) for member, family in found for rival in family.besides(member) for name in rival.names}
    return frozenset(names | set(filter(None, map(plural_of, names))))


def _single(name: str) -> str:
    name = _spelling(name)
    return _singles().get(name, name)


@cache
def _singles() -> Mapping[str, str]:
    """The names written small by their plurals."""
    return {several: name for name in _table() if (several := plural_of(name))}


@cache
def _meanings() -> frozenset[str]:
    return frozenset(_spelling(member.meaning) for found in _table().values() for member, _ in found)
