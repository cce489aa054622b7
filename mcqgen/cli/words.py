"""Exit codes, and sentences for people on stderr."""

import typer

OK, PARTIAL, BAD = 0, 1, 2


def say(sentence: str) -> None:
    """Print a sentence for the user."""
    typer.echo(plain(sentence), err=True)


def plain(text: str) -> str:
    """One line that a terminal shows and does not obey: documents may hold control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def count_of(number: int, noun: str) -> str:
    """Such as "1 item" and "2 items"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
