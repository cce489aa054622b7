"""How much time is lost between calls to a model: 48 calls of 1 s each, 8 at a time, against a local server.

Usage: python benchmarks/concurrency.py   (prints JSON; `run.py concurrency` puts it in the table)

The ideal is calls × latency ÷ concurrency. Libraries are imported, and one call is made, before the clock starts.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

from fake_models import FakeModels, Protocol, Reply
from langchain_core.prompts import ChatPromptTemplate
from pydantic import BaseModel, Field, SecretStr

from mcqgen.llm import Ledger, open_model
from mcqgen.settings import Settings

CALLS, LATENCY_S, AT_ONCE = 48, 1.0, 8
PROTOCOLS: tuple[Protocol, ...] = ("google_genai", "openai", "ollama")
ANSWER = json.dumps({"stem": "What do chloroplasts make? " * 3, "options": ["sugar and oxygen from light"] * 4})


class Item(BaseModel):
    """About what an item is."""

    stem: str = Field(max_length=200)
    options: list[str] = Field(min_length=4, max_length=4)


def measure(protocol: Protocol) -> dict[str, float]:
    """Seconds by the wall for all calls, and their ratio to the ideal."""
    with FakeModels(lambda _: Reply(ANSWER, delay_s=LATENCY_S)) as fake, tempfile.TemporaryDirectory() as home:
        key = SecretStr("none")
        settings = Settings(home=Path(home), concurrency=AT_ONCE, google_api_key=key, openai_api_key=key)
        ledger = Ledger()
        model = open_model(fake.spec(protocol), settings, ledger)
        prompt = ChatPromptTemplate.from_messages([("user", "Ask about passage {number}.\n\n{passage}")])
        chain = prompt | model.structured(Item, stage="write", max_output_tokens=800)
        passage = "Chloroplasts make sugar and oxygen from water, carbon dioxide and light. " * 50
        chain.invoke({"number": -1, "passage": passage})
        begun = time.perf_counter()
        inputs = [{"number": number, "passage": passage} for number in range(CALLS)]
        done = list(chain.batch_as_completed(inputs, config={"max_concurrency": AT_ONCE}, return_exceptions=True))
        seconds = time.perf_counter() - begun
        assert all(isinstance(answer, Item) for _, answer in done)
        assert ledger.total.calls == len(fake.calls) == CALLS + 1
        assert fake.most_at_once == AT_ONCE
        model.close()
    return {"seconds": round(seconds, 3), "ratio": round(seconds / (CALLS * LATENCY_S / AT_ONCE), 3)}


if __name__ == "__main__":
    found = {protocol: measure(protocol) for protocol in PROTOCOLS}
    json.dump({"calls": CALLS, "latency": LATENCY_S, "at_once": AT_ONCE, "protocols": found}, sys.stdout)
