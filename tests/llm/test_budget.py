"""Caps on tokens and cost, and what is counted."""

import threading
from collections.abc import Iterator, Sequence

import pytest
from fake_models import Drop, Fault, Hang, Outcome, Reply
from hypothesis import given
from hypothesis import strategies as st
from model_asking import GOOD, Asker

from mcqgen.errors import RequestError
from mcqgen.llm import BudgetSpent, ChatModel, Ledger, ModelError, Price, Usage

DOLLAR = Price(input=1_000_000, output=1_000_000)


def _ask_all(asker: Asker, model: ChatModel, calls: int, words: str = "question") -> list[ModelError]:
    """Ask so many questions at once; the errors that came."""
    errors: list[ModelError] = []

    def ask(number: int) -> None:
        try:
            asker.ask(model, f"{words} {number}")
        except ModelError as error:
            errors.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.parametrize("cap", [1, 400, 1500, 3000])
def test_the_cap_on_tokens_is_never_passed_by_calls_at_once(asker: Asker, cap: int) -> None:
    asker.fake.answer = lambda call: Reply(GOOD, delay_s=0.02, output_tokens=call.max_output)
    ledger = Ledger(max_tokens=cap)
    errors = _ask_all(asker, asker.open("openai", ledger=ledger), 40)
    assert ledger.total.tokens <= cap
    assert ledger.total.tokens == sum(call.input_tokens + 64 for call in asker.fake.calls)
    assert errors and all(isinstance(error, BudgetSpent) for error in errors)
    assert ledger.total.calls == 40 - len(errors)
    assert (len(asker.fake.calls) > 0) == (cap >= 400)


def test_the_cap_holds_while_the_provider_fails(asker: Asker) -> None:
    outcomes: list[Outcome] = [
        Fault(),
        Reply(GOOD),
        Drop(),
        Reply("", output_tokens=64),
        Reply('{"answ', finish="length"),
    ]
    turns: Iterator[Outcome] = iter(outcomes * 20)
    lock = threading.Lock()

    def answer(call: object) -> Outcome:
        with lock:
            return next(turns)

    asker.fake.answer = answer
    ledger = Ledger(max_tokens=4000)
    _ask_all(asker, asker.open("openai", ledger=ledger, breaker_failures=100), 24)
    possible = sum(call.input_tokens + 64 for call in asker.fake.calls)
    assert ledger.total.tokens + ledger.lost_tokens <= 4000
    assert ledger.total.tokens <= possible


def test_a_model_that_counts_more_than_we_do_is_reckoned_with(asker: Asker) -> None:
    """After the first answer shows how the model counts, no further call can pass the cap."""
    asker.fake.answer = lambda call: Reply(GOOD, input_tokens=call.input_tokens * 8)
    ledger = Ledger(max_tokens=5000)
    model = asker.open("openai", ledger=ledger)
    errors = [error for number in range(50) for error in _ask_all(asker, model, 1, f"turn {number}")]
    assert errors and all(isinstance(error, BudgetSpent) for error in errors)
    assert ledger.total.calls > 1
    assert ledger.total.tokens <= 5000


def test_a_call_whose_answer_never_came_counts_as_if_it_had_used_all(asker: Asker) -> None:
    ledger = Ledger(max_tokens=1000)
    model = asker.open("openai", ledger=ledger, model_timeout_s=0.2, model_attempts=1)
    asker.fake.script(Hang())
    with pytest.raises(ModelError, match="no answer in time"):
        asker.ask(model)
    assert ledger.total.tokens == 0
    assert 64 < ledger.lost_tokens < 400


def test_the_cap_on_cost_is_never_passed(asker: Asker) -> None:
    asker.fake.answer = lambda call: Reply(GOOD, output_tokens=call.max_output)
    ledger = Ledger(max_cost=0.001)
    model = asker.open("google_genai", ledger=ledger)
    errors = _ask_all(asker, model, 12)
    cost = ledger.cost()
    assert cost is not None and 0 < cost <= 0.001
    assert errors and "--max-cost" in str(errors[0])
    assert model.price is not None
    assert cost == pytest.approx(sum(model.price.cost(call.input_tokens, 64) for call in asker.fake.calls))


def test_what_cannot_be_priced_cannot_be_capped_by_cost(asker: Asker) -> None:
    with pytest.raises(RequestError, match=r"price of openai:small-model is unknown.*--max-tokens"):
        asker.open("openai", ledger=Ledger(max_cost=1))
    with pytest.raises(RequestError, match="price"):
        asker.open("openai", ledger=Ledger(parent=Ledger(max_cost=1)))


def test_an_unknown_price_leaves_the_cost_unknown(asker: Asker) -> None:
    asker.ask(asker.open("openai"))
    assert asker.ledger.cost() is None
    assert asker.ledger.total.tokens > 0


def test_a_model_on_this_machine_is_free(asker: Asker) -> None:
    asker.ask(asker.open("ollama"))
    assert asker.ledger.cost() == 0


def test_documents_have_ledgers_of_their_own_and_share_a_cap(asker: Asker) -> None:
    batch = Ledger(max_tokens=500)
    first, second = Ledger(parent=batch), Ledger(max_tokens=10_000, parent=batch)
    model = asker.open("openai", ledger=first)
    asker.ask(model, stage="write")
    asker.ask(model.charged_to(second), "another", stage="solve")
    assert set(first.by_stage) == {"write"} and set(second.by_stage) == {"solve"}
    assert batch.total == first.total + second.total
    assert "of the 500 allowed are left" in str(_ask_all(asker, model.charged_to(second), 10)[0])
    held = second.reserve(0, 500 - batch.total.tokens)
    held.release()
    with pytest.raises(BudgetSpent):
        second.reserve(1, 500 - batch.total.tokens)


def test_check_tells_when_nothing_is_left() -> None:
    ledger = Ledger(max_tokens=10)
    ledger.check()
    ledger.record("write", Usage(4, 6, 1))
    with pytest.raises(BudgetSpent, match="--max-tokens"):
        ledger.check()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.sampled_from(["settle", "release", "forfeit"]))))
def test_whatever_ends_reservations_the_caps_hold(
    calls: Sequence[tuple[int, int, str]],
) -> None:
    ledger = Ledger(max_tokens=200, max_cost=200)
    open_ = []
    for sent, got, end in calls:
        try:
            held = ledger.reserve(sent, got, DOLLAR)
        except BudgetSpent:
            continue
        open_.append((held, sent, got, end))
        if len(open_) > 2:
            _end(ledger, *open_.pop(0))
    for one in open_:
        _end(ledger, *one)
    used = ledger.total.tokens + ledger.lost_tokens
    assert used <= 200
    assert ledger.cost() == pytest.approx(ledger.total.tokens)
    ledger.reserve(0, 200 - used).release()


def _end(ledger: Ledger, held: object, sent: int, got: int, end: str) -> None:
    from mcqgen.llm import Reservation

    assert isinstance(held, Reservation)
    if end == "settle":
        held.settle("write", Usage(sent, got, 1), DOLLAR)
    elif end == "release":
        held.release()
    else:
        held.forfeit()
