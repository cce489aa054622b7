"""Excel: the table of `csv` as a workbook."""

from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.formats import table
from mcqgen.formats.contract import ExportOptions, Format
from mcqgen.formats.workbook import LONGEST_CELL, MEDIA_TYPE, write_workbook

_WIDTHS = (60, 25, 25, 25, 25)


class Xlsx(Format):
    """Excel workbook with headings."""

    name = "xlsx"
    label = "Excel table"
    extension = "xlsx"
    media_type = MEDIA_TYPE
    supports = table.SUPPORTS

    def refusal(self, item: Item) -> str:
        """As all formats; and no text may be longer than a cell."""
        texts = (item.stem, item.rationale, *(text for o in item.options for text in (o.text, o.rationale)))
        if any(len(text) > LONGEST_CELL // 2 for text in texts):  # spelling out evidence and spaces makes them longer
            return f"one of its texts has more than {LONGEST_CELL // 2:,} characters"
        return super().refusal(item)

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write the table on one sheet."""
        del options
        return write_workbook(table.rows(items), "Questions", _WIDTHS)
