"""`mcqgen push`: items straight into a learning platform."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mcqgen.cli.inputs import From, Json, Points, Quiet, Shuffle, Title, load_settings, make_options
from mcqgen.cli.words import BAD, OK, PARTIAL, plain, say
from mcqgen.errors import RequestError, ServiceError

if TYPE_CHECKING:
    from mcqgen.canvas import Canvas, Plan, Quiz, Step
    from mcqgen.settings import Settings

_STDIN = Path("-")
_PLANNED = {"create": "to create", "update": "to update", "keep": "there already", "refuse": "refused"}
_DONE = {"create": "created", "update": "updated", "keep": "there already", "refuse": "refused"}
"""What becomes of an item, by the action."""


class System(StrEnum):
    """Platforms that items can be pushed to."""

    CANVAS = "canvas"


def push(
    system: Annotated[System, typer.Argument(metavar="SYSTEM", help="Where to: canvas.")],
    file: Annotated[
        Path, typer.Argument(metavar="[FILE]", help="Items in any format that can be read; stdin without it.")
    ] = _STDIN,
    course: Annotated[str, typer.Option("--course", help="Number of the course, or sis_course_id:NAME.")] = "",
    url: Annotated[str, typer.Option("--url", help="Address of Canvas; else MCQGEN_CANVAS_URL.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look what there is to do, and change nothing.")] = False,
    source: From = "",
    title: Title = "",
    points: Points = 1.0,
    shuffle: Shuffle = True,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make an unpublished quiz of items in Canvas; pushed again, only what is new or changed goes there.

    The access token is taken from MCQGEN_CANVAS_TOKEN. Where the course has a quiz of the same title, that one is
    filled up.
    """
    del system  # there is one so far
    from mcqgen.canvas import Action, plan
    from mcqgen.cli.item_files import read_items

    if not course:
        raise RequestError("Say which course: --course 42, for example; the number is in its address in Canvas.")
    if file == _STDIN and sys.stdin.isatty():
        raise RequestError("Say which items: mcqgen push canvas items.json --course 42, for example.")
    settings, options = load_settings(), make_options(title, "", points, shuffle)
    with _connect(url, settings) as canvas:
        items, complete = read_items(file, source, settings)
        planned = plan(canvas, course, items, options)
        outcome = Outcome(planned, planned.quiz, dry_run)
        try:
            for step in planned.steps if dry_run else _carry_out(canvas, outcome):
                outcome.done.append(step)
                if not as_json:
                    typer.echo(_line(step, dry_run=dry_run))
        except ServiceError as error:
            outcome.problem = str(error)
    if as_json:
        typer.echo(json.dumps(outcome.fields(), ensure_ascii=False, indent=2))
    if not quiet:
        say(outcome.sentence())
    if outcome.problem:
        say(outcome.problem)
        raise typer.Exit(PARTIAL if outcome.done else BAD)
    refused = any(step.action is Action.REFUSE for step in outcome.done)
    raise typer.Exit(PARTIAL if refused or not complete else OK)


@dataclass
class Outcome:
    """How far a push has come."""

    plan: "Plan"
    quiz: "Quiz | None"
    """None where it is not made, or not yet."""
    dry_run: bool
    done: "list[Step]" = field(default_factory=list)
    problem: str = ""
    """What stopped it."""

    def fields(self) -> dict[str, Any]:
        """All of it, for programs."""
        quiz = self.quiz and {"id": self.quiz.id, "title": self.quiz.title, "url": self.quiz.url}
        items = [
            {"item": step.number, "id": step.item_id, "action": str(step.action), "reason": step.reason}
            for step in self.done
        ]
        return {"dry_run": self.dry_run, "quiz": quiz, "items": items, "problem": self.problem}

    def sentence(self) -> str:
        """Such as "2 created, 1 kept in the quiz 'Blood': https://…"; how many of each, and where."""
        counts = Counter(str(step.action) for step in self.done)
        tenses = _PLANNED if self.dry_run else _DONE
        sums = ", ".join(f"{counts[action]} {word}" for action, word in tenses.items() if counts[action])
        place = f"the quiz '{self.plan.title}'" + (f": {self.quiz.url}" if self.quiz and self.quiz.url else "")
        return f"{sums or 'nothing done'}; {place}{' (new)' if self.plan.quiz is None else ''}"


def _connect(url: str, settings: "Settings") -> "Canvas":
    from mcqgen.canvas import Canvas

    token = settings.canvas_token.get_secret_value() if settings.canvas_token else ""
    return Canvas(url or settings.canvas_url, token.strip(), timeout_s=settings.canvas_timeout_s)


def _carry_out(canvas: "Canvas", outcome: Outcome) -> "Iterator[Step]":
    """Do what is planned, the quiz first; raises ServiceError."""
    from mcqgen.canvas import create_quiz, send

    if outcome.quiz is None and outcome.plan.to_do:
        outcome.quiz = create_quiz(canvas, outcome.plan)
    if outcome.quiz is None:
        yield from outcome.plan.steps
    else:
        yield from send(canvas, outcome.plan, outcome.quiz)


def _line(step: "Step", *, dry_run: bool) -> str:
    word = (_PLANNED if dry_run else _DONE)[step.action]
    reason = f" ({step.reason})" if step.reason else ""
    return plain(f"{word}: item {step.number}{reason}: {step.stem}")
