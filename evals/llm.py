"""Measure what a model's items are worth, and write `evals/llm.json` and `evals/llm.md`.

    MCQGEN_TEST_DATA=… python evals/llm.py gguf:/path/model.gguf --home DIR

Four documents are asked for items of mixed difficulty with full verification. Counted are first drafts, what the free
checks and the blind solve have against them, what was mended, what was accepted, and all tokens. Answers are kept under
DIR: a run that was stopped (Ctrl-C, or `--minutes`) goes on where it ended, and a finished one is repeated at no cost.
Accepted items are written to DIR/items.json, for blind judging.
"""

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scorecard import difficulty

from mcqgen.authoring import author, blocking
from mcqgen.checks import ReviewContext, repeats, review
from mcqgen.difficulty import Gauge, load_weights
from mcqgen.documents import load, split
from mcqgen.domain.blueprint import Blueprint, Difficulty, ItemSpec, Request
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemAccepted
from mcqgen.index import Embedder
from mcqgen.planning import plan, widen
from mcqgen.settings import Settings
from mcqgen.writers import Desk, Draft
from mcqgen.writers.staff import hire

HERE = Path(__file__).parent
DOCUMENTS = ("openstax-anatomy-ch2", "openstax-us-history-ch4", "openstax-physics-ch5", "openstax-python-ch3")
_ROUGH = 0.25
"""Rough drafts too, as their faults tell most; `mcqgen generate` asks for 0.7 unless it is told otherwise."""
LEVELS = (Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD)
_HEAD = (
    "| document | first drafts without a flaw | mended in revision | accepted, of places | blind solve found the key | "
    "known without material | guessed from options | tokens an accepted item |"
)
Row = dict[str, Any]


@dataclass
class Record:
    """What became of one draft."""

    document: str
    place: int
    stage: str
    """"write", "revise" or "solve"; "none" where the model gave no draft."""
    blocking: list[str] = field(default_factory=list)
    """Codes of the flaws that stood in its way."""
    notes: list[str] = field(default_factory=list)
    reason: str = ""
    item: Row = field(default_factory=dict)


class Recorder:
    """A desk that passes everything on, and remembers what came of it."""

    def __init__(self, desk: Desk, document: str) -> None:
        """Watch `desk`."""
        self.name, self.records = desk.name, list[Record]()
        self._desk, self._document, self._again = desk, document, set[ItemSpec]()

    @property
    def proves(self) -> bool:
        """As the desk does."""
        return self._desk.proves

    def write(self, specs: Sequence[ItemSpec]) -> None:
        """Pass on."""
        self._desk.write(specs)

    def revise(self, spec: ItemSpec, item: Item, flaws: Sequence[Flaw]) -> None:
        """Pass on; the next draft of this place is a revised one."""
        self._again.add(spec)
        self._desk.revise(spec, item, flaws)

    def prove(self, spec: ItemSpec, item: Item) -> None:
        """Pass on."""
        self._desk.prove(spec, item)

    def finished(self) -> Iterator[Draft]:
        """Each draft, recorded before it is judged."""
        for draft in self._desk.finished():
            stage = "solve" if draft.proven else "revise" if draft.spec in self._again else "write"
            item = draft.item.model_dump(mode="json") if draft.item else {}
            self.records.append(
                Record(self._document, draft.spec.number, stage if item else "none", reason=draft.reason, item=item)
            )
            self.found(draft.flaws)
            yield draft

    def stop(self) -> None:
        """Pass on."""
        self._desk.stop()

    def found(self, flaws: Sequence[Flaw]) -> None:
        """Note what a review says of the draft at hand."""
        last = self.records[-1]
        last.blocking += [flaw.code for flaw in blocking(flaws)]
        last.notes += [flaw.code for flaw in flaws if flaw not in blocking(flaws)]


@dataclass
class Outcome:
    """One document."""

    document: str
    asked: int
    records: list[Record]
    accepted: list[Row]
    spending: Row
    seconds: float


