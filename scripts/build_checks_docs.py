"""Write `docs/checks.md` from the docstrings of the checks; a test compares it."""

from itertools import groupby
from pathlib import Path

from mcqgen.checks import MENDS, SHUFFLED, Check, registry

PAGE = Path(__file__).resolve().parent.parent / "docs" / "checks.md"
FAMILIES = {
    "S": "Structure",
    "E": "Evidence",
    "O": "Options",
    "T": "Stem and wording",
    "X": "Several items",
}
INTRODUCTION = """# Checks

Every item is reviewed by these rules before anybody sees it. An **error** keeps an item from being handed out, a
**warning** sends it back to its writer and rejects it when it stays, a **note** is for whoever reads the item. In the
examples `*` marks the key, `-` a wrong option, `>` the evidence (`>!` words that do not stand in the source), `=` the
rationale, and `---` another item. `mcqgen check FILE…` applies them to any question bank, `mcqgen checks O301` explains
one. Words are looked up in lists of English, Spanish, French, German and Portuguese; in other languages the checks that
need words are left out. How often each check is right, and what it misses, is measured on
[items of experts](../evals/checks.md).
"""


def checks_page() -> str:
    """The page of all checks, by family."""
    checks = list(registry().values())
    parts = [INTRODUCTION, _table(checks)]
    for letter, family in groupby(checks, key=lambda check: check.code[0]):
        parts.append(f"## {FAMILIES[letter]}\n")
        parts += [_section(check) for check in family]
    return "\n".join(parts)


def _table(checks: list[Check[object]]) -> str:
    rows = [f"| [{c.code}](#{c.code.lower()}-{c.name}) | {c.name} | {c.severity} | {_first(c)} |" for c in checks]
    return "\n".join(["| code | name | severity | what it finds |", "|---|---|---|---|", *rows, ""])


def _first(check: Check[object]) -> str:
    return check.explanation.split("\n", 1)[0]


def _section(check: Check[object]) -> str:
    needs = f" Needs: {', '.join(sorted(need.value for need in check.needs))}." if check.needs else ""
    mended = " Mended by `mcqgen check --fix`." if check.code in {*MENDS, SHUFFLED} else ""
    return (
        f"### {check.code} {check.name}\n\n{check.explanation}\n\n"
        f"**What to do**: {check.advice} ({check.severity.capitalize()}.{needs}{mended})\n"
    )


if __name__ == "__main__":
    PAGE.write_text(checks_page(), "utf-8")
