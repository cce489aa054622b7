"""Which language a text is in."""

import re
import threading

_FEWEST_WORDS = 20
_SAMPLE = 3000
_NUMBER = re.compile(r"\d[\d.,]*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LOADING = threading.Lock()


def detect(text: str) -> str:
    """ISO 639-1 code of the language of `text`, or "und" for fewer than 20 words.

    Languages without a two-letter code, which are easily mistaken for their big neighbours, are not considered.
    Three samples of 3,000 characters vote, so that one page of another language does not decide. Numbers have no say: a
    table of them looks like a language that nobody writes.
    """
    if len(_WORD.findall(text[:50_000])) < _FEWEST_WORDS:
        return "und"
    with _LOADING:
        import py3langid
    step = max(_SAMPLE, len(text) // 4)
    samples = [text[at : at + _SAMPLE] for at in range(step if len(text) > 4 * _SAMPLE else 0, len(text), step)]
    worded = [_NUMBER.sub("", sample) for sample in samples[:3]]
    votes = [next(str(code) for code, _ in py3langid.rank(words) if len(str(code)) == 2) for words in worded]
    return max(votes, key=votes.count)
