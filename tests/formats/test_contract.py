"""What every registered format keeps to; a new format gets these tests by being registered."""

import hashlib
import html
import io
import os
import re
import subprocess
import sys
import zipfile

import pytest
from ways_back import (
    COMPLETE,
    ONLY_WRITTEN,
    READABLE,
    SCRIPTS,
    check_way_back,
    check_ways_back,
    in_set,
    make,
)

from mcqgen.domain.item import Evidence, Item
from mcqgen.errors import FormatError
from mcqgen.formats import FORMATS, content, recognise
from mcqgen.formats.contract import LETTERS, AnswerKey, ExportOptions, Feature, Format

pytestmark = pytest.mark.no_cover  # long, and the tests of the parts run nearly all of these lines

HARD = dict.fromkeys(("qti21", "qti30"), "<lom:value>difficult<")
"""What they call it in the vocabulary of their metadata (IEEE 1484.12.1, 5.8)."""
STEMS = {
    **SCRIPTS,
    "markup": """<b>Bold</b> & "quoted" 'text' &amp; &lt; <!-- no --> <script>alert(1)</script>""",
    "cdata": "What ends <![CDATA[ here ]]> or there ]]>?",
    "gift": "~wrong =right #feedback {a} :colon: \\n // no comment -> 1..5 {=a ~b} ####",
    "gift comment": "// [id:1] Which line is a comment?",
    "gift category": "$CATEGORY: $course$/top/Other",
    "aiken option": "A. Einstein found what?",
    "aiken parenthesis": "I) Which comes first?",
    "aiken answer": "ANSWER: B is what?",
    "weight": "%50% of what?",
    "format": "[html]Which <i>bracket</i>?",
    "formula": '=HYPERLINK("http://example.org","x")',
    "formula minus": "-2+3+cmd|' /C calc'!A0",
    "apostrophe": "'=1+1 is what?",
    "control": "Which\x01 bell\x07 rings\x00?",
    "excel escape": "What is _x0041_ here?",
    "latex": r"What is \(\nu = \frac{1}{2}\) when \(a < b & c\)?",
    "dollars": r"Is $\neq$ the sign, and $5 or 6$ the price?",
    "display": r"Solve \[\int_0^1 x^2\,dx\] by hand.",
    "lines": "First line\nsecond line\n\nNew paragraph",
    "code": "What does `x = {1: '~'}` make of <br>?",
    "code block": "What is printed?\n\n```python\nfor i in range(3):\n    print(i, '<&>')\n\n# ~=\n```",
    "emphasis": "Which is **not** an *acid* or 2*3*4?",
    "spaces": "Two  spaces, three   of them\tand a tab",
    "long": "Why? " * 2000 + "End.",
    "rtl mixed": "מה \\(x^2\\) ב-`code`?\nשורה שנייה",
}


def why_refused(entry: Format, item: Item) -> bool:
    """Whether a refusal is one that the format's nature explains."""
    lengths = [len(item.stem), *(len(option.text) for option in item.options)]
    return (
        (sum(option.is_key for option in item.options) > 1 and Feature.SEVERAL_KEYS not in entry.supports)
        or len(item.options) > entry.max_options
        or (Feature.LINES not in entry.supports and content.has_code_block(item.stem))
        or (entry.extension == "xlsx" and max(lengths) > (70 if entry.name == "kahoot" else 9_000))
    )


def visible(data: bytes) -> str:
    """All text of an export, of each file of an archive, with and without markup."""
    if data.startswith(b"%PDF"):
        from pypdf import PdfReader

        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    parts = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    text = " ".join(part.decode("utf-8", "replace") for part in parts)
    return html.unescape(html.unescape(text))


@pytest.fixture(params=FORMATS)
def entry(request: pytest.FixtureRequest) -> Format:
    return FORMATS[request.param]


def test_it_says_what_it_is(entry: Format) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", entry.name)
    assert entry.label
    assert re.fullmatch(r"[a-z0-9]+", entry.extension)
    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", entry.media_type)
    assert entry.supports <= frozenset(Feature)
    assert 2 <= entry.max_options <= len(LETTERS)
    assert entry.__doc__


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        *(pytest.param(name, [text], id=f"{name}-{case}") for name in READABLE for case, text in STEMS.items()),
        *(pytest.param(name, list(STEMS.values()), id=name) for name in ONLY_WRITTEN),
    ],
)
def test_hard_texts_arrive_in_every_place(name: str, texts: list[str]) -> None:
    entry, fitting = FORMATS[name], []
    for text in texts:
        options = ["Water", text, "Salt", f"not {text}"]
        asked = make(text, ["Water", "Iron", "Salt"], {1}, rationale=text if len(text) < 500 else "")
        for item in (asked, make("Which of these is it?", options, {1}, feedback=[text, "", text, ""])):
            if entry.refusal(item):
                assert why_refused(entry, make(text, ["a", "b"], {0}))
                with pytest.raises(FormatError, match=r"cannot hold item 1: "):
                    entry.export(in_set(item))
            else:
                fitting.append(item)
    check_ways_back(entry, fitting)


