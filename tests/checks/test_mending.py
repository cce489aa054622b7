"""What `--fix` changes, and what it leaves to a writer."""

from collections.abc import Callable

import pytest

from mcqgen.checks import MENDS, ReviewContext, find, mend, review, shuffle
from mcqgen.domain.item import Item

Read = Callable[[str], tuple[list[Item], ReviewContext]]
STEM = "Which of these is it?\n"


def mended(read: Read, text: str) -> tuple[Item, tuple[str, ...]]:
    """The mended item and the codes of what is still wrong with it."""
    (item,), context = read(text)
    better = mend(item, review(item, context), context)
    assert better.key.text.strip(".").lower() == item.key.text.strip(".").lower()
    return better, tuple(flaw.code for flaw in review(better, context))


@pytest.mark.parametrize(
    ("code", "text", "stem", "options"),
    [
        ("O307", "How many?\n- 412\n* 206\n- 350", "How many?", ["206", "350", "412"]),
        ("O305", f"{STEM}* It pumps.\n- It cleans\n- It makes it", "", ["It pumps", "It cleans", "It makes it"]),
        ("O305", f"{STEM}* It is red\n- It burns.\n- It melts.", "", ["It is red.", "It burns.", "It melts."]),
        ("O304", f"{STEM}* The ice\n- the dust\n- a cloud\n- a disc", "", ["the ice", "the dust", "a cloud", "a disc"]),
        ("S107", f"{STEM}B* iron\nA- gold\nC- zinc", "", ["iron", "gold", "zinc"]),
        ("T403", "Which of these is not a planet?\n* Moon\n- Mars\n- Venus", "Which of these is NOT a planet?", []),
        ("T411", "What is a ﬁlter , in short?\n* a net\n- a lamp\n- a pump", "What is a filter, in short?", []),
        ("T413", "What is the the capital?\n* Rome\n- Pisa\n- Genoa", "What is the capital?", []),
    ],
)  # fmt: skip
def test_a_safe_mend_ends_the_flaw(read: Read, code: str, text: str, stem: str, options: list[str]) -> None:
    (item,), context = read(text)
    assert code in {flaw.code for flaw in review(item, context)}
    better, left = mended(read, text)
    assert code not in left
    assert better.stem == (stem or item.stem)
    assert [option.text for option in better.options] == (options or [option.text for option in item.options])
    assert [option.id for option in better.options] == ["A", "B", "C", "D"][: len(better.options)]


@pytest.mark.parametrize(
    "text",
    [
        "How many?\n- 412\n* 206\n- 350\n= Option B is right, since 206 were counted.",
        "What is a filter [12]?\n* a net\n- a lamp\n- a pump",
    ],
)
def test_what_is_not_safe_is_left_alone(read: Read, text: str) -> None:
    (item,), context = read(text)
    flaws = review(item, context)
    assert flaws
    assert mend(item, flaws, context) == item


def test_every_mend_belongs_to_a_check() -> None:
    assert {find(code).code for code in MENDS} == set(MENDS)


def test_shuffling_spreads_the_key_and_spares_what_refers_to_other_options(read: Read) -> None:
    plain = [f"Which metal is number {n}?\n* iron{n}\n- zinc{n}\n- gold{n}\n- lead{n}" for n in range(60)]
    items, context = read("\n---\n".join([*plain, f"{STEM}* iron\n- zinc\n- all of the above"]))
    mixed = shuffle(items, context, {0})
    assert mixed[0] == items[0]
    assert mixed[-1] == items[-1]
    places = [item.key.id for item in mixed[1:-1]]
    assert all(8 <= places.count(letter) <= 22 for letter in "ABCD")
    assert [item.id for item in mixed] == [item.id for item in items]
