"""CSV and the spreadsheets, read back by openpyxl and the csv module."""

import csv
import io

import openpyxl
import pytest

from mcqgen.domain.item import Item, Option
from mcqgen.domain.run import ItemSet
from mcqgen.errors import FormatError
from mcqgen.formats import FORMATS, content
from mcqgen.formats.contract import ExportOptions, Format, Notice
from mcqgen.formats.csv_items import Csv
from mcqgen.formats.kahoot import Kahoot
from mcqgen.formats.wayground import Wayground
from mcqgen.formats.workbook import write_workbook
from mcqgen.formats.xlsx import Xlsx


def sheet(data: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert len(book.worksheets) == 1
    assert all(cell.data_type in {"s", "n"} for row in book.worksheets[0].iter_rows() for cell in row)
    return [["" if cell is None else cell for cell in row] for row in book.worksheets[0].values]


def fitting(entry: Format, items: ItemSet) -> ItemSet:
    return items.model_copy(update={"items": tuple(item for item in items.items if not entry.refusal(item))})


def one(items: ItemSet, *texts: str, stem: str = "Which?") -> ItemSet:
    options = tuple(Option(id=chr(65 + n), text=text, is_key=n == 0) for n, text in enumerate(texts))
    return items.model_copy(update={"items": (items.items[0].model_copy(update={"stem": stem, "options": options}),)})


def read(*lines: str) -> list[Item]:
    return list(Csv().read("\n".join(lines).encode()).items)


def test_excel_and_csv_say_the_same(hard_items: ItemSet) -> None:
    items = fitting(Xlsx(), hard_items)
    assert len(items.items) == len(hard_items.items)
    heading, *rows = sheet(Xlsx().export(items))
    told = list(csv.reader(io.StringIO(Csv().export(items).decode("utf-8-sig"), newline="")))
    assert told[0] == heading
    assert heading[:3] == ["Question", "Option A", "Option B"]
    for row, line, item in zip(rows, told[1:], items.items, strict=True):
        assert row[0] == content.canonical(item.stem)
        assert row[heading.index("Correct")] == ",".join(option.id for option in item.options if option.is_key)
        assert line == [str(cell) for cell in row] or any(cell[:1] == "'" for cell in line)


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1+cmd|' /C calc'!A0", "-2+3", "\t=1+1", "'=1+1", "=\n1"])
def test_no_cell_is_a_formula(text: str, hard_items: ItemSet) -> None:
    items = one(hard_items, text, "other", stem=f"{text} is what?")
    for name in ("xlsx", "kahoot", "wayground"):
        book = openpyxl.load_workbook(io.BytesIO(FORMATS[name].export(items)))
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        risky = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
        assert all(cell.quotePrefix for cell in risky)
    row = list(csv.reader(io.StringIO(Csv().export(items).decode("utf-8-sig"), newline="")))[1]
    assert all(cell[:1] not in {"=", "+", "-", "@", "\t", "\r"} for cell in row)
    assert Csv().read(Csv().export(items)).items[0].options[0].text == content.canonical(text)


@pytest.mark.parametrize("number", ["-5", "+3.5", "-12,5 %", "-1.000,5"])
def test_numbers_stay_numbers_in_csv(number: str, hard_items: ItemSet) -> None:
    assert f",{number}," in Csv().export(one(hard_items, number, "0")).decode().replace('"', "")


@pytest.mark.parametrize(
    "lines",
    [
        ("Question,Option A,Option B,Correct", "Which?,a,b,B"),
        ("question;option_1;option_2;correct answer", "Which?;a;b;2"),
        ("\ufeffStem\tA\tB\tKey", "Which?\ta\tb\tb"),
        ("Correct,Answer 2,Answer 1,Question Text", "b,b,a,Which?"),
        ("Question,Option A,Option B,Option C,Correct", "Which?,a,b,,b"),
    ],
)
def test_tables_of_others_are_read(lines: tuple[str, ...]) -> None:
    assert Csv().claims("\n".join(lines).encode())
    (item,) = read(*lines)
    assert (item.stem, [o.text for o in item.options], item.key.text) == ("Which?", ["a", "b"], "b")


def test_several_keys_numbers_as_options_and_all_fields() -> None:
    heading = "Question,A,B,C,Correct,Feedback A,Explanation,Evidence,Difficulty,Bloom,Topic"
    items = read(heading, "Which?,2,3,1,2,,,,,,", 'Who?,x,y,z,"A; c",why,because,proof,Hard,analyse,Bio', ",,,,,,,,,,")
    assert [o.text for o in items[0].options if o.is_key] == ["2"]
    assert [o.is_key for o in items[1].options] == [True, False, True]
    assert items[1].options[0].rationale == "why"
    assert items[1].rationale == "because\n\nproof"
    assert (items[1].difficulty, items[1].bloom, items[1].topic) == ("hard", "analyse", "Bio")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Which?,a,b,D,", "the right answer 'D' is none of its options"),
        ("Which?,a,b,,", "the right answer '' is none of its options"),
        ("Which?,a,b,3,", "the right answer '3' is none of its options"),
        (",a,b,A,", "it has no text"),
        ("Which?,a,,A,", "it has 1 options, and 2 to 26 are expected"),
    ],
)
def test_rows_that_are_no_items_are_skipped(row: str, reason: str) -> None:
    imported = Csv().read(f"Question,A,B,Correct,Level\nWho?,I,you,A,\n{row}\n".encode())
    assert len(imported.items) == 1
    assert imported.notices == (Notice("row 3", reason),)


