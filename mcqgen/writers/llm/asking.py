"""The words of each order: which template, filled with what."""

import json
from collections.abc import Mapping, Sequence

from mcqgen import prompts
from mcqgen.domain.blueprint import ItemSpec, Request
from mcqgen.domain.document import Passage
from mcqgen.domain.flaw import Flaw
from mcqgen.domain.item import Item, Option
from mcqgen.writers.llm.material import Packet, fence_of, plain, render

WRITE, RECIPES, SOLVE = prompts.load("write_items", 1), prompts.load("item_recipes", 1), prompts.load("solve_items", 1)
ANOTHER = prompts.load("another_item", 1)

_LANGUAGES = {
    "ar": "Arabic", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

Values = dict[str, str]
"""Values of a template's variables."""


def language_name(code: str) -> str:
    """The English name of an ISO 639-1 code; "und" is the language of the material."""
    return _LANGUAGES.get(
        code, f"the language with the code {code}" if code not in ("", "und") else "the language of the material"
    )


def writing(packet: Packet, request: Request, language: str) -> Values:
    """Values for an order of new items."""
    count = len(packet.specs)
    material = render(packet.passages)
    return {
        "count": _count(count),
        "options": str(request.options),
        "wrong": str(request.options - 1),
        "language": language_name(language),
        "places": "\n".join(_place(number, spec, packet, request) for number, spec in enumerate(packet.specs, 1)),
        "recipes": _recipes(packet.specs),
        "material": material,
        "fence": fence_of(material),
        **extra_values(request),
    }


def revising(
    packet: Packet,
    refused: Mapping[ItemSpec, tuple[Item, Sequence[Flaw]]],
    request: Request,
    language: str,
) -> Values:
    """Values for an order to write refused items anew; what the review said is inside the fence, as it quotes."""
    items = "\n".join(
        _refused(number, spec, *refused[spec]) for number, spec in enumerate(packet.specs, 1) if spec in refused
    )
    material = render(packet.passages)
    return {
        "count": _count(len(packet.specs)),
        "options": str(request.options),
        "wrong": str(request.options - 1),
        "language": language_name(language),
        "recipes": _recipes(packet.specs),
        "items": items,
        "material": material,
        "fence": fence_of(items + material),
        **extra_values(request),
    }


def solving(items: Sequence[tuple[Item, Sequence[Option]]], passages: Sequence[Passage], *, stems: bool) -> Values:
    """Values for a blind solve: items with their options in the order to show, with or without material."""
    blocks = []
    for number, (item, options) in enumerate(items, 1):
        head = f"Item {number}: {plain(item.stem)}" if stems else f"Item {number}"
        blocks.append("\n".join([head, *(f"{'ABCDE'[at]}. {plain(option.text)}" for at, option in enumerate(options))]))
    asked = "\n\n".join(blocks)
    values = {"items": asked, "fence": fence_of(asked)}
    if passages:
        material = render(passages)
        # The same first words for the same material: providers and llama.cpp need not read them again.
        values.update(material=material, fence=fence_of(material))
    return values


def extras_of(request: Request) -> tuple[str, ...]:
    """The sections of `another_item` that an order for this request has beside the usual ones."""
    return (*(("besides",) if request.besides else ()), *(("wish",) if request.instruction else ()))


def label_of(used: prompts.Prompt, request: Request) -> str:
    """What the provenance of an item says of the prompts that it was written by."""
    return f"{used.label}; {ANOTHER.label}" if extras_of(request) else used.label


def extra_values(request: Request) -> Values:
    """Values for those sections; the wish is quoted, so that it cannot end what stands around it."""
    values: Values = {}
    if request.besides:
        besides = "\n".join(f"- {plain(' '.join(question.split()))}" for question in request.besides)
        values |= {"besides": besides, "besides_fence": fence_of(besides)}
    if request.instruction:
        values["wish"] = json.dumps(plain(" ".join(request.instruction.split())), ensure_ascii=False)
    return values


def _count(number: int) -> str:
    return f"{number} item{'' if number == 1 else 's'}"


def _place(number: int, spec: ItemSpec, packet: Packet, request: Request) -> str:
    """One place. A topic is named only if the user gave it: titles of the document belong behind the fence."""
    about = f", about {json.dumps(spec.topic, ensure_ascii=False)}" if spec.topic in request.topics else ""
    label = packet.label(spec)
    source = f", from {label}" if label else ""
    return f"{number}. {spec.difficulty}, {spec.bloom}{source}{about}"


def _recipes(specs: Sequence[ItemSpec]) -> str:
    kinds = dict.fromkeys(f"{spec.difficulty}-{spec.bloom}" for spec in specs)
    return "\n".join(f"{kind}: {RECIPES.text(kind)}" for kind in kinds)


def _refused(number: int, spec: ItemSpec, item: Item, flaws: Sequence[Flaw]) -> str:
    options = [f"{'key' if option.is_key else 'distractor'}: {option.text}" for option in item.options]
    quotes = [f"quote: {evidence.quote}" for evidence in item.evidence]
    faults = [f"FAULT: {flaw.message} {flaw.advice}" for flaw in flaws]
    lines = [f"Place {number} ({spec.difficulty}, {spec.bloom}): {item.stem}", *options, *quotes, *faults]
    return "\n".join(map(plain, lines))
