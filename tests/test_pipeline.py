"""The whole way from files to items, with every real part at work."""

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mcqgen.authoring import NO_DRAFT
from mcqgen.documents import load
from mcqgen.domain.blueprint import Difficulty, Request
from mcqgen.domain.quotes import find_quote
from mcqgen.domain.report import BEYOND, STOPPED
from mcqgen.domain.run import (
    BlueprintPlanned,
    DocumentFailed,
    DocumentLoaded,
    Event,
    ItemAccepted,
    ItemSet,
    Progress,
    RunFinished,
    Stage,
)
from mcqgen.errors import RequestError
from mcqgen.formats.json_items import dump
from mcqgen.pipeline import another, generate
from mcqgen.settings import Settings

pytestmark = pytest.mark.no_cover  # long, and the tests of the parts run nearly all of these lines

REQUEST = Request(mix={Difficulty.EASY: 2, Difficulty.MEDIUM: 2}, seed=7)
TIME = "2026-01-31T12:00:00+01:00"
SPANISH = (
    "La fotosíntesis es el proceso por el cual las plantas transforman la luz del sol en energía química. "
    "Las hojas contienen clorofila, un pigmento verde que absorbe la luz. El agua llega desde las raíces."
)


@pytest.fixture(scope="module")
def chapter(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small text that is dense enough for several items."""
    music, weather = (checkout / "tests" / "dense_texts.txt").read_text("utf-8").split("\n\n")[:2]
    path = tmp_path_factory.mktemp("documents") / "two things.md"
    path.write_text(f"# Two things\n\n## Music\n\n{music}\n\n## Weather\n\n{weather}\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def events(chapter: Path, settings: Settings) -> list[Event]:
    return list(generate([chapter], REQUEST, settings, created_at=TIME))


def finish(events: Sequence[Event]) -> ItemSet:
    assert isinstance(events[-1], RunFinished)
    assert not any(isinstance(event, RunFinished) for event in events[:-1])
    return events[-1].items


def test_the_events_come_in_the_order_of_the_stages(events: list[Event]) -> None:
    kinds = [type(event) for event in events if not isinstance(event, Progress)]
    assert kinds[:2] == [DocumentLoaded, BlueprintPlanned]
    assert kinds.index(ItemAccepted) >= 2
    stages = [event.stage for event in events if isinstance(event, Progress)]
    assert stages == sorted(stages, key=list(Stage).index)
    assert set(stages) == set(Stage)


def test_items_are_handed_out_as_they_are_accepted_and_all_are_in_the_set(events: list[Event]) -> None:
    accepted = [event for event in events if isinstance(event, ItemAccepted)]
    assert [event.accepted for event in accepted] == list(range(1, len(accepted) + 1))
    assert {event.item.id for event in accepted} == {item.id for item in finish(events).items}
    assert 0 < len(accepted) <= REQUEST.count


def test_every_key_is_proven_by_words_of_the_document(events: list[Event], chapter: Path, settings: Settings) -> None:
    document = load(chapter, settings)
    quotes = [quote for item in finish(events).items for quote in item.evidence]
    assert quotes
    for quote in quotes:
        text = document.page_numbers[quote.page].text
        found = find_quote(quote.quote, quote.page, text, near=quote.start)
        assert quote.document == document.id
        assert found is not None
        assert (found.start, found.end) == (quote.start, quote.end)


def test_the_set_tells_where_it_comes_from_and_stands_in_reading_order(events: list[Event]) -> None:
    items = finish(events)
    assert items.title == "Two things"
    assert items.created_at == "2026-01-31T11:00:00Z"
    assert [document.name for document in items.documents] == ["two things.md"]
    starts = [item.evidence[0].start for item in items.items]
    assert starts == sorted(starts)
    report = items.report
    assert (report.requested, report.delivered) == (4, len(items.items))
    assert report.shortfall == 4 - report.delivered
    assert bool(report.explanation) == bool(report.shortfall)
    assert sum(report.delivered_by_difficulty.values()) == report.delivered
    assert report.writer.startswith("offline")


def test_the_same_input_settings_and_seed_give_the_same_bytes(
    events: list[Event], chapter: Path, settings: Settings, tmp_path: Path
) -> None:
    fresh = Settings(home=tmp_path)
    for used in (settings, fresh):  # with the caches of the first run, and without
        again = finish(list(generate([chapter], REQUEST, used, created_at=TIME)))
        assert dump(again) == dump(finish(events))


def test_threads_may_generate_at_the_same_time(events: list[Event], chapter: Path, settings: Settings) -> None:
    def work(_: int) -> bytes:
        return dump(finish(list(generate([chapter], REQUEST, settings, created_at=TIME))))

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(work, range(2))) == {dump(finish(events))}


def test_a_document_that_fails_does_not_stop_the_others(chapter: Path, settings: Settings, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"MZ\x90\x00 this is a program")
    spanish = tmp_path / "plantas.txt"
    spanish.write_text(SPANISH, "utf-8")
    copy = Path(shutil.copy(chapter, tmp_path / "copy.md"))
    request = Request(mix={Difficulty.EASY: 1})
    events = list(generate([broken, chapter, spanish, copy], request, settings, title="Mixed"))
    failures = [event.failure for event in events if isinstance(event, DocumentFailed)]
    assert [failure.name for failure in failures] == ["broken.pdf", "plantas.txt", "copy.md"]
    assert "not a PDF file" in failures[0].reason
    assert "English" in failures[1].reason
    assert "'copy.md' says the same as 'two things.md'" in failures[2].reason
    items = finish(events)
    assert items.report.failures == tuple(failures)
    assert (items.title, items.report.delivered) == ("Mixed", 1)


def test_when_no_document_can_be_used_the_run_still_ends_with_a_report(settings: Settings, tmp_path: Path) -> None:
    events = list(generate([tmp_path / "absent.pdf"], REQUEST, settings))
    items = finish(events)
    assert items.items == ()
    assert items.report.explanation == ("Asked 4, delivered 0; 4 are missing because: no document could be used (4×).")


def test_five_words_give_no_item_and_a_reason(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_text("Cells are small and alive.", "utf-8")
    items = finish(list(generate([path], REQUEST, settings)))
    assert items.items == ()
    assert items.report.shortfall == 4
    assert items.report.reasons
    assert items.report.explanation.startswith("Asked 4, delivered 0; 4 are missing because: ")


def test_more_than_the_text_holds_is_told(chapter: Path, settings: Settings) -> None:
    items = finish(list(generate([chapter], Request(mix={Difficulty.EASY: 200}), settings)))
    assert 0 < items.report.delivered < 200
    assert len(items.items) == items.report.delivered == 200 - items.report.shortfall
    assert BEYOND in items.report.explanation or NO_DRAFT in items.report.explanation


def test_drafts_that_were_held_back_are_told(chapter: Path, settings: Settings) -> None:
    strict = settings.model_copy(update={"offline_bar": 1.0})
    items = finish(list(generate([chapter], Request(mix={Difficulty.EASY: 2}), strict)))
    assert items.items == ()
    assert items.report.held_back > 2


@pytest.mark.parametrize(
    ("until", "kept"),
    [
        (lambda event: isinstance(event, Progress) and event.stage is Stage.READING, 0),
        (lambda event: isinstance(event, Progress) and event.stage is Stage.PLANNING, 0),
        (lambda event: isinstance(event, BlueprintPlanned), 0),
        (lambda event: isinstance(event, ItemAccepted), 1),
    ],
)
def test_a_cancelled_run_ends_soon_and_keeps_what_is_accepted(
    chapter: Path, settings: Settings, until: Callable[[Event], bool], kept: int
) -> None:
    seen: list[Event] = []
    for event in generate([chapter], REQUEST, settings, cancelled=lambda: any(until(one) for one in seen)):
        seen.append(event)  # noqa: PERF402 (the run looks at the list while it grows)
    items = finish(seen)
    assert len(items.items) == kept
    assert STOPPED in items.report.explanation


def test_a_run_that_is_cancelled_before_it_begins_reads_nothing(chapter: Path, settings: Settings) -> None:
    [event] = generate([chapter, chapter], REQUEST, settings, cancelled=lambda: True)
    assert finish([event]).documents == ()


def test_the_time_comes_from_the_environment_for_reproducible_results(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = tmp_path / "absent.pdf"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert finish(list(generate([absent], REQUEST, settings))).created_at == "1970-01-02T00:00:00Z"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert finish(list(generate([absent], REQUEST, settings))).created_at > "2026"


@pytest.mark.parametrize("epoch", ["yesterday", "1e99", "9" * 30])
def test_a_time_that_is_none_is_refused(settings: Settings, epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RequestError, match=r"'noon' is no time: write it like 2026-"):
        next(generate([Path("a.txt")], REQUEST, settings, created_at="noon"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(RequestError, match="SOURCE_DATE_EPOCH="):
        next(generate([Path("a.txt")], REQUEST, settings))


@pytest.mark.parametrize(
    ("paths", "request_", "message"),
    [
        ([], REQUEST, "No document was given"),
        ([Path("a.txt")], Request(mix={}), "0 items make no sense"),
        ([Path("a.txt")], Request(mix={Difficulty.EASY: 1}, options=6), "6 options make no sense"),
    ],
)
def test_a_senseless_request_is_refused_at_once(
    settings: Settings, paths: list[Path], request_: Request, message: str
) -> None:
    with pytest.raises(RequestError, match=message):
        next(generate(paths, request_, settings))


def test_another_item_asks_for_another_fact_of_the_same_place(
    events: list[Event], chapter: Path, settings: Settings
) -> None:
    first, *others = finish(events).items
    elsewhere = chapter.parent / "absent.md"
    wish = "Ask  about\nsomething harder"
    result = finish(list(another([elsewhere, chapter], first, settings, instruction=wish, avoid=others)))
    [new] = result.items
    assert new.id not in {item.id for item in finish(events).items}
    assert new.difficulty == first.difficulty
    assert new.evidence[0].document == first.evidence[0].document
    assert {quote.quote for quote in new.evidence}.isdisjoint(quote.quote for quote in first.evidence)
    assert new.provenance.document_sha256 == first.provenance.document_sha256
    told = "The offline writer cannot follow an instruction, so “Ask about something harder” was left aside"
    assert told in result.report.remarks[0]
    assert result.report.coverage is None


def test_where_there_is_no_other_item_the_report_says_so(
    events: list[Event], chapter: Path, settings: Settings
) -> None:
    item = finish(events).items[0]
    result = finish(list(another([chapter], item, settings.model_copy(update={"offline_bar": 1.0}))))
    assert result.items == ()
    assert "no other question of this difficulty around this place: " in result.report.explanation
    assert NO_DRAFT in result.report.explanation
    stopped = finish(list(another([chapter], item, settings, cancelled=lambda: True)))
    assert STOPPED in stopped.report.explanation


def test_another_item_is_refused_where_the_place_is_not_known(
    events: list[Event], settings: Settings, tmp_path: Path
) -> None:
    item = finish(events).items[0]
    foreign = tmp_path / "rain.md"
    foreign.write_text("# Rain\n\nRain is water that falls from clouds in drops to the ground.\n", "utf-8")
    with pytest.raises(RequestError, match="made from another document"):
        list(another([foreign], item, settings))
    with pytest.raises(RequestError, match="names no words of a document"):
        next(another([foreign], item.model_copy(update={"evidence": ()}), settings))
    with pytest.raises(RequestError, match="The instruction has 501 characters, and 500 are the most"):
        next(another([foreign], item, settings, instruction="x" * 501))
