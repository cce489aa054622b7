"""The first stage: documents are loaded, cleaned and cut into passages, one by one."""

import os
from collections.abc import Iterator
from pathlib import Path

from mcqgen.domain.run import DocumentFailed, DocumentLoaded, Event, Failure, Progress, Stage
from mcqgen.errors import DocumentError, MissingDependency, RequestError, UnsupportedLanguage
from mcqgen.pipeline.run import Run, Source


def read(run: Run) -> Iterator[Event]:
    """Load, clean and cut the documents one by one."""
    for number, path in enumerate(run.paths):
        if run.cancelled():
            return
        name = os.fsencode(path.name).decode("utf-8", "replace")
        yield Progress(stage=Stage.READING, done=number, total=len(run.paths), detail=name)
        try:
            source = _source(path, run)
        except (DocumentError, MissingDependency, RequestError, UnsupportedLanguage) as error:
            run.failures.append(Failure(name=name, reason=str(error)))
            yield DocumentFailed(failure=run.failures[-1])
        else:
            run.sources.append(source)
            yield DocumentLoaded(document=source.info, sections=source.document.main_sections)
    yield Progress(stage=Stage.READING, done=len(run.paths), total=len(run.paths))


def _source(path: Path, run: Run) -> Source:
    """Load a document and cut it into passages; raises what `mcqgen.documents.load` does, and UnsupportedLanguage."""
    from mcqgen.documents import load, split

    document = load(path, run.settings, pages=run.pages, password=run.password)
    same = next((other.name for other in run.documents if other.id == document.id), None)
    if same is not None:
        raise DocumentError(
            f"'{document.name}' says the same as '{same}', which is used already: leave one of them out."
        )
    # The writer itself says whether it takes a document; asked here, it costs one document and not the run.
    run.staff.check(document, run.request)
    return Source(document, split(document, size=run.settings.passage_chars))
