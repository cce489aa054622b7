"""How many items the checks review in a second on one core: `python benchmarks/checks.py`, into `checks.json`.

The items are those of experts in MCQGEN_TEST_DATA. Counted is processor time, best of five runs each in a process of
its own: other work on the machine only ever slows a run down. First all words are new, then they are known; embeddings
are counted apart, computed for the first time and then taken from the cache.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from mcqgen.checks import ReviewContext, review
from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Item, Option
from mcqgen.settings import Settings

HERE = Path(__file__).parent
_RUNS, _EMBEDDED = 5, 300


def items() -> list[Item]:
    """The textbook items."""
    file = Path(os.environ["MCQGEN_TEST_DATA"]) / "human_items" / "items.jsonl"
    return [
        Item(
            stem=record["stem"], difficulty=Difficulty.EASY, bloom=Bloom.REMEMBER, topic="", rationale="So.",
            evidence=(),
            options=tuple(
                Option(id="ABCDE"[at], text=text, is_key=at == record["answer_index"])
                for at, text in enumerate(record["options"])
            ),
        )
        for record in map(json.loads, file.read_text("utf-8").splitlines())
    ]  # fmt: skip


def pace(reviewed: Sequence[Item], context: ReviewContext) -> float:
    """Items a second of processor time."""
    began = time.process_time()
    for item in reviewed:
        review(item, context)
    return len(reviewed) / (time.process_time() - began)


def measure() -> dict[str, float]:
    """One run."""
    everything = items()
    alone = ReviewContext({}, language="en")
    review(everything[0], alone)  # imports and word lists
    found = {"new words": pace(everything, alone), "known words": pace(everything, alone)}
    from mcqgen.index import Embedder

    with tempfile.TemporaryDirectory() as home:
        embedder = Embedder(Settings(home=Path(home), threads=1))
        embedder.matrix(["warm"])
        some = everything[:_EMBEDDED]
        found["with embeddings, computed"] = pace(some, ReviewContext({}, embedder.matrix, language="en"))
        found["with embeddings, cached"] = pace(some, ReviewContext({}, embedder.matrix, language="en"))
    return found


def main() -> None:
    """Take the best of five processes."""
    if sys.argv[1:] == ["once"]:
        print(json.dumps(measure()))
        return
    command = [sys.executable, __file__, "once"]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(_RUNS)]
    best = {name: round(max(run[name] for run in runs)) for name in runs[0]}
    result = {"items": len(items()), "items_per_cpu_second": best}
    (HERE / "checks.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
