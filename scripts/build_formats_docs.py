"""Write `docs/formats.md` from what the formats tell about themselves; a test compares it."""

import inspect
import sys
from pathlib import Path

from mcqgen.formats import FORMATS
from mcqgen.formats.contract import Feature, Format, Importable

PAGE = Path(__file__).resolve().parent.parent / "docs" / "formats.md"
INTRODUCTION = r"""# Formats

`mcqgen export items.json --to moodle_xml --out quiz.xml` writes items for another system,
`mcqgen convert bank.gift --to moodle_xml` turns one system's question bank into another's, and `mcqgen check bank.gift`
finds its flaws. `--to` may be given several times, and to `generate` and `batch` too. What a format cannot carry (no
mark in its column) is told; an item that it cannot hold at all is left out, with the reason. Nothing is dropped in
silence.
"""
TEXT = r"""## What texts may hold

Plain text is what it seems to be: HTML, and what a format takes for syntax, are escaped. Beside that:

| written | means |
|---|---|
| `` `code` `` and blocks between lines of ` ``` ` | code |
| `*words*`, `**words**` | emphasis; never within a word, so that `2*3*4` and `snake_case` are safe |
| `\(…\)`, `$…$`; `\[…\]`, `$$…$$` | formulas in TeX, in the line and on their own; `$5 and $10` is money |

Control characters, which no XML and no reader takes, are left out.

## Papers

`docx`, `pdf` and `markdown` have a line for name, date and score, numbered questions and lettered options; in `docx`
and `pdf` no page ends within a question, unless it is very long.

`--versions 4` puts the same questions on the versions A to D: A as they are, the others in orders of their own; so are
the options, unless `--no-shuffle` is given or all of them are numbers. The same items give the same versions always.

`--key` says where the right answers stand: `with` the paper, on pages of their own behind it; `without`: nowhere;
`only`: the key alone, to print apart. It lists the letters of each version, and then feedback, rationale and evidence
of each question with its place in every version. A PDF of more than 1,000 questions and notes is put together of
pieces, and then has no tags for screen readers.

## What readers take

Multiple-choice questions with 2 to 26 options and any number of right ones. Questions of other types, and those that
cannot be answered without a picture, are skipped and told with their place in the file. Weights become right or wrong:
partial credit is told and lost. Files are not trusted: entities, archives that unpack outside of themselves or to
absurd sizes, and deep nesting are refused.
"""


def formats_page() -> str:
    """The page of all formats."""
    entries = list(FORMATS.values())
    return "\n".join([INTRODUCTION, _table(entries), _features(entries), TEXT, _notes(entries)])


def _table(entries: list[Format]) -> str:
    rows = [
        f"| `{entry.name}` | {entry.label} | .{entry.extension} | {'yes' if isinstance(entry, Importable) else ''} "
        f"| {entry.max_options} |"
        for entry in entries
    ]
    return "\n".join(["| name | format | file | can be read | most options |", "|---|---|---|---|---|", *rows, ""])


def _features(entries: list[Format]) -> str:
    rows = [
        f"| `{entry.name}` | {' | '.join('✓' if feature in entry.supports else '' for feature in Feature)} |"
        for entry in entries
    ]
    heading = f"| | {' | '.join(Feature)} |"
    return "\n".join(["## What travels", "", heading, "|---|" + ":-:|" * len(Feature), *rows, ""])


def _notes(entries: list[Format]) -> str:
    """The first paragraph of each module, which tells what the format is."""
    notes = [f"- `{entry.name}`: {_first_paragraph(entry)}" for entry in entries]
    return "\n".join(["## Notes", "", *notes, ""])


def _first_paragraph(entry: Format) -> str:
    text = inspect.getdoc(sys.modules[type(entry).__module__]) or ""
    return " ".join(text.split("\n\n")[0].split())


if __name__ == "__main__":
    PAGE.write_text(formats_page(), "utf-8")
