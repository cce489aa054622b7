"""All commands, and the way in."""

import json
import sys
from typing import Annotated, NoReturn

import typer

import mcqgen
from mcqgen.cli import banking, batching, calibrating, checking, exchanging, generating, probing, pushing, serving
from mcqgen.cli.words import BAD, OK, say
from mcqgen.errors import McqgenError

app = typer.Typer(
    help="Turn documents into multiple-choice items whose every key is proven by a verbatim quote of the source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def start(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Read the options that stand before the command."""
    if version:
        typer.echo(f"mcqgen {mcqgen.__version__}")
        raise typer.Exit


app.command()(generating.generate)
app.command()(batching.batch)
app.command()(exchanging.export)
app.command()(exchanging.convert)
app.command()(checking.check)
app.command()(checking.checks)
app.command()(calibrating.calibrate)
app.command()(exchanging.formats)
app.command()(probing.models)
app.command()(probing.doctor)
app.command()(pushing.push)
app.command("app")(serving.serve)
app.add_typer(banking.bank, name="bank", no_args_is_help=True)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the items' files."""
    from mcqgen.formats.json_items import json_schema

    sys.stdout.buffer.write((json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n").encode())


def main() -> NoReturn:
    """Run the command line; a problem that we know of becomes one sentence and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows a question mark instead of stopping the run.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except McqgenError as error:
        say(str(error))
        sys.exit(BAD)
    sys.exit(OK)
