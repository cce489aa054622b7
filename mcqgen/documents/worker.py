"""The reading process: `python -m mcqgen.documents.worker` takes one task from stdin and answers on stdout.

A broken file can crash, hang or exhaust the parser's process; it cannot harm the one that asked. The process ends
when its stdin closes, so it never outlives its parent.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO

from pydantic import TypeAdapter

from mcqgen.documents.job import Answer, Drawing, Failed, Job, Loaded, Picture, Task, Unlocked, Unlocking
from mcqgen.documents.kinds import Kind
from mcqgen.errors import DocumentError, DocumentLocked, MissingDependency, RequestError

OCR_NOTICE = b"ocr "
"""Lines before the answer that begin so tell how many pages are to be read by OCR."""


_Any = Job | Drawing | Unlocking


def main() -> None:
    """Take the task, answer, leave."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    task: _Any = TypeAdapter(_Any).validate_json(sys.stdin.buffer.readline())
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(task)
    answers.write(Answer(result=_answer(task, answers)).model_dump_json(exclude_defaults=True).encode())
    answers.close()


def read(job: Job, expect_ocr: Callable[[int], None]) -> Loaded:
    """Read one file with the loader of its kind; `expect_ocr` is told how many pages need OCR."""
    if job.kind is Kind.PDF:
        from mcqgen.documents import pdf

        return pdf.read(job, expect_ocr)
    if job.kind is Kind.DOCX:
        from mcqgen.documents import docx

        return docx.read(job)
    if job.kind is Kind.PPTX:
        from mcqgen.documents import pptx

        return pptx.read(job)
    if job.kind is Kind.HTML:
        from mcqgen.documents import html

        return html.read(job)
    if job.kind is Kind.MARKDOWN:
        from mcqgen.documents import markdown

        return markdown.read(job)
    from mcqgen.documents import text

    return text.read(job)


def _answer(task: _Any, answers: BinaryIO) -> Loaded | Picture | Unlocked | Failed:
    def expect_ocr(pages: int) -> None:
        answers.write(OCR_NOTICE + b"%d\n" % pages)
        answers.flush()

    try:
        return _do(task, expect_ocr)
    except DocumentLocked as error:
        return Failed(error="DocumentLocked", message=str(error))
    except DocumentError as error:
        return Failed(error="DocumentError", message=str(error))
    except RequestError as error:
        return Failed(error="RequestError", message=str(error))
    except MissingDependency as error:
        return Failed(error="MissingDependency", message=str(error))
    except MemoryError:
        return Failed(error="DocumentError", message=task.memory_message())
    except RecursionError:
        return Failed(error="DocumentError", message=f"'{task.path.name}' is nested too deeply to be read.")
    except Exception as error:  # a parser may raise anything on a broken file
        return Failed(
            error="DocumentError",
            message=f"'{task.path.name}' is damaged and cannot be read ({type(error).__name__}): export it again.",
        )


def _do(task: _Any, expect_ocr: Callable[[int], None]) -> Loaded | Picture | Unlocked:
    if isinstance(task, Job):
        return read(task, expect_ocr)
    return _draw(task, expect_ocr) if isinstance(task, Drawing) else _unlock(task)


def _unlock(unlocking: Unlocking) -> Unlocked:
    from mcqgen.documents import pdf

    pdf.save_unlocked(unlocking)
    return Unlocked(target=unlocking.target)


def _draw(drawing: Drawing, expect_ocr: Callable[[int], None]) -> Picture:
    from mcqgen.documents import pdf_picture

    return pdf_picture.draw(drawing, expect_ocr)


def _leave_with_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def _limit(task: Task) -> None:
    """Bound memory and, should the parent be unable to, processor time."""
    try:
        import resource
    except ImportError:  # not on Windows: the parent's time-out remains
        return
    memory = task.memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