def run(path: Path, count: int, levels: Sequence[Difficulty], settings: Settings, until: float) -> Outcome:
    """Ask one document, as `mcqgen.pipeline` does, and remember every draft."""
    begun = time.monotonic()
    share = count // len(levels)
    mix = {level: share + (level is levels[0]) * (count - share * len(levels)) for level in levels}
    request = Request(mix=mix)
    staff, embed = hire(settings), Embedder(settings).matrix
    document = load(path, settings)
    passages = split(document, size=settings.passage_chars)
    planned = plan(passages, embed([passage.text for passage in passages]), request, embed=embed)
    affordable = Blueprint(specs=planned.specs, reserves=planned.reserves[: len(planned.specs)])
    wide = staff.reads_all([document], request)
    blueprint = widen(affordable, passages, request) if wide else affordable

    def over() -> bool:
        return time.monotonic() > until

    writer = staff.writer([document], passages, request, embed=embed, cancelled=over)
    assert isinstance(writer, Desk)
    recorder = Recorder(writer, path.stem)
    context = ReviewContext(documents={document.id: document}, embed=embed)

    def reviewed(item: Item) -> tuple[Flaw, ...]:
        flaws = review(item, context)
        recorder.found(flaws)
        return flaws

    def repeated(item: Item, before: Sequence[Item]) -> tuple[Flaw, ...]:
        flaws = repeats(item, before, context)
        recorder.found(flaws)
        return flaws

    accepted = list[Item]()
    for event in author(blueprint, recorder, reviewed, repeated, revisions=staff.revisions, cancelled=over):
        if isinstance(event, ItemAccepted):
            accepted.append(event.item)
            print(f"{path.stem} {len(accepted)}: {event.item.stem}", flush=True)
    spending = staff.spending(writer, len(accepted))
    items = [{"id": item.id, **item.model_dump(mode="json")} for item in staff.remark(writer, accepted)]
    staff.close()
    told = spending.model_dump(mode="json") if spending else {}
    return Outcome(path.stem, count, recorder.records, items, told, time.monotonic() - begun)


def save(outcomes: Sequence[Outcome], home: Path) -> None:
    """Keep what is there so far, and the accepted items apart, for blind judging."""
    (home / "outcomes.json").write_text(json.dumps([asdict(one) for one in outcomes]), "utf-8")
    items = [item for one in outcomes for item in one.accepted]
    (home / "items.json").write_text(json.dumps({"items": items}, ensure_ascii=False, indent=1), "utf-8")


def summary(outcome: Row) -> Row:
    """The figures of one document."""
    records, told = outcome["records"], outcome["spending"]
    drafts = [record for record in records if record["stage"] in ("write", "revise")]
    first = [record for record in drafts if record["stage"] == "write"]
    revisions = [item["provenance"]["revisions"] for item in outcome["accepted"]]
    return {
        "asked": outcome["asked"],
        "places": len(first) + sum(record["stage"] == "none" for record in records),
        "first_drafts": len(first),
        "first_drafts_without_flaw": sum(not record["blocking"] for record in first),
        "revised_drafts": len(drafts) - len(first),
        "accepted": len(revisions),
        "accepted_after_revision": sum(times > 0 for times in revisions),
        "drafts": len(drafts),
        "flaws": dict(Counter(code for record in drafts for code in {*record["blocking"], *record["notes"]})),
        "refused_by_judge": dict(
            Counter(code for record in records if record["stage"] == "solve" for code in record["blocking"])
        ),
        "judged": {one["regime"]: [one["agreed"], one["asked"]] for one in told.get("judged", [])},
        "calls": {
            one["stage"]: [one["calls"], one["cached_calls"], one["input_tokens"] + one["output_tokens"]]
            for one in told.get("stages", [])
        },
        "minutes": round(outcome["seconds"] / 60, 1),
    }


def together(parts: Sequence[Row]) -> Row:
    """The sum of several documents' figures."""
    total: Row = {}
    for part in parts:
        for name, value in part.items():
            if not isinstance(value, dict):
                total[name] = round(total.get(name, 0) + value, 1)
                continue
            sums = total.setdefault(name, {})
            for key, more in value.items():
                both = isinstance(more, list)
                sums[key] = (
                    [a + b for a, b in zip(sums.get(key, [0] * len(more)), more, strict=True)]
                    if both
                    else (sums.get(key, 0) + more)
                )
    return total


def estimates(rows: Sequence[Row], home: Path) -> Row:
    """How hard the estimate takes accepted items to be, by the level that was asked for."""
    gauge = Gauge(load_weights(home), Embedder(Settings(home=home)).matrix, lambda _: "en")
    items = [Item.model_validate({name: value for name, value in row.items() if name != "id"}) for row in rows]
    levels: Row = difficulty([item.model_copy(update={"predicted": gauge(item)}) for item in items])
    return levels


def share(part: int, whole: int) -> str:
    """Such as "12 of 40 (30 %)"."""
    return f"{part} of {whole}" + (f" ({part / whole:.0%})" if whole else "")


