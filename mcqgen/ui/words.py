"""Sentences about files, choices and runs, from the data; no Streamlit, no markup."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.item import Evidence
from mcqgen.domain.run import DocumentInfo, Stage
from mcqgen.domain.spending import Estimate
from mcqgen.llm import OFFLINE, default_spec, price_of
from mcqgen.settings import Settings
from mcqgen.ui import strings
from mcqgen.ui.reading import Understood
from mcqgen.ui.watching import Snapshot

_CODE = re.compile(r"\(([A-Z]+\d+)\)$")
"""A reason of the report ends in the code of the check, where it was a check."""
_PDF = "application/pdf"
_SLIDES = "presentation"
_IN_PROCESS = "gguf"
_WRITTEN_IN = "en"
_TOKENS = 1000, 300
"""Tokens to and from a model for one question that is accepted (benchmarks/README.md), before a plan tells more."""
_LITTLE = 250
"""Words below which a text yields few questions: about one page of a book."""


def counted(number: int, what: str) -> str:
    """Give "1 page" or "39 pages"; `what` is a key of `strings.COUNTED`."""
    one, many = strings.COUNTED[what]
    return one if number == 1 else many.format(n=f"{number:,}")


def language_name(code: str) -> str:
    """Name the language of an ISO 639-1 code in words."""
    if code == "und":
        return strings.LANGUAGE_UNKNOWN
    return strings.LANGUAGES.get(code, strings.LANGUAGE_OTHER.format(code=code))


def length(media_type: str, pages: int, words: int) -> str:
    """Say how long a file is, in pages or slides where it has them, else in words."""
    if media_type == _PDF:
        return counted(pages, "page")
    return counted(pages, "slide") if _SLIDES in media_type else counted(words, "word")


def shown_title(document: DocumentInfo) -> str:
    """The name that a document goes by."""
    return document.title.strip() or document.name


def understood_line(file: Understood) -> str:
    """Say what was understood: "Chapter 5, 39 pages, English, 7 sections"."""
    parts = [file.title, length(file.media_type, file.pages, file.words), language_name(file.language)]
    if file.sections:
        parts.append(counted(len(file.sections), "section"))
    return ", ".join(parts)


def cautions(file: Understood) -> tuple[str, ...]:
    """What the user should know before asking for questions."""
    own = [strings.LITTLE_TEXT] if file.words < _LITTLE else []
    if file.language not in (_WRITTEN_IN, "und"):
        own.append(strings.FOREIGN)
    return (*file.warnings, *own)


def shares(count: int, low: int, high: int) -> dict[Difficulty, int]:
    """Split `count` by two handles at `low` and `high` percent (0 ≤ low ≤ high ≤ 100) into easy, medium and hard.

    Largest remainder, so the parts always add up to `count`; parts of 0 are kept.
    """
    percents = dict(zip(Difficulty, (low, high - low, 100 - high), strict=True))
    parts = {name: count * percent // 100 for name, percent in percents.items()}
    by_remainder = sorted(percents, key=lambda name: -(count * percents[name] % 100))
    for name in by_remainder[: count - sum(parts.values())]:
        parts[name] += 1
    return parts


def step_label(stage: Stage, snapshot: Snapshot) -> str:
    """Name a step; the present one says how far it is."""
    if stage is snapshot.stage and not snapshot.over:
        if stage is Stage.WRITING:
            return strings.WRITING_OF.format(done=len(snapshot.items), total=snapshot.requested)
        if stage is Stage.READING and snapshot.total > 1:
            return strings.READING_OF.format(done=min(snapshot.done + 1, snapshot.total), total=snapshot.total)
        if stage is Stage.PLANNING and snapshot.done:
            return strings.PLANNING_OF.format(percent=100 * snapshot.done // snapshot.total)
    return strings.STEPS[stage]


def headline(snapshot: Snapshot) -> str:
    """Say what there is, and why it is not all where it is not."""
    delivered = len(snapshot.items)
    if not snapshot.over:
        if delivered:
            return strings.SO_FAR.format(questions=counted(delivered, "question"))
        return f"{strings.NONE_YET} {will_take(snapshot.estimate)}".strip()
    if delivered >= snapshot.requested:
        return strings.ALL_MADE.format(questions=counted(delivered, "question"))
    some = strings.SOME_MADE.format(delivered=delivered, questions=counted(snapshot.requested, "question"))
    return f"{some if delivered else strings.NONE_MADE} {_shortfall(snapshot)}".strip()


def fault(code: str) -> str:
    """Say in plain words what a check with this code has against a question."""
    fitting = [prefix for prefix in strings.FAULTS if code.startswith(prefix)]
    return strings.FAULTS[max(fitting, key=len)] if fitting else strings.FAULT_OTHER


def model_name(spec: str) -> str:
    """A model as a teacher knows it, without its provider and address."""
    if spec == OFFLINE:
        return strings.BY_OFFLINE
    provider, _, name = spec.partition(":")
    return PurePath(name).name if provider == _IN_PROCESS else name.partition("@")[0]


def writer_line(settings: Settings, count: int) -> str:
    """Who writes, whether anything leaves this computer, and about what `count` questions cost."""
    model = default_spec(settings)
    if model == OFFLINE:
        return strings.WRITER
    if model.partition(":")[0] == _IN_PROCESS:
        return strings.WRITER_HERE.format(model=model_name(model))
    line = strings.WRITER_ELSEWHERE.format(model=model_name(model))
    price = price_of(model, settings.prices_file)
    return strings.WRITER_PRICE.format(line=line, price=max(0.01, count * price.cost(*_TOKENS))) if price else line


def will_take(estimate: Estimate | None) -> str:
    """What a model is likely to take; empty where none is at work."""
    if estimate is None or not estimate.calls:
        return ""
    price = strings.WILL_COST.format(price=estimate.cost_usd) if estimate.cost_usd else ""
    return strings.WILL_TAKE.format(calls=counted(estimate.calls, "call"), price=price)


def _shortfall(snapshot: Snapshot) -> str:
    """Why there are fewer questions than asked for; empty where the run broke off, which is told by itself."""
    if snapshot.report is None:
        return ""
    if snapshot.stopping:
        return strings.STOPPED
    if not snapshot.documents:
        return strings.NO_FILE
    got = snapshot.report.delivered_by_difficulty
    lacking = [level for level in Difficulty if got.get(level, 0) < snapshot.mix.get(level, 0)]
    sentence = strings.NO_MORE if Difficulty.EASY in lacking else strings.NO_EASIER
    said = sentence.format(levels=strings.OR.join(strings.DIFFICULTIES[level] for level in lacking))
    return f"{said} {strings.HELD_BACK}" if snapshot.report.held_back else said


def dropped(reasons: Mapping[str, int]) -> str:
    """Say how many questions were written and dropped, and why."""
    counts: Counter[str] = Counter()
    for reason, count in reasons.items():
        if code := _CODE.search(reason):
            counts[fault(code[1])] += count
    if not counts:
        return strings.NONE_DROPPED
    told = [f"{reason} ({count})" if len(counts) > 1 else reason for reason, count in counts.most_common()]
    return strings.DROPPED.format(count=counts.total(), reasons=", ".join(told))


def place(evidence: Evidence, documents: Sequence[DocumentInfo]) -> str:
    """Say where a quote stands, by page where the file has pages."""
    info = next((d for d in documents if d.id == evidence.document), None)
    if info is None:
        return ""
    if info.media_type == _PDF:
        return strings.PROOF_PAGE.format(page=evidence.page, name=info.name)
    if _SLIDES in info.media_type:
        return strings.PROOF_SLIDE.format(page=evidence.page, name=info.name)
    return info.name
