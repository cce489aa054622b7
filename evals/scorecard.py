"""The public scorecard: how good the items of a fixed set of documents are, in figures that anybody can make again.

    python evals/scorecard.py [-n 20] [--pool FOLDER] [--bar 0.2] [--model openai:…]
    python evals/scorecard.py --check items.json

The first makes all figures: scorecard.json, .md and plots. The second holds an item set to `scorecard_bar.json`, exit 1
where it falls short; CI does so with the ten items of the README.

Without a model the offline writer is scored. `--pool` names a folder of item sets (`guessability.py --keep`) for the
figures that take hundreds of items.
"""

import argparse
import json
import math
import os
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scorecard_page import page, plots

from mcqgen.checks import ReviewContext, guesses, registry, review, review_set
from mcqgen.domain.blueprint import Difficulty, Request
from mcqgen.domain.flaw import Severity
from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet, RunFinished
from mcqgen.formats.json_items import load
from mcqgen.pipeline import generate
from mcqgen.planning import parse_mix
from mcqgen.settings import Settings

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "sample_docs"
OURS = (
    "psychology-memory.pdf", "us-history-colonies.pdf", "biology-blood.docx", "sociology-types-of-societies.md",
    "copyright-law-summary.pdf", "neuroscience-summer-school.pdf",
)  # fmt: skip
THEIRS = ("openstax-anatomy-ch2.pdf", "jose-00118.pdf")
"""Of MCQGEN_TEST_DATA; none is among the documents that are kept for judging."""
TWO_KEYS = {"S102", "S104", "O346", "B401", "B402"}
"""Checks that speak against there being exactly one right option."""


def documents() -> list[Path]:
    """The fixed set, as far as it is here."""
    data = os.environ.get("MCQGEN_TEST_DATA")
    theirs = [Path(data) / "docs" / name for name in THEIRS] if data else []
    return [*(path for name in OURS if (path := SAMPLES / name).exists()), *theirs]


def score(made: ItemSet) -> dict[str, Any]:
    """The figures of one item set; those that need its document come from its making."""
    context = ReviewContext({}, language="en")
    found = [flaw for item in made.items for flaw in review(item, context)]
    serious = [flaw for flaw in found if flaw.severity is not Severity.NOTE]
    spoken = [{flaw.code for flaw in (*item.flaws, *review(item, context))} for item in made.items]
    report, count = made.report, len(made.items)
    coverage, spending = report.coverage, report.spending
    return {
        "requested": report.requested,
        "delivered": count,
        "acceptance": share(count, report.requested),
        "flaws_per_item": share(len(serious), count),
        "flaws_by_code": dict(
            sorted(Counter(flaw.code for flaw in (*found, *review_set(made.items, context))).items())
        ),
        "single_key_rate": share(sum(codes.isdisjoint(TWO_KEYS) for codes in spoken), count),
        "with_evidence": share(sum(bool(item.evidence) for item in made.items), count),
        "with_estimate": share(sum(item.predicted is not None for item in made.items), count),
        "relabelled": sum(flaw.code == "D501" for item in made.items for flaw in item.flaws),
        "pages": coverage.pages if coverage else 0,
        "pages_touched": coverage.pages_touched if coverage else 0,
        "tokens_per_item": spending.tokens_per_item if spending else None,
    }


def share(part: float, whole: float) -> float | None:
    """Part of a whole, or None where there is none."""
    return round(part / whole, 4) if whole else None


def difficulty(items: Sequence[Item]) -> dict[str, Any]:
    """Estimates by the level that was asked for."""
    values: dict[Difficulty, list[float]] = {level: [] for level in Difficulty}
    for item in items:
        if item.predicted:
            values[asked_level(item)].append(item.predicted.value)
    everything = [value for level in values.values() for value in level]
    spread = statistics.pstdev(everything) if len(everything) > 1 else 0.0
    rows = {
        level.value: {
            "items": len(found),
            "mean": round(statistics.fmean(found), 4),
            "standard_error": round(statistics.stdev(found) / math.sqrt(len(found)), 4) if len(found) > 1 else None,
        }
        for level, found in values.items()
        if found
    }
    means = [row["mean"] for row in rows.values()]
    return {
        "levels": rows,
        "standard_deviation": round(spread, 4),
        "rises": means == sorted(means) and len(set(means)) == len(means),
        "end_to_end_in_sd": round((means[-1] - means[0]) / spread, 2) if spread and len(means) > 1 else None,
    }


