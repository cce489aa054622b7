"""Count the tokens of an accepted item at a well-behaved local server.

Usage: python benchmarks/tokens.py   (prints JSON; `run.py tokens` puts it in the table)

The model on the server (tests/support/good_model.py) writes items as long as real ones, and they pass all checks and
the blind solve; the server counts a quarter of the characters of all that is sent and answered, schemas included. Two
other ways stand beside ours, with the same prompts, items and checks, and without a blind solve:

- stuffing once: the raw text of all pages in one call that asks for all items;
- a call a chunk: the raw text in chunks of 4,000 characters, one item asked of each, the first fifty that pass kept.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "support"))

from fake_models import Call, FakeModels, Outcome  # noqa: E402
from good_model import GoodModel  # noqa: E402
from pydantic import SecretStr  # noqa: E402

from mcqgen.authoring import blocking  # noqa: E402
from mcqgen.checks import ReviewContext, repeats, review  # noqa: E402
from mcqgen.documents import load  # noqa: E402
from mcqgen.domain.blueprint import Bloom, Difficulty, ItemSpec, Request  # noqa: E402
from mcqgen.domain.document import Document, Passage, Segment, Span  # noqa: E402
from mcqgen.domain.item import Item  # noqa: E402
from mcqgen.domain.run import RunFinished  # noqa: E402
from mcqgen.domain.spending import Spending  # noqa: E402
from mcqgen.index import Embedder  # noqa: E402
from mcqgen.llm import Ledger, open_model  # noqa: E402
from mcqgen.pipeline import generate  # noqa: E402
from mcqgen.settings import Settings  # noqa: E402
from mcqgen.writers.llm.asking import WRITE  # noqa: E402
from mcqgen.writers.llm.calls import Calls  # noqa: E402
from mcqgen.writers.llm.mapping import Press  # noqa: E402
from mcqgen.writers.llm.material import Packet  # noqa: E402

ITEMS = 50
CHUNK = 4000
DOCUMENTS = ("us-irs-manual-400p", "openstax-anatomy-ch2")
REQUEST = Request(mix={Difficulty.MEDIUM: ITEMS})


class Counted:
    """A well-behaved model, and the tokens of all calls to it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.model, self.tokens, self.calls = GoodModel(), 0, 0

    def __call__(self, call: Call) -> Outcome:
        """Answer and count."""
        outcome = self.model(call)
        self.calls += 1
        self.tokens += call.input_tokens + -(-len(getattr(outcome, "text", "")) // 4)
        return outcome


def settings(home: Path, fake: FakeModels) -> Settings:
    """Gemini's protocol, nothing cached; one call at a time, as what the model writes depends on what it wrote."""
    return Settings(
        home=home,
        model=fake.spec("google_genai"),
        google_api_key=SecretStr("none"),
        cache=False,
        concurrency=1,
        ocr=False,
    )


def ours(path: Path, home: Path) -> tuple[int, int, int, Spending]:
    """Accepted items, tokens and calls of a whole run, full verification included, and its own ledger."""
    counted = Counted()
    with FakeModels(counted) as fake:
        *_, last = generate([path], REQUEST, settings(home, fake))
    assert isinstance(last, RunFinished)
    assert last.items.report.spending
    return len(last.items.items), counted.tokens, counted.calls, last.items.report.spending


def raw(document: Document, size: int | None) -> Iterator[Passage]:
    """The raw text of the pages, whole or in chunks, as passages that point back into it."""
    number = 0
    for page in document.pages:
        for begin in range(0, len(page.text), size or max(1, len(page.text))):
            end = min(len(page.text), begin + (size or len(page.text)))
            span = Span(page=page.number, start=begin, end=end)
            text = page.text[begin:end]
            if text.strip():
                yield Passage(document_id=document.id, number=number, text=text, segments=(Segment(at=0, span=span),))
                number += 1


def spec(number: int, passage: Passage) -> ItemSpec:
    """A place like those of a blueprint."""
    return ItemSpec(
        number=number, topic="", difficulty=Difficulty.MEDIUM, bloom=Bloom.UNDERSTAND, passage_ids=(passage.id,)
    )


def stuffed(document: Document) -> list[Packet]:
    """One call with everything."""
    passages = tuple(raw(document, None))
    return [Packet(tuple(spec(number, passages[number * len(passages) // ITEMS]) for number in range(ITEMS)), passages)]


def chunked(document: Document) -> list[Packet]:
    """One call for each chunk."""
    return [Packet((spec(number, chunk),), (chunk,)) for number, chunk in enumerate(raw(document, CHUNK))]


def others(path: Path, home: Path, packets: Callable[[Document], Sequence[Packet]]) -> tuple[int, int, int]:
    """Accepted items (fifty at most), tokens and calls of a way that writes only."""
    counted, accepted = Counted(), list[Item]()
    with FakeModels(counted) as fake:
        chosen = settings(home, fake)
        document = load(path, chosen)
        model = open_model(chosen.model, chosen, Ledger())
        calls = Calls(model, model, {document.id: document}, REQUEST)
        press = Press({document.id: document}, REQUEST, model.name, WRITE.label)
        context = ReviewContext(documents={document.id: document}, embed=Embedder(chosen).matrix)
        for packet in packets(document):
            for item in press.items(calls.write(packet)(), packet).values():
                if not blocking((*review(item, context), *repeats(item, accepted, context))):
                    accepted.append(item)
        model.close()
    return min(ITEMS, len(accepted)), counted.tokens, counted.calls


def measure(path: Path, home: Path) -> dict[str, Any]:
    """All three ways for one document, and where ours went."""
    items, tokens, calls, spending = ours(path, home)
    found: dict[str, Any] = {
        "ours": _row(items, calls, tokens),
        "stages": [stage.model_dump() for stage in spending.stages],
        "material": spending.material,
    }
    for way, packets in (("stuffed", stuffed), ("chunked", chunked)):
        items, tokens, calls = others(path, home, packets)
        found[way] = _row(items, calls, tokens)
    print(path.stem, found, file=sys.stderr)
    return found


def _row(items: int, calls: int, tokens: int) -> dict[str, Any]:
    return {"items": items, "calls": calls, "tokens": tokens, "each": round(tokens / max(1, items))}


if __name__ == "__main__":
    folder = Path(os.environ["MCQGEN_TEST_DATA"]) / "docs"
    with tempfile.TemporaryDirectory() as home:
        found = {name: measure(folder / f"{name}.pdf", Path(home)) for name in DOCUMENTS}
    json.dump({"asked": ITEMS, "documents": found}, sys.stdout)
