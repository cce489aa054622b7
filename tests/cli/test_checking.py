"""The linter for question banks, from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]
GOOD = """What is the main task of a red blood cell?{=To carry oxygen ~To fight infection ~To close a wound}

In which organ does the blood take up oxygen?{~The liver =The lung ~The spleen}
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "bank.gift"
        path.write_text(text, "utf-8")
        return path

    return write


def test_a_sound_bank_passes_without_evidence_or_rationale(write: Callable[[str], Path], cli: Cli) -> None:
    ran = cli("check", write(GOOD))
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "0 flaws in 2 items.\n"


def test_flaws_are_told_a_line_each_with_their_place(write: Callable[[str], Path], cli: Cli) -> None:
    path = write(
        f"{GOOD}\nWhat is the main task of red blood cells?{{=To carry oxygen ~To fight infection ~All of the above}}\n"
    )
    ran = cli("check", path)
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert all(line.startswith(f"{path}:3 ") for line in lines)
    told = "X501 repeated-item warning: It is almost the same as “What is the main task of a red blood cell?”."
    assert any(told in line for line in lines)
    assert any(line.startswith(f"{path}:3 O342 all-of-the-above warning: ") for line in lines)
    assert ran.err.endswith(f"{len(lines)} flaws in 3 items.\n")


def test_json_for_programs_and_silence_on_request(write: Callable[[str], Path], cli: Cli) -> None:
    path = write("Which is it?{=a ~b ~b}\n")
    ran = cli("check", path, "--json", "--quiet")
    flaws = json.loads(ran.out)
    assert ran.code == 1
    assert ran.err == ""
    assert {(flaw["file"], flaw["item"]) for flaw in flaws} == {(str(path), 1)}
    assert all(flaw["code"] and flaw["message"] and flaw["severity"] in {"error", "warning", "note"} for flaw in flaws)


def test_what_is_skipped_makes_it_partial(write: Callable[[str], Path], cli: Cli) -> None:
    ran = cli("check", write(GOOD + "\nIs it?{TRUE}\n"))
    assert (ran.code, ran.out) == (1, "")
    assert "question 3 (Is it?), line 5 is skipped: it is a true/false question." in ran.err
    assert cli("check", write("Is it?{TRUE}\n")).code == 2


def test_items_with_several_keys_are_passed_over(write: Callable[[str], Path], cli: Cli) -> None:
    ran = cli("check", write(GOOD + "\nWhich are gases?{~%50%Helium ~%50%Neon ~%-100%Iron}\n"))
    assert (ran.code, ran.out) == (0, "")
    assert "1 item with several right options: passed over, as the rules are for one." in ran.err


NUMBERS = (
    "How many bones does an adult human have?{~412 =206 ~350}\n\n"
    f"Which of these is a metal that rusts?{{=iron ~wood ~All of the above}}\n\n{GOOD}"
)


def test_checks_are_chosen_and_left_out_by_code_beginning_and_name(write: Callable[[str], Path], cli: Cli) -> None:
    path = write(NUMBERS)
    assert [line.split()[1] for line in cli("check", path, "--select", "O34,lost-sequence").out.splitlines()] == [
        "O307",
        "O342",
    ]
    assert cli("check", path, "--select", "O3", "--ignore", "O307,all-of-the-above").code == 0
    assert "Unknown check 'O9'" in cli("check", path, "--ignore", "O9").err


def test_fail_on_error_lets_warnings_pass(write: Callable[[str], Path], cli: Cli) -> None:
    assert cli("check", write(NUMBERS), "--fail-on", "error").code == 0
    assert cli("check", write("Which is it?{=a ~b ~b}\n"), "--fail-on", "error").code == 1
    refused = cli("check", write(NUMBERS), "--fail-on", "note")
    assert (refused.code, refused.err) == (
        2,
        "'note' is no severity to fail on: say --fail-on warning or --fail-on error.\n",
    )


def test_fix_mends_into_another_file_and_then_in_place(write: Callable[[str], Path], cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "mended.json"
    ran = cli("check", write(NUMBERS), "--fix", "--out", out)
    assert ran.code == 1
    assert f"1 item mended in '{out}'." in ran.err
    assert [line.split()[1] for line in ran.out.splitlines()] == ["O342"]
    items = json.loads(out.read_text("utf-8"))["items"]
    assert [option["text"] for option in items[0]["options"]] == ["206", "350", "412"]
    before = out.read_bytes()
    again = cli("check", out, "--fix", "--ignore", "O342")
    assert (again.code, out.read_bytes()) == (0, before)


def test_fix_refuses_to_lose_anything(write: Callable[[str], Path], cli: Cli, tmp_path: Path) -> None:
    path = write(NUMBERS)
    assert "say where it goes with --out items.json" in cli("check", path, "--fix").err
    assert cli("check", path, path, "--fix", "--out", tmp_path / "a.json").code == 2


def test_fix_spreads_keys_that_all_stand_first(cli: Cli, tmp_path: Path) -> None:
    bank, out = tmp_path / "bank.gift", tmp_path / "out.json"
    words = [f"{a}{b}" for a in ("bor", "cal", "dim", "fen") for b in ("ax", "el", "in", "or", "um", "yx")]
    bank.write_text("\n\n".join(f"What is {w}o?{{={w}ta ~{w}ra ~{w}sa ~{w}na}}" for w in words), "utf-8")
    assert "X513" in cli("check", bank, "--select", "X513").out
    assert cli("check", bank, "--fix", "--out", out, "--select", "X513").out == ""


def test_checks_lists_and_explains_the_rules(cli: Cli) -> None:
    listed = cli("checks").out.splitlines()
    assert len(listed) >= 40
    assert any(line.startswith("O301 longest-option-is-key") for line in listed)
    explained = cli("checks", "o301").out
    assert all(word in explained for word in ("O301 longest-option-is-key (warning)", "Bad", "Good", "Source", "key"))
    fields = json.loads(cli("checks", "lost-sequence", "--json").out)
    assert [(one["code"], one["fixable"]) for one in fields] == [("O307", True)]
    assert "Did you mean 'longest-option-is-key'?" in cli("checks", "longest-option").err
