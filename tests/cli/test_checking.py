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
    assert all(line.startswith(f"{path}:3: ") for line in lines)
    assert any(
        "X501 warning It is almost the same as “What is the main task of a red blood cell?”." in line for line in lines
    )
    assert any("[all-of-the-above]" in line for line in lines)
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
