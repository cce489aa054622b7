"""Prompt files: found, parsed and rendered; the variables that a file declares are those that it uses.

A prompt is a file `name.v1.md` in `prompts/` (inside an installed package: `mcqgen/data/prompts`):

    ---
    description: One sentence.
    variables: count, passages
    ---
    # system
    You write {count} items …

    # user
    {passages}

Text before the first section is the section `body`. A section title is one lower-case word after `# `, so that all
other Markdown headings belong to the text. `{name}` stands for a variable, `{{` and `}}` for braces. A released
version is never edited; a new one is added.
"""

import difflib
import hashlib
import re
import string
from collections.abc import Collection, Iterator
from functools import cache
from importlib.abc import Traversable
from importlib.resources import files
from pathlib import Path

from mcqgen.domain.base import Frozen
from mcqgen.errors import PromptError

BODY = "body"
_FILE = re.compile(r"(?P<name>[a-z][a-z0-9_]*)\.v(?P<version>[1-9][0-9]*)\.md")
_FRONT = re.compile(r"---\n(?P<front>.*?)^---\n(?P<rest>.*)", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"^# ([a-z][a-z0-9_-]*)[ \t]*$", re.MULTILINE)


class Prompt(Frozen):
    """One version of one prompt file."""

    name: str
    version: int
    digest: str
    """16 hex digits of blake2b over the file's text."""
    description: str
    variables: frozenset[str]
    sections: dict[str, str]
    """Template by section title, in the order of the file."""

    @property
    def label(self) -> str:
        """Name, version and digest: what an item's provenance says of its prompt."""
        return f"{self.name}.v{self.version} {self.digest}"

    def text(self, section: str = BODY) -> str:
        """The template of a section; raises PromptError that lists the sections when there is none such."""
        if section not in self.sections:
            raise PromptError(_unknown(f"section of prompt {self.name}.v{self.version}", section, self.sections))
        return self.sections[section]

    def section(self, name: str) -> tuple[str, ...]:
        """The templates of a section that holds one a line; raises PromptError like `text`."""
        return tuple(line.strip() for line in self.text(name).splitlines() if line.strip())

    def fill(self, template: str, **values: object) -> str:
        """Put values in a template of this prompt.

        Values for variables that this template does without are fine, so that all templates of a section can be
        filled alike. What looks like a variable inside a value is left as it is.

        Raises:
            PromptError: a value is missing, or is given for a variable that the file does not declare.
        """
        undeclared = sorted(values.keys() - self.variables)
        if undeclared:
            raise PromptError(
                _unknown(f"variable of prompt {self.name}.v{self.version}", undeclared[0], self.variables)
            )
        missing = sorted(set(_variables(template, f"{self.name}.v{self.version}")) - values.keys())
        if missing:
            raise PromptError(f"Prompt {self.name}.v{self.version} needs a value for '{missing[0]}': pass one.")
        return template.format_map(values)


@cache
def load(name: str, version: int) -> Prompt:
    """Read the prompt file `name.v<version>.md`; raises PromptError when there is none or it is malformed."""
    wanted = f"{name}.v{version}"
    found = {file.name.removesuffix(".md"): file for file in _folder().iterdir() if _FILE.fullmatch(file.name)}
    if wanted not in found:
        raise PromptError(_unknown("prompt", wanted, found))
    return parse(found[wanted].read_text("utf-8"), f"{wanted}.md")


def available() -> tuple[str, ...]:
    """File names of the prompts that are shipped, sorted."""
    return tuple(sorted(file.name for file in _folder().iterdir() if file.name.endswith(".md")))


def parse(text: str, file_name: str) -> Prompt:
    """Read the text of a prompt file.

    Raises:
        PromptError: the file's name, front matter, sections or braces are malformed, or the variables that it
            declares are not those that it uses; the message names the file and what is wrong.
    """
    named = _FILE.fullmatch(file_name)
    if not named:
        raise PromptError(f"Prompt file '{file_name}' is not called like 'write_item.v1.md': rename it.")
    matter = _FRONT.fullmatch(text)
    if not matter:
        raise PromptError(
            f"Prompt file '{file_name}' does not begin with front matter between two '---' lines: add it."
        )
    front = _front_matter(matter["front"], file_name)
    sections = _sections(matter["rest"], file_name)
    declared = {variable for variable in re.split(r"[,\s]+", front["variables"]) if variable}
    used = {variable for template in sections.values() for variable in _variables(template, file_name)}
    if used - declared:
        raise PromptError(
            f"Prompt file '{file_name}' uses '{min(used - declared)}' and does not declare it: add it to 'variables'."
        )
    if declared - used:
        raise PromptError(
            f"Prompt file '{file_name}' declares '{min(declared - used)}' and does not use it: take it out."
        )
    return Prompt(
        name=named["name"],
        version=int(named["version"]),
        digest=hashlib.blake2b(text.encode(), digest_size=8).hexdigest(),
        description=front["description"],
        variables=frozenset(declared),
        sections=sections,
    )


def _folder() -> Traversable:
    """Where the prompt files lie: in the installed package, else in the checkout beside it."""
    packaged = files("mcqgen") / "data" / "prompts"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "prompts"


def _front_matter(text: str, file_name: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        key, colon, value = line.partition(":")
        if not colon or key not in ("description", "variables") or key in fields:
            raise PromptError(f"Prompt file '{file_name}' has front matter that is not understood: '{line}'.")
        fields[key] = value.strip()
    for key in ("description", "variables"):
        if key not in fields:
            raise PromptError(f"Prompt file '{file_name}' lacks '{key}' in its front matter: add it.")
    return fields


def _sections(text: str, file_name: str) -> dict[str, str]:
    body, *parts = _TITLE.split(text)
    sections = {BODY: body.strip()} if body.strip() else {}
    for title, template in zip(parts[::2], parts[1::2], strict=True):
        if title in sections:
            raise PromptError(f"Prompt file '{file_name}' has two sections '{title}': rename one.")
        if not template.strip():
            raise PromptError(
                f"Prompt file '{file_name}' has nothing in its section '{title}': fill it or take it out."
            )
        sections[title] = template.strip()
    if not sections:
        raise PromptError(f"Prompt file '{file_name}' has no text after its front matter: add it.")
    return sections


def _variables(template: str, file_name: str) -> Iterator[str]:
    """Names between braces; only plain names, so that no value's attributes can be reached from a template."""
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError as error:
        raise PromptError(f"Prompt '{file_name}' has unbalanced braces ({error}): write '{{{{' for a brace.") from error
    for _, name, spec, conversion in fields:
        if name is None:
            continue
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or spec or conversion:
            raise PromptError(
                f"Prompt '{file_name}' has '{{{name}}}', which is no plain variable: write '{{{{' for a brace."
            )
        yield name


def _unknown(what: str, name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"Unknown {what}: '{name}'.{hint} There are: {', '.join(sorted(known)) or 'none'}."
