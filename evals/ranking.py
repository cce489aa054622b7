"""Learn what makes an offline item usable, from judged items; write the writer's weights and how well they foresee.

    python evals/ranking.py

Reads, of `evals/ranking`, `document.jsonl`: items whose wrong options come from the document, and `families.jsonl`:
items with options from the families of terms. A line is one drafted item, with its document, its traits (numbers only,
see `mcqgen/writers/offline/ranking.py`) and whether blind raters called it usable. Fits a logistic model with a ridge
penalty to each (Hoerl & Kennard 1970; le Cessie & van Houwelingen 1992), tells by cross-validation over whole
documents how well it foresees the raters, and writes `mcqgen/data/ranking.json` and `evals/ranking.md`. Of the families
fewer items are judged, so that few traits are learned from them; which, was chosen with all these items in view: the
test of it is a later round of judging (`evals/judged.md`).
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).parent
TABLE = HERE.parent / "mcqgen" / "data" / "ranking.json"
FEW = ("in_text", "kind_words", "lead_least", "proper", "rare", "said_lead", "told")
"""Traits that are learned of items with options from families."""
PENALTIES = (0.3, 1.0, 3.0, 10.0, 30.0)
FOLDS = 8
Array = NDArray[np.float64]


def fit(x: Array, y: Array, penalty: float) -> Array:
    """Weights (columns + 1,), the intercept last, by Newton's method; the intercept is not penalised."""
    x = np.column_stack([x, np.ones(len(x))])
    ridge = np.diag([penalty] * (x.shape[1] - 1) + [0.0])
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - chance) - ridge @ weights
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + ridge
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def foreseen(x: Array, y: Array, documents: list[str], penalty: float) -> Array:
    """Chances (n,) of items whose whole document was left out when the weights were learned."""
    names = sorted(set(documents))
    chances = np.zeros(len(y))
    for fold in range(FOLDS):
        out = np.array([names.index(document) % FOLDS == fold for document in documents])
        weights = fit(x[~out], y[~out], penalty)
        chances[out] = 1 / (1 + np.exp(-(x[out] @ weights[:-1] + weights[-1])))
    return chances


def loss(y: Array, chance: Array) -> float:
    """Mean log loss, in nats."""
    return float(-np.mean(y * np.log(chance) + (1 - y) * np.log(1 - chance)))


def auc(y: Array, chance: Array) -> float:
    """Chance that a usable item ranks above one that is not."""
    good, bad = chance[y == 1], chance[y == 0]
    return float(np.mean([(one > bad).mean() + 0.5 * (one == bad).mean() for one in good]))


def learned(source: str, names: tuple[str, ...] = ()) -> tuple[dict[str, float], list[str]]:
    """The weights of a file of judged items, for the traits of these names or for all, and a report on them."""
    rows = [json.loads(line) for line in (HERE / "ranking" / f"{source}.jsonl").read_text("utf-8").splitlines()]
    names = names or tuple(sorted({name for row in rows for name in row["traits"]}))
    raw = np.array([[row["traits"].get(name, 0.0) for name in names] for row in rows])
    y = np.array([float(row["usable"]) for row in rows])
    documents = [row["document"] for row in rows]
    centre, spread = raw.mean(axis=0), raw.std(axis=0)
    spread[spread == 0] = 1.0
    x = (raw - centre) / spread
    losses = {penalty: loss(y, foreseen(x, y, documents, penalty)) for penalty in PENALTIES}
    penalty = min(losses, key=losses.__getitem__)
    chance = foreseen(x, y, documents, penalty)
    weights = fit(x, y, penalty)
    scaled = weights[:-1] / spread
    intercept = weights[-1] - float(scaled @ centre)
    table = {"intercept": round(intercept, 4)} | {
        name: round(float(w), 4) for name, w in zip(names, scaled, strict=True)
    }
    lines = [
        f"## Wrong options from the {source}",
        "",
        f"{len(rows)} drafted items of {len(set(documents))} documents, judged blind by one rater, or by two",
        f"who had to agree. {y.mean():.0%} were usable. Ridge penalty {penalty:g}; area under the ROC curve",
        f"{auc(y, chance):.2f}; log loss {losses[penalty]:.3f} nats,",
        f"{loss(y, np.full(len(y), y.mean())):.3f} for always guessing the mean.",
        "All figures are of items whose whole document was left out when the weights were learned.",
        "",
        "| Foreseen chance at least | Items | Usable |",
        "|---|---|---|",
    ]
    for bar in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        kept = y[chance >= bar]
        lines.append(f"| {bar:.0%} | {len(kept)} | {kept.mean():.0%} |" if len(kept) else f"| {bar:.0%} | 0 | – |")
    lines += ["", "| Trait | Weight per standard deviation |", "|---|---|"]
    lines += [
        f"| {name} | {w:+.2f} |" for w, name in sorted(zip(weights[:-1], names, strict=True), key=lambda p: -abs(p[0]))
    ]
    return table, lines


def main() -> None:
    """Fit, report, write."""
    document, of_document = learned("document")
    families, of_families = learned("families", FEW)
    TABLE.write_text(json.dumps({"document": document, "families": families}, indent=1) + "\n", "utf-8")
    title = "# How well the offline writer foresees what a rater calls usable"
    report = "\n".join([title, "", *of_document, "", *of_families]) + "\n"
    (HERE / "ranking.md").write_text(report, "utf-8")
    print(report)


if __name__ == "__main__":
    main()
