"""The page that shows the results."""

from collections.abc import Iterator
from typing import Any

_HEAD = """# Benchmarks

Made by `python benchmarks/run.py`. Each measurement runs in a process of its own, with fresh folders and nothing
cached. Memory is the greatest sum of resident memory of the process and its children. "cpu" is processor time, which
other work on the machine disturbs less than it does the time by the wall.
"""

_SIDES = """LangChain's side: PyPDFLoader, RecursiveCharacterTextSplitter (chunks of 1,000 characters) and Chroma, with
chunks that overlap by 200 characters as in LangChain's own tutorial, or not at all. Both sides have the same embedder;
all imports and models are loaded, and a short document is read, before the clock starts. Our side also finds headings,
columns and notes, takes out running heads, captions, tables and reference lists, and reads each file in a guarded
process, whose start is in the figures ("reader alone" is the same reader without that process). Figures are medians
of {rounds} run(s) in turns; ratios above 1 mean that mcqgen needs less.
"""


_BAR = 30
"""Seconds of processor time that an export of 10,000 items may take."""


def render(results: dict[str, Any]) -> str:
    """The page, for the benchmarks that have results."""
    parts = [_HEAD]
    sections = {
        "index": _index, "first_item": _first_item, "long_document": _long_document, "help": _help, "formats": _formats,
        "concurrency": _concurrency, "tokens": _tokens, "app": _app,
    }  # fmt: skip
    for name, section in sections.items():
        if name in results:
            parts.append("\n".join([*section(results[name]["result"]), "", _machine(results[name]["machine"])]))
    return "\n".join(parts) + "\n"


def _machine(machine: dict[str, Any]) -> str:
    return (
        f"*{machine['system']}, {machine['cores']} cores, {machine['memory_gb']} GB, Python {machine['python']}; "
        f"load before the run {machine['load_before']}.*\n"
    )


def _index(found: dict[str, Any]) -> Iterator[str]:
    yield "## Load → index against LangChain\n"
    yield _SIDES.format(rounds=found["rounds"])
    for other, title in (("langchain_tutorial", "overlap 200"), ("langchain_bare", "no overlap")):
        yield f"Ratios to LangChain, {title}:\n"
        yield (
            "| document | pages | extraction | extraction cpu | reader alone cpu | whole | whole cpu "
            "| peak MB: ours, theirs |"
        )
        yield "|---|---|---|---|---|---|---|---|"
        for name, sides in found["documents"].items():
            ours, theirs = sides["ours"], sides[other]
            alone = theirs["cpu"]["extraction"] / sides["reading"]["cpu"]["extraction"]
            reading, whole = (
                " | ".join(f"{theirs[kind][part] / ours[kind][part]:.2f}" for kind in ("wall", "cpu"))
                for part in ("extraction", "whole")
            )
            ratios = f"{reading} | {alone:.2f} | {whole}"
            yield f"| {name} | {ours['pages']} | {ratios} | {ours['peak_mb']:.0f}, {theirs['peak_mb']:.0f} |"
        yield ""
    yield "Seconds:\n"
    yield "| document | side | extraction | cutting | indexing | whole | whole cpu | passages | characters |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, sides in found["documents"].items():
        for side in ("ours", "langchain_tutorial", "langchain_bare"):
            told = sides[side]
            walls = " | ".join(f"{told['wall'][part]:.2f}" for part in ("extraction", "cutting", "indexing", "whole"))
            counts = f"{told['passages']:.0f} | {told['characters']:,.0f}"
            yield f"| {name} | {side.replace('_', ', ')} | {walls} | {told['cpu']['whole']:.2f} | {counts} |"


def _first_item(found: dict[str, Any]) -> Iterator[str]:
    yield "## The first item of a chapter of 25 pages\n"
    yield "| | first item, s | all ten, s | delivered | peak MB |"
    yield "|---|---|---|---|---|"
    titles = {"cold": "nothing imported, nothing cached", "again": "in a new process, embeddings cached"}
    for state, title in titles.items():
        yield f"| {title} | {_item_row(found[state])}"


def _long_document(found: dict[str, Any]) -> Iterator[str]:
    yield "## Ten items of a manual of 400 pages\n"
    yield "| pages | passages | first item, s | all ten, s | delivered | peak MB |"
    yield "|---|---|---|---|---|---|"
    yield f"| {found['pages']} | {found['passages']} | {_item_row(found)}"


def _item_row(told: dict[str, Any]) -> str:
    first = "none" if told["first_item"] is None else f"{told['first_item']:.1f}"
    return f"{first} | {told['whole']:.1f} | {told['delivered']} | {told['peak_mb']} |"


def _help(found: dict[str, Any]) -> Iterator[str]:
    yield "## `mcqgen --help`\n"
    heavy = ", ".join(found["heavy_imports"]) or "nothing heavy"
    yield f"{found['cpu']:.2f} s of processor time (best of five); it imports {heavy}."


