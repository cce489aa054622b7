"""The command line, run as users run it: real files in, data on stdout, sentences on stderr, an exit code."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import mcqgen
from mcqgen.cli import main
from mcqgen.domain.batch import BatchReport
from mcqgen.formats.json_items import json_schema, load

pytestmark = pytest.mark.no_cover  # long, and the tests of the parts run nearly all of these lines

SCRIPT = str(Path(sys.executable).with_name("mcqgen"))
TEXT = (Path(__file__).parent / "dense_texts.txt").read_text("utf-8").split("\n\n")[1]
SPANISH = (
    "La fotosíntesis es el proceso por el cual las plantas transforman la luz del sol en energía química. "
    "Las hojas contienen clorofila, un pigmento verde que absorbe la luz. El agua llega desde las raíces."
)


@dataclass
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str


class Cli:
    """Runs commands in this process."""

    def __init__(self, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
        self._captured, self._patch = capfdbinary, monkeypatch

    def __call__(self, *arguments: object) -> Ran:
        self._patch.setattr(sys, "argv", ["mcqgen", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self._captured.readouterr()
        return Ran(int(ended.value.code or 0), out.decode(), err.decode())


@pytest.fixture
def cli(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Cli:
    return Cli(capfdbinary, monkeypatch)


@pytest.fixture
def cells(tmp_path: Path) -> Path:
    path = tmp_path / "cells.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_items_are_listed_with_their_key_and_their_proof(cli: Cli, cells: Path, tmp_path: Path) -> None:
    out = tmp_path / "items.json"
    ran = cli("generate", cells, "-n", 1, "--difficulty", "easy", "--seed", 7, "--out", out)
    assert ran.code == 0, ran.err
    (item,) = load(out.read_bytes()).items
    assert item.stem in ran.out
    assert f"* {item.key.id}. {item.key.text}" in ran.out
    assert f"* marks the key; written to {out}." in ran.err
    lines = ran.out.splitlines()
    assert lines[0].startswith("1. ")
    assert sum(line.startswith("  * ") for line in lines) == 1
    assert sum(line.startswith("    “") for line in lines) == 1
    assert "p. 1" not in ran.out, "a text has no pages"
    assert "Reading cells.txt" in ran.err
    assert "Item 1 of 1" in ran.err


def test_with_several_documents_each_quote_names_its_own(cli: Cli, cells: Path, tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text(TEXT.replace("blizzard", "whiteout"), "utf-8")
    ran = cli("generate", cells, tmp_path / "more.txt", "-n", 1, "--difficulty", "easy", "--title", "Both")
    assert ran.code == 0, ran.err
    quotes = [line for line in ran.out.splitlines() if line.startswith("    “")]
    assert all(line.endswith(("(cells.txt)", "(more.txt)")) for line in quotes)


@pytest.mark.parametrize("arguments", [["--json"], ["--out", "-"]])
def test_json_goes_to_stdout_alone(cli: Cli, cells: Path, arguments: list[str]) -> None:
    ran = cli("generate", cells, "-n", 1, "--difficulty", "easy", "--quiet", "--title", "Cells", *arguments)
    assert ran.code == 0
    assert ran.err == ""
    assert load(ran.out.encode()).title == "Cells"


def test_the_same_command_gives_the_same_bytes(cli: Cli, cells: Path, tmp_path: Path) -> None:
    time = "2026-01-31T12:00:00Z"
    for name in ("a.json", "b.json"):
        assert (
            cli("generate", cells, "-n", 1, "--difficulty", "easy", "--created-at", time, "--out", tmp_path / name).code
            == 0
        )
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert load((tmp_path / "a.json").read_bytes()).created_at == time


def test_a_shortfall_is_explained_and_exits_with_1(cli: Cli, cells: Path, tmp_path: Path) -> None:
    ran = cli("generate", cells, "-n", 50, "--difficulty", "easy", "--out", tmp_path / "items.json")
    assert ran.code == 1
    report = load((tmp_path / "items.json").read_bytes()).report
    assert 0 < report.delivered < 50
    assert report.explanation in ran.err.splitlines()


def test_a_document_that_fails_beside_a_good_one_exits_with_1(cli: Cli, cells: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"MZ\x90\x00 this is a program")
    ran = cli("generate", tmp_path / "broken.pdf", cells, "-n", 1, "--difficulty", "easy", "--quiet")
    assert ran.code == 1
    assert ran.out.startswith("1. ")
    assert ran.err.startswith("'broken.pdf' is not a PDF file")


def write_bad_files(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "program.pdf").write_bytes(b"MZ\x90\x00 this is a program")
    (folder / "spanish.txt").write_text(SPANISH, "utf-8")
    (folder / "five.txt").write_text("Cells are small and alive.", "utf-8")
    (folder / "good.txt").write_text(TEXT, "utf-8")
    (folder / "folder").mkdir()
    (folder / "old.json").write_text("old", "utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["absent.pdf"], 2, "'absent.pdf' does not exist: check the path."),
        (["good.txt", "absent.pdf"], 2, "'absent.pdf' does not exist: check the path."),
        (["folder"], 2, "'folder' is a folder: name a file in it, or use 'mcqgen batch'"),
        (["empty.txt"], 2, "'empty.txt' is empty (0 bytes)"),
        (["program.pdf"], 2, "'program.pdf' is not a PDF file, whatever its name says"),
        (["spanish.txt"], 2, "'spanish.txt' is not in English"),
        (["five.txt"], 1, "Asked 10, delivered 0; 10 are missing because: "),
        (["good.txt", "-n", "0"], 2, "0"),
        (["good.txt", "--difficulty", "medum"], 2, "medum"),
        (["good.txt", "--options", "9"], 2, "9 options make no sense: ask for 3, 4 or 5."),
        (["good.txt", "--pages", "2-9"], 2, "good.txt"),
        (["good.txt", "--created-at", "noon"], 2, "'noon' is no time"),
        (
            ["good.txt", "--out", "absent/items.json"],
            2,
            "Cannot write 'absent/items.json': the folder 'absent' does not",
        ),
        (["good.txt", "--out", "folder"], 2, "Cannot write 'folder': it is a folder"),
        (["good.txt", "--out", "/proc/items.json"], 2, "Cannot write '/proc/items.json'"),
    ],
)
def test_bad_input_gets_one_sentence_and_leaves_nothing(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, sentence: str
) -> None:
    write_bad_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    out = [] if "--out" in arguments else ["--out", "old.json"]
    ran = cli("generate", *arguments, *out, "--quiet")
    assert ran.code == code
    assert ran.out == ""
    [told] = ran.err.splitlines()
    assert sentence in told
    assert told.endswith(".")
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "old.json").read_text("utf-8") == "old"


def test_a_setting_that_makes_no_sense_is_told(cli: Cli, cells: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCQGEN_THREADS", "many")
    ran = cli("generate", cells)
    assert ran.code == 2
    assert ran.err.startswith("The environment variable MCQGEN_THREADS makes no sense: ")


def test_what_a_document_says_cannot_command_the_terminal(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "cells.txt"
    path.write_text(TEXT.replace("glacier", "gla\x1b[31mcier").replace("monsoon", "[bold]monsoon"), "utf-8")
    ran = cli("generate", path, "-n", 6, "--difficulty", "easy", "--quiet")
    assert ran.out
    assert "\x1b" not in ran.out + ran.err


def test_ctrl_c_keeps_what_is_accepted(checkout: Path, tmp_path: Path) -> None:
    out = tmp_path / "items.json"
    command = [SCRIPT, "generate", "sample_docs/sociology-types-of-societies.md", "-n", "60", "--difficulty", "mixed"]
    process = subprocess.Popen(
        [*command, "--out", str(out)], cwd=checkout, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    told = []
    for line in process.stderr:
        told.append(line)
        if line.startswith("Item 1 of"):
            process.send_signal(signal.SIGINT)
            break
    _, rest = process.communicate()
    assert process.returncode == 1
    assert "Stopping; what is accepted is kept." in rest
    assert "the run was stopped first" in rest
    assert "Traceback" not in rest
    items = load(out.read_bytes())
    assert 1 <= items.report.delivered == len(items.items) < 60


def test_a_batch_prints_a_table_and_says_what_it_left_out(cli: Cli, cells: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lectures"
    folder.mkdir()
    cells.rename(folder / "cells.txt")
    (folder / "broken.pdf").write_bytes(b"MZ\x90\x00 this is a program")
    (folder / "table.csv").write_text("a,b\n", "utf-8")
    command = ["batch", folder, "--out", tmp_path / "out", "-n", 1, "--difficulty", "easy"]
    ran = cli(*command, "--workers", 1)
    assert ran.code == 1
    rows = [line.split("│")[1:-1] for line in ran.out.splitlines() if line.count("│") == 5]
    cells_of = {row[0].strip(): [cell.strip() for cell in row[1:]] for row in rows}
    assert cells_of["cells.txt"] == ["1/1", "done", ""]
    assert cells_of["broken.pdf"][:2] == ["0/1", "failed"]
    assert cells_of["2 documents"][0] == "1/2"
    assert "2 of 2 documents to do." in ran.err
    assert "2/2 cells.txt: 1 of 1" in ran.err
    assert "1 file passed over, for files of this kind cannot be read: table.csv." in ran.err

    again = cli(*command, "--json")
    assert "0 of 2 documents to do, 2 done before." in again.err
    assert BatchReport.model_validate_json(again.out).delivered == 1
    assert again.out.encode() == (tmp_path / "out" / "report.json").read_bytes()

    (folder / "broken.pdf").unlink()
    assert cli(*command, "--quiet").code == 0
    assert "--bar" not in ran.err, "nothing is missing for the bar's sake"
    many = cli("batch", folder, "--out", tmp_path / "many", "-n", 50, "--bar", 0.99)
    assert re.search(r"Left out: \d+ drafts? of the offline writer .* --bar 0\.1 lets more through", many.err)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("absent", "'absent' does not exist: check the path."), ("folder", "'folder' holds no document that can be read")],
)
def test_a_batch_without_documents_is_told(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    ran = cli("batch", name, "--out", "out")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(sentence)
    assert not (tmp_path / "out").exists()


def test_the_schema_is_printed(cli: Cli) -> None:
    ran = cli("schema")
    assert ran.code == 0
    assert json.loads(ran.out) == json_schema()


def test_the_version_is_printed(cli: Cli) -> None:
    assert cli("--version") == Ran(0, f"mcqgen {mcqgen.__version__}\n", "")


def test_an_unknown_option_is_a_usage_error(cli: Cli) -> None:
    ran = cli("generate", "--colour")
    assert ran.code == 2
    assert "No such option" in ran.err


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    heavy = ("chromadb", "langchain", "numpy", "onnxruntime", "pydantic", "spacy", "streamlit")
    program = (
        "import sys; from mcqgen.cli import app; app(['--help'], standalone_mode=False); "
        f"sys.exit(str([name for name in sys.modules if name.split('_')[0].split('.')[0] in {heavy}]))"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ran.stderr.strip() == "[]"
    assert "generate" in ran.stdout
    # CPU seconds, which a busy machine hardly changes; 0.2 once the libraries are compiled.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