def page(found: Row) -> str:
    """The results as Markdown."""
    lines = [
        "# Items of a small model\n",
        "Made by `python evals/llm.py`, which tells how to read it and how to repeat it.\n",
        f"Model: {found['model']}, which is weak: what counts is which of its faults are stopped.\n",
        f"Drafts were let through at `--bar {found['bar']}`, where 0.7 is usual and gives fewer items.\n",
        "Most places find nothing more to ask: the plan has some for each item asked for, from anywhere in the text.\n",
        _HEAD,
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, row in {**found["documents"], "all": found["all"]}.items():
        judged = {regime: share(*row["judged"].get(regime, (0, 0))) for regime in ("material", "stem", "options")}
        spent = tokens(row["calls"], found["all"]["calls"])
        each = f"{spent / row['accepted']:,.0f}" if row["accepted"] and spent is not None else "-"
        lines.append(
            f"| {name} | {share(row['first_drafts_without_flaw'], row['first_drafts'])} "
            f"| {share(row['accepted_after_revision'], row['revised_drafts'])} "
            f"| {share(row['accepted'], row['places'])} | {judged['material']} | {judged['stem']} "
            f"| {judged['options']} | {each} |"
        )
    lines += ["\n## Flaws of drafts, by code\n", "| code | drafts with it |", "|---|---|"]
    flaws = sorted(found["all"]["flaws"].items(), key=lambda pair: -pair[1])
    lines += [f"| {code} | {share(count, found['all']['drafts'])} |" for code, count in flaws]
    lines += ["\n## Difficulty as the estimate has it\n", "| asked for | items | mean estimate (SE) |", "|---|---|---|"]
    levels = found["difficulty"]["levels"]
    lines += [f"| {name} | {row['items']} | {row['mean']} ({row['standard_error']}) |" for name, row in levels.items()]
    lines += [f"\nFrom end to end: {found['difficulty']['end_to_end_in_sd']} standard deviations of all items."]
    lines += ["\nRefused by the judge: " + (_counts(found["all"]["refused_by_judge"]) or "none") + "."]
    return "\n".join(lines) + "\n"


def tokens(calls: dict[str, list[int]], everywhere: dict[str, list[int]]) -> float | None:
    """Tokens of all calls; one that an earlier run had made counts as much as the mean of its stage everywhere.

    None where a stage's calls had all been made by an earlier run.
    """
    total = 0.0
    for stage, (_, cached, spent) in calls.items():
        made, _, all_spent = everywhere[stage]
        if cached and not made:
            return None
        total += spent + (cached * all_spent / made if made else 0)
    return total


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{code} {count}" for code, count in sorted(counts.items()))


def report(model: str, bar: float, homes: Sequence[Path]) -> None:
    """Write `evals/llm.json` and `evals/llm.md` from what runs have left in their folders."""
    outcomes = [one for home in homes for one in json.loads((home / "outcomes.json").read_text("utf-8"))]
    names = dict.fromkeys(one["document"] for one in outcomes)
    documents = {name: together([summary(one) for one in outcomes if one["document"] == name]) for name in names}
    found = {
        "model": Path(model).name,
        "bar": bar,
        "documents": documents,
        "all": together(list(documents.values())),
        "difficulty": estimates([row for one in outcomes for row in one["accepted"]], homes[0]),
    }
    (HERE / "llm.json").write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")
    (HERE / "llm.md").write_text(page(found), "utf-8")


def main() -> None:
    """Run, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("--home", type=Path, required=True, nargs="+", help="where a run is kept; several: report only")
    parser.add_argument("--items", type=int, default=60, help="asked of each document")
    parser.add_argument("--levels", nargs="*", type=Difficulty, default=LEVELS, help="difficulties, in equal shares")
    parser.add_argument("--bar", type=float, default=_ROUGH, help="as of `mcqgen generate`")
    parser.add_argument("--minutes", type=float, default=1e6, help="when to stop")
    parser.add_argument("--documents", nargs="*", default=DOCUMENTS)
    chosen = parser.parse_args()
    if len(chosen.home) == 1:
        folder = Path(os.environ["MCQGEN_TEST_DATA"]) / "docs"
        settings = Settings(
            home=chosen.home[0],
            model=chosen.model,
            concurrency=1,
            max_tokens=None,
            ocr=False,
            offline_bar=chosen.bar,
        )
        until = time.monotonic() + 60 * chosen.minutes
        outcomes = list[Outcome]()
        for name in chosen.documents:
            outcomes.append(run(folder / f"{name}.pdf", chosen.items, chosen.levels, settings, until))
            save(outcomes, chosen.home[0])
    report(chosen.model, chosen.bar, chosen.home)


if __name__ == "__main__":
    main()