def test_options_that_look_like_syntax_stay_options(entry: Format) -> None:
    items = []
    for text in ("%50% of it", "%-100% and more", "=right", "~wrong", "#no", "[plain]text", "{", "\\", "A) b"):
        items += [make("Which?", [text, "other"], {key}, feedback=[text, f" {text}"]) for key in (0, 1)]
        items.append(make("Which?", [text, "other", text + "x"], {0, 2}))
    check_ways_back(entry, items)


def test_marks_that_a_rationale_leaves_open_do_not_swallow_the_evidence(entry: Format) -> None:
    quote = Evidence(document="d1", page=3, quote="the **heart** `pumps`", start=0, end=9)
    evidence = (quote.model_copy(update={"quote": ""}), quote)
    items = [
        make("Which?", ["yes", "no"], {0}, rationale=rationale, evidence=evidence)
        for rationale in ("```", "Because:\n```\nx = 1", "```py", "`", "\\(", "**", "$$")
    ]
    check_ways_back(entry, items)
    for item in items:
        said = content.parse(content.explanation(item, {}))
        assert [type(block) for block in said[-2:]] == [content.Paragraph, content.Paragraph]


def test_halves_of_surrogate_pairs_are_left_out_or_refused(entry: Format) -> None:
    item = make("Which \ud800 is\udfff?", ["a\ud83d", "b"], {0}, feedback=["\udc00x", ""], rationale="r\ud800")
    if entry.name in COMPLETE:
        with pytest.raises(FormatError, match=r"^Cannot write JSON.*: surrogates not allowed in the text\.$"):
            entry.export(in_set(item))
    else:
        assert entry.refusal(item) == ""
        check_way_back(entry, in_set(item))


def test_two_to_ten_options_and_any_number_of_keys(entry: Format) -> None:
    items = []
    for count in range(2, 11):
        texts = [f"answer {number}" for number in range(count)]
        items += [make("Which are right?", texts, set(range(count - keys, count))) for keys in range(1, count + 1)]
    for item in items:
        assert bool(entry.refusal(item)) == why_refused(entry, item)
    check_way_back(entry, in_set(*items))


def test_an_item_without_feedback_rationale_or_topic_arrives(entry: Format) -> None:
    check_way_back(entry, in_set(make("Which?", ["yes", "no"], {0}, rationale="", topic="")))


def test_the_same_item_twice_arrives_twice(entry: Format) -> None:
    item = make("Which?", ["yes", "no"], {0})
    check_way_back(entry, in_set(item, make("Who?", ["I", "you"], {1}), item))


def test_all_that_it_supports_travels_and_all_else_is_told(entry: Format) -> None:
    quote = Evidence(document="d1", page=7, quote="Quotingquokka", start=0, end=13)
    item = make(
        "Stemstork?", ["Keykestrel", "Othersotter"], {0}, feedback=["Yesyak", "Nonewt"], rationale="Generalgnu",
        topic="Topictern", evidence=(quote,),
    )  # fmt: skip
    options = ExportOptions(title="Titletit", category="Catcat", points=7.25, shuffle=False)
    text, losses = visible(entry.export(in_set(item), options)), entry.losses(in_set(item), options)
    places = {
        Feature.OPTION_FEEDBACK: ("Yesyak", "Nonewt"), Feature.GENERAL_FEEDBACK: ("Generalgnu",),
        Feature.EVIDENCE: ("Quotingquokka", "7"), Feature.TOPIC: ("Topictern",), Feature.TITLE: ("Titletit",),
        Feature.CATEGORY: ("Catcat",), Feature.DIFFICULTY: (HARD.get(entry.name, "hard"),), Feature.BLOOM: ("apply",),
        Feature.POINTS: ("7.25",), Feature.SHUFFLE: (),
    }  # fmt: skip
    assert all(word in text for word in ("Stemstork?", "Keykestrel", "Othersotter"))
    assert not [loss for loss in losses if loss.startswith((Feature.VERSIONS, Feature.ANSWER_KEY))]
    for feature, words in places.items():
        if feature in entry.supports:
            assert [word for word in words if word.lower() not in text.lower()] == [], feature
            assert not [loss for loss in losses if loss.startswith(feature)]
        else:
            assert [loss for loss in losses if loss.startswith(feature)], feature
            assert entry.name in COMPLETE or not [word for word in words if len(word) > 5 and word in text]


