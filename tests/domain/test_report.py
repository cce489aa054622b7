"""The report of a run: its numbers add up, and a shortfall is explained in one sentence."""

from mcqgen.domain.blueprint import Bloom, Difficulty, ItemSpec, Request
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Evidence, Item
from mcqgen.domain.report import BEYOND, NO_TEXT, STOPPED, UNREADABLE, explain, make_report
from mcqgen.domain.run import Drop, Failure, ItemRejected

REQUEST = Request(mix={Difficulty.EASY: 2, Difficulty.HARD: 3}, seed=7)
FLAW = Flaw(code="O301", name="longest-option-is-key", severity=Severity.WARNING, message="", advice="")


def item(difficulty: Difficulty, page: int) -> Item:
    return Item(
        stem=f"On page {page}?", options=(), difficulty=difficulty, bloom=Bloom.REMEMBER, topic="", rationale="",
        evidence=(Evidence(document="d", page=page, quote="q", start=0, end=1),),
    )  # fmt: skip


def lost(reason: str, *flaws: Flaw) -> ItemRejected:
    spec = ItemSpec(number=0, topic="", difficulty=Difficulty.HARD, bloom=Bloom.REMEMBER, passage_ids=())
    return ItemRejected(spec=spec, flaws=flaws, reason=reason)


def test_a_full_delivery_needs_no_explanation_though_drafts_were_refused() -> None:
    items = [item(Difficulty.EASY, 1), item(Difficulty.EASY, 2), *(item(Difficulty.HARD, 2) for _ in range(3))]
    report = make_report(REQUEST, items, [lost("too long", FLAW)], planned=5, writer="test")
    assert (report.requested, report.delivered, report.shortfall, report.rejected) == (5, 5, 0, 1)
    assert report.explanation == ""
    assert report.reasons == (Drop(reason="too long", count=1),)
    assert report.delivered_by_difficulty == {Difficulty.EASY: 2, Difficulty.HARD: 3}
    assert report.pages_covered == 2
    assert (report.writer, report.seed) == ("test", 7)


def test_a_shortfall_names_its_reasons_the_most_frequent_first() -> None:
    rejected = [lost("nothing to ask"), lost("too long", FLAW), lost("nothing to ask")]
    report = make_report(REQUEST, [item(Difficulty.EASY, 1)], rejected, planned=4)
    assert report.shortfall == 4
    assert report.rejected == 1, "a place without any draft is no rejected draft"
    assert report.explanation == (
        f"Asked 5, delivered 1; 4 are missing because: nothing to ask (2×); too long (1×); {BEYOND} (1×). "
        "Ask for fewer items or another difficulty, or use a longer text."
    )


def test_without_running_text_there_is_no_place_to_ask_about() -> None:
    report = make_report(REQUEST, [], [], planned=0)
    assert report.explanation == (
        f"Asked 5, delivered 0; 5 are missing because: {NO_TEXT} (5×). Use a document with more running text."
    )


def test_a_stopped_run_says_so() -> None:
    report = make_report(REQUEST, [item(Difficulty.EASY, 1)], [], planned=0, stopped=True)
    assert report.reasons == (Drop(reason=STOPPED, count=4),)


def test_without_a_usable_document_that_is_the_reason() -> None:
    failures = (Failure(name="a.pdf", reason="it is empty"),)
    report = make_report(REQUEST, [], [], planned=0, failures=failures, usable=False)
    assert report.reasons == (Drop(reason=UNREADABLE, count=5),)
    assert report.failures == failures


def test_one_missing_item_is_told_in_the_singular() -> None:
    assert explain(2, 1, [Drop(reason="x", count=1)]) == "Asked 2, delivered 1; 1 is missing because: x (1×)."
    assert explain(2, 2, []) == ""
