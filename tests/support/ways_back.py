"""Items on their way through a format: out, the same every time, and back as they were."""

from collections.abc import Sequence

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Item, Option
from mcqgen.domain.run import DocumentInfo, ItemSet, Report
from mcqgen.formats import FORMATS, content
from mcqgen.formats.contract import LETTERS, Feature, Format, Importable

DOCUMENT = DocumentInfo(
    id="d1", name="blood.pdf", title="On Blood", sha256="", media_type="application/pdf", language="en", pages=9,
    passages=3,
)  # fmt: skip
COMPLETE = {"json", "jsonl"}
"""Formats that keep every field of an item."""
READABLE = [name for name, entry in FORMATS.items() if isinstance(entry, Importable)]
ONLY_WRITTEN = [name for name in FORMATS if name not in READABLE]
SCRIPTS = {
    "latin": "Œuvre naïve: ſtraße, Łódź, ﬁ?",
    "greek": "Ποιο είναι το νερό;",
    "cyrillic": "Что такое кровь?",
    "han": "血液由什麼組成？",
    "devanagari": "रक्त क्या है?",
    "thai": "เลือดคืออะไร",
    "hebrew": "מהו דם?",
    "arabic": "ما هو الدم؟ 42",
    "emoji": "Who is 👩🏽‍🔬 or 𝔄?",
}
"""A text in each script; the last has characters of more than two bytes in UTF-16."""


def make(stem: str, texts: list[str], keys: set[int], feedback: Sequence[str] = (), **fields: object) -> Item:
    options = (
        Option(id=chr(ord("A") + place), text=text, is_key=place in keys, rationale=why)
        for place, (text, why) in enumerate(zip(texts, feedback or [""] * len(texts), strict=True))
    )
    usual: dict[str, object] = {
        "difficulty": Difficulty.HARD, "bloom": Bloom.APPLY, "topic": "Blood", "rationale": "Because.", "evidence": (),
    }  # fmt: skip
    return Item(stem=stem, options=tuple(options), **(usual | fields))


def in_set(*items: Item, title: str = "Blood & <Bones>") -> ItemSet:
    count = len(items)
    return ItemSet(
        title=title,
        created_at="2026-01-02T03:04:05Z",
        documents=(DOCUMENT,),
        items=items,
        report=Report(requested=count, delivered=count, rejected=0, shortfall=0),
    )


def arrival(entry: Format, item: Item) -> dict[str, object]:
    """What a reader must find of an item after its way through a format."""
    supports = entry.supports.__contains__

    def words(text: str) -> str:
        if not supports(Feature.LINES):
            text = content.one_line(text)
        elif not supports(Feature.MARKUP):
            text = content.plain(text)
        return content.canonical(text)

    explanation = content.canonical(item.rationale) if supports(Feature.GENERAL_FEEDBACK) else ""
    if supports(Feature.EVIDENCE):
        explanation = "\n\n".join(filter(None, [explanation, content.sources(item, {DOCUMENT.id: DOCUMENT.title})]))
    return {
        "stem": words(item.stem),
        "options": [
            (letter, words(o.text), o.is_key, words(o.rationale) if supports(Feature.OPTION_FEEDBACK) else "")
            for letter, o in zip(LETTERS, item.options, strict=False)
        ],
        "rationale": words(explanation),
        "difficulty": item.difficulty if supports(Feature.DIFFICULTY) else Difficulty.MEDIUM,
        "bloom": item.bloom if supports(Feature.BLOOM) else Bloom.REMEMBER,
        "topic": item.topic if supports(Feature.TOPIC) else "",
    }


def said(item: Item) -> dict[str, object]:
    return {
        "stem": item.stem,
        "options": [(o.id, o.text, o.is_key, o.rationale) for o in item.options],
        "rationale": item.rationale,
        "difficulty": item.difficulty,
        "bloom": item.bloom,
        "topic": item.topic,
    }


def check_way_back(entry: Format, items: ItemSet) -> None:
    """Whatever is not refused is exported, the same every time, and read back as it was."""
    fitting = [item for item in items.items if not entry.refusal(item)]
    kept = items.model_copy(update={"items": tuple(fitting)})
    data = entry.export(kept)
    assert data == entry.export(kept)
    if not isinstance(entry, Importable) or not fitting:
        return
    assert entry.claims(data)
    imported = entry.read(data)
    assert imported.notices == ()
    if entry.name in COMPLETE:
        assert list(imported.items) == fitting
    else:
        assert [said(item) for item in imported.items] == [arrival(entry, item) for item in fitting]
        assert {item.provenance.writer for item in imported.items} == {f"import {entry.name}"}


def check_ways_back(entry: Format, items: Sequence[Item]) -> None:
    """As `check_way_back`: each item alone in its file where that is read, for a file is known by how it begins."""
    for some in [[item] for item in items] if isinstance(entry, Importable) else [items]:
        check_way_back(entry, in_set(*some))
