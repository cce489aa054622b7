"""A model in a GGUF file, run inside this process by llama.cpp (xllamacpp)."""

import os
import threading
from pathlib import Path
from typing import Any

from mcqgen.llm.errors import ModelUnavailable

_QUIET = -1
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
    # One call at a time has the whole window, and is as fast as several beside each other on few cores.
    parameters.n_parallel = 1
    # One core is left for the rest: threads that wait for each other spin, and slow down what runs beside them.
    parameters.cpuparams.n_threads = max(1, (os.cpu_count() or 2) - 1)
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
