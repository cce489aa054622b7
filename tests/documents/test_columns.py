"""Reading order."""

from hypothesis import given
from hypothesis import strategies as st

from mcqgen.documents.columns import Fragment, in_columns, join_rows
from mcqgen.domain.document import Role

LEFT, RIGHT = 72.0, 320.0


def fragment(source: str, words: str, left: float, base: float, width: float = 220.0) -> Fragment:
    start = source.index(words)
    return Fragment(start, start + len(words), left, left + width, base, 10.0)


def two_columns(rows: int) -> tuple[str, list[Fragment], str]:
    """Interleaved source, its fragments, and the text in reading order."""
    left = [f"left column line number {n} of the page" for n in range(100, 100 + rows)]
    right = [f"right column line number {n} of the page" for n in range(100, 100 + rows)]
    source = "\n".join(f"{a} {b}" for a, b in zip(left, right, strict=True))
    fragments = []
    for index, (a, b) in enumerate(zip(left, right, strict=True)):
        fragments += [fragment(source, a, LEFT, 100 + 12 * index), fragment(source, b, RIGHT, 103 + 12 * index)]
    return source, fragments, "\n".join(left + right)


@given(st.integers(5, 40), st.randoms(use_true_random=False))
def test_columns_are_read_one_after_the_other_whatever_the_order_of_the_file(rows: int, random: object) -> None:
    source, fragments, wanted = two_columns(rows)
    random.shuffle(fragments)  # type: ignore[attr-defined]
    ordered = in_columns(fragments)
    assert ordered is not None
    text, lines, origins = join_rows(ordered, source)
    assert text == wanted
    ends = [*(begin for begin, _ in origins[1:]), len(text) + 1]
    for (begin, origin), end in zip(origins, ends, strict=True):
        assert text[begin : end - 1] == source[origin : origin + end - 1 - begin]
    assert [text[line.start : line.end] for line in lines] == wanted.split("\n")


def test_a_title_over_both_columns_divides_the_page() -> None:
    source, fragments, _ = two_columns(12)
    source += "\nA title that reaches over both of the columns"
    title = fragment(source, "A title that reaches over both of the columns", LEFT, 100 + 12 * 6 - 4, 470)
    lower = [f if f.base < 165 else Fragment(f.start, f.end, f.left, f.right, f.base + 30, f.size) for f in fragments]
    ordered = in_columns([*lower, title])
    assert ordered is not None
    lines = join_rows(ordered, source)[0].split("\n")
    place = lines.index("A title that reaches over both of the columns")
    assert place == 12
    assert lines[0].startswith("left")
    assert lines[6].startswith("right")
    assert lines[13].startswith("left")


def test_a_fragment_with_a_gap_at_the_gutter_is_parted() -> None:
    source, fragments, wanted = two_columns(10)
    first, second = fragments[0], fragments[1]
    glued = Fragment(
        first.start,
        second.end,
        first.left,
        second.right,
        100,
        10.0,
        gaps=((first.end, second.start, first.right, second.left),),
    )
    ordered = in_columns([glued, *fragments[2:]])
    assert ordered is not None
    assert join_rows(ordered, source)[0] == wanted


def test_cells_of_a_table_are_no_columns() -> None:
    source = " ".join(f"a{n} b{n}" for n in range(100, 130))
    cells = [
        fragment(source, f"{c}{n}", x, 100 + 12 * (n - 100), 20)
        for n in range(100, 130)
        for c, x in (("a", 72), ("b", 300))
    ]
    assert in_columns(cells) is None


def test_one_column_and_few_fragments_are_left_alone() -> None:
    assert in_columns([Fragment(0, 50, 72, 500, 100 + 12 * n, 10.0) for n in range(20)]) is None
    assert in_columns([Fragment(0, 50, 72, 500, 100, 10.0)]) is None
    assert in_columns([Fragment(0, 50, 30_000.0 * n, 30_000.0 * n + 5, 100, 10.0) for n in range(20)]) is None


def test_rows_of_several_fragments_are_rows_of_a_table() -> None:
    source = "one two"
    row = [fragment(source, "one", 72, 100, 20), fragment(source, "two", 200, 100, 20)]
    text, (line,), _ = join_rows([row], source)
    assert text == "one two"
    assert line.role is Role.TABLE


def test_places_of_a_fragment_over_two_lines_are_known() -> None:
    source = "behind\r\none\r\ntwo"
    text, _, origins = join_rows([[Fragment(8, 16, 72, 100, 20, 10.0), Fragment(0, 6, 200, 240, 20, 10.0)]], source)
    assert text == "one two behind"
    assert origins == ((0, 8), (4, 13), (8, 0))
