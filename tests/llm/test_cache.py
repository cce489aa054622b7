"""What was asked once is not asked again, and nothing secret is kept."""

import logging
import sqlite3
import threading
from pathlib import Path

import pytest
from fake_models import Protocol, Reply
from model_asking import KEY, Asker, Said

from mcqgen.errors import StateError
from mcqgen.llm import BadReply, Ledger
from mcqgen.llm.cache import AnswerCache, digest
from mcqgen.settings import Settings


def test_the_same_question_makes_no_second_call(asker: Asker, protocol: Protocol) -> None:
    first = asker.ask(asker.open(protocol))
    later = Ledger(max_tokens=1)
    assert asker.ask(asker.open(protocol, ledger=later)) == first
    assert len(asker.fake.calls) == 1
    used = later.by_stage["write"]
    assert (used.tokens, used.calls, used.cached_calls, later.cost()) == (0, 0, 1, 0)


@pytest.mark.parametrize("change", ["words", "most", "model", "schema"])
def test_another_question_is_another_call(asker: Asker, change: str) -> None:
    model = asker.open("openai")
    asker.ask(model)
    if change == "words":
        asker.ask(model, "What is six by eight?")
    elif change == "most":
        asker.ask(model, most=65)
    elif change == "model":
        asker.ask(asker.open(spec=asker.fake.spec("openai", "other-model")))
    else:
        from langchain_core.prompts import ChatPromptTemplate
        from pydantic import create_model

        other = create_model("Said", answer=(str, ...), __doc__=Said.__doc__)
        prompt = ChatPromptTemplate.from_messages([("system", "Answer in JSON."), ("user", "What is six by seven?")])
        (prompt | model.structured(other, stage="write", max_output_tokens=64)).invoke({})
    assert len(asker.fake.calls) == 2


def test_without_the_cache_each_question_is_a_call_and_nothing_is_written(asker: Asker) -> None:
    model = asker.open("openai", cache=False)
    asker.ask(model)
    asker.ask(model)
    assert len(asker.fake.calls) == 2
    assert not asker.settings.home.exists()


def test_an_unusable_answer_is_not_kept(asker: Asker) -> None:
    model = asker.open("openai")
    asker.fake.script(Reply('{"wrong": 1}'))
    with pytest.raises(BadReply):
        asker.ask(model)
    assert asker.ask(model).answer == "42"


def test_an_answer_that_was_kept_and_is_damaged_is_asked_for_again(asker: Asker) -> None:
    model = asker.open("openai")
    asker.ask(model)
    with sqlite3.connect(asker.settings.home / "answers.sqlite") as database:
        database.execute("UPDATE answers SET answer = '{'")
    database.close()
    assert asker.ask(model).answer == "42"
    assert len(asker.fake.calls) == 2


def test_a_damaged_file_is_told_with_the_way_out(asker: Asker) -> None:
    asker.settings.home.mkdir()
    (asker.settings.home / "answers.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StateError, match=r"answers\.sqlite' cannot be used .*delete the file"):
        asker.open("openai")


def test_many_threads_may_use_it(tmp_path: Path) -> None:
    caches = [AnswerCache(tmp_path) for _ in range(2)]

    def use(number: int) -> None:
        caches[number % 2].put(f"key {number % 5}", f"answer {number % 5}")
        assert caches[1 - number % 2].get(f"key {number % 5}") == f"answer {number % 5}"

    threads = [threading.Thread(target=use, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [caches[0].get(f"key {number}") for number in range(6)] == [f"answer {n}" for n in range(5)] + [None]


def test_the_digest_takes_lone_surrogates_and_tells_all_parts_apart() -> None:
    assert digest("a", ["b\ud800"]) != digest("ab", ["\ud800"])
    assert len(digest("a")) == 64


def test_keys_and_prompts_are_found_nowhere(
    asker: Asker, protocol: Protocol, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    from fake_models import Fault

    caplog.set_level(logging.DEBUG)
    model = asker.open(protocol)
    asker.ask(model, "a question nobody shall read")
    told = f"Incorrect API key provided: {KEY}".encode()
    texts = [repr(model), str(model), repr(model._line), repr(asker.settings), asker.settings.model_dump_json()]
    for status in (400, 401, 503):
        asker.fake.script(*[Fault(status, b'{"error": {"message": "%s"}}' % told)] * 2)
        with pytest.raises(Exception, match=model.name) as failed:
            asker.ask(asker.open(protocol, model_attempts=2), f"status {status}")
        texts.append(str(failed.value))
        assert failed.value.__suppress_context__ or failed.value.__context__ is None
    kept = b"".join(path.read_bytes() for path in asker.settings.home.rglob("*") if path.is_file())
    assert b"42" in kept
    assert b"nobody shall read" not in kept
    assert KEY.encode() not in kept
    printed = capfd.readouterr()
    for text in [*texts, printed.out, printed.err, caplog.text]:
        assert KEY not in text
    if protocol != "ollama":
        assert any(KEY in value for value in asker.fake.calls[0].headers.values()), "the server got the key"


def test_settings_do_not_print_keys(settings: Settings) -> None:
    for text in (repr(settings), str(settings), settings.model_dump_json(), str(settings.model_dump())):
        assert KEY not in text
        assert "api_key" not in text
