"""What happens to a call when its provider fails, by each provider's own client library."""

import contextlib
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from fake_models import Drop, FakeModels, Fault, Hang, Outcome, Protocol, Reply, html, too_many, truncated
from model_asking import GOOD, Asker

from mcqgen.llm import BadReply, ChatModel, Ledger, ModelError, ModelRefused, ModelUnavailable

pytestmark = pytest.mark.no_cover  # long, and the tests of the parts run nearly all of these lines

GATEWAY = Fault(502, b"<html><h1>502 Bad Gateway</h1></html>", {"Content-Type": "text/html"})
EMPTY = Fault(200, b"{}", {"Content-Type": "application/json"})


def test_a_good_answer_is_what_the_schema_says(asker: Asker, protocol: Protocol) -> None:
    model = asker.open(protocol)
    assert asker.ask(model).answer == "42"
    (call,) = asker.fake.calls
    assert (call.protocol, call.max_output) == (protocol, 64)
    assert call.text == "Answer in JSON.\n\nWhat is six by seven?"
    assert call.schema and call.schema["properties"]["answer"]["maxLength"] == 20
    used = asker.ledger.by_stage["write"]
    assert (used.input_tokens, used.output_tokens, used.calls) == (call.input_tokens, 4, 1)


@pytest.mark.parametrize(
    "outcomes",
    [
        pytest.param((Fault(), Fault()), id="503 twice"),
        pytest.param((too_many(0.02),), id="429 with Retry-After"),
        pytest.param((too_many(0.02, info=True),), id="429 with RetryInfo"),
        pytest.param((html(),), id="HTML instead of JSON"),
        pytest.param((GATEWAY,), id="HTML with status 502"),
        pytest.param((truncated(),), id="truncated JSON"),
        pytest.param((EMPTY,), id="an answer without an answer"),
        pytest.param((Drop(),), id="dropped before the answer"),
        pytest.param((Drop(promise=True),), id="dropped in the answer"),
    ],
)
def test_a_passing_fault_is_got_over(asker: Asker, protocol: Protocol, outcomes: tuple[Outcome, ...]) -> None:
    model = asker.open(protocol)
    asker.fake.script(*outcomes)
    assert asker.ask(model).answer == "42"
    assert len(asker.fake.calls) == len(outcomes) + 1
    assert asker.ledger.total.calls == 1


@pytest.mark.parametrize(
    ("outcome", "kind", "says"),
    [
        pytest.param(Reply('{"answ', finish="length"), BadReply, "cut off", id="MAX_TOKENS"),
        pytest.param(Reply('{"answer": "4', finish="stop"), BadReply, "not what was asked for", id="half a JSON text"),
        pytest.param(Reply('{"answer": 42}'), BadReply, "not what was asked for", id="against the schema"),
        pytest.param(Reply("Forty-two, I think."), BadReply, "not what was asked for", id="no JSON"),
        pytest.param(
            Fault(400, b'{"error": {"message": "too many states"}}'), ModelRefused, "too many states", id="400"
        ),
        pytest.param(Fault(401, b'{"error": {"message": "who?"}}'), ModelUnavailable, "refuses the key", id="401"),
        pytest.param(Fault(404, b'{"error": {"message": "gone"}}'), ModelUnavailable, "not known", id="404"),
        pytest.param(too_many(3600), ModelUnavailable, "wait 3,600 s", id="asked to wait an hour"),
        pytest.param(too_many(3600, info=True), ModelUnavailable, "wait 3,600 s", id="told by RetryInfo"),
    ],
)
def test_what_another_try_would_not_mend_is_told_at_once(
    asker: Asker, protocol: Protocol, outcome: Outcome, kind: type[ModelError], says: str
) -> None:
    model = asker.open(protocol)
    asker.fake.script(outcome)
    with pytest.raises(kind, match=says) as told:
        asker.ask(model)
    assert str(told.value).startswith(model.name)
    assert "\n" not in str(told.value) and str(told.value).endswith(".")
    assert len(asker.fake.calls) == 1


@pytest.mark.parametrize("protocol", ["google_genai", "openai"])
def test_a_safety_block_is_a_refusal(asker: Asker, protocol: Protocol, capfd: pytest.CaptureFixture[str]) -> None:
    model = asker.open(protocol)
    asker.fake.script(Reply("", finish="blocked"))
    with pytest.raises(ModelRefused, match="refused to answer"):
        asker.ask(model)
    assert len(asker.fake.calls) == 1
    assert capfd.readouterr() == ("", "")


