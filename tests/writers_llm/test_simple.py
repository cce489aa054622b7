"""How models on this machine are asked: statements, examples, and what is made of their replies."""

from pathlib import Path
from typing import Any

import pytest
from fake_models import Call, FakeModels, Outcome, Reply
from good_model import GoodModel
from llm_runs import Run, accepted, codes, rejected, result, usage

from mcqgen.checks import ReviewContext, review
from mcqgen.domain.blueprint import Bloom, Difficulty, ItemSpec, Request
from mcqgen.domain.document import Passage, Segment, Span
from mcqgen.domain.flaw import Severity
from mcqgen.domain.item import Item, arrange
from mcqgen.domain.run import CostEstimated
from mcqgen.writers.llm.examples import examples
from mcqgen.writers.llm.material import Packet
from mcqgen.writers.llm.simple import ONE, SPARE, OneItem, Theme, one_prompt, one_schema, pressed, theme
from mcqgen.writers.llm.solving_one import SOLVE_ONE, judging
from mcqgen.writers.llm.statements import statements

TEXT = (
    "Figure 2. It is warmer there than at the surface. The mantle of the earth moves slowly because heat drives it "
    "from below. Where does the heat come from? The crust floats on the mantle and is carried along by it. Oil (as "
    "drilling shows) lies in the crust of the earth. The crust holds iron, nickel, silicon, oxygen and much else."
)
MOVES = "The mantle of the earth moves slowly because heat drives it from below."
FLOATS = "The crust floats on the mantle and is carried along by it."
SEGMENTS = (Segment(at=0, span=Span(page=1, start=0, end=len(TEXT))),)
PASSAGE = Passage(document_id="d", number=0, text=TEXT, section=("The mantle",), segments=SEGMENTS)
SPEC = ItemSpec(
    number=1, topic="", difficulty=Difficulty.MEDIUM, bloom=Bloom.UNDERSTAND, passage_ids=(PASSAGE.id, "other")
)
PACKET = Packet((SPEC,), (PASSAGE,))


WISH = Request(mix={Difficulty.EASY: 3}, instruction="Ask about causes.")
"""The offline writer, which else finds the questions, cannot meet a wish."""


def about() -> Theme:
    found = theme(PACKET, SPEC)
    assert found
    return found


def reply(key: str = "Heat drives it from below.", *wrong: str) -> OneItem:
    return OneItem(question="Why does the mantle of the earth move?", key=key, wrong=list(wrong))


def texts(made: OneItem, **given: Any) -> list[str]:
    item = pressed(made, about(), 4, given.get("is_right"))
    assert item
    return [distractor.text for distractor in item.distractors]


def test_statements_are_whole_sentences_and_the_most_telling_comes_first() -> None:
    assert statements(PASSAGE) == (MOVES, FLOATS, "It is warmer there than at the surface.")


@pytest.mark.parametrize(
    "text", ["", "Too short.", "A title without an end", "One, two, three, four and five are all numbers."]
)
def test_a_passage_may_hold_nothing_to_ask_about(text: str) -> None:
    passage = PASSAGE.model_copy(update={"text": text})
    assert statements(passage) == ()
    assert theme(Packet((SPEC,), (passage,)), SPEC) is None


def test_a_refused_item_gives_way_to_one_about_the_next_statement() -> None:
    assert about().statement == MOVES
    for said, following in [(MOVES, FLOATS), (FLOATS, statements(PASSAGE)[2]), (statements(PASSAGE)[2], None)]:
        refused = Item(
            stem="Why?",
            options=arrange([("a", True, ""), ("b", False, "")], "Why?"),
            difficulty=Difficulty.EASY,
            bloom=Bloom.REMEMBER,
            topic="",
            rationale=f"The text says: “{said}”",
            evidence=(),
        )
        found = theme(PACKET, SPEC, refused)
        assert (found and found.statement) == following


def test_a_place_without_its_passage_has_no_statement() -> None:
    assert theme(Packet((SPEC,), ()), SPEC) is None


