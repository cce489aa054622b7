"""Items into and out of other systems, from the command line."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mcqgen.bank import Query, RunState, open_bank
from mcqgen.formats import FORMATS
from mcqgen.formats.json_items import load
from mcqgen.settings import Settings

GIFT = """::Blood:: What carries oxygen in the blood?{=The red cell#Yes. ~The platelet ~The plasma
####Haemoglobin binds it.}

Which are gases?{~%50%Helium ~%50%Neon ~%-100%Iron}

Is water wet?{TRUE}
"""
MORE = "What carries the oxygen in the blood?{=The red cell ~The nerve ~The bone}\n\nWhat is rust?{=Iron oxide ~Tin}\n"

Cli = Callable[..., Any]


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "bank.gift"
    path.write_text(GIFT, "utf-8")
    return path


@pytest.fixture
def items(bank: Path, cli: Cli) -> Path:
    path = bank.with_name("items.json")
    cli("convert", bank, "--to", "json", "--out", path)
    return path


def test_a_bank_is_converted_and_what_is_skipped_is_told(bank: Path, cli: Cli) -> None:
    ran = cli("convert", bank, "--to", "moodle_xml", "--out", bank.with_name("quiz.xml"), "--points", 2, "--no-shuffle",
              "--category", "Bio/Blood", "--title", "Week 1")  # fmt: skip
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "bank.gift: question 3 (Is water wet?), line 6 is skipped: it is a true/false question.\n"
    quiz = etree.parse(bank.with_name("quiz.xml"))
    assert quiz.findtext("question/category/text") == "$course$/top/Bio/Blood/Week 1"
    assert [node.text for node in quiz.iter("defaultgrade")] == ["2.0000000"] * 2
    assert [node.text for node in quiz.iter("shuffleanswers")] == ["false"] * 2


def test_items_are_exported_to_stdout_and_to_several_files(items: Path, cli: Cli) -> None:
    ran = cli("export", items, "--to", "gift")
    assert ran.code == 0
    assert ran.out.startswith("$CATEGORY: $course$/top/bank\n")
    assert ran.err == ""
    ran = cli(
        "export",
        items,
        "--to",
        "gift",
        "--to",
        "qti12",
        "--to",
        "qti21",
        "--to",
        "csv",
        "--out",
        items.with_name("q.zip"),
    )
    assert ran.code == 0
    assert sorted(path.name for path in items.parent.iterdir()) == [
        "bank.gift", "items.json", "q-qti12.zip", "q-qti21.zip", "q.csv", "q.gift",
    ]  # fmt: skip
    assert zipfile.is_zipfile(items.with_name("q-qti12.zip"))


def test_what_a_format_cannot_hold_or_carry_is_told(items: Path, cli: Cli) -> None:
    ran = cli("export", items, "--to", "aiken", "--points", "3")
    assert ran.code == 1
    assert ran.out == "What carries oxygen in the blood?\nA) The red cell\nB) The platelet\nC) The plasma\nANSWER: A\n"
    assert ran.err.splitlines() == [
        "Aiken cannot hold item 2, left out: it has 2 right options, and one is the most.",
        (
            "Aiken cannot carry: feedback per option (1 of 1 items), general feedback (1 of 1 items), difficulty (1 of "
            "1 items), Bloom level (1 of 1 items), points."
        ),
    ]


def test_a_file_without_an_item_is_not_written(tmp_path: Path, cli: Cli) -> None:
    bank = tmp_path / "many.gift"
    bank.write_text("\n\n".join(f"Which {n}?{{~%50%a ~%50%b ~c}}" for n in range(13)), "utf-8")
    ran = cli("convert", bank, "--to", "aiken", "--out", tmp_path / "out.txt")
    assert ran.code == 1
    assert not (tmp_path / "out.txt").exists()
    assert ran.err.count("cannot hold item") == 10
    assert "Aiken cannot hold 3 more items, left out." in ran.err
    assert "No item is left for Aiken" in ran.err


def test_a_paper_has_versions_and_a_key_on_its_own(items: Path, tmp_path: Path, cli: Cli) -> None:
    ran = cli(
        "export",
        items,
        "--to",
        "markdown",
        "--to",
        "gift",
        "--versions",
        2,
        "--key",
        "without",
        "--out",
        tmp_path / "p",
    )
    assert ran.code == 0
    assert "GIFT cannot carry: versions of a paper, separate answer key." in ran.err
    assert "Markdown paper cannot carry: " in ran.err  # what stands in its key
    paper = (tmp_path / "p.md").read_text("utf-8")
    assert "Version B" in paper and "Answer key" not in paper
    key = cli("export", items, "--to", "markdown", "--versions", 2, "--key", "only").out
    assert key.startswith("# Answer key") and "**Version B**" in key


def test_stdin_is_read_and_the_format_may_be_told(items: Path) -> None:
    script = str(Path(sys.executable).with_name("mcqgen"))
    ran = subprocess.run(
        [script, "export", "-", "--to", "jsonl"], input=items.read_bytes(), capture_output=True, check=False
    )
    assert ran.returncode == 0
    again = subprocess.run(
        [script, "convert", "-", "--from", "jsonl", "--to", "json"], input=ran.stdout, capture_output=True, check=False
    )
    assert load(again.stdout).items == load(items.read_bytes()).items


def test_repeats_of_another_bank_are_left_out(bank: Path, tmp_path: Path, cli: Cli) -> None:
    more = tmp_path / "more.gift"
    more.write_text(MORE, "utf-8")
    ran = cli("convert", more, "--to", "jsonl", "--without", bank)
    assert ran.code == 0
    assert [json.loads(line)["stem"] for line in ran.out.splitlines()] == ["What is rust?"]
    assert "Item 1 is left out: It is almost the same as “What carries oxygen in the blood?”." in ran.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("export", "items.json"), "Say which format: --to moodle_xml"),
        (("export", "items.json", "--to", "moodel_xml"), "Did you mean 'moodle_xml'?"),
        (("export", "bank.gift", "--to", "csv"), "use 'mcqgen convert'"),
        (("convert", "none.gift", "--to", "csv"), "'none.gift' cannot be read: no such file"),
        (("convert", ".", "--to", "csv"), "'.' cannot be read: is a directory"),
        (("convert", "notes.txt", "--to", "csv"), "'notes.txt' is in no format that is known: say which with --from."),
        (
            ("convert", "notes.txt", "--from", "xlsx", "--to", "csv"),
            "Excel table cannot be read. Formats that can: json,",
        ),
        (
            ("convert", "notes.txt", "--from", "moodle-xml", "--to", "csv"),
            "notes.txt: The file is not well-formed XML",
        ),
        (("convert", "bank.gift", "--to", "csv", "--to", "gift"), "Several formats do not fit into one stream"),
        (("convert", "bank.gift", "--to", "csv", "--points", "0"), "0 points make no sense"),
        (("convert", "bank.gift", "--to", "csv", "--points", "nan"), "nan points make no sense"),
        (
            ("export", "items.json", "--to", "pdf", "--versions", "5"),
            "5 versions of a paper make no sense: ask for 1 to 4",
        ),
        (("export", "items.json", "--to", "pdf", "--key", "never"), "say --key with, without, only."),
        (("convert", "bank.gift", "--to", "csv", "--out", "no/where.csv"), "the folder 'no' does not exist"),
    ],
)
def test_bad_input_gets_one_sentence(
    arguments: tuple[str, ...], sentence: str, items: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(items.parent)
    Path("notes.txt").write_text("Dear all,\n", "utf-8")
    ran = cli(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err
    assert ran.err.count("\n") == 1


def test_files_that_are_too_large_are_refused(bank: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCQGEN_MAX_FILE_MB", "1")
    bank.write_text("x" * (2**20 + 1), "utf-8")
    assert "is larger than 1 MB: split it" in cli("convert", bank, "--to", "csv").err


def test_formats_are_listed_for_people_and_programs(cli: Cli) -> None:
    told = cli("formats").out
    assert all(f"{entry.name:<12} {entry.label}" in told for entry in FORMATS.values())
    assert "leaves out: points, shuffling" in told
    listed = {entry["name"]: entry for entry in json.loads(cli("formats", "--json").out)}
    assert list(listed) == list(FORMATS)
    assert listed["gift"]["reads"]
    assert not listed["xlsx"]["reads"]
    assert listed["aiken"]["carries"] == ["formulas"]


def test_generate_writes_other_formats_and_keeps_the_items_in_the_bank(
    tmp_path: Path, checkout: Path, cli: Cli
) -> None:
    source = checkout / "sample_docs" / "sociology-types-of-societies.md"
    formats = ("--to", "json", "--to", "moodle_xml", "--to", "markdown", "--versions", 2)
    ran = cli("generate", source, "-n", 2, *formats, "--out", tmp_path / "quiz", "--keep")
    assert ran.code in (0, 1), ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["quiz.json", "quiz.md", "quiz.xml"]
    assert "Version B" in (tmp_path / "quiz.md").read_text("utf-8")
    assert f"written to {tmp_path / 'quiz.json'}, {tmp_path / 'quiz.xml'}, {tmp_path / 'quiz.md'}." in ran.err
    texts = [node.text or "" for node in etree.parse(tmp_path / "quiz.xml").iterfind("question/generalfeedback/text")]
    items = load((tmp_path / "quiz.json").read_bytes()).items
    for item, text in zip(items, texts, strict=True):
        assert " ".join(item.evidence[0].quote.split())[:40] in text
    assert "Kept in the bank, too" in ran.err
    with open_bank(Settings()) as bank:
        shelf = bank.shelf("")
        run = shelf.runs(limit=1)[0]
        document = shelf.document(run.documents[0])
        assert shelf.file_of(document.info.id).read_bytes() == source.read_bytes()
        assert tuple(kept.item for kept in shelf.find(Query(run=run.id, order="place")).records) == items
    assert (run.state, run.title) == (RunState.DONE, document.info.title)
    assert document.sections
    (tmp_path / "known.json").write_bytes((tmp_path / "quiz.json").read_bytes())
    ran = cli("bank", "export", *(item.id for item in items), "--to", "csv", "--without", tmp_path / "known.json")
    assert ran.err.count("is left out") == len(items)


def test_batch_writes_other_formats_of_all_items(tmp_path: Path, checkout: Path, cli: Cli) -> None:
    source = tmp_path / "in"
    source.mkdir()
    text = (checkout / "sample_docs" / "sociology-types-of-societies.md").read_bytes()
    (source / "a.md").write_bytes(text)
    ran = cli("batch", source, "--out", tmp_path / "out", "-n", 2, "--to", "gift", "--to", "json", "--title", "All")
    assert ran.code in (0, 1), ran.err
    assert (tmp_path / "out" / "items.gift").read_text("utf-8").startswith("$CATEGORY: $course$/top/All\n")