def _formats(found: dict[str, Any]) -> Iterator[str]:
    yield f"## {found['items']:,} items in each format\n"
    yield "| format | exported | s | cpu s | file MB | extra memory MB | imported | s | cpu s |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, told in found["formats"].items():
        out = f"{told['exported']:,} | {told['export']['wall']:.1f} | {told['export']['cpu']:.1f}"
        back = (
            f"{told['imported']:,} | {told['import']['wall']:.1f} | {told['import']['cpu']:.1f}"
            if "import" in told
            else " | | "
        )
        yield f"| {name} | {out} | {told['file_mb']:.1f} | {told['extra_mb']:.0f} | {back} |"
    yield ""
    slow = [name for name, told in found["formats"].items() if told["export"]["cpu"] > _BAR]
    yield (
        "Four options, feedback for each, evidence; one item in five with code or a formula. Extra memory is what the "
        "export needs beside the items. What a format refuses is not counted: Kahoot! takes short texts only. "
        f"Exports that take more than {_BAR} s of processor time: {', '.join(slow) or 'none'}."
    )


def _concurrency(found: dict[str, Any]) -> Iterator[str]:
    yield f"## {found['calls']} calls to a model, {found['at_once']} at a time\n"
    yield "| client | s | ÷ ideal |"
    yield "|---|---|---|"
    for name, told in found["protocols"].items():
        yield f"| {name} | {told['seconds']:.2f} | {told['ratio']:.2f} |"
    yield ""
    yield (
        f"Against a local server that takes {found['latency']:g} s for each answer, through each provider's own "
        "client, with cache, caps and rate limit at work. The ideal is calls × latency ÷ concurrency; libraries are "
        "loaded before the clock starts."
    )


_WAYS = {"ours": "mcqgen, blind solve included", "stuffed": "stuffing once", "chunked": "a call a chunk"}


def _tokens(found: dict[str, Any]) -> Iterator[str]:
    documents = found["documents"]
    yield f"## Tokens of an accepted item, {found['asked']} asked\n"
    yield "| document | way | items | calls | tokens | tokens an item |"
    yield "|---|---|---|---|---|---|"
    for name, told in documents.items():
        for way, said in _WAYS.items():
            row = told[way]
            yield f"| {name} | {said} | {row['items']} | {row['calls']} | {row['tokens']:,} | {row['each']:,} |"
    one, other = (told["ours"]["each"] for told in documents.values())
    yield ""
    yield (
        f"The two documents, of 400 and of 38 pages, are {abs(other / one - 1):.1%} apart in our way. A well-behaved "
        "model on a local server writes items of medium difficulty; what is counted is a quarter of the characters of "
        "all that is sent and answered, schemas included. The other ways have the same prompts, items and checks, and "
        "read the raw text of all pages; they write only, and a blind solve would come on top. Stuffing needs a model "
        "that holds the whole text and writes all items in one answer; what it costs grows with the document."
    )
    yield "\nWhere ours go:\n"
    yield "| document | stage | calls | in | out |"
    yield "|---|---|---|---|---|"
    for name, told in documents.items():
        for stage in told["stages"]:
            tokens = f"{stage['input_tokens']:,} | {stage['output_tokens']:,}"
            yield f"| {name} ({told['material']}) | {stage['stage']} | {stage['calls']} | {tokens} |"


def _app(found: dict[str, Any]) -> Iterator[str]:
    yield f"## The app over {found['questions']:,} questions\n"
    yield "Seconds, in Chromium on the same machine, until a page or an answer is drawn and nothing is left to draw:\n"
    yield "| page | by its link | slowest | address opened in a new browser |"
    yield "|---|---|---|---|"
    for name, told in found["pages"].items():
        yield f"| {name} | {told['median']:.2f} | {told['worst']:.2f} | {told['anew']:.2f} |"
    yield "\n| on the page Bank | median | slowest |"
    yield "|---|---|---|"
    for name, told in found["actions"].items():
        yield f"| {name} | {told['median']:.2f} | {told['worst']:.2f} |"
    empty, memory = found["empty"], found["memory"]
    yield ""
    yield (
        "Over an empty bank the browser of the first visitor of a new server paints something after "
        f"{empty['first_painted']:.2f} s and has the whole page after {empty['first_visitor']:.2f} s, those of the "
        f"next ones after {empty['next_painted']:.2f} s and {empty['next_visitors']:.2f} s; each visitor has a new "
        "browser profile that keeps nothing. "
        f"The server takes {memory['server_mb']:.0f} MB, and {memory['session_mb']:.1f} MB for each of {found['idle']} "
        "further visitors whose page Bank stands idle."
    )
