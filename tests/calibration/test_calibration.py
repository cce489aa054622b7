"""Responses of students: their files, the statistics, and whether known parameters are found again."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mcqgen.calibration import Model, Responses, calibrate, read_responses
from mcqgen.calibration.response_models import fit_2pl, fit_rasch
from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Item, Option
from mcqgen.errors import FormatError

Make = Callable[[int], list[Item]]


def abilities(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """A group whose mean is 0 and whose standard deviation is 1: it is the group that sets the scale."""
    drawn = rng.normal(size=count)
    scaled: NDArray[np.float64] = (drawn - drawn.mean()) / drawn.std()
    return scaled


@pytest.fixture(scope="module")
def make() -> Make:
    def make(count: int) -> list[Item]:
        return [
            Item(
                stem=f"What is number {n} of the row?", difficulty=Difficulty.EASY, bloom=Bloom.REMEMBER, topic="",
                rationale="", evidence=(),
                options=tuple(
                    Option(id="ABC"[at], text=f"{word} {n}", is_key=at == n % 3)
                    for at, word in enumerate(("Iron", "zinc", "gold"))
                ),
            )
            for n in range(count)
        ]  # fmt: skip

    return make


@pytest.mark.parametrize("seed", [1, 2])
def test_known_rasch_parameters_are_found_again(seed: int) -> None:
    rng = np.random.default_rng(seed)
    b, ability = np.linspace(-2, 2, 20), abilities(rng, 500)
    right = rng.random((500, 20)) < 1 / (1 + np.exp(-(ability[:, None] - b)))
    fitted = fit_rasch(right, np.ones_like(right))
    assert abs((fitted.b - b).mean()) <= 0.1
    assert np.sqrt(((fitted.b - b) ** 2).mean()) < 0.2
    assert (np.abs(fitted.b - b) < 2 * fitted.b_error).mean() > 0.8


def test_known_2pl_parameters_are_found_again_with_gaps() -> None:
    rng = np.random.default_rng(3)
    b, a, ability = rng.permutation(np.linspace(-1.5, 1.5, 16)), np.linspace(0.6, 1.8, 16), abilities(rng, 500)
    right = rng.random((500, 16)) < 1 / (1 + np.exp(-a * (ability[:, None] - b)))
    fitted = fit_2pl(right, rng.random((500, 16)) < 0.9)
    assert abs((fitted.b - b).mean()) <= 0.1
    assert abs((fitted.a - a).mean()) < 0.15
    assert np.corrcoef(fitted.a, a)[0, 1] > 0.7


def test_items_that_all_or_none_get_right_stay_finite() -> None:
    right = np.zeros((40, 3), dtype=bool)
    right[:, 0], right[:20, 2] = True, True
    for fit in (fit_rasch, fit_2pl):
        fitted = fit(right, np.ones_like(right))
        assert np.isfinite([fitted.b, fitted.b_error, fitted.a]).all()
        assert fitted.b[0] < fitted.b[2] < fitted.b[1]


def test_classical_statistics(make: Make) -> None:
    items = make(3)
    chosen = np.array([[0, 1, 2]] * 20 + [[0, 1, 0]] * 10 + [[1, 0, 0]] * 9 + [[2, -1, -1]], dtype=np.int16)
    first, second, third = calibrate(items, Responses(chosen))
    assert first.statistics is not None
    assert (first.statistics.respondents, first.statistics.p) == (40, 0.75)
    assert first.statistics.choices == {"A": 0.75, "B": 0.225, "C": 0.025}
    assert first.statistics.non_functional == ("C",)
    assert first.statistics.point_biserial is not None
    assert first.statistics.point_biserial > 0.5
    assert first.statistics.model == "rasch"
    assert second.statistics is not None
    assert second.statistics.respondents == 39
    assert third.statistics is not None
    assert first.statistics.b is not None
    assert third.statistics.b is not None
    assert first.statistics.b < third.statistics.b


def test_few_respondents_get_no_model_and_unasked_items_nothing(make: Make) -> None:
    chosen = np.array([[0, 1, -1]] * 5, dtype=np.int16)
    first, _, third = calibrate(make(3), Responses(chosen))
    assert first.statistics is not None
    assert (first.statistics.model, first.statistics.b, first.statistics.point_biserial) == ("", None, None)
    assert third.statistics is None
    forced, *_ = calibrate(make(3), Responses(chosen), Model.RASCH)
    assert forced.statistics is not None
    assert forced.statistics.model == "rasch"


def test_many_respondents_get_2pl(make: Make) -> None:
    rng = np.random.default_rng(4)
    chosen = rng.integers(0, 3, (500, 4)).astype(np.int16)
    assert {item.statistics.model for item in calibrate(make(4), Responses(chosen)) if item.statistics} == {"2pl"}


def test_own_files_by_id_number_letter_and_text(make: Make) -> None:
    items = make(2)
    text = f"Item;Respondent;Option\n{items[0].id};ann;A\n2;ann;gold 1\n1;bob;IRON 0.\n2;bob;\n2;eve;lead\nx;eve;A\n"
    found = read_responses(b"\xef\xbb\xbf" + text.encode(), items)
    assert found.chosen.tolist() == [[0, 2], [0, -1], [-1, -2]]
    assert found.unmatched == ("x",)


MOODLE = (
    '"Last name","First name","Email address",Status,Started,Completed,Duration,Grade/10.00,'
    '"Question 1","Response 1","Right answer 1","Question 2","Response 2","Right answer 2"\n'
    'Roe,Ann,a@x.org,Finished,"1 May 2026  9:00 AM","1 May 2026  9:10 AM","10 mins",10.00,'
    '"What is number 1 of the row?\n: Iron 1; zinc 1; gold 1","zinc 1\n","zinc 1",'
    '"What is number 0 of the row? : Iron 0; zinc 0; gold 0","<p>gold&nbsp;0</p>","Iron 0"\n'
    'Poe,Bob,b@x.org,Finished,x,x,x,5.00,"What is number 1 of the row?\n: …",-,"zinc 1",'
    '"What is number 0 of the row? : …","Iron 0","Iron 0"\n'
    '"Overall average",,,,,,,7.50\n'
)
CANVAS = (
    "name,id,sis_id,section,section_id,section_sis_id,submitted,attempt,"
    '"811: What is number 0 of the row?",1.0,"812: What is number 1 of the row?",1.0,"813: Another?",1.0,'
    "n correct,n incorrect,score\n"
    "Ann,1,,S,9,,2026-05-01 09:10:00 UTC,1,Iron 0,1.0,gold 1,0.0,yes,1.0,2,1,2.0\n"
    "Bob,2,,S,9,,2026-05-01 09:11:00 UTC,1,zinc 0,0.0,,0.0,no,0.0,0,3,0.0\n"
)


def test_moodle_s_export_with_and_without_the_questions(make: Make) -> None:
    found = read_responses(MOODLE.encode("utf-8-sig"), make(2))
    assert found.chosen.tolist() == [[2, 1], [0, -1]]
    bare = "First name,Grade/2.00,Response 1,Response 2,Response 3\nAnn,2.00,Iron 0,zinc 1,other\nBob,0,-,gold 1,\n"
    found = read_responses(bare.encode(), make(2))
    assert found.chosen.tolist() == [[0, 1], [-1, 2]]
    assert found.unmatched == ("Response 3",)


def test_canvas_student_analysis(make: Make) -> None:
    found = read_responses(CANVAS.encode("utf-16"), make(2))
    assert found.chosen.tolist() == [[0, 2], [1, -1]]
    assert found.unmatched == ("Another?",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no responses that can be read"),
        (b"a,b\n1,2\n", "no responses that can be read"),
        (b"item,respondent,option\nx,y,A\n", "None of the responses belongs"),
        (b"\xff\xfe\x00", "no responses that can be read"),
    ],
)
def test_what_holds_no_responses_is_refused_with_a_way_out(make: Make, data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_responses(data, make(2))


def test_windows_text_is_read(make: Make) -> None:
    renamed: Any = make(1)[0].model_copy(update={"stem": "Qué?"})
    data = "Respuesta 1,Pregunta 1\nIron 0,Qué?\n".encode("cp1252")
    assert read_responses(data, [renamed]).chosen.tolist() == [[0]]
