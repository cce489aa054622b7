"""Score the blind ratings of items under `evals/judged/` and write `evals/judged.md`.

    python evals/judged.py

Each round is a folder with `items.jsonl` (what was shown, with the kind of each item: "ours", "expert" or "planted")
and `rater1.jsonl`, `rater2.jsonl` (five yes-or-no marks an item, and a reason for each refusal):

    G grammatical · K exactly one correct option, the key · S stands alone · W worth asking · P plausible distractors

An item is usable when both raters say yes to all five. A rater who refuses more than a fifth of the expert items, or
passes more than a quarter of the planted faults, is not calibrated.
"""

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MARKS = "GKSWP"
Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    """The rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def usable(rating: Row) -> bool:
    """Whether a rater would hand the item out as it is."""
    return all(rating[mark] for mark in MARKS)


def wilson(hits: int, n: int) -> str:
    """A share with its 95 % Wilson interval (Wilson 1927)."""
    z, share = 1.96, hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return f"{share:.0%} ({middle - half:.0%}–{middle + half:.0%}, n = {n})"


def kappa(pairs: list[tuple[bool, bool]]) -> float:
    """Cohen's kappa of two raters."""
    n = len(pairs)
    agreed = sum(one == other for one, other in pairs) / n
    first, second = sum(one for one, _ in pairs) / n, sum(other for _, other in pairs) / n
    chance = first * second + (1 - first) * (1 - second)
    return (agreed - chance) / (1 - chance)


def share(results: list[bool]) -> str:
    """How many of some tests passed."""
    return wilson(sum(results), len(results))


def report(folder: Path) -> str:
    """One round as Markdown."""
    items = {item["id"]: item for item in rows(folder / "items.jsonl")}
    raters = [{rating["id"]: rating for rating in rows(folder / f"rater{number}.jsonl")} for number in (1, 2)]
    ours = [item for item in items.values() if item["kind"] == "ours"]

    def both(item: Row) -> bool:
        return all(usable(rater[item["id"]]) for rater in raters)

    about = (folder / "about.txt").read_text("utf-8").strip()
    lines = [f"## {folder.name}", "", about, "", "| figure | value |", "|---|---|"]
    lines += [f"| {mark} | {share([all(r[item['id']][mark] for r in raters) for item in ours])} |" for mark in MARKS]
    lines.append(f"| **usable (both raters)** | **{share([both(item) for item in ours])}** |")
    for number, rater in enumerate(raters, 1):
        lines.append(f"| usable, rater {number} alone | {share([usable(rater[item['id']]) for item in ours])} |")
        experts = [item for item in items.values() if item["kind"] == "expert"]
        planted = [item for item in items.values() if item["kind"] == "planted"]
        alone = share([usable(rater[item["id"]]) for item in experts])
        passed = sum(usable(rater[item["id"]]) for item in planted)
        lines.append(f"| rater {number}: expert items usable | {alone} |")
        lines.append(f"| rater {number}: planted faults passed | {passed} of {len(planted)} |")
    agreement = kappa([(usable(raters[0][item["id"]]), usable(raters[1][item["id"]])) for item in ours])
    lines.append(f"| Cohen's kappa | {agreement:.2f} |")
    for field in ("form", "difficulty"):
        for value in sorted({item[field] for item in ours}):
            some = [item for item in ours if item[field] == value]
            lines.append(f"| usable: {value} | {share([both(item) for item in some])} |")
    reasons = Counter(r[item["id"]]["reason"] for item in ours for r in raters if not usable(r[item["id"]]))
    lines += ["", "Reasons: " + ", ".join(f"{reason} {count}" for reason, count in reasons.most_common()) + ".", ""]
    lines += ["| refused | stem | key | rater 1 | rater 2 |", "|---|---|---|---|---|"]
    for item in ours:
        if not both(item):
            notes = [rater[item["id"]] for rater in raters]
            told = " | ".join("—" if usable(note) else f"{note['reason']}: {note['note']}" for note in notes)
            lines.append(f"| {item['form']} | {item['stem']} | {item['options'][item['key']]} | {told} |")
    return "\n".join(lines)


def main() -> None:
    """Write the report of all rounds, the newest first."""
    rounds = sorted((HERE / "judged").iterdir(), key=lambda folder: -int(folder.name.split("-")[0]))
    head = (
        "# Items judged blind\n\nOf the offline writer and, in rounds 5, 6 and 13 to 17, of a small model. "
        "Made by `python evals/judged.py`, which tells how to read it.\n"
    )
    (HERE / "judged.md").write_text("\n".join((head, *(f"{report(folder)}\n" for folder in rounds))), "utf-8")


if __name__ == "__main__":
    main()
