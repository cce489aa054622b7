"""A bank as a teacher has it after a first evening: one chapter, one finished run, eight questions to look through."""

from pathlib import Path
from typing import Any

from mcqgen.bank import Shelf, Status
from mcqgen.domain.blueprint import Bloom, Difficulty, Request
from mcqgen.domain.coverage import Coverage, CoverageRow
from mcqgen.domain.document import Document
from mcqgen.domain.flaw import Flaw, Severity
from mcqgen.domain.item import Evidence, Item, Prediction, Provenance, arrange
from mcqgen.domain.quotes import find_quote
from mcqgen.domain.report import make_report
from mcqgen.domain.run import ItemSet, describe

TITLE = "Memory"
_QUESTIONS: tuple[tuple[str, str, tuple[str, ...], str, str, Difficulty, float], ...] = (
    (
        "Which kind of encoding is that of words and their meaning?",
        "semantic encoding",
        ("visual encoding", "acoustic encoding", "automatic encoding"),
        "The encoding of words and their meaning is known as semantic encoding.",
        "Encoding",
        Difficulty.EASY,
        0.2,
    ),
    (
        "Which kind of memory is a temporary storage system that processes incoming sensory memory?",
        "short-term memory",
        ("sensory memory", "long-term memory", "implicit memory"),
        "Short-term memory (STM) is a temporary storage system that processes incoming sensory memory.",
        "Storage",
        Difficulty.EASY,
        0.25,
    ),
    (
        "What is short-term memory more accurately described as?",
        "a component of working memory",
        ("a part of long-term memory", "a form of sensory memory", "another name of implicit memory"),
        "Short-term memory is more accurately described as a component of working memory.",
        "Storage",
        Difficulty.MEDIUM,
        0.45,
    ),
    (
        "Which two factors affect the retention of short-term memory?",
        "memory trace decay and interference, as Peterson and Peterson showed in 1959",
        ("rehearsal and sleep", "encoding and retrieval", "age and attention"),
        "Memory trace decay and interference are two factors that affect short-term memory retention.",
        "Storage",
        Difficulty.MEDIUM,
        0.5,
    ),
    (
        "What is it called when one part of a semantic network activates the concepts linked to it?",
        "spreading activation",
        ("implicit priming", "elaborative rehearsal", "selective attention"),
        "The process is known as spreading activation",
        "Storage",
        Difficulty.MEDIUM,
        0.55,
    ),
    (
        "Which form of retrieval is to learn information that one learned before?",
        "relearning",
        ("recall", "recognition", "rehearsal"),
        "It involves learning information that you previously learned.",
        "Retrieval",
        Difficulty.HARD,
        0.7,
    ),
    (
        "Words that had been encoded in which way were remembered better than others, by $p < 0.05$?",
        "semantically",
        ("visually", "acoustically", "automatically"),
        "Words that had been encoded semantically were better remembered than those encoded visually or acoustically.",
        "Encoding",
        Difficulty.HARD,
        0.65,
    ),
    (
        "The encoding of words and their meaning is which kind of encoding?",
        "semantic encoding",
        ("visual encoding", "acoustic encoding", "effortful encoding"),
        "The encoding of words and their meaning is known as semantic encoding.",
        "Encoding",
        Difficulty.EASY,
        0.2,
    ),
)
_LONGEST = Flaw(
    code="O301",
    name="longest-option-is-key",
    severity=Severity.WARNING,
    message="The right answer is the longest.",
    advice="Shorten it, or lengthen another.",
)


def _evidence(document: Document, quote: str) -> Evidence:
    for page in document.pages:
        if found := find_quote(quote, page.number, page.text):
            words = page.text[found.start : found.end]
            return Evidence(document=document.id, page=page.number, quote=words, start=found.start, end=found.end)
    raise AssertionError(f"the document does not say {quote!r}")


def items_of(document: Document) -> tuple[Item, ...]:
    """Eight questions of the sample chapter on memory; the fourth has a flaw, the eighth repeats the first."""
    return tuple(
        Item(
            stem=stem,
            options=arrange([(key, True, f"The text says: “{quote}”"), *((other, False, "") for other in wrong)], stem),
            difficulty=level,
            bloom=Bloom.REMEMBER,
            topic=topic,
            rationale=f"The text says: “{quote}”",
            evidence=(_evidence(document, quote),),
            flaws=(_LONGEST,) if "1959" in key else (),
            provenance=Provenance(document_sha256=document.sha256, writer="offline 1", kind="definition"),
            predicted=Prediction(value=hardness, error=0.15),
        )
        for stem, key, wrong, quote, topic, level, hardness in _QUESTIONS
    )


_COVERAGE = Coverage(
    by="section",
    rows=tuple(CoverageRow(name=name) for name in ("Encoding", "Storage", "Retrieval", "Amnesia")),
    pages=20,
    pages_touched=6,
)


def seed(shelf: Shelf, chapter: Path, settings: Any) -> tuple[str, tuple[str, ...]]:
    """Fill a shelf; returns the run's id and its questions' ids, the second of which is approved."""
    from mcqgen.documents import load

    document = load(chapter, settings)
    items = items_of(document)
    info = describe(document, 100)
    shelf.keep_document(info, chapter, sections=("How Memory Functions", "Problems with Memory"))
    request = Request(mix={Difficulty.EASY: 4, Difficulty.MEDIUM: 4, Difficulty.HARD: 2})
    run = shelf.begin_run(request, title=TITLE, documents=[document.id])
    kept = tuple(shelf.accept(run, item).id for item in items)
    report = make_report(request, items, (), planned=10, writer="offline 1", coverage=_COVERAGE)
    shelf.finish_run(
        run,
        ItemSet(title=TITLE, created_at="2026-01-02T03:04:05Z", documents=(info,), items=items, report=report),
    )
    shelf.decide([kept[1]], Status.APPROVED)
    return run, kept
