"""What commands take: options, requests, settings, and Ctrl-C."""

import math
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from mcqgen.cli.words import say
from mcqgen.errors import RequestError

if TYPE_CHECKING:
    from mcqgen.domain.blueprint import Request
    from mcqgen.formats.contract import ExportOptions
    from mcqgen.settings import Settings

Count = Annotated[int, typer.Option("-n", "--count", help="How many items.")]
Difficulties = Annotated[
    str, typer.Option("--difficulty", help="easy, medium, hard, mixed, or a mix such as easy:3,medium:5,hard:2.")
]
Seed = Annotated[int, typer.Option("--seed", help="Another seed gives other items; the same one the same.")]
Topics = Annotated[list[str] | None, typer.Option("--topic", help="Ask only about this; may be given several times.")]
Options = Annotated[int, typer.Option("--options", help="Options of an item, the key included: 3, 4 or 5.")]
Password = Annotated[str, typer.Option("--password", help="Opens encrypted PDF files.")]
Title = Annotated[str, typer.Option("--title", help="Title of the item set.")]
CreatedAt = Annotated[
    str, typer.Option("--created-at", help="Time to write into the results, such as 2026-01-31T12:00:00Z.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on the way; tell results and problems only.")]
NoOcr = Annotated[bool, typer.Option("--no-ocr", help="Leave pages without a text layer unread.")]
To = Annotated[
    list[str] | None,
    typer.Option("--to", help="Format, such as gift; may be given several times. See mcqgen formats."),
]
From = Annotated[str, typer.Option("--from", help="Format of the file, where it is not recognised.")]
Points = Annotated[float, typer.Option("--points", help="Points for each item.")]
Shuffle = Annotated[bool, typer.Option("--shuffle/--no-shuffle", help="Let the system shuffle the options.")]
Versions = Annotated[int, typer.Option("--versions", help="Of a paper: the same questions in 1 to 4 orders, A to D.")]
Key = Annotated[str, typer.Option("--key", help="Of a paper: with its answer key, without it, or the key only.")]
Category = Annotated[str, typer.Option("--category", help="Where the questions go, such as Biology/Blood.")]
Without = Annotated[
    list[Path] | None,
    typer.Option("--without", help="Leave out what repeats an item of this file; may be given several times."),
]


def make_request(
    count: int, difficulty: str, topics: Sequence[str] | None, options: int, seed: int, language: str = ""
) -> "Request":
    """What is asked for; raises RequestError where it makes no sense."""
    from mcqgen.domain.blueprint import Request
    from mcqgen.planning import parse_mix

    mix = parse_mix(difficulty, count)
    if not 3 <= options <= 5:
        raise RequestError(f"{options} options make no sense: ask for 3, 4 or 5.")
    return Request(mix=mix, topics=tuple(topics or ()), options=options, seed=seed, language=language.lower())


def load_settings(no_ocr: bool = False, workers: int | None = None) -> "Settings":
    """Settings from the environment and the command; raises RequestError where a variable makes no sense."""
    from pydantic import ValidationError

    from mcqgen.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"MCQGEN_{str(first['loc'][0]).upper()}"
        raise RequestError(f"The environment variable {name} makes no sense: {first['msg']}.") from error
    changes = {"ocr": False} if no_ocr else {}
    return settings.model_copy(update=changes | ({"workers": workers} if workers else {}))


def make_options(
    title: str, category: str, points: float, shuffle: bool, versions: int = 1, key: str = "with"
) -> "ExportOptions":
    """What is set for a whole export; raises RequestError for what makes no sense."""
    from mcqgen.formats.contract import AnswerKey, ExportOptions
    from mcqgen.formats.paper.sheets import VERSIONS

    if not (math.isfinite(points) and 0 < points <= 1000):
        raise RequestError(f"{points:g} points make no sense: give more than 0, and 1000 at most.")
    if not 1 <= versions <= len(VERSIONS):
        raise RequestError(f"{versions} versions of a paper make no sense: ask for 1 to {len(VERSIONS)}.")
    if key not in set(AnswerKey):
        raise RequestError(f"A paper has no key '{key}': say --key {', '.join(AnswerKey)}.")
    return ExportOptions(title, category, points, shuffle, versions, AnswerKey(key))


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl-C asks the work to stop and keep what it has; a second one breaks it off."""
    stop = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)
        say("Stopping; what is accepted is kept. Press Ctrl-C again to break off.")

    signal.signal(signal.SIGINT, ask)
    try:
        yield stop.is_set
    finally:
        signal.signal(signal.SIGINT, before)
