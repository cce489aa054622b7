"""Excel workbooks: text cells only, never a formula, and the same bytes for the same rows."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mcqgen.errors import FormatError
from mcqgen.formats.archives import pack

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as ExcelCell
    from openpyxl.workbook.child import _WorkbookChild

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
"""Characters, https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3."""
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would decode to one character (ECMA-376 part 1, 22.9.2.19)."""
_FORMULA = ("=", "+", "-", "@", "\t")
Cell = str | int
"""Text or a positive number; no text leaves the cell empty."""


def write_workbook(rows: Iterable[Sequence[Cell]], sheet: str, widths: Sequence[float] = ()) -> bytes:
    """Write one sheet.

    Args:
        rows: Cells of each row; text stays text, whatever it begins with.
        sheet: Name of the sheet.
        widths: Of the first columns, in characters.

    Raises:
        FormatError: A text is longer than a cell can hold.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.creator = "mcqgen"
    book.properties.created = _EPOCH.replace(tzinfo=None)
    page = book.create_sheet(sheet)
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    for row in rows:
        page.append([_cell(page, value) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clock(buffer.getvalue())


def _cell(page: "_WorkbookChild", value: Cell) -> "int | ExcelCell | None":
    from openpyxl.cell import WriteOnlyCell

    if not value or isinstance(value, int):
        return value or None
    if len(value) > LONGEST_CELL:
        raise FormatError(
            f"A text of {len(value):,} characters does not fit into a cell of {LONGEST_CELL:,}: {value[:60]!r}…"
        )
    cell = WriteOnlyCell(page, _ESCAPE.sub("_x005F_", value))
    if value.startswith(_FORMULA):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _without_clock(data: bytes) -> bytes:
    """The workbook packed anew, without the times at which it was made."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    files[core] = _MODIFIED.sub(rb"\g<1>" + _EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), files[core])
    return pack(files.items())
