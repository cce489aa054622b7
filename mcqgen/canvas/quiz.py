"""A quiz in Canvas that holds each item once: what there is to do, and doing it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from mcqgen.canvas.api import Canvas
from mcqgen.canvas.questions import as_question, mark_of, refusal
from mcqgen.domain.run import ItemSet
from mcqgen.errors import RequestError, ServiceError
from mcqgen.formats import content
from mcqgen.formats.contract import ExportOptions

_LONGEST_TITLE = 255
_COURSE = re.compile(r"\d+|sis_course_id:\S+|lti_context_id:\S+")
"""Numbers, and the names that Canvas takes in their place (its documentation on object ids)."""


class Action(StrEnum):
    """What happens to an item."""

    CREATE = "create"
    """It is not there yet."""
    UPDATE = "update"
    """It is there, and says something else about feedback, points or topic."""
    KEEP = "keep"
    """It is there as it shall be."""
    REFUSE = "refuse"
    """Canvas cannot hold it."""


@dataclass(frozen=True)
class Quiz:
    """A quiz that is in Canvas."""

    id: str
    title: str
    url: str
    """Where people find it."""
    published: bool


@dataclass(frozen=True)
class Step:
    """One item on its way."""

    number: int
    """1-based place in the set."""
    item_id: str
    stem: str
    """On one line."""
    action: Action
    reason: str = ""
    """Why it is refused, as the end of a sentence."""
    question: str = ""
    """Id of the question that is there already."""
    fields: dict[str, Any] | None = None
    """What to send; None where there is nothing to do."""


@dataclass(frozen=True)
class Plan:
    """What a push will do."""

    course: str
    title: str
    shuffle: bool
    quiz: Quiz | None
    """None: it is to be made."""
    steps: tuple[Step, ...]

    @property
    def to_do(self) -> tuple[Step, ...]:
        """The steps that change something in Canvas."""
        return tuple(step for step in self.steps if step.fields is not None)


def plan(canvas: Canvas, course: str, items: ItemSet, options: ExportOptions) -> Plan:
    """Find out what is there and what is lacking; reads only.

    Args:
        canvas: The connection.
        course: Its number in Canvas, or "sis_course_id:…".
        items: What shall be in the quiz.
        options: Title (the quiz of this title is taken where there is one), points and shuffling.

    Raises:
        RequestError: The course is no id, the title is too long or stands on several quizzes, or the quiz is
            published and would have to change.
        ServiceError: Canvas cannot be reached, or refuses.
    """
    if not _COURSE.fullmatch(course):
        raise RequestError(f"'{course[:60]}' is no course: give its number, which is in its address in Canvas.")
    title = options.title_of(items)
    if len(title) > _LONGEST_TITLE:
        raise RequestError(f"The title has {len(title)} characters, and Canvas takes {_LONGEST_TITLE}: give --title.")
    path = f"courses/{quote(course, safe=':')}/quizzes"
    found = [_quiz(entry) for entry in canvas.list(path) if content.one_line(str(entry.get("title", ""))) == title]
    if len(found) > 1:
        raise RequestError(f"The course has {len(found)} quizzes called '{title}': give another --title.")
    quiz = found[0] if found else None
    there = _questions(canvas, f"{path}/{quiz.id}/questions") if quiz else {}
    planned = Plan(course, title, options.shuffle, quiz, tuple(_steps(items, options, there)))
    if quiz and quiz.published and planned.to_do:
        raise RequestError(
            f"The quiz '{title}' is published, and students may be at it: unpublish it, or give another --title."
        )
    return planned


def create_quiz(canvas: Canvas, planned: Plan) -> Quiz:
    """Make the quiz of a plan, unpublished, so that a teacher sees it before students do; raises ServiceError."""
    fields = {
        "title": planned.title,
        "quiz_type": "assignment",
        "shuffle_answers": planned.shuffle,
        "published": False,
    }
    return _quiz(canvas.create(f"courses/{quote(planned.course, safe=':')}/quizzes", {"quiz": fields}))


def send(canvas: Canvas, planned: Plan, quiz: Quiz) -> Iterator[Step]:
    """Make and change the questions of a plan; yields each step when it is done, in the order of the items.

    Raises:
        ServiceError: Canvas cannot be reached, or refuses; the steps that were yielded are done.
    """
    path = f"courses/{quote(planned.course, safe=':')}/quizzes/{quote(quiz.id, safe='')}/questions"
    for step in planned.steps:
        if step.fields is not None and step.action is Action.CREATE:
            canvas.create(path, {"question": step.fields})
        elif step.fields is not None:
            canvas.replace(f"{path}/{quote(step.question, safe='')}", {"question": step.fields})
        yield step


def _quiz(entry: dict[str, Any]) -> Quiz:
    number, title, url = entry.get("id"), entry.get("title"), entry.get("html_url")
    if not isinstance(number, int | str) or not isinstance(title, str):
        raise ServiceError("Canvas told of a quiz without id or title: check MCQGEN_CANVAS_URL.")
    return Quiz(str(number), title, url if isinstance(url, str) else "", bool(entry.get("published")))


def _questions(canvas: Canvas, path: str) -> dict[str, tuple[str, str]]:
    """Id of the question, and digest, by the id of the item."""
    there: dict[str, tuple[str, str]] = {}
    for entry in canvas.list(path):
        if (mark := mark_of(str(entry.get("question_name", "")))) and "id" in entry:
            there.setdefault(mark[0], (str(entry["id"]), mark[1]))
    return there


def _steps(items: ItemSet, options: ExportOptions, there: dict[str, tuple[str, str]]) -> Iterator[Step]:
    titles, seen = content.document_titles(items), set[str]()
    for number, item in enumerate(items.items, 1):
        stem, fields = content.one_line(item.stem), as_question(item, options, titles)
        mark = mark_of(fields["question_name"])
        if reason := refusal(item, fields):
            yield Step(number, item.id, stem, Action.REFUSE, reason)
        elif item.id in seen or (item.id in there and mark and there[item.id][1] == mark[1]):
            yield Step(number, item.id, stem, Action.KEEP, question=there.get(item.id, ("", ""))[0])
        elif item.id in there:
            yield Step(number, item.id, stem, Action.UPDATE, question=there[item.id][0], fields=fields)
        else:
            yield Step(number, item.id, stem, Action.CREATE, fields=fields)
        seen.add(item.id)
