"""Whether an independent reader finds easy items easier than hard ones: `evals/reader.json`.

    python evals/reader.py MODEL ITEMS.json… [-n 30] [--home DIR]

The reader is a model that had no part in making the items. It answers up to n easy and n hard items, drawn at random,
each alone: with the book closed (stem and options), and open (with the evidence). Options are shuffled anew. Levels are
those that were asked for.
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
    for level in (Difficulty.EASY, Difficulty.HARD):
        found = sorted((item for item in pooled.values() if asked_level(item) is level), key=lambda item: item.id)
        drawn = random.Random(7).sample(found, min(asked.n, len(found)))
        for book in ("closed", "open"):
            right = []
            for item in drawn:
                material = " ".join(quote.quote for quote in item.evidence) if book == "open" else ""
                right.append(ask(model, item, material, book))
            answered = [one for one in right if one is not None]
            share = sum(answered) / len(answered) if answered else 0.0
            error = math.sqrt(share * (1 - share) / len(answered)) if answered else 0.0
            row = {"level": level.value, "book": book, "asked": len(drawn), "answered": len(answered)}
            rows.append(row | {"right": round(share, 4), "standard_error": round(error, 4)})
            print(rows[-1], flush=True)
    model.close()
    name = asked.model.rsplit("/", 1)[-1]
    (HERE / "reader.json").write_text(json.dumps({"reader": name, "levels": rows}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