def test_an_unknown_level_is_told() -> None:
    imported = Csv().read(b"Question,A,B,Correct,Level\nWho?,I,you,A,fair\n")
    assert imported.items[0].difficulty == "medium"
    assert imported.notices == (
        Notice("row 2", "'fair' is none of easy, medium, hard: medium is taken", skipped=False),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Question,A,B\n", "lacks a column 'correct'"),
        ("A,B,Correct\n", "lacks a column 'question'"),
        ("Question,A,Correct\n", "lacks a column 'option B'"),
        ("Question,A,B,Correct\n", "no question"),
        ("", "lacks a column"),
        ("Question,A,B,Correct\n" + "x" * 200_000, "field larger than"),
    ],
)
def test_what_is_no_table_of_items_is_refused(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        Csv().read(text.encode())


def test_kahoot_s_template(hard_items: ItemSet) -> None:
    items = fitting(Kahoot(), hard_items)
    rows = sheet(Kahoot().export(items, ExportOptions(title="Quiz & more")))
    assert rows[0][1] == "Quiz & more"
    heading, *rest = rows[7:]
    assert heading[1:3] == ["Question - max 120 characters", "Answer 1 - max 75 characters"]
    assert heading[-1] == "Correct answer(s) - choose at least one"
    assert len(rest) == len(items.items) > 3
    for number, (row, item) in enumerate(zip(rest, items.items, strict=True), 1):
        assert row[0] == number
        assert row[1] == content.one_line(item.stem)
        assert len(str(row[1])) <= 120
        assert all(len(str(cell)) <= 75 for cell in row[2:6])
        assert row[6] in {5, 10, 20, 30, 60, 90, 120, 240}
        answers = [str(cell) for cell in row[2:6] if cell]
        assert [answers[int(n) - 1] for n in str(row[7]).split(",")] == [
            content.one_line(o.text) for o in item.options if o.is_key
        ]


def test_kahoot_refuses_rather_than_cuts(hard_items: ItemSet) -> None:
    kahoot = Kahoot()
    assert not kahoot.refusal(one(hard_items, "x" * 75, "b", stem="x" * 120).items[0])
    assert "longer than 75" in kahoot.refusal(one(hard_items, "x" * 76, "b").items[0])
    assert "longer than 120" in kahoot.refusal(one(hard_items, "a", "b", stem="x" * 121).items[0])
    assert "5 options" in kahoot.refusal(one(hard_items, *"abcde").items[0])


def test_wayground_s_template(hard_items: ItemSet) -> None:
    items = fitting(Wayground(), hard_items)
    heading, *rows = sheet(Wayground().export(items))
    assert heading == [
        "Question Text", "Question Type", "Option 1", "Option 2", "Option 3", "Option 4", "Option 5", "Correct Answer",
        "Time in seconds", "Image Link", "Answer explanation",
    ]  # fmt: skip
    assert len(rows) == len(items.items) > 3
    for row, item in zip(rows, items.items, strict=True):
        keys = [str(place) for place, option in enumerate(item.options, 1) if option.is_key]
        assert row[1] == ("Checkbox" if len(keys) > 1 else "Multiple Choice")
        assert row[7] == ",".join(keys)
        assert [cell for cell in row[2:7] if cell] == [content.one_line(option.text) for option in item.options]


def test_cells_have_a_limit(hard_items: ItemSet) -> None:
    assert "16,383 characters" in Xlsx().refusal(one(hard_items, "a", "b", stem="x" * 20_000).items[0])
    with pytest.raises(FormatError, match="does not fit into a cell"):
        write_workbook([["x" * 40_000]], "Sheet")
