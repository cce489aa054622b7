"""Pool offline items of many documents and let students who know nothing guess: `evals/guessability.json`.

python evals/guessability.py FILE… [-n 40]
"""

import argparse
import json
import tempfile
from collections import Counter
from pathlib import Path

from mcqgen.checks import ReviewContext, guesses
from mcqgen.domain.blueprint import Request
from mcqgen.domain.item import Item
from mcqgen.domain.run import RunFinished
from mcqgen.pipeline import generate
from mcqgen.planning import parse_mix
from mcqgen.settings import Settings


def items_of(path: Path, count: int, settings: Settings) -> list[Item]:
    """The items that a document yields when `count` of mixed difficulty are asked."""
    events = generate([path], Request(mix=parse_mix("mixed", count), seed=7), settings)
    return [item for event in events if isinstance(event, RunFinished) for item in event.items.items]


def main() -> None:
    """Write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("-n", type=int, default=40)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        pooled = [item for path in asked.files for item in items_of(path, asked.n, Settings(home=Path(home)))]
    figures = {
        "documents": len(asked.files),
        "items": len(pooled),
        "key_positions": dict(sorted(Counter(item.key.id for item in pooled).items())),
        "strategies": [
            {
                "strategy": guess.strategy,
                "score": round(guess.score, 4),
                "chance": round(guess.chance, 4),
                "standard_error": round(guess.error, 4),
            }
            for guess in guesses(pooled, ReviewContext({}, None, language="en"))
        ],
    }
    (Path(__file__).parent / "guessability.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(figures, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
