"""`mcqgen models` and `mcqgen doctor`: which models can be used here, and whether the chosen one answers."""

import json
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from mcqgen.cli.inputs import Json, load_settings
from mcqgen.cli.words import OK, PARTIAL, plain

if TYPE_CHECKING:
    from mcqgen.settings import Settings

_TRIES = 2
_MOST_TOKENS = 64


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
    """What the model did with one question, asked anew."""
    if spec == "offline":
        return {"model": spec, "usable": True, "message": "offline: writes without a model; there is nothing to call."}

    from langchain_core.prompts import ChatPromptTemplate
    from pydantic import BaseModel, Field

    from mcqgen.llm import Ledger, ModelError, open_model

    class Capital(BaseModel):
        capital: str = Field(max_length=40)

    ledger = Ledger()
    quick = {"cache": False, "model_attempts": min(_TRIES, settings.model_attempts)}
    model = open_model(spec, settings.model_copy(update=quick), ledger)
    prompt = ChatPromptTemplate.from_messages([("user", "What is the capital of France? Answer by its name alone.")])
    begun = time.monotonic()
    try:
        (prompt | model.structured(Capital, stage="doctor", max_output_tokens=_MOST_TOKENS)).invoke({})
    except ModelError as error:
        return {"model": model.name, "usable": False, "message": str(error)}
    finally:
        model.close()
    seconds, used, cost = time.monotonic() - begun, ledger.total, ledger.cost()
    paid = "price unknown" if cost is None else f"${cost:.6f}" if cost else "free"
    return {
        "model": model.name,
        "usable": True,
        "message": f"{model.name} answers: {seconds:.1f} s, {used.tokens} tokens, {paid}.",
        "seconds": round(seconds, 2),
        "input_tokens": used.input_tokens,
        "output_tokens": used.output_tokens,
        "cost": cost,
    }
