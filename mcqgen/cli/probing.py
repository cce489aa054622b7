"""`mcqgen models` and `mcqgen doctor`: which models can be used here, and whether the chosen one answers."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from mcqgen.cli.inputs import Json, load_settings
from mcqgen.cli.words import OK, PARTIAL, plain

if TYPE_CHECKING:
    from mcqgen.settings import Settings


def models(as_json: Json = False) -> None:
    """List the models that can be used here, and say why the rest cannot."""
    from mcqgen.llm import default_spec, usable

    settings = load_settings()
    chosen, found = default_spec(settings), usable(settings)
    if as_json:
        typer.echo(json.dumps({"default": chosen, "models": [asdict(status) for status in found]}, indent=2))
        return
    for status in found:
        typer.echo(f"{'usable' if status.usable else 'not yet':<8} {status.name:<30} {plain(status.reason)}")
    typer.echo(f"\nWithout --model: {plain(chosen)}")


def doctor(
    model: Annotated[
        str, typer.Option("--model", help="Model to test, such as openai:gpt-5-mini; without it, the default.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Ask the chosen model one cheap question; exit 1 where it gives no usable answer."""
    from mcqgen.llm import default_spec

    settings = load_settings()
    found = _examine(model or default_spec(settings), settings)
    typer.echo(json.dumps(found, indent=2) if as_json else plain(str(found["message"])))
    raise typer.Exit(OK if found["usable"] else PARTIAL)


def _examine(spec: str, settings: "Settings") -> dict[str, object]:
    """What the model did with one question."""
    if spec == "offline":
        return {"model": spec, "usable": True, "message": "offline: writes without a model; there is nothing to call."}

    from mcqgen.llm import try_model

    trial = try_model(spec, settings)
    if trial.problem:
        return {"model": trial.model, "usable": False, "message": trial.problem}
    paid = "price unknown" if trial.cost is None else f"${trial.cost:.6f}" if trial.cost else "free"
    return {
        "model": trial.model,
        "usable": True,
        "message": f"{trial.model} answers: {trial.seconds:.1f} s, {trial.usage.tokens} tokens, {paid}.",
        "seconds": round(trial.seconds, 2),
        "input_tokens": trial.usage.input_tokens,
        "output_tokens": trial.usage.output_tokens,
        "cost": trial.cost,
    }
