"""`mcqgen generate` and `mcqgen batch` with a model, as users run them, against a local server."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_models import FakeModels, Fault
from good_model import GoodModel

from mcqgen.formats.json_items import load

pytestmark = pytest.mark.no_cover  # long, and the tests of the parts run nearly all of these lines

GEMINI = "google_genai:gemini-2.5-flash"
TEXTS = (Path(__file__).parent.parent / "dense_texts.txt").read_text("utf-8").split("\n\n")
Cli = Callable[..., Any]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeModels]:
    with FakeModels(GoodModel()) as server:
        monkeypatch.setenv("GEMINI_API_KEY", "test-key")
        monkeypatch.setenv("MCQGEN_MODEL_BASE_URL", server.url)
        monkeypatch.setenv("MCQGEN_MODEL_ATTEMPTS", "2")
        monkeypatch.setenv("MCQGEN_RETRY_WAIT_S", "0.01")
        yield server


@pytest.fixture
def chapter(tmp_path: Path) -> Path:
    path = tmp_path / "things.txt"
    path.write_text("\n\n".join(TEXTS), "utf-8")
    return path


def test_the_same_command_with_a_key_goes_to_gemini(cli: Cli, fake: FakeModels, chapter: Path, tmp_path: Path) -> None:
    out = tmp_path / "items.json"
    ran = cli("generate", chapter, "-n", 3, "--no-cache", "--out", out)
    assert ran.code == 0, ran.err
    items = load(out.read_bytes())
    assert len(items.items) == 3
    assert all(call.model == "gemini-2.5-flash" for call in fake.calls)
    assert f"{GEMINI}: about " in ran.err
    assert items.report.spending
    assert f"{GEMINI}: {len(fake.calls)} calls, {items.report.spending.tokens:,} tokens (" in ran.err
    assert "an item), $0.00" in ran.err


def test_offline_stays_offline_in_spite_of_a_key(cli: Cli, fake: FakeModels, chapter: Path) -> None:
    ran = cli("generate", chapter, "-n", 1, "--difficulty", "easy", "--model", "offline", "--json")
    assert json.loads(ran.out)["report"]["writer"] == "offline 1"
    assert fake.calls == []


def test_a_dry_run_tells_the_price_and_calls_nobody(cli: Cli, fake: FakeModels, chapter: Path) -> None:
    ran = cli("generate", chapter, "-n", 8, "--model", GEMINI, "--dry-run")
    assert ran.code == 0, ran.err
    assert fake.calls == []
    lines = ran.out.splitlines()
    assert lines[0] == f"8 items by {GEMINI}"
    assert [line.split()[0] for line in lines[1:4]] == ["write", "revise", "solve"]
    assert "in all    about " in lines[4] and "$0.0" in lines[4]
    assert lines[5].startswith("  The model reads the whole text: about ")


def test_a_dry_run_offline_costs_nothing(cli: Cli, chapter: Path) -> None:
    ran = cli("generate", chapter, "-n", 2, "--dry-run")
    assert (ran.code, ran.out) == (0, "2 items by the offline writer: no calls, no tokens, no cost.\n")


def test_a_dry_run_over_nothing_readable_ends_with_2(cli: Cli, fake: FakeModels, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"MZ\x90\x00 this is a program")
    ran = cli("generate", broken, "--dry-run")
    assert (ran.code, ran.out) == (2, "")
    assert "not a PDF file" in ran.err


def test_the_limit_on_tokens_is_told_and_kept(cli: Cli, fake: FakeModels, chapter: Path) -> None:
    ran = cli("generate", chapter, "-n", 8, "--max-tokens", 5000, "--no-cache", "--json")
    report = json.loads(ran.out)["report"]
    assert ran.code == 1
    assert 0 < report["spending"]["tokens"] <= 5000
    assert 0 < report["delivered"] < 8
    assert "--max-tokens" in ran.err


def test_a_model_that_is_down_gives_way_to_the_offline_writer(cli: Cli, fake: FakeModels, chapter: Path) -> None:
    fake.answer = lambda call: Fault(503)
    arguments = ("generate", chapter, "-n", 1, "--difficulty", "easy", "--no-cache")
    alone = cli(*arguments)
    assert alone.code == 1
    assert "Asked 1, delivered 0" in alone.err
    helped = cli(*arguments, "--fallback", "offline")
    assert helped.code == 0, helped.err
    assert "Written offline, as the model could not go on: 1 of 1." in helped.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--verify", "twice"], "Unknown way to verify 'twice': there are none, key, full."),
        (["--fallback", "prayer"], "Unknown fallback 'prayer': there is only 'offline'."),
        (["--max-cost", "0"], "A limit of $0 makes no sense: give more than 0."),
        (["--language", "Klingon"], "'klingon' names no language"),
        (["--model", "gemini"], "The model 'gemini' is not understood"),
        (["--model", "gguf:/absent.gguf"], "There is no file '/absent.gguf'"),
    ],
)
def test_what_makes_no_sense_is_told_in_a_sentence(
    cli: Cli, chapter: Path, fake: FakeModels, arguments: list[str], message: str
) -> None:
    ran = cli("generate", chapter, "-n", 1, *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert len(ran.err.strip().splitlines()) == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "lectures"
    path.mkdir()
    for number, text in enumerate(TEXTS[:3]):
        (path / f"lecture{number}.txt").write_text(text, "utf-8")
    return path


def test_a_folder_shares_one_budget_and_goes_on_with_a_larger_one(
    cli: Cli, fake: FakeModels, folder: Path, tmp_path: Path
) -> None:
    arguments = ("batch", folder, "--out", tmp_path / "out", "-n", 2, "--verify", "key", "--workers", 2)
    short = cli(*arguments, "--max-tokens", 4000)
    assert short.code == 1
    assert sum(call.input_tokens for call in fake.calls) <= 4000
    first = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert first["delivered"] < 6
    made = len(fake.calls)
    whole = cli(*arguments)
    assert whole.code == 0, whole.err
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert report["delivered"] == 6
    assert {stage["stage"] for stage in report["spending"]["stages"]} >= {"write", "solve"}
    assert report["spending"]["tokens_per_item"] > 0
    calls = len(fake.calls)
    assert calls > made
    assert cli(*arguments).code == 0
    assert len(fake.calls) == calls, "nothing is left to do"


def test_a_dry_run_over_a_folder_sums_up(cli: Cli, fake: FakeModels, folder: Path, tmp_path: Path) -> None:
    ran = cli("batch", folder, "--out", tmp_path / "out", "-n", 2, "--dry-run")
    assert ran.code == 0, ran.err
    assert ran.out.startswith(f"6 items by {GEMINI}\n")
    assert fake.calls == []
    assert not (tmp_path / "out").exists()
