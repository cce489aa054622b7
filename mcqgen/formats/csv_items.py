"""CSV: one row an item, for spreadsheets and for every system that imports tables."""

import csv
import io
import re
from collections.abc import Iterator
from functools import partial

from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats import table
from mcqgen.formats.contract import ExportOptions, Importable, Imported
from mcqgen.formats.reading import Intake, decode, place

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet takes for a formula, https://owasp.org/www-community/attacks/CSV_Injection."""
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*\s?%?")
_DELIMITERS = ",;\t"


class Csv(Importable):
    """CSV with headings."""

    name = "csv"
    label = "CSV table"
    extension = "csv"
    media_type = "text/csv"
    supports = table.SUPPORTS

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write UTF-8 with the mark that Excel needs; cells that would be formulas begin with an apostrophe."""
        del options
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerows(map(_guard, table.rows(items)))
        return buffer.getvalue().encode("utf-8-sig")

    def claims(self, data: bytes) -> bool:
        """Whether the first line has the columns that a table of items needs."""
        try:
            table.Columns(next(_rows(decode(data)), []))
        except (FormatError, csv.Error):
            return False
        return True

    def read(self, data: bytes) -> Imported:
        """Read rows; empty ones are passed over."""
        rows = _rows(decode(data))
        try:
            columns, intake = table.Columns(next(rows, [])), Intake()
            for number, row in enumerate(rows, 2):
                if any(cell.strip() for cell in row):
                    intake.take(place("row", number), partial(columns.read, row, self.name))
        except csv.Error as error:
            raise FormatError(f"The table cannot be read: {error}.") from error
        return intake.imported(self.label)


def _guard(cells: tuple[str, ...]) -> list[str]:
    return [f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell for cell in cells]


def _rows(text: str) -> Iterator[list[str]]:
    """Cells of each row, without the apostrophes that keep formulas from being formulas."""
    heading = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield [cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell for cell in row]
