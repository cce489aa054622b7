"""Whether an independent reader finds easy items easier than hard ones: `evals/reader.json`.

    python evals/reader.py MODEL ITEMS.json… [-n 30] [--home DIR]

The reader is a model that had no part in making the items. It answers up to n easy and n hard items, drawn at random,
each alone: with the book closed (stem and options), and open (with the evidence). Options are shuffled anew. Levels are
those that were asked for; as few items are hard, n items of the lowest and n of the highest third of the estimate are
answered too, with the book closed.
"""

import argparse
import json
import math
import random
import tempfile
from pathlib import Path
from typing import Annotated, Literal

from langchain_core.messages import HumanMessage
from langchain_core.prompt_values import ChatPromptValue
from pydantic import BaseModel, Field
from scorecard import asked_level

from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.item import Item
from mcqgen.errors import McqgenError
from mcqgen.formats.json_items import load
from mcqgen.llm import ChatModel, Ledger, open_model
from mcqgen.settings import Settings

HERE = Path(__file__).parent
_TOKENS = 24


class Choice(BaseModel):
    """What the reader answers."""

    answer: Annotated[Literal["A", "B", "C", "D", "E"], Field()]


def ask(model: ChatModel, item: Item, material: str, seed: str) -> bool | None:
    """Whether the reader chooses the key; None where it gives no answer."""
    options = sorted(item.options, key=lambda option: option.text)
    random.Random(f"{seed} {item.id}").shuffle(options)
    lines = [f"{letter}. {option.text}" for letter, option in zip("ABCDE", options, strict=False)]
    book = f"Material:\n{material}\n\n" if material else ""
    prompt = f"{book}Question: {item.stem}\n" + "\n".join(lines) + "\nAnswer with the letter of the right option."
    chain = model.structured(Choice, stage="read", max_output_tokens=_TOKENS)
    try:
        said = chain.invoke(ChatPromptValue(messages=[HumanMessage(prompt)]))
    except McqgenError as error:
        print(error)
        return None
    chosen = "ABCDE".index(said.answer)
    return chosen < len(options) and options[chosen].is_key


def material(item: Item) -> str:
    """What the open book says."""
    return " ".join(quote.quote for quote in item.evidence)


def groups(items: list[Item]) -> list[tuple[str, tuple[str, ...], list[Item]]]:
    """What is compared: a name, with which books it is answered, and the items in an order of their own."""
    items = sorted(items, key=lambda item: item.id)
    found: list[tuple[str, tuple[str, ...], list[Item]]] = [
        (f"asked for as {level}", ("closed", "open"), [item for item in items if asked_level(item) is level])
        for level in (Difficulty.EASY, Difficulty.HARD)
    ]
    ranked = sorted((item for item in items if item.predicted), key=lambda item: item.predicted.value)
    third = len(ranked) // 3
    for name, part in (("lowest third of the estimate", ranked[:third]), ("highest third", ranked[-third:])):
        found.append((name, ("closed",), sorted(part, key=lambda item: item.id)))
    return found


def main() -> None:
    """Ask, count, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("items", nargs="+", type=Path)
    parser.add_argument("-n", type=int, default=30)
    parser.add_argument("--home", type=Path)
    asked = parser.parse_args()
    pooled = {item.id: item for file in asked.items for item in load(file.read_bytes()).items}
    home = asked.home or Path(tempfile.mkdtemp())
    model = open_model(asked.model, Settings(home=home), Ledger())
    rows = []
    for group, books, found in groups(list(pooled.values())):
        drawn = random.Random(7).sample(found, min(asked.n, len(found)))
        for book in books:
            right = [ask(model, item, material(item) if book == "open" else "", book) for item in drawn]
            answered = [one for one in right if one is not None]
            share = sum(answered) / len(answered) if answered else 0.0
            error = math.sqrt(share * (1 - share) / len(answered)) if answered else 0.0
            row = {"group": group, "book": book, "asked": len(drawn), "answered": len(answered)}
            rows.append(row | {"right": round(share, 4), "standard_error": round(error, 4)})
            print(rows[-1], flush=True)
    model.close()
    name = asked.model.rsplit("/", 1)[-1]
    (HERE / "reader.json").write_text(json.dumps({"reader": name, "groups": rows}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