def test_wrong_options_that_say_the_same_or_that_the_source_states_are_left_out() -> None:
    made = reply(
        "Heat drives it from below.",
        "heat drives it from below",  # the key
        "The moon pulls it along.",
        "The moon pulls it along",  # once more
        "The moon always pulls it along.",  # and with more words
        "It is carried along on the crust.",  # the source says so of the crust
        "Magma decomposes.",
        "lack of light under the crowns",  # of an example
        "The winds push it.",
        "The sun.",
    )
    assert texts(made) == ["The moon pulls it along.", "It is carried along on the crust.", "Magma decomposes."]


def test_options_that_a_judge_finds_right_are_left_out_and_a_key_that_it_finds_wrong_is_the_end() -> None:
    made = reply("Heat drives it.", "The moon pulls it.", "Winds push it.", "Rain wets it.", "Ice breaks it.")
    judged = list[str]()

    def is_right(answer: str) -> bool:
        judged.append(answer)
        return answer in ("Heat drives it.", "Winds push it.")

    assert texts(made, is_right=is_right) == ["The moon pulls it.", "Rain wets it.", "Ice breaks it."]
    assert judged == [made.key, *made.wrong], "each is asked about once"
    assert pressed(made, about(), 4, lambda answer: False) is None


def test_where_too_few_are_sound_the_review_gets_the_others_to_see() -> None:
    made = reply("Heat drives it.", "Heat drives it.", "Winds push it.", "Winds push it.", "Winds push it")
    assert texts(made) == ["Winds push it.", "Heat drives it.", "Winds push it"]


def test_the_sentence_that_holds_the_key_is_quoted_beside_the_statement() -> None:
    item = pressed(reply("It is carried along by the mantle."), about(), 4, None)
    assert item
    assert item.quotes == [MOVES, FLOATS]
    assert item.why == f"The text says: “{MOVES}”"


def test_spare_wrong_options_are_asked_for() -> None:
    wrong = one_schema(3).model_json_schema()["properties"]["wrong"]
    assert (wrong["minItems"], wrong["maxItems"]) == (2 + SPARE, 2 + SPARE)


@pytest.mark.parametrize("level", Difficulty)
def test_examples_are_items_that_the_checks_let_pass(level: Difficulty) -> None:
    shown = list(examples(ONE, str(level)))
    assert len(shown) >= 3
    for lines in shown:
        wrong = lines["wrong"].split(" | ")
        assert len(wrong) == 3 + SPARE
        assert lines["statement"] in lines["material"]
        for chosen in (wrong[:3], wrong[2:]):
            item = Item(
                stem=lines["question"],
                options=arrange([(lines["key"], True, "So it is."), *((text, False, "") for text in chosen)], "a"),
                difficulty=level,
                bloom=Bloom.UNDERSTAND,
                topic="",
                rationale="So it is.",
                evidence=(),
            )
            flaws = review(item, ReviewContext(documents={}))
            grave = {flaw.code for flaw in flaws if flaw.severity is not Severity.NOTE and flaw.code[0] != "E"}
            assert grave == set(), (lines["question"], flaws)


