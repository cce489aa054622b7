"""What commands take that write with a model, and how its costs are told."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from mcqgen.cli.words import count_of, plain, say
from mcqgen.errors import RequestError

if TYPE_CHECKING:
    from mcqgen.domain.spending import Estimate, Spending, StageUsage
    from mcqgen.settings import Settings

Model = Annotated[
    str, typer.Option("--model", help="Model that writes, such as google_genai:gemini-2.5-flash, or offline.")
]
JudgeModel = Annotated[str, typer.Option("--judge-model", help="Model that checks the keys; else the one that writes.")]
Verify = Annotated[
    str, typer.Option("--verify", help="How a model's items are proven beyond the checks: none, key or full.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Plan, tell calls, tokens and price, and write nothing.")]
MaxCost = Annotated[float | None, typer.Option("--max-cost", help="Stop before the model costs more US$ than this.")]
MaxTokens = Annotated[int | None, typer.Option("--max-tokens", min=1, help="Stop before more tokens are used.")]
Fallback = Annotated[
    str, typer.Option("--fallback", help="Who fills in when the model is down or the budget is spent: offline.")
]
Bar = Annotated[
    float | None,
    typer.Option(
        "--bar",
        min=0,
        max=1,
        help="Least chance of being usable as it is that an offline item must have; less gives more, rougher ones.",
    ),
]
Language = Annotated[
    str, typer.Option("--language", help="Language of the items, such as es; else that of the document.")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Ask the model again what it has answered before.")]


def with_models(
    settings: "Settings",
    *,
    model: str,
    judge_model: str,
    verify: str,
    max_cost: float | None,
    max_tokens: int | None,
    fallback: str,
    no_cache: bool,
    bar: float | None,
) -> "Settings":
    """The settings with what the command says; raises RequestError where it makes no sense."""
    from mcqgen.domain.spending import Verify as Ways

    changes: dict[str, object] = {}
    if verify:
        if verify not in list(Ways):
            raise RequestError(f"Unknown way to verify '{verify}': there are {', '.join(Ways)}.")
        changes["verify"] = Ways(verify)
    if fallback not in ("", "offline"):
        raise RequestError(f"Unknown fallback '{fallback}': there is only 'offline'.")
    if max_cost is not None and not 0 < max_cost < 1e9:
        raise RequestError(f"A limit of ${max_cost:g} makes no sense: give more than 0.")
    given = {
        "model": model, "judge_model": judge_model, "max_cost": max_cost, "max_tokens": max_tokens,
        "fallback": fallback,
    }  # fmt: skip
    changes |= {name: value for name, value in given.items() if value}
    if no_cache:
        changes["cache"] = False
    if bar is not None:
        changes["offline_bar"] = bar
    return settings.model_copy(update=changes)


def tell_held_back(drafts: int) -> None:
    """Say how to get at drafts that were kept back."""
    if drafts:
        say(
            f"Left out: {count_of(drafts, 'draft')} of the offline writer that would probably need mending. "
            "--bar 0.1 lets more through, and a large model (--model) writes better ones."
        )


def tell_estimate(estimates: "Sequence[Estimate]") -> None:
    """Print what a run would take, stage by stage."""
    if not estimates:
        return
    first = estimates[0]
    items = sum(estimate.items for estimate in estimates)
    if not any(estimate.stages for estimate in estimates):
        typer.echo(f"{count_of(items, 'item')} by the offline writer: no calls, no tokens, no cost.")
        return
    typer.echo(f"{count_of(items, 'item')} by {plain(first.model)}")
    for name in dict.fromkeys(stage.stage for estimate in estimates for stage in estimate.stages):
        same = [stage for estimate in estimates for stage in estimate.stages if stage.stage == name]
        typer.echo(_stage_line(name, same))
    tokens, calls = (sum(getattr(estimate, name) for estimate in estimates) for name in ("tokens", "calls"))
    costs = [estimate.cost_usd for estimate in estimates]
    known = [cost for cost in costs if cost is not None]
    typer.echo(
        f"  in all    about {calls:,} calls, {tokens:,} tokens ({tokens / max(1, items):,.0f} an item), "
        f"{_money(sum(known) if len(known) == len(costs) else None)}"
    )
    if len(estimates) == 1:
        typer.echo(f"  The model reads {first.material}.")
    typer.echo("  One item in five is taken to be written anew.")


def tell_spending(spending: "Spending | None", items: int) -> None:
    """Say on stderr what the models took."""
    if spending is None:
        return
    calls = sum(stage.calls for stage in spending.stages)
    cached = sum(stage.cached_calls for stage in spending.stages)
    kept = f", {count_of(cached, 'answer')} from the cache" if cached else ""
    each = f" ({spending.tokens_per_item:,.0f} an item)" if items and spending.tokens_per_item is not None else ""
    say(
        f"{spending.model}: {count_of(calls, 'call')}{kept}, {spending.tokens:,} tokens{each}, "
        f"{_money(spending.cost_usd)}."
    )


def _stage_line(name: str, stages: "Sequence[StageUsage]") -> str:
    calls, sent, got = (
        sum(getattr(stage, field) for stage in stages) for field in ("calls", "input_tokens", "output_tokens")
    )
    return f"  {name:<8}  about {calls:,} calls, {sent:,} tokens in, {got:,} out"


def _money(cost: float | None) -> str:
    return "price unknown" if cost is None else f"${cost:.4f}"
