"""What writing a blueprint will cost, told before a call is made: the prompts themselves are counted."""

from collections.abc import Callable, Sequence

from mcqgen.domain.blueprint import ItemSpec, Request
from mcqgen.domain.spending import StageUsage
from mcqgen.writers.llm.asking import writing
from mcqgen.writers.llm.calls import messages
from mcqgen.writers.llm.desk import SOLVED_TOGETHER
from mcqgen.writers.llm.material import Library
from mcqgen.writers.llm.planning import Sizes, pack
from mcqgen.writers.llm.schema import answers_schema, items_schema
from mcqgen.writers.llm.solving import Regime

ITEM_OUTPUT, ANSWER_OUTPUT, REPLY_OUTPUT = 290, 11, 8
"""Tokens of an item and of an answer as models write them, and of the frame around them."""
_SHOWN, _OPTIONS_SHOWN = 75, 50
"""Tokens of an item as the judge sees it, with and without its stem."""
_REVISED = 5
"""One item in so many is written anew."""

Count = Callable[[str], int]


def estimate(
    library: Library,
    specs: Sequence[ItemSpec],
    sizes: Sizes,
    request: Request,
    regimes: frozenset[Regime],
    count: Count,
) -> tuple[StageUsage, ...]:
    """Calls and tokens by stage, rejected work included."""
    if not specs:
        return ()
    packets = pack(library, specs, sizes)
    system, _ = messages("write")
    schema = count(str(items_schema(sizes.per_call, request.options).model_json_schema()))
    sent = 0
    for packet in packets:
        values = writing(packet, request, request.language or "en")
        sent += schema + count(system) + sum(count(value) for name, value in values.items() if name != "fence") + 60
    got = ITEM_OUTPUT * len(specs) * request.options // 4 + REPLY_OUTPUT * len(packets)
    written = StageUsage(stage="write", calls=len(packets), input_tokens=sent, output_tokens=got)
    revised = len(specs) // _REVISED
    stages = [written]
    if revised:
        share = revised / len(specs)
        calls = max(1, round(len(packets) * min(1.0, share * 2)))
        stages.append(
            StageUsage(
                stage="revise",
                calls=calls,
                input_tokens=round(calls * sent / len(packets)),
                output_tokens=round(got * share),
            )
        )
    if regimes:
        stages.append(_solved(library, specs, sizes, regimes, count, revised))
    return tuple(stages)


def _solved(
    library: Library, specs: Sequence[ItemSpec], sizes: Sizes, regimes: frozenset[Regime], count: Count, revised: int
) -> StageUsage:
    schema = count(str(answers_schema(sizes.per_call).model_json_schema()))
    calls = -(-len(specs) // sizes.per_call) + -(-revised // sizes.per_call)
    asked = len(specs) + revised
    passage = library.tokens // max(1, len(library.passages))
    sent = calls * (schema + count(messages(Regime.MATERIAL)[0])) + asked * (passage + _SHOWN)
    answers = asked
    for regime, shown in ((Regime.STEM, _SHOWN), (Regime.OPTIONS, _OPTIONS_SHOWN)):
        if regime in regimes:
            together = -(-len(specs) // SOLVED_TOGETHER)
            calls += together
            sent += together * (schema + count(messages(regime)[0])) + len(specs) * shown
            answers += len(specs)
    return StageUsage(
        stage="solve", calls=calls, input_tokens=sent, output_tokens=answers * ANSWER_OUTPUT + calls * REPLY_OUTPUT
    )
