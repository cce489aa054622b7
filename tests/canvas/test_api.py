"""The connection to Canvas: what it sends, what it bears, and what it says when it cannot go on."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mcqgen.canvas import Canvas
from mcqgen.canvas.api import ATTEMPTS, LONGEST_WAIT_S
from mcqgen.errors import RequestError, ServiceError

QUIZZES = "courses/42/quizzes"


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def client(canvas: Any, waits: list[float]) -> Iterator[Canvas]:
    with Canvas(canvas.url, canvas.token, timeout_s=5, sleep=waits.append) as connected:
        yield connected


def told(act: Callable[[], object]) -> str:
    """What an error says: one sentence, without the token."""
    with pytest.raises(ServiceError) as caught:
        act()
    text = str(caught.value)
    assert re.fullmatch(r"[^\n]{20,400}\.", text)
    assert "secret" not in text
    return text


def test_all_pages_are_read(canvas: Any, client: Canvas) -> None:
    numbers = [canvas.add_quiz(f"Quiz {number}") for number in range(8)]
    assert [entry["id"] for entry in client.list(QUIZZES)] == numbers
    assert [target for _, target in canvas.requests] == [
        "/api/v1/courses/42/quizzes?per_page=100",
        "/api/v1/courses/42/quizzes?page=2&per_page=3",
        "/api/v1/courses/42/quizzes?page=3&per_page=3",
    ]


def test_the_token_goes_nowhere_else_and_pages_do_not_circle(canvas: Any, client: Canvas) -> None:
    canvas.reply("GET", 1, 200, "[]", Link='<http://127.0.0.1:9/api/v1/courses/42/quizzes?page=2>; rel="next"')
    assert "refers to another address, 'http://127.0.0.1:9/" in told(lambda: list(client.list(QUIZZES)))
    for number in (2, 3):
        canvas.reply("GET", number, 200, "[]", Link=f'<{canvas.url}/api/v1/courses/42/quizzes?page=2>; rel="next"')
    assert "round in circles" in told(lambda: list(client.list(QUIZZES)))
    canvas.reply("GET", 4, 302, b"", Location="http://127.0.0.1:9/login")
    assert "sends us on to 'http://127.0.0.1:9/login'" in told(lambda: list(client.list(QUIZZES)))
    assert len(canvas.requests) == 4


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("status", "body"), [(403, "403 Forbidden (Rate Limit Exceeded)\n"), (429, '{"errors":[{"message":"slow"}]}')]
)
def test_patience_is_kept_when_canvas_asks_for_it(
    canvas: Any, client: Canvas, waits: list[float], method: str, status: int, body: str
) -> None:
    canvas.reply(method, 1, status, body)
    canvas.reply(method, 2, status, body, Retry_After="7")
    canvas.reply(method, 3, status, body, Retry_After="999999")
    canvas.reply(method, 4, status, body, Retry_After="Fri, 31 Dec 1999 23:59:59 GMT")
    if method == "GET":
        assert list(client.list(QUIZZES)) == []
    else:
        assert client.create(QUIZZES, {"quiz": {"title": "T"}})["title"] == "T"
    assert waits == [1.0, 7.0, LONGEST_WAIT_S, 8.0]
    assert len(canvas.quizzes) == (method == "POST")


def test_patience_has_an_end(canvas: Any, client: Canvas, waits: list[float]) -> None:
    for number in range(1, ATTEMPTS + 1):
        canvas.reply("GET", number, 403, "403 Forbidden (Rate Limit Exceeded)")
    assert "still asks for patience after 6 tries" in told(lambda: list(client.list(QUIZZES)))
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]


@pytest.mark.parametrize("status", [0, 502, 503])
def test_what_may_have_been_made_is_not_made_again(
    canvas: Any, client: Canvas, waits: list[float], status: int
) -> None:
    canvas.reply("GET", 1, status, b"")
    assert list(client.list(QUIZZES)) == []
    number = canvas.add_quiz("Q")
    canvas.questions[number][1] = {"id": 1}
    canvas.reply("PUT", 1, status, b"")
    question = {"question_name": "n", "question_text": "t", "question_type": "multiple_choice_question",
                "answers": [{"answer_text": "a", "answer_weight": 100}]}  # fmt: skip
    client.replace(f"{QUIZZES}/{number}/questions/1", {"question": question})
    assert waits == [1.0, 1.0]
    canvas.reply("POST", 1, status, b"")
    said = told(lambda: client.create(QUIZZES, {"quiz": {"title": "T"}}))
    assert ("run the same command again" in said) if status == 0 else ("is not made twice" in said)
    assert len(canvas.requests) == 5


def test_a_server_that_does_not_answer_is_given_up(canvas: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    answer, waits = canvas.answer, list[float]()

    def slowly(*request: Any) -> Any:
        time.sleep(0.4)
        return answer(*request)

    monkeypatch.setattr(canvas, "answer", slowly)
    with Canvas(canvas.url, canvas.token, timeout_s=0.1, sleep=waits.append) as slow:
        assert "did not answer within 0.1 seconds" in told(lambda: slow.create(QUIZZES, {"quiz": {"title": "T"}}))
    assert waits == []


def test_nobody_at_the_address_is_told(waits: list[float]) -> None:
    with Canvas("http://127.0.0.1:9", "t", timeout_s=5, sleep=waits.append) as nobody:
        said = told(lambda: nobody.create(QUIZZES, {}))
    assert "Canvas at http://127.0.0.1:9 cannot be reached" in said
    assert "check MCQGEN_CANVAS_URL and the network" in said
    assert len(waits) == ATTEMPTS - 1


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (401, '{"status":"unauthorized","errors":[{"message":"user not authorized to perform that action"}]}',
         "Canvas does not allow it (user not authorized to perform that action): the token must be that of a teacher"),
        (403, '{"errors":[{"message":"closed"}]}', "Canvas does not allow it (closed)"),
        (404, "<html>", "Canvas does not know the course or quiz (Not Found): check --course"),
        (400, '{"errors":{"title":[{"attribute":"title","message":"is too\\nlong"},{"message":"bad."}]}}',
         "Canvas refuses it (400, is too long; bad)."),
        (422, b"\xff", "Canvas refuses it (422, Unprocessable Entity)."),
        (500, '{"errors":[{"message":"An error occurred.","error_code":"internal_server_error"}]}',
         "Canvas is in trouble (500, An error occurred): try again later"),
        (200, "<html>login</html>", "Canvas answered with application/json where JSON is due"),
        (200, "[1]", "Canvas answered 'courses/42/quizzes' with no list"),
        (200, "{}", "Canvas answered 'courses/42/quizzes' with no list"),
    ],
)  # fmt: skip
def test_what_canvas_refuses_is_told_in_its_words(
    canvas: Any, client: Canvas, status: int, body: str, sentence: str
) -> None:
    canvas.reply("GET", 1, status, body)
    assert sentence in told(lambda: list(client.list(QUIZZES)))


def test_an_answer_without_an_id_is_refused(canvas: Any, client: Canvas) -> None:
    canvas.reply("POST", 1, 200, '{"title": "T"}')
    assert "something that has no id" in told(lambda: client.create(QUIZZES, {"quiz": {"title": "T"}}))


def test_a_token_that_canvas_does_not_know_is_told(canvas: Any) -> None:
    with Canvas(canvas.url, "8~secret", timeout_s=5) as stranger:
        said = told(lambda: list(stranger.list(QUIZZES)))
    assert said == (
        "Canvas does not take the token (Invalid access token): make a new one and set MCQGEN_CANVAS_TOKEN to it."
    )


@pytest.mark.parametrize(
    ("url", "token", "sentence"),
    [
        ("", "t", "The address of Canvas is missing: set MCQGEN_CANVAS_URL"),
        ("ftp://canvas.example.edu", "t", "is no address of Canvas"),
        ("https://me:pass@canvas.example.edu", "t", "is no address of Canvas"),
        ("https://", "t", "is no address of Canvas"),
        ("https://canvas.example.edu:port", "t", "is no address of Canvas"),
        ("http://canvas.example.edu", "t", "would send the token unencrypted"),
        ("canvas.example.edu", "", "access token of Canvas is missing"),
        ("canvas.example.edu", "two words", "access token of Canvas is missing or no token"),
        ("canvas.example.edu", "line\n", "access token of Canvas is missing or no token"),
    ],
)
def test_addresses_and_tokens_that_are_none_are_refused(url: str, token: str, sentence: str) -> None:
    with pytest.raises(RequestError, match=re.escape(sentence)):
        Canvas(url, token, timeout_s=5)


@pytest.mark.parametrize("suffix", ["", "/", "/api/v1", "/api/v1/"])
def test_addresses_may_be_given_loosely(canvas: Any, suffix: str) -> None:
    with Canvas(f" {canvas.url}{suffix} ", canvas.token, timeout_s=5) as client:
        assert list(client.list(QUIZZES)) == []
    assert Canvas("canvas.example.edu", "t", timeout_s=5)._base == "https://canvas.example.edu"