def test_what_only_papers_have_is_told_by_all_others(entry: Format) -> None:
    items = in_set(make("Which?", ["yes", "no"], {0}))
    for options, feature in (
        (ExportOptions(versions=4), Feature.VERSIONS),
        (ExportOptions(key=AnswerKey.ONLY), Feature.ANSWER_KEY),
        (ExportOptions(key=AnswerKey.WITHOUT), Feature.ANSWER_KEY),
    ):
        assert (feature in entry.losses(items, options)) == (feature not in entry.supports)
        if feature in entry.supports:
            assert entry.export(items, options) != entry.export(items)


def test_what_holds_nothing_special_loses_nothing_special(entry: Format) -> None:
    losses = entry.losses(in_set(make("Which?", ["yes", "no"], {0}, rationale="", topic="")))
    assert {re.sub(r" \(.*", "", loss) for loss in losses} <= {Feature.DIFFICULTY, Feature.BLOOM}
    rich = make("Which\n`x` or \\(y\\)?", ["*yes*", "no"], {0})
    told = " ".join(entry.losses(in_set(rich, make("Who?", ["I", "you"], {1}))))
    for feature in (Feature.LINES, Feature.MARKUP, Feature.MATHS):
        assert (f"{feature} (1 of 2 items)" in told) == (feature not in entry.supports)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (make("Which?", ["only"], {0}), "fewer than two options"),
        (make("Which?", ["a", "b"], set()), "no option as right"),
        (make(" ", ["a", "b"], {0}), "is empty"),
        (make("Which?", ["a", "\x01"], {0}), "is empty"),
        (make("Which?", [str(n) for n in range(27)], {0}), "27 options"),
    ],
)
def test_what_is_no_item_is_refused_with_its_place(entry: Format, item: Item, reason: str) -> None:
    if entry.name in COMPLETE:
        assert entry.export(in_set(item))
        return
    with pytest.raises(FormatError, match=rf"cannot hold item 2( \(and 1 more\))?: .*{reason}"):
        entry.export(in_set(make("Which?", ["a", "b"], {0}), item, item))


def test_a_set_without_items_is_written_too(entry: Format) -> None:
    assert entry.export(in_set()) == entry.export(in_set())


def test_exports_do_not_depend_on_the_process() -> None:
    code = """
import hashlib, sys
from mcqgen.formats import FORMATS
items = FORMATS["json"].read(sys.stdin.buffer.read())
from mcqgen.formats.contract import as_item_set
for name, entry in FORMATS.items():
    print(name, hashlib.sha256(entry.export(as_item_set(items))).hexdigest())
"""
    items = in_set(*(make(f"Which {n}?", [f"yes {n}", "no"], {0}, feedback=["why", "not"]) for n in range(3)))
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    source = FORMATS["json"].export(items)
    told = subprocess.run([sys.executable, "-c", code], input=source, env=environment, capture_output=True, check=True)
    here = [f"{name} {hashlib.sha256(entry.export(items)).hexdigest()}" for name, entry in FORMATS.items()]
    assert told.stdout.decode().splitlines() == here


@pytest.mark.parametrize("name", READABLE)
def test_its_files_are_recognised_whatever_they_are_called(name: str) -> None:
    data = FORMATS[name].export(in_set(make("Which?", ["yes", "no"], {0})))
    assert recognise(f"bank.{FORMATS[name].extension}", data).name == name
    assert recognise("", data).name == name


def test_what_stands_in_an_archive_does_not_make_it_another_format() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:  # the words stand in the file as they are
        archive.writestr("q/assessment_meta.xml", '<quiz identifier="q"/>\nWhich?{=a ~b}\n\nANSWER: A\n')
        archive.writestr("imsmanifest.xml", '<manifest><resource type="imsqti_xmlv1p2"/></manifest>')
    assert recognise("", buffer.getvalue()).name == recognise("a.imscc", buffer.getvalue()).name == "qti12"
