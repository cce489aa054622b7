"""The scorecard as a page with plots."""

from collections.abc import Sequence
from html import escape
from typing import Any

_INK, _BAR, _MARK = "#1c2b33", "#2f7f86", "#c0392b"
_LABEL, _WIDTH, _ROW = 320, 420, 26
Row = tuple[str, float, float]


def chart(title: str, rows: Sequence[Row], mark: float | None = None, unit: str = "%") -> str:
    """A bar chart as SVG.

    Args:
        title: Above it.
        rows: Name, value, and standard error (0: none is drawn).
        mark: Where a line is drawn, such as chance.
        unit: "%" for shares, "" for numbers.
    """
    most = max([value + error for _, value, error in rows] + [mark or 0.0, 1e-9]) * 1.15
    height = 60 + _ROW * len(rows)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LABEL + _WIDTH + 90}" height="{height}" '
        f'font-family="sans-serif" font-size="13" fill="{_INK}"><title>{escape(title)}</title>'
    )
    heading = f'<text x="12" y="24" font-weight="600">{escape(title)}</text>'
    parts = [opening, '<rect width="100%" height="100%" fill="#ffffff"/>', heading]
    for at, (name, value, error) in enumerate(rows):
        y, length = 42 + _ROW * at, _WIDTH * value / most
        said = f"{value:.1%}" if unit == "%" else f"{value:.2f}"
        parts.append(f'<text x="{_LABEL - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<rect x="{_LABEL}" y="{y}" width="{length:.1f}" height="18" fill="{_BAR}"/>')
        if error:
            low, high = (_LABEL + _WIDTH * (value + sign * error) / most for sign in (-1, 1))
            parts.append(f'<path d="M{low:.1f} {y + 9}H{high:.1f}" stroke="{_INK}" stroke-width="2"/>')
        parts.append(f'<text x="{_LABEL + _WIDTH + 12}" y="{y + 14}">{said}</text>')
    if mark is not None:
        x = _LABEL + _WIDTH * mark / most
        parts.append(f'<path d="M{x:.1f} 36V{height - 14}" stroke="{_MARK}" stroke-dasharray="4 3"/>')
    return "\n".join([*parts, "</svg>", ""])


def plots(figures: dict[str, Any]) -> dict[str, str]:
    """The pictures by name."""
    pool = figures["pool"] if figures["pool"]["items"] else figures
    names = figures["check_names"]
    codes = sorted(figures["all"]["flaws_by_code"].items(), key=lambda pair: -pair[1])
    delivered = figures["all"]["delivered"] or 1
    return {
        "guessability": chart(
            "What a student scores who follows one rule of thumb (dashed: chance)",
            [(g["strategy"], g["score"], g["standard_error"]) for g in pool["guessability"]],
            mark=pool["guessability"][0]["chance"] if pool["guessability"] else None,
        ),
        "difficulty": chart(
            "Mean estimate of difficulty by the level that was asked for",
            [
                (f"{level} (n = {row['items']})", row["mean"], row["standard_error"] or 0.0)
                for level, row in pool["difficulty"]["levels"].items()
            ],
            unit="",
        ),
        "flaws": chart(
            "Flaws and notes of the items, per item",
            [(f"{code} {names.get(code, '')}", number / delivered, 0.0) for code, number in codes],
        ),
        "acceptance": chart(
            "Items delivered of those asked for, by document",
            [(name, row["acceptance"] or 0.0, 0.0) for name, row in figures["documents"].items()],
        ),
    }


def page(figures: dict[str, Any]) -> str:
    """The page."""
    everything, pool = figures["all"], figures["pool"]
    rows = [_row(name, row) for name, row in figures["documents"].items()]
    levels = (pool if pool["items"] else figures)["difficulty"]
    lines = [
        "# Scorecard",
        "",
        f"Made by `python evals/scorecard.py`; writer: {figures['writer']}. The offline writer hands out what has a",
        f"chance of being usable of {figures['offline_bar']:g} or more (its bar). The documents are fixed, and none of",
        "them is among those that are kept for judging. Flaws are errors and warnings that the checks still find in",
        "delivered items (without the document); notes are shown in the picture only. Tokens are those of models.",
        "",
        "| document | delivered | flaws an item | one key | pages touched |",
        "|---|---|---|---|---|",
        *rows,
        _row("**all**", everything),
        "",
        f"Tokens per accepted item: {everything['tokens_per_item'] or 0}.",
        "",
        "![acceptance](scorecard/acceptance.svg)",
        "![flaws](scorecard/flaws.svg)",
        "",
        "## Guessability",
        "",
        _pooled(pool),
        "",
        "| rule of thumb | score | chance | standard error |",
        "|---|---|---|---|",
        *(
            f"| {g['strategy']} | {g['score']:.1%} | {g['chance']:.1%} | {g['standard_error']:.1%} |"
            for g in (pool if pool["items"] else figures)["guessability"]
        ),
        "",
        "![guessability](scorecard/guessability.svg)",
        "",
        "The items of experts, by the same rules: [guessability.json](guessability.json), [checks.md](checks.md).",
        "",
        "## Difficulty",
        "",
        "Mean estimate by the level that was asked for, also of items that go by another level.",
        "",
        "| level | items | mean | standard error |",
        "|---|---|---|---|",
        *(
            f"| {level} | {row['items']} | {row['mean']:.3f} | {_said(row['standard_error'])} |"
            for level, row in levels["levels"].items()
        ),
        "",
        f"One standard deviation of all estimates is {levels['standard_deviation']:.3f}; the mean rises by",
        f"{levels['end_to_end_in_sd']} of them from end to end.",
        "",
        "![difficulty](scorecard/difficulty.svg)",
        "",
        "How many items are usable as they are, by two blind raters: [judged.md](judged.md).",
        "",
    ]
    return "\n".join(lines)


def _row(name: str, row: dict[str, Any]) -> str:
    return (
        f"| {name} | {row['delivered']} of {row['requested']} | {_said(row['flaws_per_item'])} |"
        f" {_percent(row['single_key_rate'])} | {row['pages_touched']} of {row['pages']} |"
    )


def _pooled(pool: dict[str, Any]) -> str:
    if not pool["items"]:
        return "Of the items above."
    return (
        f"Of {pool['items']} items of many documents, made with a low bar (`guessability.py`): the default bar leaves"
        " too few to tell a rule of thumb from chance."
    )


def _said(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"
