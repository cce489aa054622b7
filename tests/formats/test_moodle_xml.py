"""Moodle XML against the rules that Moodle's importer enforces."""

import pytest
from lxml import etree

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Item, Option
from mcqgen.domain.run import ItemSet, Report
from mcqgen.errors import FormatError
from mcqgen.formats.contract import ExportOptions, Imported, Notice
from mcqgen.formats.moodle import category_name, category_path
from mcqgen.formats.moodle_xml import MoodleXml

FRACTIONS = (
    100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10,
    5, 0,
)  # fmt: skip


def read(*questions: str) -> Imported:
    return MoodleXml().read(f"<quiz>{''.join(questions)}</quiz>".encode())


def choice(stem: str = "Which?", answers: str = "", extra: str = "") -> str:
    answers = answers or answer("100", "a") + answer("0", "b")
    return (
        f'<question type="multichoice"><name><text>N</text></name><questiontext format="html"><text>{stem}</text>'
        f"</questiontext>{answers}{extra}</question>"
    )


def answer(fraction: str, text: str, feedback: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text><feedback><text>{feedback}</text></feedback></answer>'


def keys(imported: Imported) -> list[str]:
    return [option.text for item in imported.items for option in item.options if option.is_key]


def in_set(*items: Item) -> ItemSet:
    report = Report(requested=0, delivered=0, rejected=0, shortfall=0)
    return ItemSet(title="Set", created_at="", documents=(), items=items, report=report)


def with_options(count: int, right: int) -> Item:
    options = tuple(Option(id=chr(65 + n), text=f"o{n}", is_key=n < right) for n in range(count))
    return Item(
        stem="?s", options=options, difficulty=Difficulty.EASY, bloom=Bloom.APPLY, topic="", rationale="", evidence=()
    )


def test_what_is_written_keeps_to_moodle_s_rules(hard_items: ItemSet) -> None:
    data = MoodleXml().export(hard_items, ExportOptions(points=2.5, shuffle=False))
    questions = etree.fromstring(data).findall("question")
    assert [q.get("type") for q in questions] == ["category"] + ["multichoice"] * len(hard_items.items)
    assert questions[0].findtext("category/text") == "$course$/top/Blood & <Bones>"
    numbers = [q.findtext("idnumber") or "" for q in questions[1:]]
    assert len({number for number in numbers if number}) == len(numbers) - 1  # the first item stands twice
    for question in questions[1:]:
        assert 0 < len(question.findtext("name/text") or "") <= 255
        assert all(len(text) == 0 for text in question.iter("text"))
        assert question.findtext("defaultgrade") == "2.5000000"
        assert question.findtext("shuffleanswers") == "false"
        assert question.findtext("answernumbering") == "ABCD"
        shares = [float(a.get("fraction", "")) for a in question.findall("answer")]
        assert all(min(abs(abs(share) - legal) for legal in FRACTIONS) < 1e-5 for share in shares)
        assert sum(share for share in shares if share > 0) == pytest.approx(100, abs=0.005)
        assert (question.findtext("single") == "true") == (max(shares) == 100)
        assert all((a.findtext("text") or "").strip() for a in question.findall("answer"))
        assert [(tag.text or "").split(":")[0] for tag in question.iterfind("tags/tag/text")][:2] == [
            "difficulty",
            "bloom",
        ]


@pytest.mark.parametrize(("count", "right"), [(10, 9), (10, 7), (9, 3), (20, 10), (12, 2), (3, 3)])
def test_ticking_everything_earns_nothing_and_ticking_right_earns_all(count: int, right: int) -> None:
    items = in_set(with_options(count, right))
    shares = [float(a.get("fraction", "")) for a in etree.fromstring(MoodleXml().export(items)).iter("answer")]
    assert sum(shares[:right]) == pytest.approx(100, abs=0.005)
    assert count == right or sum(shares) == pytest.approx(0, abs=0.01)


def test_more_than_ten_right_or_wrong_options_are_refused() -> None:
    for right in (11, 13):
        assert "ten right or wrong" in MoodleXml().refusal(with_options(24, right))
    assert MoodleXml().refusal(with_options(26, 1)) == ""


@pytest.mark.parametrize(
    ("category", "title", "path"),
    [
        ("", "", "$course$/top/Set"),
        ("Bio/Blood", "", "$course$/top/Bio/Blood"),
        (" Bio / /Blood ", "Week 1/2", "$course$/top/Bio/Blood/Week 1//2"),
        ("", "/x/", "$course$/top/ //x// "),
    ],
)
def test_categories(category: str, title: str, path: str) -> None:
    assert category_path(in_set(), ExportOptions(category=category, title=title)) == path
    assert category_name(path) == (title or category.rpartition("/")[2].strip() or "Set")
    assert category_name("$course$/top") == category_name("$course$") == ""


def test_one_control_character_spoils_the_file() -> None:
    with pytest.raises(FormatError, match="not well-formed"):
        read(choice("a\x01b"))


def test_only_a_quiz_is_read() -> None:
    with pytest.raises(FormatError, match="the root is 'html'"):
        MoodleXml().read(b"<html/>")
    with pytest.raises(FormatError, match="no question"):
        read()


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>'
    with pytest.raises(FormatError, match="entities"):
        MoodleXml().read(bomb)


def test_tags_that_are_not_escaped_skip_the_question() -> None:
    imported = read(choice("Which <b>one</b>?"), choice())
    assert imported.notices == (
        Notice("question 1 (N)", "its text holds tags that are not escaped, which Moodle refuses too"),
    )
    assert len(imported.items) == 1


def test_texts_are_read_in_their_format() -> None:
    formats = ("html", "moodle_auto_format", "plain_text", "markdown", "unheard_of")
    texts = [read(choice("A &lt;i&gt;b&lt;/i&gt;\nc").replace('"html"', f'"{name}"')).items[0].stem for name in formats]
    assert texts == ["A *b* c", "A *b*\nc", "A <i>b</i>\nc", "A <i>b</i>\nc", "A *b* c"]
    no_format = choice("x\ny").replace(' format="html"', "")
    assert read(no_format).items[0].stem == "x y"


@pytest.mark.parametrize(
    ("single", "fractions", "right", "partial"),
    [
        ("true", ("100", "0", "0"), "a", False),
        ("true", ("100", "50", "0"), "a", True),
        ("true", ("100.0000", "100", "-50"), "ab", False),
        ("false", ("50", "50", "-100"), "ab", False),
        ("0", ("33.33333", "66.66667", "0"), "ab", True),
        ("false", ("0", "100", "0"), "b", False),
    ],
)
def test_fractions_give_the_keys(single: str, fractions: tuple[str, ...], right: str, partial: bool) -> None:
    answers = "".join(answer(fraction, text) for fraction, text in zip(fractions, "abc", strict=True))
    imported = read(choice(answers=answers, extra=f"<single>{single}</single>"))
    assert keys(imported) == list(right)
    assert bool(imported.notices) == partial


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (choice(answers=answer("1", "a") + answer("0", "b")), "no option is marked as right"),
        (choice(answers=answer("50", "a") + answer("0", "b")), "no option is marked as right"),
        (choice(answers=answer("100", "a") + answer("0", " ")), "it has 1 options, and 2 to 26 are expected"),
        (choice(answers=answer("all", "a") + answer("0", "b")), "the fraction 'all' is no number"),
        (choice(""), "it has no text"),
        (choice("&lt;img src='@@PLUGINFILE@@/x.png'&gt; Which?"), "it holds an image"),
        ('<question type="multichoice"/>', "it has no text"),
        ('<question type="truefalse"/>', "it is a true/false question"),
        ('<question type="ddmarker"/>', "it is of the type 'ddmarker'"),
    ],
)
def test_what_cannot_be_taken_is_skipped_with_its_reason(question: str, reason: str) -> None:
    imported = read(choice(), question)
    assert len(imported.items) == 1
    assert [notice.reason for notice in imported.notices] == [reason]


def test_feedback_tags_and_categories_are_read() -> None:
    category = '<question type="category"><category><text>$course$/top/Bio</text></category></question>'
    extra = (
        "<generalfeedback><text>All</text></generalfeedback>"
        "<tags><tag><text>Topic:Blood</text></tag><tag><text>HARD</text></tag><tag><text>x</text></tag></tags>"
    )
    answers = answer("100", "a", "&lt;img&gt;yes") + answer("0", "b", "no")
    imported = read(category, choice(answers=answers, extra=extra), choice())
    first, second = imported.items
    assert (first.rationale, [o.rationale for o in first.options]) == ("All", ["yes", "no"])
    assert (first.topic, first.difficulty, second.topic) == ("Blood", "hard", "Bio")
    assert imported.title == "Bio"
    assert imported.notices == (Notice("question 1 (N)", "an image in its feedback is left out", skipped=False),)
