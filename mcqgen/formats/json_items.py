"""mcqgen's own JSON: everything that an item set says, validated against its published schema both ways."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from mcqgen.domain.item import Item
from mcqgen.domain.run import SCHEMA_VERSION, ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats.contract import ON_SCREEN, ExportOptions, Feature, Importable, Imported

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LONGEST_MESSAGE = 300


def dump(items: ItemSet) -> bytes:
    """Write an item set as indented UTF-8 JSON, the same bytes for equal sets.

    Raises:
        FormatError: The set is not as the schema wants it, or holds half a surrogate pair, which no UTF-8 can.
    """
    content: dict[str, Any] = {"schema_version": SCHEMA_VERSION, **items.model_dump(mode="json")}
    for item, written in zip(items.items, content["items"], strict=True):
        fields = dict(written)
        written.clear()
        written.update(id=item.id, **fields)
    _validate(content)
    try:
        return (json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
    except UnicodeEncodeError as error:
        raise FormatError(f"Cannot write JSON: {error.reason} in the text.") from error


def load(data: bytes) -> ItemSet:
    """Read an item set; an item's id follows from its words, so an edited item has a new one.

    Raises:
        FormatError: Not JSON, another version, or not as the schema wants it; names the place in the file.
    """
    content = _parse(data)
    if isinstance(content, dict) and "schema_version" in content and content["schema_version"] != SCHEMA_VERSION:
        raise FormatError(
            f"The items have schema version {str(content['schema_version'])[:20]!r}; this mcqgen reads "
            f"{SCHEMA_VERSION}: use the version of mcqgen that wrote them."
        )
    _validate(content)
    del content["schema_version"]
    for item in content["items"]:
        del item["id"]
    from pydantic import ValidationError

    try:
        return ItemSet.model_validate_json(json.dumps(content))
    except ValidationError as error:
        first = error.errors()[0]
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
        raise FormatError(f"Not an mcqgen item set: ${path}: {first['msg']}.") from error


@cache
def _schema_text() -> str:
    """The schema as text, from which every caller gets a copy of its own."""
    schema = ItemSet.model_json_schema(mode="serialization")
    definitions = schema.pop("$defs")
    item = definitions["Item"]
    item["properties"] = {
        "id": {"description": "Content id of what the item asks and answers.", "title": "Id", "type": "string"},
        **item["properties"],
    }
    item["required"] = ["id", *item["required"]]
    schema["properties"] = {
        "schema_version": {
            "const": SCHEMA_VERSION,
            "description": "Version of this schema.",
            "title": "Schema Version",
        },
        **schema["properties"],
    }
    schema["required"] = ["schema_version", *schema["required"]]
    return json.dumps({"$schema": _DIALECT, **schema, "$defs": definitions}, ensure_ascii=False)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the format, made from the domain's models."""
    schema: dict[str, Any] = json.loads(_schema_text())
    return schema


@cache
def _validator() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json_schema())


def _parse(data: bytes) -> Any:
    """JSON → Python values; strict about what JSON does not know (NaN, doubled names) and what no text may hold."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant, object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise FormatError(f"Not JSON: byte {error.start} is not UTF-8 text.") from error
    except json.JSONDecodeError as error:
        raise FormatError(f"Not JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from error
    except (RecursionError, ValueError) as error:
        raise FormatError(f"Not JSON that can be read: {error}.") from error


def _refuse_constant(name: str) -> NoReturn:
    raise FormatError(f"Not JSON: {name} is no number.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise FormatError(f"Not an mcqgen item set: the name '{twice}' stands twice in one object.")
    return content


def _validate(content: Any) -> None:
    """Raise FormatError that names the JSON path of what the schema refuses most."""
    from jsonschema.exceptions import best_match

    error = best_match(_validator().iter_errors(content))
    if error is not None:
        message = error.message
        if len(message) > _LONGEST_MESSAGE:
            message = f"{message[:_LONGEST_MESSAGE]}…"
        raise FormatError(f"Not an mcqgen item set: {error.json_path}: {message}.")


class Json(Importable):
    """mcqgen's own JSON, which keeps all."""

    name = "json"
    label = "JSON (complete)"
    extension = "json"
    media_type = "application/json"
    supports = ON_SCREEN - {Feature.CATEGORY, Feature.POINTS, Feature.SHUFFLE}

    def refusal(self, item: Item) -> str:
        """Nothing is refused: drafts with faults are kept too."""
        del item
        return ""

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """`dump`, under the title that the options give."""
        return dump(items.model_copy(update={"title": options.title}) if options.title else items)

    def claims(self, data: bytes) -> bool:
        """Whether it is an object with a schema version."""
        return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"schema_version"' in data[:1000]

    def read(self, data: bytes) -> Imported:
        """`load`; raises FormatError where a single item is not as the schema wants it."""
        items = load(data)
        return Imported(items.items, title=items.title, documents=items.documents, created_at=items.created_at)
