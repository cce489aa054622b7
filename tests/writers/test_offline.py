"""The offline writer end to end on a small document: what it asks, proves and refuses."""

import re
from collections.abc import Sequence
from typing import Any

import pytest

from mcqgen.checks import ReviewContext, review
from mcqgen.domain.blueprint import Bloom, Difficulty, ItemSpec, Request
from mcqgen.domain.document import Document
from mcqgen.domain.flaw import Severity
from mcqgen.domain.item import Item
from mcqgen.domain.quotes import canonical
from mcqgen.errors import UnsupportedLanguage
from mcqgen.writers.offline import OfflineWriter, combining, details, recall, understanding
from mcqgen.writers.offline.draft import Draft
from mcqgen.writers.offline.knowledge import Knowledge
from tests.writers.conftest import Embed, document_of, passages_of


@pytest.fixture(scope="module")
def drafts(known: Knowledge) -> list[Draft]:
    """Every draft that the small document yields."""
    rooms = (recall.drafts, understanding.drafts, details.drafts)
    return [*(draft for room in rooms for draft in room(known, 4)), *combining.drafts(known)]


def test_every_kind_of_item_is_asked(drafts: list[Draft]) -> None:
    kinds = {draft.kind for draft in drafts}
    assert {
        "definition",
        "question",
        "object",
        "cloze",
        "meaning",
        "property",
        "pair",
        "year",
        "count",
    } <= kinds


@pytest.mark.parametrize(
    ("kind", "stem", "key"),
    [
        (
            "definition",
            r"(Which term refers to|What is the term for) a strong link between two atoms .*\?",
            "covalent bond",
        ),
        (
            "meaning",
            r"Which of the following best describes a cation\?",
            "an ion that carries a positive electric charge",
        ),
        ("question", r"Which act lowered the duty on molasses imported from the French West Indies\?", "Sugar Act"),
        ("question", r"Who organized the Boston protests .*\?", "Samuel Adams"),
        ("object", r"In 1765, which act did Parliament pass\?", "Stamp Act"),
        ("count", r"How many delegates of the colony signed .*\?", "three"),
    ],
)
def test_wordings(drafts: list[Draft], kind: str, stem: str, key: str) -> None:
    found = [draft for draft in drafts if draft.kind == kind and draft.key == key]
    assert any(re.fullmatch(stem, draft.stem) for draft in found), [draft.stem for draft in found]


def test_drafts_have_distinct_options_that_are_not_in_the_proof(drafts: list[Draft]) -> None:
    for draft in drafts:
        texts = [draft.key.lower(), *(choice.text.lower() for choice in draft.distractors)]
        assert len(set(texts)) == 4
        proof = " ".join(sentence.text for sentence in draft.sentences).lower()
        if draft.kind in ("definition", "question", "object", "cloze"):
            assert not any(re.search(rf"\b{re.escape(text)}\b", proof) for text in texts[1:])


def test_a_pair_crosses_both_facts(drafts: list[Draft]) -> None:
    pairs = [draft for draft in drafts if draft.kind == "pair"]
    for draft in pairs:
        halves = [text.split("; ") for text in (draft.key, *(choice.text for choice in draft.distractors))]
        for side in (0, 1):
            assert sorted(half[side] for half in halves).count(draft.key.split("; ")[side]) == 2


def test_harder_kinds_have_higher_levels(drafts: list[Draft]) -> None:
    def mean(kind: str) -> float:
        levels = [draft.level for draft in drafts if draft.kind == kind]
        return sum(levels) / len(levels)

    assert mean("definition") < mean("property") < mean("pair")


def _specs(document: Document, *difficulties: Difficulty) -> tuple[ItemSpec, ...]:
    ids = tuple(passage.id for passage in passages_of(document))
    return tuple(
        ItemSpec(number=number, topic="Notes", difficulty=level, bloom=Bloom.REMEMBER, passage_ids=ids)
        for number, level in enumerate(difficulties, 1)
    )


def _writer(
    document: Document, embed: Embed, specs: Sequence[ItemSpec], options: int = 4, **given: Any
) -> OfflineWriter:
    request = Request(mix=dict.fromkeys({spec.difficulty for spec in specs}, 1), options=options)
    return OfflineWriter([document], passages_of(document), request, embed=embed, bar=0.0, **given)


@pytest.fixture(scope="module")
def items(document: Document, embed: Embed) -> list[Item]:
    """Three items of each difficulty."""
    specs = _specs(document, *Difficulty, *Difficulty, *Difficulty)
    return [item for _, item in _writer(document, embed, specs).write(specs) if item is not None]


def test_evidence_is_verbatim_and_holds_the_key(document: Document, items: list[Item]) -> None:
    assert len(items) >= 6
    for item in items:
        for quote in item.evidence:
            page = document.page_numbers[quote.page]
            assert canonical(page.text[quote.start : quote.end]) == canonical(quote.quote)
        proof = canonical(" ".join(quote.quote for quote in item.evidence)).lower()
        parts = (
            item.key.text.split("; ")
            if item.provenance.kind == "pair"
            else [item.key.text.removeprefix("It ").rstrip(".")]
        )
        assert all(canonical(part).lower() in proof for part in parts)


