"""A model in a GGUF file, run inside this process by llama.cpp (xllamacpp)."""

import os
import threading
from pathlib import Path
from typing import Any

from mcqgen.llm.errors import ModelUnavailable

_QUIET = -1
_SLOTS = 4
_REMEMBERED_MIB = 512
"""Memory for beginnings that no slot holds any more; llama.cpp takes up to 8 GiB."""
_servers: dict[tuple[str, int], Any] = {}
_starting = threading.Lock()


def local_address(path: str, context_tokens: int) -> str:
    """Load a model, once a process, and tell where it answers on this machine; raises ModelUnavailable.

    Loading takes a second or so and about the size of the file in memory.
    """
    file = Path(path).expanduser().resolve()
    with _starting:
        key = str(file), context_tokens
        if key not in _servers:
            _servers[key] = _start(file, context_tokens)
        return str(_servers[key].listening_address)


def _start(file: Path, context_tokens: int) -> Any:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(file)
    parameters.n_ctx = context_tokens
    # Calls come one at a time, and each may use the whole window. Each slot remembers how another kind of call begins
    # (instructions, examples), so that these are not read anew when kinds take turns: reading is most of the work.
    parameters.n_parallel = _SLOTS
    parameters.kv_unified = True
    parameters.cache_ram_mib = _REMEMBERED_MIB
    # One core is left for the rest: threads that wait for each other spin, and slow down what runs beside them. Of two
    # cores both work: half the speed is worse.
    cores = os.cpu_count() or 2
    parameters.cpuparams.n_threads = max(min(2, cores), cores - 1)
    parameters.enable_reasoning = 0
    parameters.ui = False
    parameters.warmup = False
    parameters.verbosity = _QUIET
    try:
        return xllamacpp.Server(parameters)
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelUnavailable(
            f"The model in '{file}' cannot be loaded ({error}): name a chat model in the GGUF format, of a size that "
            "fits in memory."
        ) from error
