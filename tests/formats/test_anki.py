"""Anki decks, read from the database that genanki made."""

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from typing import Any

import pytest

from mcqgen.domain.run import ItemSet
from mcqgen.formats import content
from mcqgen.formats.anki import Anki
from mcqgen.formats.contract import ExportOptions
from mcqgen.formats.html_reading import from_html


def rows(data: bytes, query: str) -> list[tuple[Any, ...]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sorted(archive.namelist()) == ["collection.anki2", "media"]
        assert json.loads(archive.read("media")) == {}
        database = archive.read("collection.anki2")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        return connection.execute(query).fetchall()


def test_each_item_is_a_note_with_one_card(hard_items: ItemSet) -> None:
    data = Anki().export(hard_items)
    notes = rows(data, "select guid, flds, tags from notes order by id")
    assert rows(data, "select count(*) from cards") == [(len(hard_items.items),)]
    for (guid, fields, tags), item in zip(notes, hard_items.items, strict=True):
        assert guid == item.id
        stem, options, answer, _, source = fields.split("\x1f")
        assert from_html(stem) == (content.canonical(item.stem), ())
        assert options.count("<li") == len(item.options)
        assert answer.count("<b>") >= sum(option.is_key for option in item.options)
        assert bool(source) == bool(item.evidence)
        assert tags.split()[:2] == [f"difficulty:{item.difficulty}", f"bloom:{item.bloom}"]
        assert len(tags.split()) == 2 + bool(item.topic)


def test_the_deck_is_named_and_dated_by_the_set(hard_items: ItemSet) -> None:
    data = Anki().export(hard_items, ExportOptions(category="Bio/Blood", title="Week 1"))
    (decks,) = rows(data, "select decks from col")
    assert "Bio::Blood::Week 1" in [deck["name"] for deck in json.loads(decks[0]).values()]
    (first,) = rows(data, "select min(mod) from notes")
    assert first == (1767323045,)


@pytest.mark.parametrize(("created_at", "second"), [("", 315532800), ("2026-01-02T03:04:05", 1767323045)])
def test_sets_without_a_time_are_dated_too(hard_items: ItemSet, created_at: str, second: int) -> None:
    data = Anki().export(hard_items.model_copy(update={"created_at": created_at}))
    assert rows(data, "select distinct mod from notes") == [(second,)]
