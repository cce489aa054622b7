from pathlib import Path

from mcqgen.domain.blueprint import Bloom, Blueprint, Difficulty, ItemSpec, Request
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Evidence, Item, arrange
from mcqgen.domain.report import make_report
from mcqgen.domain.run import (
    BlueprintPlanned,
    DocumentFailed,
    DocumentInfo,
    DocumentLoaded,
    Event,
    Failure,
    ItemAccepted,
    ItemRejected,
    ItemSet,
    Progress,
    RunFinished,
    Stage,
)
from mcqgen.ui import strings
from mcqgen.ui.markup import card, stepper
from mcqgen.ui.watching import Snapshot, advance
from mcqgen.ui.words import headline

TWO_EASY = {Difficulty.EASY: 2}
SPEC = ItemSpec(number=1, topic="Heat", difficulty=Difficulty.EASY, bloom=Bloom.REMEMBER, passage_ids=())
FLAW = Flaw(code="O301", name="longest-option-is-key", severity=Severity.WARNING, message="m", advice="a")
INFO = DocumentInfo(
    id="d", name="a.pdf", title="A", sha256="", media_type="application/pdf", language="en", pages=3, passages=1
)


def item(stem: str = "What is kept?", key: str = "energy", quote: str = "Energy is kept.") -> Item:
    options = arrange([(key, True, ""), ("heat", False, ""), ("work", False, ""), ("volume", False, "")], stem)
    evidence = (Evidence(document="d", page=2, quote=quote, start=0, end=len(quote)),)
    return Item(
        stem=stem,
        options=options,
        difficulty=Difficulty.EASY,
        bloom=Bloom.REMEMBER,
        topic="Heat",
        rationale="",
        evidence=evidence,
    )


def finished(*items: Item, documents: tuple[DocumentInfo, ...] = (INFO,)) -> RunFinished:
    report = make_report(Request(mix={Difficulty.EASY: 2}), items, (), planned=2)
    return RunFinished(items=ItemSet(title="A", created_at="", documents=documents, items=items, report=report))


def fold(*events: Event, mix: dict[Difficulty, int] = TWO_EASY) -> Snapshot:
    snapshot = Snapshot(mix=mix)
    for event in events:
        snapshot = advance(snapshot, event)
    return snapshot


def test_events_add_up_to_what_the_page_shows() -> None:
    first, second = item("First?"), item("Second?")
    failure = Failure(name="b.pdf", reason="'b.pdf' is damaged.")
    snapshot = fold(
        Progress(stage=Stage.READING, done=0, total=2),
        DocumentLoaded(document=INFO),
        DocumentFailed(failure=failure),
        BlueprintPlanned(blueprint=Blueprint(specs=(SPEC,))),
        ItemAccepted(item=second, accepted=1, requested=2),
        ItemRejected(spec=SPEC, flaws=(), reason="no draft"),
        ItemRejected(spec=SPEC, flaws=(FLAW,), reason="longest option is key (O301)"),
        ItemAccepted(item=first, accepted=2, requested=2),
    )
    assert snapshot.stage is Stage.WRITING
    assert (snapshot.done, snapshot.total) == (2, 2)
    assert (snapshot.documents, snapshot.failures) == ((INFO,), (failure,))
    assert snapshot.dropped == {"longest option is key (O301)": 1}
    assert not snapshot.over
    ended = advance(snapshot, finished(first, second))
    assert ended.over
    assert ended.items == (second, first)  # as they came: the end moves nothing


def test_the_headline_is_honest() -> None:
    accepted = ItemAccepted(item=item(), accepted=1, requested=2)
    assert headline(fold()) == strings.NONE_YET
    assert headline(fold(accepted)) == "1 question so far."
    assert headline(fold(accepted, finished(item()))) == (
        "1 of 2 questions. The text gives no more easy questions: add a file, or ask for fewer."
    )
    harder = fold(accepted, finished(item()), mix={Difficulty.EASY: 1, Difficulty.MEDIUM: 1, Difficulty.HARD: 2})
    assert headline(harder) == (
        "1 of 4 questions. The text gives no more medium or hard questions: ask for easier ones, or add a file."
    )
    assert headline(fold(accepted, finished(item()), mix={Difficulty.EASY: 1})) == "1 question, all that you asked for."
    assert headline(fold(finished(documents=()))) == f"{strings.NONE_MADE} {strings.NO_FILE}"
    stopped = Snapshot(mix=TWO_EASY, stopping=True)
    assert headline(advance(advance(stopped, accepted), finished(item()))) == f"1 of 2 questions. {strings.STOPPED}"
    assert headline(Snapshot(mix=TWO_EASY, problem="It broke.")) == strings.NONE_MADE


def test_the_steps_say_where_it_is() -> None:
    reading = stepper(fold(Progress(stage=Stage.READING, done=1, total=3)))
    assert 'aria-current="step">' in reading
    assert "Reading 2 of 3" in reading
    writing = stepper(fold(ItemAccepted(item=item(), accepted=1, requested=2)))
    assert "Writing 1 of 2" in writing
    assert writing.count("mcq-done") == 2
    assert stepper(fold(finished(item()))).count("mcq-done") == 3


def test_a_card_shows_the_words_of_documents_literally() -> None:
    html = card(1, item("Is $5 *less* than <script>alert(1)</script>?", "<b>5</b>", "a < b & c"), [INFO], answers=True)
    assert "Is $5 <em>less</em> than &lt;script&gt;alert(1)&lt;/script&gt;?" in html
    assert "&lt;b&gt;5&lt;/b&gt;" in html
    assert "a &lt; b &amp; c" in html
    assert "<script" not in html


def test_a_card_hides_answer_and_proof_until_they_are_asked_for() -> None:
    hidden, shown = (card(1, item(), [INFO], answers=answers) for answers in (False, True))
    assert strings.RIGHT not in hidden
    assert "Energy is kept." not in hidden
    assert shown.count(strings.RIGHT) == 1
    assert "Proof: page 2 of a.pdf" in shown
    assert "easy (estimate)" in hidden


def test_no_word_of_the_workshop_reaches_the_teacher() -> None:
    told = Path(strings.__file__).read_text(encoding="utf-8").lower().partition("app: final")[2]
    for word in ("chunk", "embedding", "llm", "token", "exception"):
        assert word not in told
