"""What writing a blueprint will cost, told before a call is made: the prompts themselves are counted."""

from collections.abc import Callable, Sequence

from mcqgen.domain.blueprint import ItemSpec, Request
from mcqgen.domain.spending import StageUsage
from mcqgen.writers.llm.asking import extras_of, writing
from mcqgen.writers.llm.calls import messages
from mcqgen.writers.llm.desk import SOLVED_TOGETHER
from mcqgen.writers.llm.material import Library, Packet
from mcqgen.writers.llm.planning import Sizes, pack
from mcqgen.writers.llm.schema import answers_schema, items_schema
from mcqgen.writers.llm.solving import Regime
from mcqgen.writers.llm.solving_one import SOLVE_ONE

ITEM_OUTPUT, ONE_ITEM_OUTPUT, ANSWER_OUTPUT, REPLY_OUTPUT = 290, 90, 11, 8
"""Tokens of an item, of one without reasons, and of an answer as models write them, and of the frame around them."""
_SHOWN, _OPTIONS_SHOWN = 75, 50
"""Tokens of an item as the judge sees it, with and without its stem."""
_REFUSED = 180
"""Tokens of a refused item with its faults."""
_REVISED = 5
"""One item in so many is written anew."""

Count = Callable[[str], int]


def estimate(
    library: Library,
    specs: Sequence[ItemSpec],
    sizes: Sizes,
    request: Request,
    regimes: frozenset[Regime],
    solves: int,
    count: Count,
    *,
    judged_alone: bool = False,
) -> tuple[StageUsage, ...]:
    """Calls and tokens by stage, rejected work included; `judged_alone`: the judge runs on this machine."""
    if not specs:
        return ()
    packets = pack(library, specs, sizes)
    schema = 0 if sizes.alone else count(str(items_schema(sizes.per_call, request.options).model_json_schema()))
    sent = sizes.tokens_apart(library, specs) if sizes.alone else _sent(packets, request, schema, count)
    each = ONE_ITEM_OUTPUT if sizes.alone else ITEM_OUTPUT
    got = each * len(specs) * request.options // 4 + REPLY_OUTPUT * len(packets)
    written = StageUsage(stage="write", calls=len(packets), input_tokens=sent, output_tokens=got)
    revised = len(specs) // _REVISED
    stages = [written]
    if revised:
        calls = -(-revised // 2)
        stages.append(
            StageUsage(
                stage="revise",
                calls=calls,
                input_tokens=calls * (schema + sizes.overhead) + revised * (_passage(library) + _REFUSED),
                output_tokens=got * revised // len(specs),
            )
        )
    if regimes and judged_alone:
        stages.append(_solved_alone(library, len(specs) + revised, regimes, solves, request.options, count))
    elif regimes:
        together = min(len(specs), 2 * sizes.per_call)
        stages.append(_solved(library, len(specs), together, regimes, solves, count, revised))
    return tuple(stages)


def _sent(packets: Sequence[Packet], request: Request, schema: int, count: Count) -> int:
    system, _ = messages("write", extras_of(request))
    sent = 0
    for packet in packets:
        values = writing(packet, request, request.language or "en")
        sent += schema + count(system) + sum(count(value) for name, value in values.items() if name != "fence") + 60
    return sent


def _passage(library: Library) -> int:
    """Tokens of a passage, on average."""
    return library.tokens // max(1, len(library.passages))


def _solved_alone(
    library: Library, items: int, regimes: frozenset[Regime], solves: int, options: int, count: Count
) -> StageUsage:
    """One call for each option, and for each time that an item is solved."""
    bare = sum(regime is not Regime.MATERIAL for regime in regimes)
    calls = items * (options + solves + bare)
    begin = count(SOLVE_ONE.text("material")) + count(SOLVE_ONE.text("material_examples"))
    sent = calls * (begin + _SHOWN) + items * (options + solves) * _passage(library)
    return StageUsage(stage="solve", calls=calls, input_tokens=sent, output_tokens=calls * ANSWER_OUTPUT)


def _solved(
    library: Library, items: int, together: int, regimes: frozenset[Regime], solves: int, count: Count, revised: int
) -> StageUsage:
    schema = count(str(answers_schema(together).model_json_schema()))
    calls = solves * (-(-items // together) + -(-revised // 2))
    asked = solves * (items + revised)
    material = min(library.tokens * calls, asked * _passage(library))
    sent = calls * (schema + count(messages(Regime.MATERIAL)[0])) + material + asked * _SHOWN
    answers = asked
    for regime, shown in ((Regime.STEM, _SHOWN), (Regime.OPTIONS, _OPTIONS_SHOWN)):
        if regime in regimes:
            more = -(-items // SOLVED_TOGETHER)
            calls += more
            sent += more * (schema + count(messages(regime)[0])) + items * shown
            answers += items
    return StageUsage(
        stage="solve", calls=calls, input_tokens=sent, output_tokens=answers * ANSWER_OUTPUT + calls * REPLY_OUTPUT
    )
