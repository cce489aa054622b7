"""Wrong options of a small model that nothing speaks against: each once, not in the source, not right to a judge."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from mcqgen.domain.document import Passage
from mcqgen.writers.llm.statements import stems
from mcqgen.writers.llm.supporting import also_supported

_NUMERAL = re.compile(r"\b[IVX]+\b")
"""What tells George III from George IV."""


def sound(
    question: str,
    key: str,
    wrong: Sequence[str],
    passages: Sequence[Passage],
    is_right: Callable[[str], bool] | None,
) -> Iterator[str]:
    """Those wrong options, in their order.

    Args:
        question: The stem.
        key: The right answer.
        wrong: What a model gave.
        passages: What the key is proven by.
        is_right: What a judge says of each answer alone; None where there is no judge. It is asked only as far as the
            result is read.
    """
    doubtful = also_supported(question, key, wrong, passages)
    kept = (text for text in _each_once(key, wrong) if text not in doubtful)
    return (text for text in kept if is_right is None or not is_right(text))


def _each_once(key: str, wrong: Iterable[str]) -> Iterator[str]:
    """Wrong options that say neither what the key or an option before them says, nor a part of it, nor more."""
    seen, said = {bare_words(key)}, list[frozenset[str]]()
    for text in wrong:
        words = stems(text).union(_NUMERAL.findall(text))
        again = bool(words) and any(words <= other or other <= words for other in said)
        if bare_words(text) not in seen and not again:
            seen.add(bare_words(text))
            said += [words] if words else []
            yield text


def bare_words(text: str) -> str:
    """A text without case and the marks at its ends: what two spellings of an option share."""
    return " ".join(text.casefold().strip(" .!?").split())
