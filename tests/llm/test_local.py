"""Models in GGUF files, in this process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from model_asking import Asker

from mcqgen.llm import Ledger, ModelUnavailable, open_model
from mcqgen.settings import Settings


@pytest.fixture
def model_file() -> Path:
    """A real model: any chat model in the GGUF format, the smaller the better."""
    file = os.environ.get("MCQGEN_TEST_GGUF")
    if not file:
        pytest.skip("MCQGEN_TEST_GGUF is not set: no model in the GGUF format to test with")
    return Path(file)


def test_a_file_that_is_no_model_is_told(asker: Asker, tmp_path: Path) -> None:
    file = tmp_path / "letter.gguf"
    file.write_bytes(b"Dear Sir or Madam" * 100)
    model = asker.open(spec=f"gguf:{file}")
    with pytest.raises(ModelUnavailable, match=r"letter\.gguf' cannot be loaded .*name a chat model"):
        asker.ask(model)


def test_a_real_model_answers_in_the_schema(asker: Asker, model_file: Path) -> None:
    model = asker.open(spec=f"gguf:{model_file}", context_tokens=1024)
    assert asker.ask(model, "What is six by seven? Answer in digits.").answer
    used = asker.ledger.by_stage["write"]
    assert used.calls == 1 and 10 < used.input_tokens < 200 and 0 < used.output_tokens <= 64
    assert asker.ledger.cost() == 0
    asker.ask(model, "What is six by seven? Answer in digits.")
    assert asker.ledger.total.cached_calls == 1


def test_a_run_with_a_real_model_ends_and_prints_nothing_of_its_own(model_file: Path, settings: Settings) -> None:
    code = f"""
from langchain_core.prompts import ChatPromptTemplate
from pydantic import BaseModel, Field
from mcqgen.llm import Ledger, open_model
from mcqgen.settings import Settings
class Said(BaseModel):
    answer: str = Field(max_length=20)
model = open_model("gguf:{model_file}", Settings(cache=False, context_tokens=1024), Ledger())
prompt = ChatPromptTemplate.from_messages([("user", "Say yes.")])
(prompt | model.structured(Said, stage="write", max_output_tokens=32)).invoke({{}})
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=300)
    assert (done.stdout, done.stderr) == ("", "")


def test_opening_loads_nothing(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "huge.gguf").write_bytes(b"")
    assert open_model(f"gguf:{tmp_path}/huge.gguf", settings, Ledger()).context_tokens == 8192