def _completion(message: dict[str, str | None]) -> bytes:
    """An answer of OpenAI's protocol that tells no usage."""
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return json.dumps(
        {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    ).encode()


def test_a_refusal_in_words_is_a_refusal(asker: Asker) -> None:
    body = _completion({"role": "assistant", "content": None, "refusal": "I will not."})
    model = asker.open("openai")
    asker.fake.script(Fault(200, body, {"Content-Type": "application/json"}))
    with pytest.raises(ModelRefused, match="I will not"):
        asker.ask(model)


def test_a_fenced_answer_and_one_that_is_complete_at_the_last_token_are_answers(asker: Asker) -> None:
    model = asker.open("google_genai")
    asker.fake.script(Reply(f"```json\n{GOOD}\n```"), Reply(GOOD, finish="length"))
    assert asker.ask(model, "one").answer == asker.ask(model, "two").answer == "42"


def test_an_answer_in_several_parts_is_put_together(asker: Asker) -> None:
    parts = [{"text": '{"answer":', "thoughtSignature": "c2ln"}, {"text": ' "42"}'}]
    content = {"role": "model", "parts": parts}
    body = json.dumps({"candidates": [{"content": content, "finishReason": "STOP", "index": 0}]}).encode()
    model = asker.open("google_genai")
    asker.fake.script(Fault(200, body, {"Content-Type": "application/json"}))
    assert asker.ask(model).answer == "42"
    assert len(asker.fake.calls) == 1


def test_what_an_unusable_answer_cost_is_counted(asker: Asker, protocol: Protocol) -> None:
    model = asker.open(protocol)
    asker.fake.script(Reply('{"answ', finish="length", input_tokens=100, output_tokens=64))
    with pytest.raises(BadReply):
        asker.ask(model)
    used = asker.ledger.total
    assert (used.input_tokens, used.output_tokens) == (100, 64)


def test_without_a_count_of_tokens_they_are_estimated(asker: Asker) -> None:
    body = _completion({"role": "assistant", "content": GOOD})
    model = asker.open("openai")
    asker.fake.script(Fault(200, body, {"Content-Type": "application/json"}))
    asker.ask(model)
    (call,) = asker.fake.calls
    assert call.input_tokens / 2 < asker.ledger.total.input_tokens < call.input_tokens * 2
    assert 4 <= asker.ledger.total.output_tokens <= 10


def test_a_server_that_hangs_is_left_in_time(asker: Asker, protocol: Protocol) -> None:
    model = asker.open(protocol, model_timeout_s=0.08 if protocol == "ollama" else 0.4)
    asker.fake.script(Hang(), Hang(), Hang(), Hang())
    begun = time.monotonic()
    with pytest.raises(ModelUnavailable, match="gave no answer in time after 2 tries"):
        asker.ask(model)
    assert time.monotonic() - begun < 10
    assert len(asker.fake.calls) == 2


def test_a_slow_answer_is_waited_for(asker: Asker, protocol: Protocol) -> None:
    model = asker.open(protocol)
    asker.fake.script(Reply(GOOD, delay_s=0.2))
    assert asker.ask(model).answer == "42"
    assert len(asker.fake.calls) == 1


def test_a_provider_that_stays_down_is_given_up_after_the_tries_that_are_allowed(
    asker: Asker, protocol: Protocol
) -> None:
    model = asker.open(protocol, model_attempts=3)
    asker.fake.answer = lambda call: Fault()
    with pytest.raises(ModelUnavailable, match=r"overloaded or out of order after 3 tries \(status 503, The mo"):
        asker.ask(model)
    assert len(asker.fake.calls) == 3
    assert asker.ledger.total.tokens == asker.ledger.lost_tokens == 0


def test_nobody_there_is_told_soon(asker: Asker, protocol: Protocol) -> None:
    with FakeModels() as gone:
        spec = gone.spec(protocol)
    with pytest.raises(ModelUnavailable, match="cannot be reached after 3 tries"):
        asker.ask(asker.open(spec=spec))


@pytest.mark.parametrize("info", [False, True])
@pytest.mark.parametrize("name", ["google_genai", "openai"])
def test_the_wait_that_a_provider_asks_for_is_kept(asker: Asker, name: Protocol, info: bool) -> None:
    model = asker.open(name)
    asker.fake.script(too_many(0.3, info=info))
    begun = time.monotonic()
    asker.ask(model)
    assert 0.3 <= time.monotonic() - begun < 10


def test_a_date_to_wait_for_is_understood(asker: Asker) -> None:
    model = asker.open("openai")
    headers = {
        "Content-Type": "application/json",
        "Retry-After": format_datetime(datetime.now(UTC) + timedelta(hours=2)),
    }
    asker.fake.script(Fault(429, b'{"error": {"message": "slow down"}}', headers))
    with pytest.raises(ModelUnavailable, match=r"wait 7,(1\d\d|200) s"):
        asker.ask(model)


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": {"message": "You exceeded your current quota.", "code": "insufficient_quota"}}',
        b'{"error": {"message": "Quota", "details": [{"quotaId": "RequestsPerDayPerProject-FreeTier"}]}}',
    ],
)
def test_a_quota_that_is_spent_is_not_waited_for(asker: Asker, body: bytes) -> None:
    model = asker.open("openai")
    asker.fake.script(Fault(429, body, {"Content-Type": "application/json", "Retry-After": "1"}))
    with pytest.raises(ModelUnavailable, match="no quota or credit left"):
        asker.ask(model)
    with pytest.raises(ModelUnavailable, match="no quota or credit left"):
        asker.ask(model, "another question")
    assert len(asker.fake.calls) == 1


