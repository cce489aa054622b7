"""What goes on, told on stderr."""

from typing import TYPE_CHECKING

from mcqgen.cli.words import count_of, plain, say

if TYPE_CHECKING:
    from mcqgen.domain.batch import BatchEvent, Outcome
    from mcqgen.domain.run import Event


class Narrator:
    """Tells on stderr what goes on: one live line on a terminal, else a line a step; nothing when quiet."""

    def __init__(self, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

        console = Console(stderr=True, highlight=False, markup=False)
        self._quiet = quiet
        self._live = None
        if console.is_terminal and not quiet:
            text = TextColumn("{task.description}", markup=False)
            self._live = Progress(SpinnerColumn(), text, BarColumn(), console=console, transient=True)
            self._task = self._live.add_task("", total=None)
        self._said = ""
        self._done = self._total = 0

    def __enter__(self) -> "Narrator":
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    def step(self, sentence: str, done: int = 0, total: int = 0) -> None:
        """Something goes on, of which `done` of `total` is through."""
        if self._live:
            self._live.update(self._task, description=plain(sentence), completed=done, total=total or None)
        elif not self._quiet and sentence != self._said:
            say(sentence)
        self._said = sentence

    def problem(self, sentence: str) -> None:
        """Something that the user must know, even when quiet."""
        if self._live:
            self._live.console.print(plain(sentence), soft_wrap=True)
        else:
            say(sentence)

    def batch(self, event: "BatchEvent") -> None:
        """Tell what goes on in a batch."""
        from mcqgen.domain.batch import BatchStarted, DocumentFinished

        if isinstance(event, BatchStarted):
            self._total = event.to_do
            before = f", {event.total - event.to_do} done before" if event.to_do < event.total else ""
            self.step(f"{event.to_do} of {count_of(event.total, 'document')} to do{before}.", 0, self._total)
        elif isinstance(event, DocumentFinished):
            self._done += 1
            self.step(f"{self._done}/{self._total} {row(event.outcome)}", self._done, self._total)


def narrate(event: "Event", narrator: Narrator) -> None:
    """Tell what goes on in a run."""
    from mcqgen.domain.run import CostEstimated, DocumentFailed, DocumentLoaded, ItemAccepted, Progress, Stage

    if isinstance(event, Progress) and event.stage is Stage.READING and event.detail:
        narrator.step(f"Reading {event.detail}", event.done, event.total)
    elif isinstance(event, Progress) and event.stage is Stage.PLANNING:
        narrator.step(f"Planning from {count_of(event.total, 'passage')}", event.done, event.total)
    elif isinstance(event, Progress) and event.stage is Stage.WRITING:
        narrator.step("Writing items", event.done, event.total)
    elif isinstance(event, CostEstimated) and event.estimate.stages:
        estimate = event.estimate
        narrator.step(f"{estimate.model}: about {estimate.calls:,} calls, {estimate.tokens:,} tokens")
    elif isinstance(event, ItemAccepted):
        narrator.step(f"Item {event.accepted} of {event.requested}", event.accepted, event.requested)
    elif isinstance(event, DocumentFailed):
        narrator.problem(event.failure.reason)
    elif isinstance(event, DocumentLoaded):
        for warning in event.document.warnings:
            narrator.problem(f"{event.document.name}: {warning}")


def row(outcome: "Outcome") -> str:
    """What became of a document, on one line."""
    return f"{outcome.path}: {outcome.reason or f'{outcome.delivered} of {outcome.requested}'}"
