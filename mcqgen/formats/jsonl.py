"""JSON Lines: one item a line, for scripts and data sets."""

import json
from functools import partial

from pydantic import ValidationError

from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats.contract import ON_SCREEN, ExportOptions, Feature, Importable, Imported
from mcqgen.formats.reading import Intake, place


class Jsonl(Importable):
    """Every field of every item; the documents that the evidence points to are not in it."""

    name = "jsonl"
    label = "JSON Lines"
    extension = "jsonl"
    media_type = "application/jsonl"
    supports = ON_SCREEN - {Feature.TITLE, Feature.CATEGORY, Feature.POINTS, Feature.SHUFFLE}

    def refusal(self, item: Item) -> str:
        """Nothing is refused."""
        del item
        return ""

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """One JSON object a line: the id, then the fields of the item.

        Raises:
            FormatError: A text holds half a surrogate pair, which no UTF-8 can.
        """
        del options
        try:
            return "".join(_line(item) for item in items.items).encode()
        except UnicodeEncodeError as error:
            raise FormatError(f"Cannot write JSON Lines: {error.reason} in the text.") from error

    def claims(self, data: bytes) -> bool:
        """Whether the first line is an object with a stem."""
        first = data.lstrip(b"\xef\xbb\xbf\r\n \t").split(b"\n", 1)[0]
        return first.startswith(b"{") and first.rstrip().endswith(b"}") and b'"stem"' in first

    def read(self, data: bytes) -> Imported:
        """Read lines; one that is no item is skipped."""
        intake = Intake()
        for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
            if line.strip():
                intake.take(place("line", number), partial(_read, line))
        return intake.imported(self.label)


def _line(item: Item) -> str:
    return json.dumps({"id": item.id, **item.model_dump(mode="json")}, ensure_ascii=False) + "\n"


def _read(line: bytes) -> tuple[Item, tuple[str, ...]]:
    try:
        fields = json.loads(line)
        if not isinstance(fields, dict):
            raise FormatError("it is no JSON object")
        fields.pop("id", None)
        return Item.model_validate_json(json.dumps(fields)), ()
    except ValidationError as error:
        first = error.errors()[0]
        raise FormatError(f"{'.'.join(map(str, first['loc'])) or 'it'}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise FormatError(f"it is no JSON ({error})"[:200]) from error
