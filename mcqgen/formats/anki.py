"""Anki: a deck of cards, made by genanki."""

import hashlib
import itertools
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.errors import MissingDependency
from mcqgen.formats import content
from mcqgen.formats.archives import pack
from mcqgen.formats.contract import LETTERS, ON_SCREEN, ExportOptions, Feature, Format
from mcqgen.formats.markup import fill, to_html
from mcqgen.formats.tagging import write_tags

if TYPE_CHECKING:
    from genanki import Model, Note, Package

_MODEL_ID = 1_607_392_319
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""For sets that do not say when they were made."""
_FIELDS = ("Question", "Options", "Answer", "Explanation", "Source")
_FRONT = '<div dir="auto">{{Question}}</div>{{Options}}'
_BACK = """{{FrontSide}}<hr id="answer"><div dir="auto">{{Answer}}</div>
{{#Explanation}}<div dir="auto">{{Explanation}}</div>{{/Explanation}}
{{#Source}}<div dir="auto" class="source">{{Source}}</div>{{/Source}}"""
_CSS = """.card { font-family: sans-serif; font-size: 1.1em; text-align: start; max-width: 40em; margin: auto; }
ol { list-style: upper-alpha; } li { margin: .4em 0; } .source { opacity: .75; font-size: .9em; }"""


class Anki(Format):
    """Anki package."""

    name = "anki"
    label = "Anki deck"
    extension = "apkg"
    media_type = "application/octet-stream"
    supports = ON_SCREEN - {Feature.POINTS, Feature.SHUFFLE}

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write a deck of one card an item; the same item stays the same note when it is imported again.

        Raises:
            MissingDependency: genanki is not installed.
        """
        try:
            from genanki import Deck, Model, Package
        except ImportError as error:
            raise MissingDependency("Anki decks need genanki: pip install 'mcqgen[anki]'.") from error

        templates = [{"name": "Card 1", "qfmt": _FRONT, "afmt": _BACK}]
        fields = [{"name": field} for field in _FIELDS]
        model = Model(_MODEL_ID, "Multiple choice (mcqgen)", fields=fields, templates=templates, css=_CSS)
        levels = [content.one_line(level) for level in options.category.split("/") if level.strip()]
        name = "::".join([*levels, options.title_of(items)])
        deck = Deck(_number(name), name)
        titles = content.document_titles(items)
        for item in items.items:
            deck.add_note(_note(item, model, titles))
        return pack([("collection.anki2", _database(Package(deck), items.created_at)), ("media", b"{}")])


def _database(package: "Package", created_at: str) -> bytes:
    """The collection, with the set's own time and ids counted from it, so that equal sets give equal bytes."""
    try:
        moment = datetime.fromisoformat(created_at)
    except ValueError:
        moment = _EPOCH
    seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    with closing(sqlite3.connect(":memory:")) as connection:
        package.write_to_db(connection.cursor(), seconds, itertools.count(int(seconds * 1000)))
        connection.commit()
        return connection.serialize()


def _note(item: Item, model: "Model", titles: Mapping[str, str]) -> "Note":
    from genanki import Note

    keys = [option for option in zip(LETTERS, item.options, strict=False) if option[1].is_key]
    fields = [
        to_html(item.stem),
        _list(option.text for option in item.options),
        "<br>".join(f"<b>{letter}</b> {to_html(option.text)}" for letter, option in keys),
        _explain(item),
        to_html(content.sources(item, titles)),
    ]
    tags = ["_".join(tag.split()) for tag in write_tags(item)]
    return Note(model=model, fields=fields, tags=tags, guid=item.id)


def _number(name: str) -> int:
    """Anki's id of a deck, from its name."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=6).digest()) + 1


def _explain(item: Item) -> str:
    """The rationale, and after it the rationale of each option, under its letter."""
    parts = [to_html(item.rationale)]
    if any(option.rationale.strip() for option in item.options):
        parts.append(_list(option.rationale for option in item.options))
    return "".join(parts)


def _list(texts: Iterable[str]) -> str:
    from lxml import etree

    element = etree.Element("ol")
    for text in texts:
        fill(etree.SubElement(element, "li", dir="auto"), text)
    return etree.tostring(element, encoding="unicode", method="html")
