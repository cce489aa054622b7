"""`mcqgen push canvas`, as users run it."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcqgen.cli import main

GIFT = """What carries oxygen?{=The red cell#Yes. ~The platelet}

Which are gases?{~%50%Helium ~%50%Neon ~%-100%Iron}
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "bank.gift"
    path.write_text(GIFT, "utf-8")
    return path


@pytest.fixture
def push(canvas: Any, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `mcqgen push canvas` with the arguments given; exit code, stdout and stderr."""
    monkeypatch.setenv("MCQGEN_CANVAS_URL", canvas.url)
    monkeypatch.setenv("MCQGEN_CANVAS_TOKEN", canvas.token)

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["mcqgen", "push", "canvas", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert canvas.faults == []
        out, err = capfd.readouterr()
        assert canvas.token not in out + err
        return int(ended.value.code or 0), out, err

    return run


def test_a_bank_becomes_a_quiz_and_only_once(canvas: Any, push: Run, bank: Path) -> None:
    there = f"{canvas.url}/courses/42/quizzes/100"
    assert push(bank, "--course", 42, "--dry-run") == (
        0,
        "to create: item 1: What carries oxygen?\nto create: item 2: Which are gases?\n",
        "2 to create; the quiz 'bank' (new)\n",
    )
    assert canvas.writes == []
    assert push(bank, "--course", 42) == (
        0,
        "created: item 1: What carries oxygen?\ncreated: item 2: Which are gases?\n",
        f"2 created; the quiz 'bank': {there} (new)\n",
    )
    writes = len(canvas.writes)
    assert push(bank, "--course", 42) == (
        0,
        "there already: item 1: What carries oxygen?\nthere already: item 2: Which are gases?\n",
        f"2 there already; the quiz 'bank': {there}\n",
    )
    assert len(canvas.writes) == writes
    code, out, err = push(bank, "--course", 42, "--points", 2, "--quiet")
    assert (code, out.count("updated"), err) == (0, 2, "")


def test_programs_get_json(canvas: Any, push: Run, bank: Path) -> None:
    canvas.reply("POST", 3, 400, '{"message": "no"}')
    code, out, err = push(bank, "--course", 42, "--json", "--title", "T")
    told = json.loads(out)
    assert code == 1
    assert err == f"1 created; the quiz 'T': {canvas.url}/courses/42/quizzes/100 (new)\nCanvas refuses it (400, no).\n"
    assert told["quiz"] == {"id": "100", "title": "T", "url": f"{canvas.url}/courses/42/quizzes/100"}
    assert [(item["item"], item["action"], len(item["id"])) for item in told["items"]] == [(1, "create", 16)]
    assert (told["problem"], told["dry_run"]) == ("Canvas refuses it (400, no).", False)


def test_what_canvas_cannot_hold_is_told(canvas: Any, push: Run, bank: Path) -> None:
    bank.write_text(f"{'Long? ' * 3000}{{=a ~b}}\n\nIs it?{{TRUE}}\n", "utf-8")
    code, out, err = push(bank, "--course", 42)
    assert code == 1
    assert out.startswith("refused: item 1 (one of its texts has more than 16,384 characters): Long?")
    assert err.endswith("1 refused; the quiz 'bank' (new)\n")
    assert canvas.quizzes == {}


def test_nothing_done_is_no_success(canvas: Any, push: Run, bank: Path) -> None:
    canvas.reply("POST", 1, 403, '{"errors": [{"message": "closed"}]}')
    code, out, err = push(bank, "--course", 42)
    assert (code, out) == (2, "")
    assert "Canvas does not allow it (closed)" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Say which course: --course 42"),
        (("--course", "43"), "Canvas does not know the course or quiz"),
        (("--course", "42", "--url", "http://canvas.example.edu"), "would send the token unencrypted"),
        (("--course", "42", "--points", "0"), "0 points make no sense"),
    ],
)
def test_bad_input_gets_one_sentence(push: Run, bank: Path, arguments: tuple[str, ...], sentence: str) -> None:
    code, out, err = push(bank, *arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


def test_the_token_comes_from_the_environment_and_items_from_a_pipe(canvas: Any, push: Run, bank: Path) -> None:
    command = [str(Path(sys.executable).with_name("mcqgen")), "push", "canvas", "--course", "42", "--title", "T"]
    environment = {**os.environ, "MCQGEN_CANVAS_URL": canvas.url}
    lacking = {name: value for name, value in environment.items() if name != "MCQGEN_CANVAS_TOKEN"}
    data = bank.read_bytes()
    ran = subprocess.run(command, input=data, env=lacking, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"set MCQGEN_CANVAS_TOKEN" in ran.stderr
    ran = subprocess.run(command, input=data, env=environment, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout.count(b"created:")) == (0, 2)
    terminal, its_end = pty.openpty()
    ran = subprocess.run(command, stdin=its_end, env=environment, capture_output=True, check=False, timeout=60)
    os.close(terminal)
    os.close(its_end)
    assert ran.returncode == 2
    assert b"Say which items: mcqgen push canvas items.json" in ran.stderr
