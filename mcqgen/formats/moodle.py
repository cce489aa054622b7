"""What Moodle's formats share: weights, categories, names, and its four ways of writing text."""

import re

from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.formats import content
from mcqgen.formats.contract import ExportOptions
from mcqgen.formats.html_reading import from_html

_LONGEST_NAME = 80
"""Of a question; Moodle takes 255, and shows less."""
_ROOT = "$course$/top"
_LETTERS = re.compile(r"[^/]")


def weights(item: Item) -> tuple[float, ...]:
    """Percent for each option, from Moodle's list of legal fractions.

    The one key gets 100. Several share 100, and the wrong options share −100, so that ticking all boxes earns nothing.
    Moodle's list has no equal shares for more than ten.
    """
    keys = sum(option.is_key for option in item.options)
    if keys == 1:
        return tuple(100.0 if option.is_key else 0.0 for option in item.options)
    wrong = max(1, len(item.options) - keys)
    return tuple(round(100 / keys, 5) if option.is_key else -round(100 / wrong, 5) for option in item.options)


def has_shares(item: Item) -> bool:
    """Whether the keys, and the wrong options, can have equal legal shares."""
    keys = sum(option.is_key for option in item.options)
    return keys == 1 or (keys <= 10 and len(item.options) - keys <= 10)


def percent(weight: float) -> str:
    """A weight as Moodle's list spells it: "100", "33.33333", "-50"."""
    return f"{weight:.5f}".rstrip("0").rstrip(".")


def question_name(item: Item) -> str:
    """The beginning of the stem, for lists of questions."""
    name = content.one_line(item.stem)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def category_path(items: ItemSet, options: ExportOptions) -> str:
    """Where the questions go: the category and in it the title, where they are asked for; else the set's title."""
    levels = [content.one_line(level) for level in options.category.split("/")]
    if options.title or not any(levels):
        levels.append(options.title_of(items))
    return "/".join([_ROOT, *(_level(level) for level in levels if level)])


def category_name(path: str) -> str:
    """The last level of a category's path; empty for Moodle's own ones."""
    name = re.split(r"(?<!/)/(?!/)", path.strip())[-1].replace("//", "/").strip()
    return "" if name.startswith("$") or name.lower() == "top" else content.one_line(name)


def read_text(text: str, spelling: str) -> tuple[str, tuple[str, ...]]:
    """Text in one of Moodle's formats → item text, and what of it cannot be held.

    Args:
        text: As the file has it.
        spelling: "html", "moodle" (HTML whose line ends count), "plain" or "markdown".

    Raises:
        FormatError: HTML that is nested too deeply.
    """
    if spelling in {"plain", "markdown"}:
        return content.canonical(text), ()
    return from_html(text if spelling == "html" else text.strip().replace("\n", "<br>"))


def _level(name: str) -> str:
    """A slash within a name is doubled, and kept from the ends by a space."""
    escaped = name.replace("/", "//")
    return f"{' ' * escaped.startswith('/')}{escaped}{' ' * escaped.endswith('/')}"
