"""A local server that speaks like model providers: Gemini's REST, OpenAI's chat completions and Ollama's chat.

    with FakeModels(lambda call: Reply('{"answer": 4}')) as fake:
        fake.script(Fault(503), Fault(503))  # outcomes of the next calls; after them `answer` is asked
        ... fake.spec("google_genai"), fake.calls ...

Tokens are counted as a quarter of the characters of what was sent (the schema included) and answered, unless a reply
says otherwise.
"""

import json
import math
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import unquote

Protocol = Literal["google_genai", "openai", "ollama"]


@dataclass(frozen=True)
class Call:
    """One request as it came in."""

    protocol: Protocol
    model: str
    text: str
    """All messages, the system's first, with blank lines between."""
    schema: dict[str, Any] | None
    max_output: int | None
    headers: Mapping[str, str]
    """By lower-case name."""
    body: dict[str, Any]

    @property
    def input_tokens(self) -> int:
        """A quarter of the characters of messages and schema, rounded up."""
        return tokens(self.text + (json.dumps(self.schema) if self.schema else ""))


@dataclass(frozen=True)
class Reply:
    """An answer in order: its text, and how it ended."""

    text: str
    finish: Literal["stop", "length", "blocked"] = "stop"
    delay_s: float = 0
    input_tokens: int | None = None
    output_tokens: int | None = None


@dataclass(frozen=True)
class Fault:
    """An answer with this status, body and headers, just as they are."""

    status: int = 503
    body: bytes = b'{"error": {"code": 503, "message": "The model is overloaded.", "status": "UNAVAILABLE"}}'
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


@dataclass(frozen=True)
class Hang:
    """No answer at all; the connection stays open until the server closes or the client leaves."""


@dataclass(frozen=True)
class Drop:
    """The connection is closed; with `promise`, after a header that promises a body."""

    promise: bool = False


Outcome = Reply | Fault | Hang | Drop


def tokens(text: str) -> int:
    """A quarter of the characters, rounded up."""
    return math.ceil(len(text) / 4)


def html() -> Fault:
    """What a proxy or a portal in between says instead: a page, with status 200."""
    return Fault(
        200, b"<!doctype html><html><body><h1>Sign in to the network</h1></body></html>", {"Content-Type": "text/html"}
    )


def truncated() -> Fault:
    """A body that ends in the middle of its JSON."""
    return Fault(200, b'{"candidates": [{"content": {"parts": [{"te', {"Content-Type": "application/json"})


def too_many(seconds: float, *, info: bool = False) -> Fault:
    """Status 429 that asks to wait: by Retry-After, or (`info`) by Google's RetryInfo."""
    details = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{seconds:g}s"}] if info else []
    error = {"code": 429, "message": "Quota exceeded.", "status": "RESOURCE_EXHAUSTED", "details": details}
    headers = {"Content-Type": "application/json"} | ({} if info else {"Retry-After": f"{seconds:g}"})
    return Fault(429, json.dumps({"error": error}).encode(), headers)


class FakeModels:
    """The server, on a free port of this machine, in threads of its own."""

    def __init__(self, answer: Callable[[Call], Outcome] | None = None) -> None:
        """Answer calls by `answer`; without it, each with the text "{}"."""
        self.answer: Callable[[Call], Outcome] = answer or (lambda call: Reply("{}"))
        self.calls: list[Call] = []
        self.most_at_once = 0
        self._script: deque[Outcome] = deque()
        self._busy = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.fake = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Its address, without a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def spec(self, protocol: Protocol = "openai", model: str = "") -> str:
        """The model to open: provider, name and address."""
        name = model or {"google_genai": "gemini-2.5-flash"}.get(protocol, "small-model")
        return f"{protocol}:{name}@{self.url}" + ("/v1" if protocol == "openai" else "")

    def script(self, *outcomes: Outcome) -> None:
        """What the next calls get, in this order."""
        self._script.extend(outcomes)

    def take(self, call: Call) -> Outcome:
        """Note a call and say what it gets; a reply's delay is spent here."""
        with self._lock:
            self.calls.append(call)
            self._busy += 1
            self.most_at_once = max(self.most_at_once, self._busy)
            scripted = self._script.popleft() if self._script else None
        try:
            outcome = scripted if scripted is not None else self.answer(call)
            if isinstance(outcome, Hang):
                self._closing.wait()
            elif isinstance(outcome, Reply):
                self._closing.wait(outcome.delay_s)
            return outcome
        finally:
            with self._lock:
                self._busy -= 1


