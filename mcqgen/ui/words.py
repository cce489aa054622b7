"""Sentences about files, choices and runs, from the data; no Streamlit, no markup."""

from collections import Counter
from collections.abc import Sequence

from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.item import Evidence
from mcqgen.domain.run import DocumentInfo, Drop, ItemRejected, Stage
from mcqgen.ui import strings
from mcqgen.ui.reading import Understood
from mcqgen.ui.watching import Snapshot

_PDF = "application/pdf"
_SLIDES = "presentation"
_WRITTEN_IN = "en"
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
            return strings.READING_OF.format(done=snapshot.done, total=snapshot.total)
    return strings.STEPS[stage]


def headline(snapshot: Snapshot) -> str:
    """Say in one short sentence what there is."""
    delivered = len(snapshot.items)
    if not snapshot.over:
        return strings.SO_FAR.format(questions=counted(delivered, "question")) if delivered else strings.NONE_YET
    if not delivered:
        return strings.NONE_MADE
    if delivered >= snapshot.requested:
        return strings.ALL_MADE.format(questions=counted(delivered, "question"))
    return strings.SOME_MADE.format(delivered=delivered, questions=counted(snapshot.requested, "question"))


def drops(rejected: Sequence[ItemRejected]) -> tuple[Drop, ...]:
    """Count the reasons of what was dropped, the most frequent first."""
    counts = Counter(place.reason for place in rejected)
    return tuple(Drop(reason=reason, count=count) for reason, count in counts.most_common())


def dropped_line(reasons: Sequence[Drop]) -> str:
    """Say how many were dropped and why; empty when none were."""
    total = sum(drop.count for drop in reasons)
    if not total:
        return ""
    told = "; ".join(drop.reason.rstrip(". ") + (f" ({drop.count})" if len(reasons) > 1 else "") for drop in reasons)
    return strings.DROPPED.format(count=total, reasons=told)


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