def test_items_pass_the_review_or_are_told_why(document: Document, items: list[Item]) -> None:
    context = ReviewContext({document.id: document}, None)
    errors = [flaw for item in items for flaw in review(item, context) if flaw.severity is Severity.ERROR]
    assert errors == []


def test_no_sentence_is_asked_twice(items: list[Item]) -> None:
    spans = [(quote.page, quote.start) for item in items for quote in item.evidence]
    assert len(spans) == len(set(spans))


def test_the_same_material_gives_the_same_items(document: Document, embed: Embed, items: list[Item]) -> None:
    specs = _specs(document, *Difficulty, *Difficulty, *Difficulty)
    again = [item for _, item in _writer(document, embed, specs).write(specs) if item is not None]
    assert again == items


def test_a_revision_is_another_way_to_ask_until_there_is_none(document: Document, embed: Embed) -> None:
    (spec,) = _specs(document, Difficulty.EASY)
    writer = _writer(document, embed, [spec])
    ((_, item),) = writer.write([spec])
    seen: set[str] = set()
    while item is not None:
        assert item.id not in seen
        seen.add(item.id)
        item = writer.revise(spec, item, ())
    assert len(seen) >= 3


def test_other_numbers_of_options(document: Document, embed: Embed) -> None:
    for options in (3, 5):
        specs = _specs(document, Difficulty.EASY)
        ((_, item),) = _writer(document, embed, specs, options).write(specs)
        assert item is not None
        assert len(item.options) == options


def test_a_text_with_nothing_to_ask_gives_nothing(embed: Embed) -> None:
    document = document_of("Hello there, you. We like this. See below!")
    specs = _specs(document, Difficulty.EASY)
    assert list(_writer(document, embed, specs).write(specs)) == [(specs[0], None)]


def test_other_languages_are_refused_by_name(embed: Embed) -> None:
    document = document_of("Hola.", language="es")
    with pytest.raises(UnsupportedLanguage, match=r"'notes.txt' is not in English"):
        _writer(document, embed, _specs(document, Difficulty.EASY))


def test_for_a_model_that_gives_the_options_questions_need_no_rivals(embed: Embed) -> None:
    document = document_of("A dication is an ion that carries a positive electric charge.")
    specs = _specs(document, Difficulty.EASY, Difficulty.HARD)
    assert [item for _, item in _writer(document, embed, specs).write(specs) if item] == []
    found = [item for _, item in _writer(document, embed, specs, for_rewording=True).write(specs) if item]
    assert [(item.provenance.kind, item.difficulty, item.distractors) for item in found] == [
        ("definition", Difficulty.EASY, ())
    ], "a sentence is asked once"
    assert found[0].key.text == "dication"
    hard = _specs(document, Difficulty.HARD)
    statement = next(item for _, item in _writer(document, embed, hard, for_rewording=True).write(hard))
    assert statement
    assert (statement.provenance.kind, statement.key.text) == (
        "meaning",
        "an ion that carries a positive electric charge",
    )


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Oglethorpia settled the sandy coast of Georgia with debtors from the prisons of London.", False),
        ("Barnaby led the slaves of the Stono river through the swamps of the southern colony.", False),
        ("Settlers drained the sandy coast of Georgia with debtors from the prisons of London.", True),
    ],
)
def test_a_model_gives_no_options_to_a_name_of_unknown_kind(embed: Embed, text: str, asked: bool) -> None:
    document = document_of(f"{text} The settlers of Oglethorpia drained it.")
    specs = _specs(document, Difficulty.EASY, Difficulty.MEDIUM)
    found = [item for _, item in _writer(document, embed, specs, for_rewording=True).write(specs) if item]
    assert bool(found) is asked


def test_no_two_items_are_about_one_term(embed: Embed) -> None:
    text = (
        "A monopoly is a market that is served by one seller alone without any close rivals. "
        "In a small country, a monopoly supplies the whole market as the one seller without close rivals."
    )
    document = document_of(text)
    specs = _specs(document, Difficulty.EASY, Difficulty.EASY, Difficulty.MEDIUM, Difficulty.MEDIUM)
    writer = _writer(document, embed, specs)
    found = [item for _, item in writer.write(specs) if item]
    assert len([item for item in found if "monopoly" in f"{item.stem} {item.key.text}"]) == 1


def test_what_came_to_nothing_may_be_asked_otherwise(embed: Embed) -> None:
    text = "A monopoly is a market that is served by one seller alone without any close rivals."
    document = document_of(f"{text} Firms set the prices of goods.")
    specs = _specs(document, Difficulty.EASY, Difficulty.MEDIUM)
    for nothing_came in (False, True):
        writer = _writer(document, embed, specs, for_rewording=True)
        ((_, first),) = writer.write(specs[:1])
        assert first
        if nothing_came:
            writer.let_go(first)
        ((_, second),) = writer.write(specs[1:])
        assert (second is not None) == nothing_came
