"""The sentence for a user whose document holds text that nobody sees."""

from collections.abc import Sequence

_LONGEST = 80
_MOST_PAGES = 5
FEWEST_WORDS = 4
"""Less is a leftover of typesetting, and no order."""


def hidden_warning(texts: Sequence[str], pages: Sequence[int] = ()) -> tuple[str, ...]:
    """One warning about text that was left out because no reader sees it; none where there is hardly any.

    Args:
        texts: What is hidden.
        pages: Numbers of the pages that it stands on, for documents that have pages.
    """
    said = " ".join(" ".join(texts).split())
    if len(said.split()) < FEWEST_WORDS:
        return ()
    shown = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
    numbers = list(dict.fromkeys(pages))
    more = ", …" if len(numbers) > _MOST_PAGES else ""
    where = f" on page{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers[:_MOST_PAGES]))}{more}"
    place = where if numbers else ""
    return (f"Text that no reader can see{place} was left out: “{shown}”. Ask its author what it is for.",)
