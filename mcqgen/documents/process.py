"""Run the reading process with limits on time and memory."""

import os
import subprocess
import sys
import time
from pathlib import Path

from pydantic import ValidationError

import mcqgen
from mcqgen.documents.job import Answer, Drawing, Failed, Job, Loaded, Picture, Task, Unlocked, Unlocking
from mcqgen.documents.worker import OCR_NOTICE
from mcqgen.errors import DocumentError, DocumentLocked, McqgenError, MissingDependency, RequestError

_ERRORS: dict[str, type[McqgenError]] = {
    error.__name__: error for error in (DocumentError, DocumentLocked, RequestError, MissingDependency)
}
_COMMAND = [sys.executable, "-P", "-m", "mcqgen.documents.worker"]


def read_in_child(job: Job, ocr_page_timeout_s: int) -> Loaded:
    """Read a file in a process of its own, which is killed when its time is over.

    The time is `job.timeout_s` seconds, and `ocr_page_timeout_s` more for each page that the child says it must
    read by OCR. Raises DocumentError, RequestError or MissingDependency.
    """
    result = _run(job, ocr_page_timeout_s)
    assert isinstance(result, Loaded)
    return result


def draw_in_child(drawing: Drawing, ocr_page_timeout_s: int) -> Picture:
    """Draw a page in a process of its own; limits and errors are those of `read_in_child`."""
    result = _run(drawing, ocr_page_timeout_s)
    assert isinstance(result, Picture)
    return result


def unlock_in_child(unlocking: Unlocking) -> None:
    """Write a copy without a password in a process of its own; limits and errors are those of `read_in_child`."""
    assert isinstance(_run(unlocking, 0), Unlocked)


def _run(task: Task, ocr_page_timeout_s: int) -> Loaded | Picture | Unlocked:
    process = subprocess.Popen(
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    # The child's stdin stays open as its sign of life from us; communicate() would close it.
    lifeline, process.stdin = process.stdin, None
    assert lifeline is not None
    try:
        lifeline.write(task.model_dump_json().encode() + b"\n")
        lifeline.flush()
        output = _wait(process, task, ocr_page_timeout_s)
    except BrokenPipeError:
        output = b""
    finally:
        process.kill()
        process.wait()
        lifeline.close()
        if process.stdout:
            process.stdout.close()
    return _result(task, output, process.returncode)


def _wait(process: subprocess.Popen[bytes], task: Task, ocr_page_timeout_s: int) -> bytes:
    """The child's output; raises DocumentError when the time is over."""
    begun = time.monotonic()
    allowed = task.timeout_s
    while True:
        try:
            return process.communicate(timeout=max(0.0, begun + allowed - time.monotonic()))[0]
        except subprocess.TimeoutExpired as expired:
            extended = task.timeout_s + _ocr_pages(expired.output or b"") * ocr_page_timeout_s
            if extended <= allowed:
                raise DocumentError(task.slow_message(allowed)) from None
            allowed = extended


def _ocr_pages(output: bytes) -> int:
    notices = [line for line in output.splitlines() if line.startswith(OCR_NOTICE)]
    return int(notices[-1][len(OCR_NOTICE) :]) if notices else 0


def _result(task: Task, output: bytes, returncode: int) -> Loaded | Picture | Unlocked:
    try:
        result = Answer.model_validate_json(output.rpartition(b"\n")[2]).result
    except ValidationError:
        raise DocumentError(_crash_message(task, returncode)) from None
    if isinstance(result, Failed):
        raise _ERRORS[result.error](result.message)
    return result


def _crash_message(task: Task, returncode: int) -> str:
    if returncode == -9:
        return task.memory_message()
    return f"'{task.path.name}' made its reader crash (status {returncode}): it is damaged; export it again."


def _environment() -> dict[str, str]:
    """Ours, and the place of this package, which need not be installed."""
    paths = [str(Path(mcqgen.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONWARNINGS": "ignore",
        "PYDANTIC_DISABLE_PLUGINS": "__all__",  # looking for plug-ins takes a tenth of a second
    }
