"""A Canvas of our own, as strict as its documentation: it refuses what that does not know."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.item import Evidence, Item, Option
from mcqgen.domain.run import DocumentInfo, ItemSet, Report

QUIZ = {"title": str, "description": str, "quiz_type": str, "shuffle_answers": bool, "published": bool}
QUESTION = {
    "question_name": str, "question_text": str, "question_type": str, "position": int, "points_possible": float,
    "correct_comments": str, "incorrect_comments": str, "neutral_comments": str, "neutral_comments_html": str,
    "answers": list,
}  # fmt: skip
ANSWER = {"answer_text": str, "answer_html": str, "answer_comment_html": str, "answer_weight": int}
TYPES = {"multiple_choice_question", "multiple_answers_question"}


@dataclass
class Reply:
    """An answer out of turn."""

    status: int
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


@dataclass
class FakeCanvas:
    """What is in it, what was asked of it, and what it answers out of turn."""

    url: str = ""
    token: str = "7~secret"
    courses: set[str] = field(default_factory=lambda: {"42"})
    quizzes: dict[int, dict[str, Any]] = field(default_factory=dict)
    questions: dict[int, dict[int, dict[str, Any]]] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Method and path with query, in order."""
    faults: list[str] = field(default_factory=list)
    """Requests that the documentation does not allow."""
    replies: dict[tuple[str, int], Reply] = field(default_factory=dict)
    """By method and which request of this method it is, counted from 1."""
    most_per_page: int = 3

    @property
    def writes(self) -> list[tuple[str, str]]:
        """The requests that change something."""
        return [request for request in self.requests if request[0] != "GET"]

    def add_quiz(self, title: str, *, published: bool = False) -> int:
        """A quiz that is there already."""
        number = 100 + len(self.quizzes)
        url = f"{self.url}/courses/42/quizzes/{number}"
        self.quizzes[number] = {"id": number, "title": title, "html_url": url, "published": published}
        self.questions[number] = {}
        return number

    def reply(self, method: str, number: int, status: int, body: bytes | str = b"{}", **headers: str) -> None:
        """Answer the request of this number and method otherwise; with the status 0, hang up."""
        kind = {"Content-Type": "application/json"} if status else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[method, number] = Reply(status, body.encode() if isinstance(body, str) else body, kind | named)

    def answer(self, method: str, target: str, headers: Any, body: bytes) -> Reply:
        """The answer to a request, as the documentation has it."""
        self.requests.append((method, target))
        count = sum(request[0] == method for request in self.requests)
        if reply := self.replies.get((method, count)):
            return reply
        if headers.get("Authorization") != f"Bearer {self.token}":
            return error(401, "Invalid access token.", {"WWW-Authenticate": 'Bearer realm="canvas-lms"'})
        parts = urlsplit(target)
        found = re.fullmatch(r"/api/v1/courses/([^/]+)/quizzes(?:/(\d+)/questions(?:/(\d+))?)?", parts.path)
        if not found or unquote(found[1]) not in self.courses or (found[2] and int(found[2]) not in self.quizzes):
            return error(404, "The specified resource does not exist.")
        sent = json.loads(body) if body else {}
        if body and headers.get("Content-Type") != "application/json":
            self.faults.append(f"Content-Type {headers.get('Content-Type')}")
        quiz, number = int(found[2] or 0), int(found[3] or 0)
        if method == "GET":
            entries = list((self.questions[quiz] if quiz else self.quizzes).values())
            return self._page(entries, parts.path, parse_qs(parts.query))
        return self._write(method, quiz, number, sent)

    def _page(self, entries: list[dict[str, Any]], path: str, query: dict[str, list[str]]) -> Reply:
        page = int(query.get("page", ["1"])[0])
        size = min(self.most_per_page, int(query.get("per_page", ["10"])[0]))
        shown = entries[(page - 1) * size : page * size]
        links = [f'<{self.url}{path}?page=1&per_page={size}>; rel="first"']
        if page * size < len(entries):
            links.insert(0, f'<{self.url}{path}?page={page + 1}&per_page={size}>; rel="next"')
        return Reply(200, json.dumps(shown).encode(), {"Content-Type": "application/json", "link": ",".join(links)})

    def _write(self, method: str, quiz: int, number: int, sent: dict[str, Any]) -> Reply:
        if not quiz:
            self._check(sent, "quiz", QUIZ, {"title"})
            made = self.quizzes[self.add_quiz(sent["quiz"]["title"])]
            made.update(sent["quiz"])
            return Reply(200, json.dumps(made).encode())
        self._check(sent, "question", QUESTION, {"question_name", "question_text", "question_type", "answers"})
        question = sent["question"]
        if question["question_type"] not in TYPES:
            self.faults.append(f"question_type {question['question_type']}")
        for answer in question["answers"]:
            self._check({"answer": answer}, "answer", ANSWER, {"answer_text", "answer_weight"})
        if sum(answer["answer_weight"] == 100 for answer in question["answers"]) < 1:
            self.faults.append("no right answer")
        if (method == "PUT") != (number in self.questions[quiz]):
            return error(404, "The specified resource does not exist.")
        number = number or 1 + sum(map(len, self.questions.values()))
        stored = {"id": number, "quiz_id": quiz, **question}
        self.questions[quiz][number] = stored
        return Reply(200, json.dumps(stored).encode())

    def _check(self, sent: dict[str, Any], name: str, known: dict[str, type], needed: set[str]) -> None:
        """Note what the documentation does not know, wants otherwise, or misses."""
        if set(sent) != {name}:
            self.faults.append(f"{sorted(sent)} instead of {name}")
        fields = sent.get(name, {})
        self.faults += [f"{name} lacks {key}" for key in needed - set(fields)]
        for key, value in fields.items():
            if not isinstance(value, known.get(key, type(None))) and not (known.get(key) is float and value == 1):
                self.faults.append(f"{name}[{key}] = {value!r}")