def asked_level(item: Item) -> Difficulty:
    """The level that was asked for, also where the item goes by another."""
    note = next((flaw.message for flaw in item.flaws if flaw.code == "D501"), "")
    return next((level for level in Difficulty if note.startswith(f"Asked for as {level};")), item.difficulty)


def guessing(items: Sequence[Item]) -> list[dict[str, Any]]:
    """What each rule of thumb scores."""
    return [
        {"strategy": g.strategy, "items": g.items, "score": round(g.score, 4), "chance": round(g.chance, 4),
         "standard_error": round(g.error, 4)}
        for g in guesses(items, ReviewContext({}, language="en"))
    ]  # fmt: skip


def total(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Figures of all documents together."""
    delivered = sum(row["delivered"] for row in rows)
    codes: Counter[str] = Counter()
    for row in rows:
        codes.update(row["flaws_by_code"])

    def mean(name: str) -> float | None:
        return share(sum((row[name] or 0) * row["delivered"] for row in rows), delivered)

    return {
        "requested": sum(row["requested"] for row in rows),
        "delivered": delivered,
        "acceptance": share(delivered, sum(row["requested"] for row in rows)),
        "flaws_per_item": mean("flaws_per_item"),
        "flaws_by_code": dict(sorted(codes.items())),
        "single_key_rate": mean("single_key_rate"),
        "pages": sum(row["pages"] for row in rows),
        "pages_touched": sum(row["pages_touched"] for row in rows),
        "tokens_per_item": mean("tokens_per_item") if any(row["tokens_per_item"] for row in rows) else None,
    }


def measure(count: int, pool: Path | None, model: str, bar: float | None) -> dict[str, Any]:
    """Make items of all documents and score them."""
    sets: dict[str, ItemSet] = {}
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), model=model or "offline")
        if bar is not None:
            settings = settings.model_copy(update={"offline_bar": bar})
        for path in documents():
            request = Request(mix=parse_mix("mixed", count), seed=7)
            events = list(generate([path], request, settings, created_at="2026-01-01T00:00:00Z"))
            sets[path.name] = next(event.items for event in events if isinstance(event, RunFinished))
            print(f"{path.name}: {len(sets[path.name].items)} of {count}", flush=True)
    rows = {name: score(made) for name, made in sets.items()}
    items = [item for made in sets.values() for item in made.items]
    files = sorted(pool.glob("*.json")) if pool else []
    pooled = list({item.id: item for file in files for item in load(file.read_bytes()).items}.values())
    judged = HERE / "judged.json"
    return {
        "offline_bar": settings.offline_bar,
        "writer": next((made.report.writer for made in sets.values() if made.report.writer), ""),
        "documents": rows,
        "all": total(list(rows.values())),
        "difficulty": difficulty(items),
        "guessability": guessing(items),
        "pool": {"items": len(pooled), "difficulty": difficulty(pooled), "guessability": guessing(pooled)},
        "judged": json.loads(judged.read_text("utf-8")) if judged.exists() else None,
        "check_names": {code: check.name for code, check in registry().items()},
    }


def below(figures: dict[str, Any], bar: dict[str, dict[str, float]]) -> list[str]:
    """Sentences on what misses the bar."""
    missed = []
    for name, limit in bar.items():
        value = figures[name]
        if value is None or value < limit.get("least", -math.inf) or value > limit.get("most", math.inf):
            missed.append(f"{name} is {value}: {', '.join(f'{word} {number}' for word, number in limit.items())}")
    return missed


def hold(file: Path) -> int:
    """Compare an item set with the bar, and say what misses it."""
    made = load(file.read_bytes())
    figures = score(made)
    missed = below(figures, json.loads((HERE / "scorecard_bar.json").read_text("utf-8")))
    print(json.dumps({name: value for name, value in figures.items() if name != "flaws_by_code"}))
    for sentence in missed:
        print(f"Below the bar: {sentence}", file=sys.stderr)
    return 1 if missed else 0


def main() -> int:
    """Measure, or hold a file to the bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=20)
    parser.add_argument("--pool", type=Path)
    parser.add_argument("--model", default="")
    parser.add_argument("--bar", type=float, help="of the offline writer; without it, the default")
    parser.add_argument("--check", type=Path)
    asked = parser.parse_args()
    if asked.check:
        return hold(asked.check)
    figures = measure(asked.n, asked.pool, asked.model, asked.bar)
    (HERE / "scorecard.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    folder = HERE / "scorecard"
    folder.mkdir(exist_ok=True)
    for name, picture in plots(figures).items():
        (folder / f"{name}.svg").write_text(picture, "utf-8")
    (HERE / "scorecard.md").write_text(page(figures), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
