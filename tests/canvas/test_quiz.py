"""Items become a quiz in Canvas, once."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mcqgen.canvas import Action, Canvas, Plan, Quiz, create_quiz, plan, send
from mcqgen.canvas.questions import as_question, mark_of
from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.errors import RequestError, ServiceError
from mcqgen.formats.contract import ExportOptions

MakeItem = Callable[..., Item]
MakeSet = Callable[..., ItemSet]
USUAL = ExportOptions()


@pytest.fixture
def client(canvas: Any) -> Iterator[Canvas]:
    with Canvas(canvas.url, canvas.token, timeout_s=5, sleep=lambda _: None) as connected:
        yield connected
    assert canvas.faults == []


def actions(planned: Plan) -> list[str]:
    return [step.action.value for step in planned.steps]


def push(client: Canvas, items: ItemSet, options: ExportOptions = USUAL) -> tuple[Quiz, list[str]]:
    planned = plan(client, "42", items, options)
    quiz = planned.quiz or create_quiz(client, planned)
    return quiz, [step.action.value for step in send(client, planned, quiz)]


def test_a_quiz_is_made_unpublished_with_all_that_items_say(
    canvas: Any, client: Canvas, make_item: MakeItem, make_set: MakeSet
) -> None:
    items = make_set(
        make_item(r"What is \(x < 1\)?", "a & b", "`x`", "two\nlines"), make_item("Which?", "i", "ii", "iii", keys=2)
    )
    quiz, done = push(client, items, ExportOptions(points=2.5, shuffle=False))
    assert done == ["create", "create"]
    assert canvas.quizzes[int(quiz.id)] == {
        "id": int(quiz.id), "title": "Week 1", "html_url": quiz.url, "published": False, "quiz_type": "assignment",
        "shuffle_answers": False,
    }  # fmt: skip
    first, second = canvas.questions[int(quiz.id)].values()
    image = re.escape('<img class="equation_image" title="x &lt; 1" alt="LaTeX: x &lt; 1" src="/equation_images/x%2520')
    assert re.fullmatch(rf"What is {image}.*>\?", first["question_text"])
    assert first["answers"] == [
        {"answer_text": "a & b", "answer_weight": 100, "answer_comment_html": "Why a &amp; b"},
        {"answer_text": "x", "answer_html": "<code>x</code>", "answer_weight": 0},
        {"answer_text": "two\nlines", "answer_html": "two<br>lines", "answer_weight": 0},
    ]
    assert (first["points_possible"], first["question_type"]) == (2.5, "multiple_choice_question")
    assert first["neutral_comments_html"] == "<p>Because.</p><p>“Iron is in the blood” (On Blood, p. 7)</p>"
    assert first["question_name"].startswith(f"Blood, hard, apply [mcqgen {items.items[0].id}-")
    assert second["question_type"] == "multiple_answers_question"
    assert [answer["answer_weight"] for answer in second["answers"]] == [100, 100, 0]


def test_the_same_items_go_there_once(canvas: Any, client: Canvas, make_item: MakeItem, make_set: MakeSet) -> None:
    items = make_set(*(make_item(f"Question {number}?") for number in range(7)))
    push(client, items)
    before = list(canvas.writes)
    assert len(before) == 8
    planned = plan(client, "42", items, USUAL)
    assert actions(planned) == ["keep"] * 7
    assert not planned.to_do
    push(client, items)
    assert canvas.writes == before
    push(client, make_set(*items.items, make_item("One more?")))
    assert len(canvas.quizzes) == 1
    assert [len(questions) for questions in canvas.questions.values()] == [8]


def test_what_changed_is_overwritten_and_what_others_wrote_stays(
    canvas: Any, client: Canvas, make_item: MakeItem, make_set: MakeSet
) -> None:
    quiz, _ = push(client, make_set(make_item("One?"), make_item("Two?")))
    questions = canvas.questions[int(quiz.id)]
    questions[99] = {"id": 99, "question_name": "mine", "question_text": "By hand"}
    questions[98] = {"id": 98, "question_name": None}
    changed = make_set(make_item("One?", rationale="Another reason."), make_item("Two?"))
    _, done = push(client, changed)
    assert done == ["update", "keep"]
    assert canvas.writes[-1] == ("PUT", f"/api/v1/courses/42/quizzes/{quiz.id}/questions/1")
    assert "Another reason." in questions[1]["neutral_comments_html"]
    assert questions[99]["question_text"] == "By hand"
    assert len(questions) == 4


def test_an_interrupted_push_goes_on_where_it_was(
    canvas: Any, client: Canvas, make_item: MakeItem, make_set: MakeSet
) -> None:
    items = make_set(*(make_item(f"Question {number}?") for number in range(4)))
    canvas.reply("POST", 4, 500)
    planned = plan(client, "42", items, USUAL)
    steps = send(client, planned, create_quiz(client, planned))
    assert [next(steps).number, next(steps).number] == [1, 2]
    with pytest.raises(ServiceError, match="in trouble"):
        next(steps)
    assert push(client, items)[1] == ["keep", "keep", "create", "create"]
    assert [len(questions) for questions in canvas.questions.values()] == [4]


def test_an_item_that_stands_twice_goes_once_and_what_does_not_fit_not_at_all(
    client: Canvas, make_item: MakeItem, make_set: MakeSet
) -> None:
    twice = make_item("Twice?")
    items = make_set(
        twice, twice, make_item("Long? " * 3000), make_item("Which?", "a", "b" * 17_000),
        make_item("Why?", rationale="So. " * 1500), make_item("None?", keys=0), make_item("Only?", "one"),
    )  # fmt: skip
    planned = plan(client, "42", items, USUAL)
    assert [(step.action.value, step.reason) for step in planned.steps] == [
        ("create", ""),
        ("keep", ""),
        ("refuse", "one of its texts has more than 16,384 characters"),
        ("refuse", "one of its texts has more than 16,384 characters"),
        ("refuse", "its explanation with the evidence has more than 5,120 characters"),
        ("refuse", "it marks no option as right"),
        ("refuse", "it has fewer than two options"),
    ]


def test_planning_changes_nothing(canvas: Any, client: Canvas, make_item: MakeItem, make_set: MakeSet) -> None:
    canvas.add_quiz("Week 1 ")
    canvas.add_quiz("Week 10")
    planned = plan(client, "42", make_set(make_item("One?")), USUAL)
    assert planned.quiz
    assert actions(planned) == ["create"]
    assert canvas.writes == []
    other = plan(client, "42", make_set(make_item("One?")), ExportOptions(title="Week 2"))
    assert (other.quiz, other.title) == (None, "Week 2")


def test_a_published_quiz_is_not_changed_behind_students_backs(
    canvas: Any, client: Canvas, make_item: MakeItem, make_set: MakeSet
) -> None:
    quiz, _ = push(client, make_set(make_item("One?")))
    canvas.quizzes[int(quiz.id)]["published"] = True
    assert actions(plan(client, "42", make_set(make_item("One?")), USUAL)) == ["keep"]
    with pytest.raises(RequestError, match="'Week 1' is published, and students may be at it"):
        plan(client, "42", make_set(make_item("Two?")), USUAL)


def test_what_is_ambiguous_or_impossible_is_refused(
    canvas: Any, client: Canvas, make_item: MakeItem, make_set: MakeSet
) -> None:
    items = make_set(make_item("One?"))
    canvas.add_quiz("Twin")
    canvas.add_quiz("Twin")
    with pytest.raises(RequestError, match="2 quizzes called 'Twin': give another --title"):
        plan(client, "42", items, ExportOptions(title="Twin"))
    with pytest.raises(RequestError, match="The title has 256 characters, and Canvas takes 255"):
        plan(client, "42", items, ExportOptions(title="x" * 256))
    for course in ("../accounts", "Biology", "42/users", ""):
        with pytest.raises(RequestError, match="is no course: give its number"):
            plan(client, course, items, USUAL)
    with pytest.raises(ServiceError, match="does not know the course or quiz"):
        plan(client, "43", items, USUAL)
    canvas.reply("GET", 3, 200, '[{"title": "Week 1"}]')
    with pytest.raises(ServiceError, match="quiz without id or title"):
        plan(client, "42", items, USUAL)


def test_courses_have_names_too(canvas: Any, client: Canvas, make_item: MakeItem, make_set: MakeSet) -> None:
    canvas.courses.add("sis_course_id:A/1%ü")
    planned = plan(client, "sis_course_id:A/1%ü", make_set(make_item("One?")), USUAL)
    quiz = create_quiz(client, planned)
    assert [step.action for step in send(client, planned, quiz)] == [Action.CREATE]
    assert canvas.requests[0] == ("GET", "/api/v1/courses/sis_course_id:A%2F1%25%C3%BC/quizzes?per_page=100")


def test_marks_depend_on_all_that_is_sent(make_item: MakeItem) -> None:
    item = make_item("One?")
    marks = {
        mark_of(as_question(changed, ExportOptions(points=points), {})["question_name"])
        for changed in (item, item.model_copy(update={"topic": "Other"}), item.model_copy(update={"rationale": ""}))
        for points in (1.0, 2.0)
    }
    assert None not in marks
    assert {mark[0] for mark in marks if mark} == {item.id}
    assert len({mark[1] for mark in marks if mark}) == 6
    assert mark_of("Question") is None
