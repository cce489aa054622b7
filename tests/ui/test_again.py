"""Another question in the place of one: a new version in the bank, counted where it costs, or a reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_models import FakeModels, Fault
from good_model import GoodModel
from questions import make_item, make_set

from mcqgen.bank import Bank, Kept, Query, RunState, Shelf, open_bank
from mcqgen.documents import load
from mcqgen.domain.item import Evidence, Item, Option
from mcqgen.domain.run import describe
from mcqgen.settings import Settings
from mcqgen.ui.again import Outcome, Rewriting
from mcqgen.ui.strings import review as strings

TEXTS = (Path(__file__).parent.parent / "dense_texts.txt").read_text("utf-8").split("\n\n")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def bank(home: Path) -> Iterator[Bank]:
    with open_bank(Settings(home=home)) as bank:
        yield bank


@pytest.fixture
def fake() -> Iterator[FakeModels]:
    with FakeModels(GoodModel()) as server:
        yield server


@pytest.fixture
def settings(fake: FakeModels, home: Path) -> Settings:
    return Settings(
        home=home, model=fake.spec("google_genai"), google_api_key="test-key", cache=False, verify="none",
        model_attempts=1, retry_wait_s=0.01, breaker_failures=1,
    )  # fmt: skip


@pytest.fixture
def shelf(bank: Bank, request: pytest.FixtureRequest) -> Shelf:
    return bank.shelf(request.node.name)


@pytest.fixture
def kept(shelf: Shelf, tmp_path: Path) -> Kept:
    """A question on a file of dense paragraphs."""
    path = tmp_path / "things.md"
    path.write_text(
        "# Things\n\n" + "\n\n".join(f"## Part {number}\n\n{text}" for number, text in enumerate(TEXTS, 1)) + "\n",
        "utf-8",
    )
    document = load(path, Settings())
    shelf.keep_document(describe(document, 4), path)
    text = document.pages[0].text
    start = text.index(TEXTS[2])
    end = text.index(".", start) + 1
    quote = Evidence(document=document.id, page=1, quote=text[start:end], start=start, end=end)
    plain = make_item(1)
    four = (*plain.options, Option(id="D", text="a fourth one"))
    return put(shelf, make_item(1, evidence=(quote,), objective="Name things", options=four))


def put(shelf: Shelf, item: Item) -> Kept:
    return shelf.add(make_set([item]))[0]


def outcome(shelf: Shelf, kept: Kept, settings: Settings, wish: str = "") -> Outcome:
    rewriting = Rewriting()
    rewriting.start(shelf, "me", kept, wish, settings)
    rewriting.start(shelf, "me", kept, "twice", settings)
    assert rewriting.look("you", kept.id) is None
    at_work = rewriting.look("me", kept.id)
    assert at_work
    told = at_work.result(timeout=120)
    rewriting.forget("me", kept.id)
    assert rewriting.look("me", kept.id) is None
    return told


def test_the_new_question_is_a_version_and_what_it_cost_is_known(
    shelf: Shelf, kept: Kept, settings: Settings, fake: FakeModels
) -> None:
    shelf.dispute(kept.id, yes=True)
    told = outcome(shelf, shelf.question(kept.id), settings, "ask for a cause")
    assert told == Outcome(version=2)
    assert "ask for a cause" in fake.calls[0].text
    new = shelf.question(kept.id)
    assert (new.version, new.disputed, new.item.objective) == (2, False, "Name things")
    assert new.item.stem != kept.item.stem
    assert [version.why for version in shelf.versions(kept.id)] == ["imported", "again"]
    (run,) = shelf.runs()
    assert (run.state, run.questions, run.title) == (RunState.DONE, 0, "Another one: Numbers")
    assert run.tokens > 0
    assert shelf.find(Query()).total == 1


def test_a_provider_that_is_down_leaves_the_question_as_it_is(
    shelf: Shelf, kept: Kept, settings: Settings, fake: FakeModels
) -> None:
    fake.script(*[Fault(503)] * 9)
    told = outcome(shelf, kept, settings)
    assert told.version == 0 and told.problem
    assert shelf.question(kept.id) == kept


def test_without_money_or_file_or_another_fact_it_says_why(
    shelf: Shelf, kept: Kept, settings: Settings, fake: FakeModels
) -> None:
    none_left = settings.model_copy(update={"max_spend_per_month": 0.0})
    assert outcome(shelf, kept, none_left).problem.startswith("Your questions have cost US$ 0.00 this month")
    stray = put(shelf, make_item(2, evidence=(kept.item.evidence[0].model_copy(update={"document": "gone"}),)))
    assert outcome(shelf, stray, settings).problem == strings.AGAIN_NO_FILE
    assert outcome(shelf, put(shelf, make_item(3, evidence=())), settings).problem == strings.AGAIN_NO_FILE
    assert fake.calls == []
    (run,) = shelf.runs()[:1]
    assert (run.state, run.problem) == (RunState.BROKEN, strings.AGAIN_NO_FILE)


def test_a_question_that_was_changed_meanwhile_keeps_the_change(shelf: Shelf, kept: Kept, settings: Settings) -> None:
    shelf.revise(kept.id, kept.item.model_copy(update={"stem": "What else?"}), "edited", based_on=1)
    assert outcome(shelf, kept, settings).problem
    assert shelf.question(kept.id).item.stem == "What else?"
