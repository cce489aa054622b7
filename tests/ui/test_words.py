import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.item import Evidence
from mcqgen.domain.run import CostEstimated, DocumentInfo
from mcqgen.domain.spending import Estimate, StageUsage
from mcqgen.settings import Settings
from mcqgen.ui import strings
from mcqgen.ui.reading import Understood
from mcqgen.ui.watching import Snapshot, advance
from mcqgen.ui.words import (
    cautions,
    counted,
    dropped,
    headline,
    language_name,
    place,
    shares,
    understood_line,
    writer_line,
)

PDF = "application/pdf"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def understood(**changes: object) -> Understood:
    usual: dict[str, object] = {
        "id": "d",
        "title": "Chapter 5",
        "media_type": PDF,
        "language": "en",
        "pages": 39,
        "words": 9000,
        "sections": tuple("abcdefg"),
        "warnings": (),
    }
    return Understood(**{**usual, **changes})  # type: ignore[arg-type]


def test_a_file_is_told_in_one_line() -> None:
    assert understood_line(understood()) == "Chapter 5, 39 pages, English, 7 sections"
    assert understood_line(understood(sections=())) == "Chapter 5, 39 pages, English"
    assert understood_line(understood(media_type=PPTX, pages=1)) == "Chapter 5, 1 slide, English, 7 sections"
    assert (
        understood_line(understood(media_type="text/plain", pages=1)) == "Chapter 5, 9,000 words, English, 7 sections"
    )


def test_cautions_name_thin_text_other_languages_and_what_the_reader_says() -> None:
    assert cautions(understood()) == ()
    assert cautions(understood(warnings=("Page 2 is a scan.",))) == ("Page 2 is a scan.",)
    assert cautions(understood(words=40)) == (strings.LITTLE_TEXT,)
    assert cautions(understood(language="es")) == (strings.FOREIGN,)
    assert cautions(understood(language="und")) == ()


@pytest.mark.parametrize(
    ("code", "name"), [("en", "English"), ("und", "language unclear"), ("tlh", "another language (tlh)")]
)
def test_languages_have_names(code: str, name: str) -> None:
    assert language_name(code) == name


@pytest.mark.parametrize(
    ("model", "line"),
    [
        ("offline", strings.WRITER),
        ("gguf:/models/small.gguf", "small.gguf on this computer, free, nothing leaves it"),
        (
            "google_genai:gemini-2.5-flash@http://127.0.0.1:1",
            "gemini-2.5-flash writes: parts of your files are sent to it, and it may cost money (about US$ 0.01)",
        ),
    ],
)
def test_who_writes_is_told_and_whether_anything_leaves_the_computer(model: str, line: str) -> None:
    assert writer_line(Settings(model=model), 10) == line


@pytest.mark.parametrize(("cost", "price"), [(0.0213, " (US$ 0.02)"), (None, "")])
def test_what_a_model_will_take_is_told_until_the_first_question(cost: float | None, price: str) -> None:
    stages = (StageUsage(stage="write", calls=2, input_tokens=3000, output_tokens=1200),)
    estimate = Estimate(model="m", material="", items=2, stages=stages, cost_usd=cost)
    snapshot = advance(Snapshot(mix={Difficulty.EASY: 2}), CostEstimated(estimate=estimate))
    assert headline(snapshot) == f"{strings.NONE_YET} The model will be asked about 2 times{price}."


def test_one_is_singular() -> None:
    assert [counted(n, "question") for n in (0, 1, 2)] == ["0 questions", "1 question", "2 questions"]


def test_the_usual_mix_of_ten() -> None:
    assert list(shares(10, 30, 70).values()) == [3, 4, 3]


@given(st.integers(1, 100), st.integers(0, 100), st.integers(0, 100))
def test_shares_add_up_and_follow_the_handles(count: int, one: int, other: int) -> None:
    low, high = sorted((one, other))
    parts = shares(count, low, high)
    assert sum(parts.values()) == count
    for part, percent in zip(parts.values(), (low, high - low, 100 - high), strict=True):
        assert abs(part - count * percent / 100) < 1


def test_what_was_dropped_is_counted_in_plain_words() -> None:
    assert dropped({}) == "None dropped."
    assert dropped({"the text holds no further place worth asking about": 3}) == "None dropped."
    assert dropped({"longest option is key (O301)": 2}) == "2 dropped: the right answer was the longest."
    told = dropped({"a (O323)": 1, "b (O324)": 1, "no evidence (E203)": 1, "what (X999)": 1, "no draft": 1})
    assert told == (
        "4 dropped: the answer could be guessed (2), the text does not prove the answer (1), "
        "it did not pass the checks (1)."
    )


@pytest.mark.parametrize(
    ("media_type", "where"), [(PDF, "page 7 of a.x"), (PPTX, "slide 7 of a.x"), ("text/markdown", "a.x")]
)
def test_a_proof_is_placed_by_page_where_there_are_pages(media_type: str, where: str) -> None:
    info = DocumentInfo(
        id="d", name="a.x", title="", sha256="", media_type=media_type, language="en", pages=9, passages=1
    )
    assert place(Evidence(document="d", page=7, quote="q", start=0, end=1), [info]) == where
    assert place(Evidence(document="other", page=7, quote="q", start=0, end=1), [info]) == ""
