"""The bank from the command line."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from questions import REQUEST, make_info, make_item, make_set

from mcqgen.bank import Bank, Query, RunState, Status, open_bank
from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.run import DocumentLoaded, Event, ItemAccepted, Progress, RunFinished, Stage
from mcqgen.errors import BankError, StateError
from mcqgen.formats.json_items import dump
from mcqgen.settings import Settings

Cli = Callable[..., Any]
IDS = [make_item(number).id for number in range(4)]


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bank]:
    """A bank of four questions: approved, rejected, draft, draft; one is disputed."""
    monkeypatch.setenv("MCQGEN_HOME", str(tmp_path / "home"))
    with open_bank(Settings()) as bank:
        shelf = bank.shelf("")
        hard = make_item(3, difficulty=Difficulty.HARD, topic="Signs", evidence=())
        shelf.add(make_set([make_item(0), make_item(1), make_item(2), hard], documents=[make_info()]))
        shelf.decide(IDS[:1], Status.APPROVED)
        shelf.decide(IDS[1:2], Status.REJECTED)
        shelf.dispute(IDS[2], True)
        yield bank


@pytest.fixture
def items(tmp_path: Path) -> Path:
    path = tmp_path / "items.json"
    path.write_bytes(dump(make_set([make_item(number) for number in (0, 7)])))
    return path


def test_questions_are_listed_a_line_each(bank: Bank, cli: Cli) -> None:
    ran = cli("bank", "list")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"{IDS[3]} draft hard: What is number 3? [Signs]",
        f"{IDS[2]} draft easy disputed: What is number 2? [Numbers]",
        f"{IDS[1]} rejected easy: What is number 1? [Numbers]",
        f"{IDS[0]} approved easy: What is number 0? [Numbers]",
    ]
    assert ran.err == "4 questions.\n"
    ran = cli("bank", "list", "--limit", 1)
    assert (len(ran.out.splitlines()), ran.err) == (1, "4 questions, the newest 1 listed.\n")


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (("--search", "NUMBER 2"), [2]), (("--document", "one.txt"), [2, 1, 0]), (("--document", "d1"), [2, 1, 0]),
        (("--topic", "Signs"), [3]), (("--difficulty", "hard"), [3]), (("--status", "rejected"), [1]),
        (("--disputed",), [2]), (("--removed",), []), (("--owner", "anna"), []),
    ],
)  # fmt: skip
def test_the_list_is_filtered(bank: Bank, cli: Cli, options: tuple[str, ...], numbers: list[int]) -> None:
    ran = cli("bank", "list", "--quiet", *options)
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()] == [IDS[number] for number in numbers]


def test_the_list_of_a_run_is_data_for_programs(bank: Bank, cli: Cli) -> None:
    shelf = bank.shelf("")
    run = shelf.begin_run(REQUEST, title="")
    shelf.accept(run, make_item(0))
    (told,) = json.loads(cli("bank", "list", "--run", run, "--json", "-q").out)
    assert (told["id"], told["status"], told["version"], told["item"]["topic"]) == (IDS[0], "approved", 1, "Numbers")
    assert told["decided_at"].endswith("+00:00")


def test_a_question_is_shown_with_its_history(bank: Bank, cli: Cli) -> None:
    shelf = bank.shelf("", by="anna")
    shelf.revise(IDS[0], make_item(8), "edited", based_on=1)
    shelf.decide([IDS[0]], Status.RETIRED)
    shelf.undo()
    shown = cli("bank", "show", IDS[0]).out
    assert "draft easy: What is number 8?" in shown
    assert "* A. the right one of 8" in shown
    assert "“q” (p. 8)" not in shown, "a document of one page has no page to name"
    lines = [line.strip().split(",")[0] for line in shown.splitlines() if line.startswith("  ") and "," in line]
    assert lines == [
        "version 1 imported", "version 2 edited",
        "status draft → approved", "version 1 → 2", "status approved → draft", "status draft → retired",
    ]  # fmt: skip
    assert "UTC by anna (undone)" in shown
    (told,) = json.loads(cli("bank", "show", IDS[0], "--json").out)
    assert [one["why"] for one in told["versions"]] == ["imported", "edited"]
    assert [one["undone"] for one in told["decisions"]] == [False, False, False, True]


def test_a_proof_of_a_document_that_nobody_knows_is_shown(bank: Bank, cli: Cli) -> None:
    (kept,) = bank.shelf("anna").add(make_set([make_item(5)]))
    assert "“q” (p. 5)" in cli("bank", "show", kept.id, "--owner", "anna").out


@pytest.mark.parametrize(
    ("command", "status"),
    [("approve", Status.APPROVED), ("reject", Status.REJECTED), ("retire", Status.RETIRED)],
)
def test_decisions_are_made_and_counted(bank: Bank, cli: Cli, command: str, status: Status) -> None:
    ran = cli("bank", command, *IDS)
    changed = bank.shelf("").find(Query(status=status)).total
    assert (ran.code, ran.out, changed) == (0, "", 4)
    known = 0 if status is Status.RETIRED else 1
    told = f"{4 - known} questions {status}" + (f", 1 {status} before" if known else "")
    assert ran.err == f"{told}.\n"


def test_ids_come_from_the_lines_of_stdin(bank: Bank, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = cli("bank", "list", "--status", "draft").out
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{listed}\n"))
    assert cli("bank", "approve", "-", "--quiet").err == ""
    assert bank.shelf("").find(Query(status=Status.APPROVED)).total == 3


def test_approved_questions_are_exported(bank: Bank, cli: Cli, tmp_path: Path) -> None:
    assert cli("bank", "export", "--to", "aiken").out.startswith("What is number 0?\nA) the right one of 0\n")
    out = tmp_path / "quiz"
    ran = cli("bank", "export", "--status", "draft", "--to", "json", "--to", "csv", "--title", "Week 1", "--out", out)
    assert ran.code == 0
    told = json.loads((tmp_path / "quiz.json").read_bytes())
    assert (told["title"], [item["id"] for item in told["items"]]) == ("Week 1", [IDS[2], IDS[3]])
    assert [document["id"] for document in told["documents"]] == ["d1"]
    assert (tmp_path / "quiz.csv").exists()
    named = json.loads(cli("bank", "export", IDS[3], IDS[1], "--to", "json").out)["items"]
    assert [item["id"] for item in named] == [IDS[3], IDS[1]], "who is named goes out, whatever was decided"


def test_files_are_added_once(bank: Bank, items: Path, cli: Cli, tmp_path: Path) -> None:
    gift = tmp_path / "more.gift"
    gift.write_text("What is rust?{=Iron oxide ~Tin}\n\nIs it wet?{TRUE}\n", "utf-8")
    ran = cli("bank", "add", items, gift)
    assert ran.code == 1, "what could not be taken is told"
    assert f"{items}: 1 question added, 1 known already.\n" in ran.err
    assert f"{gift}: 1 question added.\n" in ran.err
    ran = cli("bank", "add", items, "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert bank.shelf("").find(Query()).total == 6


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("show",), "Say which questions: give their ids"),
        (("approve", "none"), "There is no question 'none'."),
        (("approve", IDS[0], "--owner", "anna"), f"There is no question '{IDS[0]}'."),
        (("list", "--document", "two.pdf"), "The bank knows no document 'two.pdf'. Known: 'one.txt'."),
        (("list", "--document", "x", "--owner", "anna"), "The bank knows no document 'x'. Known: none."),
        (("list", "--status", "good"), "'good' is no status: say --status with one of draft, approved, rejected"),
        (("list", "--difficulty", "mixed"), "'mixed' is no difficulty: say --difficulty with one of easy, medium"),
        (("list", "--run", "none"), "There is no run 'none'."),
        (("export",), "Say which format: --to moodle_xml"),
        (("export", "--to", "gift", "--status", "retired"), "No retired question fits: 'mcqgen bank list' tells"),
        (("export", "--to", "gift", "--status", "", "--topic", "x"), "No question fits: 'mcqgen bank list' tells"),
        (("add", "none.json"), "'none.json' cannot be read: no such file"),
    ],
)
def test_bad_input_gets_one_sentence(bank: Bank, cli: Cli, arguments: tuple[str, ...], sentence: str) -> None:
    ran = cli("bank", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(sentence)
    assert ran.err.count("\n") == 1


def test_a_run_that_breaks_off_keeps_what_it_gave(bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mcqgen.cli import keeping

    monkeypatch.setattr(keeping, "_BEAT_S", 0.0)
    file = tmp_path / "one.txt"
    file.write_bytes(b"hello")
    settings, shelf = Settings(model="some:model"), bank.shelf("")

    def generate(*events: Event, end: BaseException) -> None:
        with keeping.keeping(True, [tmp_path, file], REQUEST, settings, "Week 1") as note:
            for event in events:
                note(event)
            raise end

    loaded = DocumentLoaded(document=make_info("d9", b"hello"), sections=("A",))
    accepted = ItemAccepted(item=make_item(9), accepted=1, requested=3)
    with pytest.raises(StateError, match="The index is gone"):
        generate(loaded, accepted, Progress(stage=Stage.WRITING, done=1, total=3), end=StateError("The index is gone."))
    (run,) = shelf.runs()
    assert (run.state, run.problem, run.questions, run.title) == (RunState.BROKEN, "The index is gone.", 1, "Week 1")
    assert (run.model, shelf.document("d9").sections) == ("some:model", ("A",))
    with pytest.raises(KeyboardInterrupt):
        generate(end=KeyboardInterrupt())
    assert shelf.runs()[0].problem == "It was broken off."
    file.write_bytes(b"else")
    with pytest.raises(BankError, match=r"cannot be read any more \(Is a directory\): give"):
        generate(loaded, end=AssertionError())
    with keeping.keeping(False, [file], REQUEST, settings, "") as note:
        note(RunFinished(items=make_set([])))
    assert len(shelf.runs()) == 3
