"""Folders: every document is accounted for, nothing is done twice, and no end comes too early."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqgen.batch import ITEMS, REPORT, output_name, run_batch
from mcqgen.batch.journal import Entry, Journal, journal_of, request_digest
from mcqgen.domain.batch import BatchEvent, BatchFinished, BatchReport, BatchStarted, DocumentFinished, Outcome, Status
from mcqgen.domain.blueprint import Difficulty, Request
from mcqgen.domain.run import ItemSet
from mcqgen.errors import DocumentError, OutputError, StateError
from mcqgen.formats.json_items import load
from mcqgen.settings import Settings

pytestmark = pytest.mark.no_cover  # long, and the tests of the parts run nearly all of these lines

REQUEST = Request(mix={Difficulty.EASY: 1}, seed=7)
TIME = "2026-01-31T12:00:00Z"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def parts(checkout: Path) -> list[str]:
    """Six small texts, each dense enough for several easy items."""
    return (checkout / "tests" / "dense_texts.txt").read_text("utf-8").strip().split("\n\n")


@pytest.fixture
def folder(tmp_path: Path, parts: list[str]) -> Path:
    """Two good documents of one stem, a bad one, a copy, and a file of another kind."""
    root = tmp_path / "lectures"
    (root / "week 1").mkdir(parents=True)
    (root / "week 1" / "notes.txt").write_text(parts[0], "utf-8")
    (root / "week 1" / "notes.md").write_text(parts[1], "utf-8")
    (root / "copy.txt").write_text(parts[0], "utf-8")
    (root / "broken.pdf").write_bytes(b"MZ\x90\x00 this is a program")
    (root / "table.csv").write_text("a,b\n", "utf-8")
    (root / ".hidden.csv").write_text("a,b\n", "utf-8")
    return root


def run(folder: Path, out: Path, settings: Settings, request: Request = REQUEST, **more: object) -> list[BatchEvent]:
    return list(run_batch(folder, out, request, settings, created_at=TIME, **more))  # type: ignore[arg-type]


def report(events: Sequence[BatchEvent]) -> BatchReport:
    assert isinstance(events[-1], BatchFinished)
    return events[-1].report


def done(events: Sequence[BatchEvent]) -> list[str]:
    """Names of the documents that were worked on."""
    return sorted(event.outcome.path for event in events if isinstance(event, DocumentFinished))


def state(out: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(out).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in out.rglob("*")
        if path.is_file()
    }


def items_of(path: Path) -> ItemSet:
    return load(path.read_bytes())


def test_every_document_is_in_the_report_with_items_or_a_reason(
    folder: Path, tmp_path: Path, settings: Settings
) -> None:
    out = tmp_path / "out"
    events = run(folder, out, settings)
    assert events[0] == BatchStarted(total=4, to_do=3)
    summary = report(events)
    rows = {row.path: row for row in summary.documents}
    assert list(rows) == ["broken.pdf", "copy.txt", "week 1/notes.md", "week 1/notes.txt"]
    assert rows["broken.pdf"].status is Status.FAILED
    assert "not a PDF file" in rows["broken.pdf"].reason
    assert rows["week 1/notes.txt"] == Outcome(
        path="week 1/notes.txt",
        status=Status.DUPLICATE,
        requested=0,
        delivered=0,
        reason="the same file as 'copy.txt'",
    )
    assert rows["copy.txt"].status is rows["week 1/notes.md"].status is Status.DONE
    assert (summary.requested, summary.delivered) == (3, 2)
    assert summary.ignored == ("table.csv",)
    assert sorted(state(out)) == ["copy.txt.json", ITEMS, REPORT, "week 1/notes.md.json"]
    assert BatchReport.model_validate_json((out / REPORT).read_bytes()) == summary


def test_the_combined_file_holds_all_items_and_accounts_for_the_rest(
    folder: Path, tmp_path: Path, settings: Settings
) -> None:
    out = tmp_path / "out"
    run(folder, out, settings, title="All weeks")
    parts = [items_of(out / "copy.txt.json"), items_of(out / "week 1" / "notes.md.json")]
    combined = items_of(out / ITEMS)
    assert combined.items == parts[0].items + parts[1].items
    assert combined.documents == parts[0].documents + parts[1].documents
    assert (combined.title, combined.created_at) == ("All weeks", TIME)
    assert (combined.report.requested, combined.report.delivered, combined.report.shortfall) == (3, 2, 1)
    assert combined.report.explanation == (
        "Asked 3, delivered 2; 1 is missing because: a document could not be used (1×)."
    )
    assert [failure.name for failure in combined.report.failures] == ["broken.pdf"]


def test_a_second_run_over_an_unchanged_folder_does_no_work(folder: Path, tmp_path: Path, settings: Settings) -> None:
    out = tmp_path / "out"
    first = report(run(folder, out, settings))
    before = state(out)
    again = list(run_batch(folder, out, REQUEST, settings))  # even at another time
    assert again == [BatchStarted(total=4, to_do=0), BatchFinished(report=first)]
    assert state(out) == before


def test_only_what_changed_is_done_again(folder: Path, tmp_path: Path, settings: Settings, parts: list[str]) -> None:
    out = tmp_path / "out"
    run(folder, out, settings)
    (folder / "week 1" / "notes.md").write_text(parts[2], "utf-8")
    (folder / "new.txt").write_text(parts[3], "utf-8")
    (folder / "copy.txt").touch()
    assert done(run(folder, out, settings)) == ["new.txt", "week 1/notes.md"]
    assert len(items_of(out / ITEMS).items) == 3


def test_another_request_is_another_work(folder: Path, tmp_path: Path, settings: Settings) -> None:
    out = tmp_path / "out"
    run(folder, out, settings)
    assert len(done(run(folder, out, settings, Request(mix=REQUEST.mix, seed=8)))) == 3
    assert done(run(folder, out, settings, Request(mix=REQUEST.mix, seed=8))) == []


def test_failures_stand_until_a_retry_is_asked_for(folder: Path, tmp_path: Path, settings: Settings) -> None:
    out = tmp_path / "out"
    run(folder, out, settings)
    assert done(run(folder, out, settings, retry_failed=True)) == ["broken.pdf"]


def test_results_that_were_damaged_or_deleted_are_made_again(folder: Path, tmp_path: Path, settings: Settings) -> None:
    out = tmp_path / "out"
    run(folder, out, settings)
    whole = state(out)
    (out / "copy.txt.json").write_text('{"schema_version": "1.0", "tit', "utf-8")
    (out / "week 1" / "notes.md.json").unlink()
    (out / ITEMS).unlink()
    assert done(run(folder, out, settings)) == ["copy.txt", "week 1/notes.md"]
    assert {name: data for name, (data, _) in state(out).items()} == {name: data for name, (data, _) in whole.items()}


def test_results_that_the_teacher_edited_are_kept_and_combined(
    folder: Path, tmp_path: Path, settings: Settings
) -> None:
    out = tmp_path / "out"
    run(folder, out, settings)
    content = json.loads((out / "copy.txt.json").read_bytes())
    content["items"][0]["stem"] = "What did the teacher mend?"
    (out / "copy.txt.json").write_text(json.dumps(content), "utf-8")
    assert done(run(folder, out, settings)) == []
    assert items_of(out / ITEMS).items[0].stem == "What did the teacher mend?"


def test_results_of_removed_documents_are_kept_and_named(folder: Path, tmp_path: Path, settings: Settings) -> None:
    out = tmp_path / "out"
    run(folder, out, settings)
    (folder / "week 1" / "notes.md").unlink()
    (folder / "copy.txt").write_bytes(b"")
    summary = report(run(folder, out, settings))
    rows = {row.path: row.status for row in summary.documents}
    assert rows == {"broken.pdf": Status.FAILED, "copy.txt": Status.FAILED, "week 1/notes.txt": Status.DONE}
    assert summary.leftovers == ("copy.txt.json", "week 1/notes.md.json")
    assert (out / "week 1" / "notes.md.json").exists()
    assert [document.name for document in items_of(out / ITEMS).documents] == ["notes.txt"]


def test_a_stopped_batch_keeps_what_is_done_and_goes_on_later(folder: Path, tmp_path: Path, settings: Settings) -> None:
    out, one = tmp_path / "out", settings.model_copy(update={"workers": 1})
    seen: list[BatchEvent] = []
    for event in run_batch(folder, out, REQUEST, one, created_at=TIME, cancelled=lambda: len(done(seen)) == 2):
        seen.append(event)  # noqa: PERF402 (the batch looks at the list while it grows)
    assert done(seen) == ["broken.pdf", "copy.txt"]
    assert report(seen).unfinished == ("week 1/notes.md",)
    assert report(seen).requested == 3
    assert "the batch was stopped first (1×)" in items_of(out / ITEMS).report.explanation
    events = run(folder, out, settings)
    assert done(events) == ["week 1/notes.md"]
    assert report(events).unfinished == ()


def test_whoever_stops_listening_stops_the_batch(folder: Path, tmp_path: Path, settings: Settings) -> None:
    events = run_batch(folder, tmp_path / "out", REQUEST, settings, created_at=TIME)
    assert isinstance(events, Generator)
    next(events)
    next(events)
    events.close()
    assert len(done(run(folder, tmp_path / "out", settings))) <= 2


def test_a_document_may_take_only_so_long(folder: Path, tmp_path: Path, settings: Settings) -> None:
    hurried = settings.model_copy(update={"writing_timeout_s": 0})
    summary = report(run(folder, tmp_path / "out", hurried))
    assert [row.delivered for row in summary.documents] == [0, 0, 0, 0]
    assert "the run was stopped first" in next(row.reason for row in summary.documents if row.path == "copy.txt")


def test_a_surprise_is_the_reason_of_one_document_and_stops_nothing(
    folder: Path, tmp_path: Path, settings: Settings
) -> None:
    senseless = settings.model_copy(update={"passage_chars": -1})
    rows = {row.path: row for row in report(run(folder, tmp_path / "out", senseless)).documents}
    assert rows["copy.txt"].status is rows["week 1/notes.md"].status is Status.FAILED
    assert rows["copy.txt"].reason.startswith("unexpected ")
    assert "not a PDF file" in rows["broken.pdf"].reason


def test_what_no_document_is_to_blame_for_ends_the_batch(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "chroma").write_bytes(b"")
    with pytest.raises(StateError):
        run(folder, tmp_path / "out", Settings(home=home))


def test_two_batches_never_write_to_the_same_place(folder: Path, tmp_path: Path, settings: Settings) -> None:
    with journal_of(tmp_path / "out", settings), pytest.raises(StateError, match="Another batch is writing to "):
        run(folder, tmp_path / "out", settings)


def test_a_state_folder_that_cannot_be_written_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StateError, match="set MCQGEN_HOME"):
        run(folder, tmp_path / "out", Settings(home=tmp_path / "file" / "home"))


def test_an_output_folder_inside_the_folder_is_no_source(folder: Path, settings: Settings) -> None:
    out = folder / "results"
    first = report(run(folder, out, settings))
    (out / "remarks.txt").write_text("Not a lecture.", "utf-8")
    again = run(folder, out, settings)
    assert done(again) == []
    assert report(again) == first


def test_results_may_stand_beside_the_documents(folder: Path, settings: Settings) -> None:
    first = report(run(folder, folder, settings))
    again = run(folder, folder, settings)
    assert done(again) == []
    assert report(again) == first
    assert (folder / "copy.txt.json").exists()


def test_what_a_crash_left_half_written_is_cleared_away(folder: Path, tmp_path: Path, settings: Settings) -> None:
    out = tmp_path / "out"
    (out / "week 1").mkdir(parents=True)
    (out / "week 1" / ".notes.txt.json.0123abcd.part").write_bytes(b"{")
    (out / ".mine.part").write_bytes(b"{")
    run(folder, out, settings)
    assert [name for name in state(out) if name.endswith(".part")] == [".mine.part"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("absent", "does not exist: check the path"),
        ("lectures/broken.pdf", "is a file, not a folder: use 'mcqgen generate'"),
        ("empty", "holds no document that can be read: choose another folder"),
    ],
)
def test_a_folder_without_documents_is_told(
    folder: Path, tmp_path: Path, settings: Settings, name: str, message: str
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DocumentError, match=message):
        run(tmp_path / name, tmp_path / "out", settings)
    assert not (tmp_path / "out").exists()


def test_an_output_folder_that_cannot_be_made_is_told_before_the_work(folder: Path, settings: Settings) -> None:
    with pytest.raises(OutputError, match="Cannot make the folder"):
        run(folder, folder / "copy.txt" / "out", settings)


def test_a_name_that_is_no_utf8_is_no_trouble(tmp_path: Path, settings: Settings, parts: list[str]) -> None:
    root = tmp_path / "lectures"
    root.mkdir()
    Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.txt")).write_text(parts[0], "utf-8")
    [row] = report(run(root, tmp_path / "out", settings)).documents
    assert (row.path, row.status) == ("caf\ufffd.txt", Status.DONE)
    assert (tmp_path / "out" / "caf\ufffd.txt.json").exists()


names = st.lists(
    st.sampled_from(["a.pdf", "a.pdf.json", "a.pdf.json_", "a", "A.pdf", "b.json", "items", "report.json"]),
    min_size=1,
    max_size=3,
).map("/".join)


@given(st.sets(names, min_size=2, max_size=8))
def test_no_two_documents_ever_share_an_output(documents: set[str]) -> None:
    # Where a document is, no folder can be.
    possible = {name for name in documents if not any(other.startswith(f"{name}/") for other in documents)}
    outputs = {output_name(name) for name in possible}
    assert len(outputs) == len(possible)
    assert not any(other.startswith(f"{output}/") for output in outputs for other in outputs)


def test_a_journal_survives_a_line_that_was_cut_off(tmp_path: Path) -> None:
    outcome = Outcome(path="a.txt", status=Status.DONE, requested=1, delivered=1)
    entry = Entry(request="r", sha256="s", outcome=outcome)
    journal = Journal(tmp_path / "journal.jsonl")
    assert journal.entries() == ()
    journal.add(entry)
    data = (tmp_path / "journal.jsonl").read_bytes()
    (tmp_path / "journal.jsonl").write_bytes(data + data[: len(data) // 2])
    journal.add(entry)
    assert journal.entries() == (entry, entry)


def test_what_shapes_the_items_shapes_the_digest(settings: Settings) -> None:
    base = request_digest(REQUEST, settings, "")
    assert base == request_digest(REQUEST, settings.model_copy(update={"home": Path("/x"), "workers": 9}), "")
    others = [
        request_digest(REQUEST.model_copy(update={"seed": 8}), settings, ""),
        request_digest(REQUEST, settings.model_copy(update={"passage_chars": 500}), ""),
        request_digest(REQUEST, settings, "secret"),
        request_digest(REQUEST, settings, "other"),
    ]
    assert len({base, *others}) == 5


def test_after_kill_9_a_second_run_neither_loses_nor_repeats(tmp_path: Path, parts: list[str]) -> None:
    root, out, settings = tmp_path / "lectures", tmp_path / "out", Settings(home=tmp_path / "home", workers=1)
    root.mkdir()
    for number, text in enumerate(parts):
        (root / f"part {number}.txt").write_text(text, "utf-8")
    command = [str(Path(sys.executable).with_name("mcqgen")), "batch", str(root), "--out", str(out)]
    process = subprocess.Popen(
        [*command, "--created-at", TIME, "-n", "1", "--difficulty", "easy", "--seed", "7", "--workers", "1"],
        env={**os.environ, "MCQGEN_HOME": str(settings.home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(b"2/6"):
            break
    time.sleep(0.05)  # into the third document
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stderr.close()
    made = {path: path.stat().st_mtime_ns for path in out.glob("*.txt.json")}
    assert 2 <= len(made) < 6
    assert not (out / REPORT).exists()

    second = run(root, out, settings)
    assert 6 - len(made) <= len(done(second)) <= 4
    again = [path for path, before in made.items() if path.stat().st_mtime_ns != before]
    assert len(again) <= 1, "only what was on disk and not yet in the journal is done again"

    straight = run(root, tmp_path / "straight", settings)
    assert report(straight) == report(second)
    assert {name: data for name, (data, _) in state(out).items()} == {
        name: data for name, (data, _) in state(tmp_path / "straight").items()
    }
    combined = items_of(out / ITEMS)
    assert len(combined.documents) == 6
    assert len({item.id for item in combined.items}) == len(combined.items) == 6