class _Server(ThreadingHTTPServer):
    fake: FakeModels
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that leave early are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """What models there are."""
        path = self.path.partition("?")[0]
        if path.endswith("/api/tags"):
            self._send_json({"models": [{"name": "small-model", "model": "small-model"}]})
        elif path.endswith("/models"):
            self._send_json({"object": "list", "data": [{"id": "small-model", "object": "model"}]})
        else:
            self._send(404, b"{}", {"Content-Type": "application/json"})

    def do_POST(self) -> None:
        """Answer one call, as its protocol has it."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        call = _read(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        outcome = self.server.fake.take(call)
        match outcome:
            case Reply():
                self._send_json(_WRITERS[call.protocol](call, outcome))
            case Fault():
                self._send(outcome.status, outcome.body, outcome.headers)
            case Drop():
                if outcome.promise:
                    self.wfile.write(
                        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"
                    )
                self._break_off()
            case Hang():
                self._break_off()

    def _break_off(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _send_json(self, value: object) -> None:
        self._send(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _read(path: str, headers: Mapping[str, str], body: dict[str, Any]) -> Call:
    """Tell the protocol by the path, and take out what all calls have."""
    if ":generateContent" in path:
        config = body.get("generationConfig", {})
        said = [body["systemInstruction"]] if "systemInstruction" in body else []
        texts = [part.get("text", "") for content in [*said, *body["contents"]] for part in content["parts"]]
        name = unquote(path.rpartition("/models/")[2].partition(":generateContent")[0])
        schema, most = config.get("responseJsonSchema") or config.get("responseSchema"), config.get("maxOutputTokens")
        return Call("google_genai", name, "\n\n".join(texts), schema, most, headers, body)
    texts = [_plain(message["content"]) for message in body["messages"]]
    if path.endswith("/api/chat"):
        schema = body["format"] if isinstance(body.get("format"), dict) else None
        most = body.get("options", {}).get("num_predict")
        return Call("ollama", body["model"], "\n\n".join(texts), schema, most, headers, body)
    schema = body.get("response_format", {}).get("json_schema", {}).get("schema")
    most = body.get("max_completion_tokens", body.get("max_tokens"))
    return Call("openai", body["model"], "\n\n".join(texts), schema, most, headers, body)


def _plain(content: str | list[dict[str, Any]]) -> str:
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def _used(call: Call, reply: Reply) -> tuple[int, int]:
    sent = call.input_tokens if reply.input_tokens is None else reply.input_tokens
    return sent, tokens(reply.text) if reply.output_tokens is None else reply.output_tokens


def _gemini(call: Call, reply: Reply) -> dict[str, Any]:
    sent, got = _used(call, reply)
    usage = {"promptTokenCount": sent, "candidatesTokenCount": got, "totalTokenCount": sent + got}
    rest = {"usageMetadata": usage, "modelVersion": call.model, "responseId": "r1"}
    if reply.finish == "blocked":
        return {"promptFeedback": {"blockReason": "SAFETY"}, **rest}
    finish = {"stop": "STOP", "length": "MAX_TOKENS"}[reply.finish]
    content = {"role": "model", "parts": [{"text": reply.text}]}
    return {"candidates": [{"content": content, "finishReason": finish, "index": 0}], **rest}


def _openai(call: Call, reply: Reply) -> dict[str, Any]:
    sent, got = _used(call, reply)
    finish = "content_filter" if reply.finish == "blocked" else reply.finish
    message = {"role": "assistant", "content": reply.text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": call.model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": sent, "completion_tokens": got, "total_tokens": sent + got},
    }


def _ollama(call: Call, reply: Reply) -> dict[str, Any]:
    sent, got = _used(call, reply)
    return {
        "model": call.model,
        "created_at": "2026-01-31T12:00:00Z",
        "message": {"role": "assistant", "content": reply.text},
        "done": True,
        "done_reason": "length" if reply.finish == "length" else "stop",
        "prompt_eval_count": sent,
        "eval_count": got,
        "total_duration": 1,
    }


_WRITERS: dict[Protocol, Callable[[Call, Reply], dict[str, Any]]] = {
    "google_genai": _gemini,
    "openai": _openai,
    "ollama": _ollama,
}