def error(status: int, message: str, headers: dict[str, str] | None = None) -> Reply:
    body = json.dumps({"errors": [{"message": message}]}).encode()
    return Reply(status, body, {"Content-Type": "application/json", **(headers or {})})


@pytest.fixture
def canvas(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCanvas]:
    """A Canvas on this machine, with the course 42."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    fake = FakeCanvas()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            reply = fake.answer(self.command, self.path, self.headers, body)
            if not reply.status:  # hang up
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = handle_any  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield fake
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def make_item() -> Callable[..., Item]:
    """Makes items: the stem, the options (the first `keys` of them are right), and other fields."""

    def make(stem: str, *texts: str, keys: int = 1, **fields: Any) -> Item:
        options = tuple(
            Option(id=chr(ord("A") + place), text=text, is_key=place < keys, rationale="" if place else f"Why {text}")
            for place, text in enumerate(texts or ("Iron", "Salt", "Water"))
        )
        usual: dict[str, Any] = {
            "difficulty": Difficulty.HARD, "bloom": Bloom.APPLY, "topic": "Blood", "rationale": "Because.",
            "evidence": (Evidence(document="d1", page=7, quote="Iron is in the blood", start=0, end=20),),
        }  # fmt: skip
        return Item(stem=stem, options=options, **(usual | fields))

    return make


@pytest.fixture(scope="session")
def make_set() -> Callable[..., ItemSet]:
    """Makes a set of items."""

    def make(*items: Item, title: str = "Week 1") -> ItemSet:
        document = DocumentInfo(
            id="d1", name="b.pdf", title="On Blood", sha256="", media_type="", language="en", pages=1, passages=1
        )
        report = Report(requested=len(items), delivered=len(items), rejected=0, shortfall=0)
        return ItemSet(
            title=title, created_at="2026-01-02T03:04:05Z", documents=(document,), items=items, report=report
        )

    return make
