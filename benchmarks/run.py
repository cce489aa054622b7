"""Measure speed and memory; write results.json and the table in README.md.

Usage: python benchmarks/run.py [NAME ...]

Names are index, first_item, long_document, help, formats, concurrency, tokens and app; all of them when none is given.

The documents are looked for in MCQGEN_TEST_DATA/docs. Needs the extra `bench`. What is compared runs in turns on the
same machine, so that ratios mean something where seconds do not.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from report import render

HERE = Path(__file__).parent
INDEXED = ("openstax-anatomy-ch2", "openstax-us-history-ch4", "us-irs-i1040nr", "rescience-4242943")
SIDES = ("ours", "reading", "langchain_tutorial", "langchain_bare")
HEAVY = ("chromadb", "langchain_core", "numpy", "onnxruntime", "pypdfium2", "spacy", "streamlit")
ROUNDS = 3
MANY = 10_000


def index() -> dict[str, Any]:
    """Load → index, by mcqgen and by LangChain's own parts, in turns."""
    found: dict[str, Any] = {}
    for name in INDEXED:
        rounds = [{side: _piece(side, name) for side in SIDES} for _ in range(ROUNDS)]
        found[name] = {side: _middle([turn[side] for turn in rounds]) for side in SIDES}
    return {"rounds": ROUNDS, "documents": found}


def first_item() -> dict[str, Any]:
    """From nothing imported, nothing cached, to the first accepted item of a chapter of 25 pages; and once more."""
    with tempfile.TemporaryDirectory() as home:
        return {state: _piece("items", "openstax-us-history-ch4", Path(home)) for state in ("cold", "again")}


def long_document() -> dict[str, Any]:
    """Ten items of a manual of 400 pages, nothing cached."""
    return _piece("items", "us-irs-manual-400p")


def help_page() -> dict[str, Any]:
    """Processor time of `mcqgen --help`, and whether it imports what is heavy."""
    code = (
        "import sys; sys.argv = ['mcqgen', '--help']\nfrom mcqgen.cli import app\ntry: app()\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr
    command = [str(Path(sys.executable).with_name("mcqgen")), "--help"]
    spent = []
    for _ in range(5):
        before = os.times()
        subprocess.run(command, capture_output=True, check=True)
        after = os.times()
        spent.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return {"cpu": min(spent), "heavy_imports": json.loads(loaded.strip().splitlines()[-1].replace("'", '"'))}


def formats() -> dict[str, Any]:
    """10,000 items in each format, out and, where there is a way, back in."""
    from mcqgen.formats import FORMATS

    found: dict[str, Any] = {}
    for name in FORMATS:
        command = [sys.executable, str(HERE / "exports.py"), name, str(MANY)]
        found[name] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        print(name, found[name], file=sys.stderr)
    return {"items": MANY, "formats": found}


def concurrency() -> dict[str, Any]:
    """Many calls to a model at a time, against a local server."""
    command = [sys.executable, str(HERE / "concurrency.py")]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


def tokens() -> dict[str, Any]:
    """Tokens of an accepted item, in our way and in two others, counted at a local server."""
    command = [sys.executable, str(HERE / "tokens.py")]
    found: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return found


def app() -> dict[str, Any]:
    """The app in a real browser, over an empty bank and over ten thousand questions."""
    command = [sys.executable, str(HERE / "app.py")]
    found: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return found


BENCHMARKS: dict[str, Callable[[], dict[str, Any]]] = {
    "index": index,
    "first_item": first_item,
    "long_document": long_document,
    "help": help_page,
    "formats": formats,
    "concurrency": concurrency,
    "tokens": tokens,
    "app": app,
}


def _piece(piece: str, name: str, home: Path | None = None) -> dict[str, Any]:
    """Run one piece in a process of its own; adds the peak memory of the process and its children."""
    document = Path(os.environ["MCQGEN_TEST_DATA"]) / "docs" / f"{name}.pdf"
    with tempfile.TemporaryDirectory() as fresh:
        command = [sys.executable, str(HERE / "sides.py"), piece, str(document), str(home or fresh)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        peak = [0]
        watcher = threading.Thread(target=_watch, args=(process.pid, peak))
        watcher.start()
        output = process.communicate()[0]
        watcher.join()
    if process.returncode:
        raise SystemExit(f"'{' '.join(command)}' failed with status {process.returncode}: run it by itself.")
    told: dict[str, Any] = json.loads(output)
    told["peak_mb"] = peak[0] // 1_000_000
    print(piece, name, told, file=sys.stderr)
    return told


def _watch(pid: int, peak: list[int]) -> None:
    """Note the greatest sum of resident memory of a process and its children, looked at 20 times a second."""
    try:
        process = psutil.Process(pid)
        while process.status() != psutil.STATUS_ZOMBIE:
            family = [process, *process.children(recursive=True)]
            peak[0] = max(peak[0], sum(_resident(member) for member in family))
            time.sleep(0.05)
    except psutil.NoSuchProcess:
        return


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The median of each number of several runs."""
    return {
        key: _middle([run[key] for run in runs]) if isinstance(value, dict) else median(run[key] for run in runs)
        for key, value in runs[0].items()
    }


def _machine() -> dict[str, Any]:
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "load_before": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    """Run the benchmarks named, or all; the results of the others stay."""
    names = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        raise SystemExit(f"There is no benchmark '{unknown[0]}'. There are: {', '.join(BENCHMARKS)}.")
    if "MCQGEN_TEST_DATA" not in os.environ:
        raise SystemExit("Set MCQGEN_TEST_DATA to the folder whose docs/ holds the documents.")
    path = HERE / "results.json"
    results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for name in names:
        results[name] = {"machine": _machine(), "result": BENCHMARKS[name]()}
        path.write_text(json.dumps(results, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    (HERE / "README.md").write_text(render(results), encoding="utf-8")


if __name__ == "__main__":
    main()
