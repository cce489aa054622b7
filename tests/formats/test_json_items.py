"""mcqgen's JSON: the published schema, the way there and back, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Evidence, Item, Option, Provenance, arrange
from mcqgen.domain.run import DocumentInfo, Failure, ItemSet, Report
from mcqgen.errors import FormatError
from mcqgen.formats.json_items import dump, json_schema, load

PUBLISHED = Path(__file__).parents[2] / "docs" / "items.schema.json"

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
count = st.integers(0, 10_000)
options = st.lists(
    st.builds(Option, id=st.sampled_from("ABCDE"), text=text, is_key=st.booleans(), rationale=text), max_size=5
).map(tuple)
evidence = st.lists(st.builds(Evidence, document=text, page=count, quote=text, start=count, end=count), max_size=2).map(
    tuple
)
flaw = st.builds(Flaw, code=text, name=text, message=text, advice=text)
items = st.builds(
    Item, stem=text, options=options, difficulty=st.sampled_from(Difficulty), bloom=st.sampled_from(Bloom), topic=text,
    rationale=text, evidence=evidence, flaws=st.lists(flaw, max_size=2).map(tuple),
    provenance=st.builds(Provenance, writer=text, seed=st.integers()),
)  # fmt: skip
reports = st.builds(
    Report, requested=count, delivered=count, rejected=count, shortfall=count, explanation=text,
    delivered_by_difficulty=st.dictionaries(st.sampled_from(Difficulty), count),
    set_flaws=st.lists(flaw, max_size=1).map(tuple),
    failures=st.lists(st.builds(Failure, name=text, reason=text), max_size=2).map(tuple),
)  # fmt: skip
documents = st.builds(
    DocumentInfo, id=text, name=text, title=text, sha256=text, media_type=text, language=text, pages=count,
    passages=count, warnings=st.lists(text, max_size=2).map(tuple),
)  # fmt: skip
item_sets = st.builds(
    ItemSet, title=text, created_at=text, documents=st.lists(documents, max_size=2).map(tuple),
    items=st.lists(items, max_size=3).map(tuple), report=reports,
)  # fmt: skip


def sample() -> ItemSet:
    stem = "Which organelle holds the cell's DNA — “the plan”?"
    texts = [("the nucleus", True, "So it says."), ("the ribosome", False, ""), ("the wall ➜ \u0007", False, "")]
    item = Item(
        stem=stem, options=arrange(texts, stem), difficulty=Difficulty.EASY, bloom=Bloom.REMEMBER, topic="Cells",
        rationale="“The nucleus holds the DNA.”",
        evidence=(Evidence(document="d1", page=3, quote="The nucleus holds the DNA.", start=10, end=36),),
    )  # fmt: skip
    return ItemSet(
        title="Biology",
        created_at="2026-01-02T03:04:05Z",
        documents=(),
        items=(item,),
        report=Report(requested=1, delivered=1, rejected=0, shortfall=0),
    )


def changed(**top: Any) -> bytes:
    return json.dumps({**json.loads(dump(sample())), **top}).encode()


@settings(max_examples=60, deadline=None)
@given(item_sets)
def test_what_is_dumped_is_loaded_again_as_it_was(set_of_items: ItemSet) -> None:
    data = dump(set_of_items)
    assert load(data) == set_of_items
    assert dump(load(data)) == data


def test_the_shape_is_the_published_one() -> None:
    content = json.loads(dump(sample()))
    assert list(content) == ["schema_version", "title", "created_at", "documents", "items", "report"]
    [item] = content["items"]
    assert list(item) == [
        "id", "stem", "options", "difficulty", "bloom", "topic", "rationale", "evidence", "flaws", "provenance",
        "objective", "predicted", "statistics",
    ]  # fmt: skip
    assert list(item["options"][0]) == ["id", "text", "is_key", "rationale"]
    assert list(item["evidence"][0]) == ["document", "page", "quote", "start", "end"]
    assert list(content["report"])[:4] == ["requested", "delivered", "rejected", "shortfall"]
    assert item["id"] == sample().items[0].id


def test_the_file_is_utf8_that_people_can_read() -> None:
    data = dump(sample())
    assert "“the plan”".encode() in data
    assert data.endswith(b"}\n")
    assert b'\n  "title": "Biology",\n' in data


def test_the_schema_is_valid_and_the_committed_one_is_up_to_date() -> None:
    Draft202012Validator.check_schema(json_schema())
    published = PUBLISHED.read_text(encoding="utf-8")
    assert published == json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", (
        "run: mcqgen schema > docs/items.schema.json"
    )


def test_callers_cannot_spoil_the_schema_for_others() -> None:
    json_schema()["required"].clear()
    assert "items" in json_schema()["required"]


def test_defaults_may_be_left_out_and_a_byte_order_mark_is_no_harm() -> None:
    content = json.loads(dump(sample()))
    del content["items"][0]["flaws"], content["items"][0]["provenance"], content["items"][0]["options"][0]["rationale"]
    loaded = load(b"\xef\xbb\xbf" + json.dumps(content).encode())
    assert loaded.items[0].stem == sample().items[0].stem


def test_an_edited_item_gets_a_new_id() -> None:
    content = json.loads(dump(sample()))
    content["items"][0]["stem"] = "Where is the DNA?"
    assert load(json.dumps(content).encode()).items[0].id != content["items"][0]["id"]


def broken_option() -> bytes:
    content = json.loads(dump(sample()))
    content["items"][0]["options"][1]["is_key"] = "yes"
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Not JSON: Expecting value in line 1, column 1"),
        (b"%PDF-1.7 \xff\xfe", "byte 9 is not UTF-8"),
        (b'{"title": NaN}', "NaN is no number"),
        (b'{"a": 1, "a": 2}', "the name 'a' stands twice"),
        (b"[" * 200_000, "Not JSON that can be read"),
        (b"1" * 5_000, "Not JSON that can be read"),
        (b"[]", r"\$: \[\] is not of type 'object'"),
        (changed(schema_version="9.0"), "schema version '9.0'; this mcqgen reads 1.0"),
        (changed(title=3), r"\$\.title: 3 is not of type 'string'"),
        (changed(extra=1), "'extra' was unexpected"),
        (changed(items=["x" * 5_000]), r"\$\.items\[0\]: '?x{100}.*…"),
        (changed(title="\ud800"), "Not an mcqgen item set: "),
        (broken_option(), r"\$\.items\[0\]\.options\[1\]\.is_key: 'yes' is not of type 'boolean'"),
    ],
)
def test_what_is_no_item_set_is_refused_with_the_place(data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        load(data)
    assert len(str(caught.value)) < 600
    assert "\n" not in str(caught.value)


def test_half_a_surrogate_pair_is_refused_on_writing() -> None:
    with pytest.raises(FormatError, match="surrogates not allowed"):
        dump(sample().model_copy(update={"title": "\ud800"}))


def test_an_item_set_built_past_the_models_is_refused_on_writing() -> None:
    with pytest.raises(FormatError, match=r"\$\.title: None is not of type 'string'"):
        dump(sample().model_copy(update={"title": None}))