def test_a_wrong_key_is_told_once_and_for_all(asker: Asker) -> None:
    model = asker.open("google_genai")
    body = b'{"error": {"code": 400, "message": "API key not valid.", "details": [{"reason": "API_KEY_INVALID"}]}}'
    asker.fake.script(Fault(400, body, {"Content-Type": "application/json"}))
    for words in ("one", "two"):
        with pytest.raises(ModelUnavailable, match="refuses the key"):
            asker.ask(model, words)
    assert len(asker.fake.calls) == 1


def test_a_provider_that_is_down_is_left_alone(asker: Asker) -> None:
    model = asker.open("openai", model_attempts=2, breaker_failures=2, breaker_pause_s=60)
    asker.fake.answer = lambda call: Fault()
    for words in ("one", "two", "three", "four"):
        with pytest.raises(ModelUnavailable, match="overloaded"):
            asker.ask(model, words)
    assert len(asker.fake.calls) == 4, "two calls of two tries; then none"


@pytest.mark.parametrize("sign_of_life", [Reply(GOOD), Fault(400, b'{"error": {"message": "no"}}')])
def test_after_a_while_one_try_shows_whether_it_is_up_again(asker: Asker, sign_of_life: Outcome) -> None:
    model = asker.open("openai", model_attempts=2, breaker_failures=1, breaker_pause_s=0)
    asker.fake.script(Fault(), Fault(), Fault(), sign_of_life, Fault())
    for words in ("one", "two"):
        with pytest.raises(ModelUnavailable):
            asker.ask(model, words)
    assert len(asker.fake.calls) == 3, "two tries, and then one"
    with contextlib.suppress(ModelRefused):
        asker.ask(model, "three")
    assert asker.ask(model, "four").answer == "42", "two tries again"
    assert len(asker.fake.calls) == 6


def test_a_stopped_model_ends_its_waits_and_makes_no_call(asker: Asker) -> None:
    model = asker.open("openai", retry_wait_s=60)
    asker.fake.script(Fault())

    def stop_once_called() -> None:
        while not asker.fake.calls:
            time.sleep(0.01)
        model.stop()

    threading.Thread(target=stop_once_called, daemon=True).start()
    begun = time.monotonic()
    with pytest.raises(ModelUnavailable, match="stopped"):
        asker.ask(model)
    with pytest.raises(ModelUnavailable, match="stopped"):
        asker.ask(model.charged_to(Ledger()), "another question")
    assert time.monotonic() - begun < 30
    assert len(asker.fake.calls) == 1


def test_no_more_calls_at_once_than_are_allowed_and_as_many(asker: Asker) -> None:
    model = asker.open("openai", concurrency=3)
    asker.fake.answer = lambda call: Reply(GOOD, delay_s=0.05)
    _at_once(asker, model, 12)
    assert len(asker.fake.calls) == 12
    assert asker.fake.most_at_once == 3


def _at_once(asker: Asker, model: ChatModel, calls: int) -> None:
    threads = [threading.Thread(target=asker.ask, args=(model, f"question {number}")) for number in range(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_batch_in_a_chain_gives_results_and_errors_as_they_come(asker: Asker) -> None:
    from langchain_core.prompts import ChatPromptTemplate
    from model_asking import Said

    def answer(call: object) -> Outcome:
        return Reply('{"wrong": 1}') if "odd" in str(call) else Reply(GOOD)

    asker.fake.answer = answer
    model = asker.open("openai")
    chain = ChatPromptTemplate.from_messages([("user", "{words}")]) | model.structured(
        Said, stage="write", max_output_tokens=64
    )
    inputs = [{"words": f"{'odd' if number % 2 else 'even'} {number}"} for number in range(8)]
    results = dict(chain.batch_as_completed(inputs, config={"max_concurrency": 4}, return_exceptions=True))
    assert [isinstance(results[number], BadReply) for number in range(8)] == [False, True] * 4
