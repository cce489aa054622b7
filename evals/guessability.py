"""Let students who know nothing guess at pooled items, beside the items of experts: `evals/guessability.json`.

    python evals/guessability.py SOURCE… [-n 90] [--bar 0.05] [--keep FOLDER]

A source is a document, from which the offline writer makes items, or a JSON file of items. `textbooks` stands for
chapters of the textbook modules of MCQGEN_TEST_DATA, every second of which may be looked at (the others are kept for
judging). A low bar gives many items: rules of thumb take hundreds to be told from chance. `--keep` keeps the item sets.
"""

import argparse
import json
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mcqgen.checks import ReviewContext, guesses
from mcqgen.domain.blueprint import Request
from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet, RunFinished
from mcqgen.errors import McqgenError
from mcqgen.formats.json_items import dump, load
from mcqgen.pipeline import generate
from mcqgen.planning import parse_mix
from mcqgen.settings import Settings

HERE = Path(__file__).parent
_MODULES, _CHAPTERS = 6, {"anatomy-physiology": 6, "introduction-sociology": 3, "us-history": 3}


def textbooks(folder: Path) -> Iterator[Path]:
    """Chapters of six textbook modules each, written as Markdown into a folder."""
    data = Path(os.environ["MCQGEN_TEST_DATA"]) / "human_items" / "passages.jsonl"
    readable = [json.loads(line) for line in data.read_text("utf-8").splitlines()][1::2]
    books: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for module in readable:
        books[module["book"]].append(module)
    for book, most in _CHAPTERS.items():
        for number in range(most):
            parts = [f"# {book} {number}"]
            for module in books[book][number * _MODULES : (number + 1) * _MODULES]:
                parts += [f"## {module['title']}", module["intro"] or ""]
                parts += [f"### {section.get('title') or ''}\n\n{section['text']}" for section in module["sections"]]
            path = folder / f"{book}-{number}.md"
            path.write_text("\n\n".join(parts), "utf-8")
            yield path


def item_set(path: Path, count: int, settings: Settings) -> ItemSet | None:
    """The items of a JSON file, or those that a document yields when `count` of mixed difficulty are asked."""
    if path.suffix == ".json":
        return load(path.read_bytes())
    try:
        events = list(generate([path], Request(mix=parse_mix("mixed", count), seed=7), settings))
    except McqgenError as error:
        print(f"{path.name}: {error}")
        return None
    return next(event.items for event in events if isinstance(event, RunFinished))


def figures_of(items: Sequence[Item]) -> dict[str, Any]:
    """Where the keys stand, and what each rule of thumb scores."""
    return {
        "items": len(items),
        "key_positions": dict(sorted(Counter(item.key.id for item in items).items())),
        "strategies": [
            {
                "strategy": guess.strategy,
                "score": round(guess.score, 4),
                "chance": round(guess.chance, 4),
                "standard_error": round(guess.error, 4),
            }
            for guess in guesses(items, ReviewContext({}, None, language="en"))
        ],
    }


def experts() -> list[Item]:
    """The textbook items of experts."""
    from checks import item_of, records

    return [item_of(record, None) for record in records("items.jsonl")]


def main() -> None:
    """Write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("-n", type=int, default=90)
    parser.add_argument("--bar", type=float, default=0.05)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        settings = Settings(home=folder, offline_bar=asked.bar)
        paths = [
            path
            for source in asked.sources
            for path in (textbooks(folder) if source == "textbooks" else [Path(source)])
        ]
        made = {path.stem: items for path in paths if (items := item_set(path, asked.n, settings)) is not None}
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
        for name, items in made.items():
            (asked.keep / f"{name}.json").write_bytes(dump(items))
    pooled = list({item.id: item for items in made.values() for item in items.items}.values())
    figures = {"documents": len(made), "bar": asked.bar, **figures_of(pooled), "experts": figures_of(experts())}
    (HERE / "guessability.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(figures, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