@pytest.mark.parametrize("section", ["material", "stem", "options", "answer", "kind"])
def test_a_judge_s_examples_have_right_and_wrong_answers(section: str) -> None:
    shown = list(examples(SOLVE_ONE, f"{section}_examples"))
    if section in ("answer", "kind"):
        assert sorted(lines["right"] for lines in shown) == ["no"] * (len(shown) // 2) + ["yes"] * (len(shown) // 2)
    else:
        assert any(not lines["right"] for lines in shown), "none may be right"
        assert len({lines["right"] for lines in shown}) == len(shown), "no letter is the answer more often than others"
    assert len(judging(section).messages) == 2 + 2 * len(shown)


def test_a_conversation_begins_alike_in_each_call(run: Run, fake: FakeModels) -> None:
    run(model=fake.spec("ollama"), concurrency=1, request=WISH)
    said = [call.body["messages"] for call in fake.calls if "wrong" in (call.schema or {})["properties"]]
    assert len(said) == 3
    assert len({str(messages[:-1]) for messages in said}) == 1
    assert len({str(messages[-1]) for messages in said}) == 3
    assert len(one_prompt(Difficulty.EASY).messages) == len(said[0])
    for messages in said:
        fence = messages[-1]["content"].split("\n")[0]
        material, _, after = messages[-1]["content"][len(fence) :].partition(fence)
        assert "\nStatement: " in material
        assert after.strip().startswith("Level: easy\n\nThe teacher's wish"), "the document stands between the fences"


def test_each_answer_is_judged_alone_before_the_item_is(run: Run, fake: FakeModels) -> None:
    request = Request(mix={Difficulty.MEDIUM: 2}, instruction="Ask about causes.")
    events = run(model=fake.spec("ollama"), concurrency=1, request=request)
    assert len(accepted(events)) == 2
    kinds = [(call.schema or {})["properties"].get("right", {}).get("type") for call in fake.calls]
    assert kinds.count("boolean") == 2 * 4
    assert kinds.count("array") == 2 * 3
    assert usage(result(events), "solve").calls == 2 * (4 + 3)
    [told] = [event.estimate for event in events if isinstance(event, CostEstimated)]
    stages = {stage.stage: stage for stage in told.stages}
    assert {name: stage.calls for name, stage in stages.items()} == {"write": 2, "solve": 2 * (4 + 3)}
    for name, stage in stages.items():
        assert stage.input_tokens == pytest.approx(usage(result(events), name).input_tokens, rel=0.3), name
    assert "one question after the other" in getattr(result(events).report.spending, "material", "")


def test_without_verification_no_judge_is_asked(run: Run, fake: FakeModels) -> None:
    assert len(accepted(run(model=fake.spec("ollama"), verify="none", mix={Difficulty.MEDIUM: 2}))) == 2
    assert all("wrong" in (call.schema or {})["properties"] for call in fake.calls)


def test_a_key_that_the_judge_finds_wrong_leaves_the_place_to_the_next(
    run: Run, fake: FakeModels, model: GoodModel
) -> None:
    def doubts(call: Call) -> Outcome:
        is_answer = (call.schema or {})["properties"].get("right", {}).get("type") == "boolean"
        return Reply('{"right": false}') if is_answer else model(call)

    fake.answer = doubts
    request = Request(mix={Difficulty.MEDIUM: 1}, instruction="Ask about causes.")
    events = run(model=fake.spec("ollama"), concurrency=1, request=request)
    assert accepted(events) == []
    assert [lost.reason for lost in rejected(events)] == ["the model found nothing to ask there"] * 2


def test_what_is_refused_is_asked_about_another_statement(run: Run, fake: FakeModels, model: GoodModel) -> None:
    model.change = lambda item, number: item | {"distractors": item["distractors"][:1] * 5} if number == 0 else item
    request = Request(mix={Difficulty.MEDIUM: 1}, instruction="Ask about causes.")
    events = run(model=fake.spec("ollama"), concurrency=1, request=request)
    assert len(accepted(events)) == 1
    assert codes(events) == set()
    orders = [
        call.text.rpartition("Statement: ")[2] for call in fake.calls if "wrong" in (call.schema or {})["properties"]
    ]
    assert len(set(orders)) == len(orders) == 2
    assert usage(result(events), "revise").calls == 1


def test_other_languages_are_asked_about_statement_by_statement(run: Run, fake: FakeModels, tmp_path: Path) -> None:
    path = tmp_path / "manto.md"
    path.write_text(
        "# El manto\n\n"
        + "El manto de la Tierra se mueve lentamente porque el calor lo empuja desde abajo. " * 3
        + "La corteza flota sobre el manto y viaja con sus corrientes durante millones de años.\n",
        "utf-8",
    )
    run(model=fake.spec("ollama"), concurrency=1, mix={Difficulty.EASY: 1}, path=path)
    first = fake.calls[0].body["messages"]
    assert "\nStatement: El manto" in first[-1]["content"] or "\nStatement: La corteza" in first[-1]["content"]
    assert "exams in Spanish" in first[0]["content"]


def test_a_teacher_s_wish_goes_with_the_order(run: Run, fake: FakeModels) -> None:
    request = Request(mix={Difficulty.EASY: 1}, instruction="Ask about causes.")
    assert len(accepted(run(model=fake.spec("ollama"), request=request))) == 1
    first = fake.calls[0].body["messages"]
    assert "The teacher's wish" in first[0]["content"]
    assert first[-1]["content"].endswith("follow the wish.")
    assert "Ask about causes." in first[-1]["content"]
