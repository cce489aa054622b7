"""How many tokens a text has, without the model's own tokenizer."""

import re

# Letters of scripts that are written without spaces make about a token each; other letters come in pieces.
_DENSE = re.compile(
    r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
_PIECES = re.compile(r"[A-Za-z]+|[^\W\d_]+|\d|[^\w\s]+|_+|\n+|[ \t]{2,}")
_PLAIN = 6.0
"""Letters of a piece of an English word, on average; words of up to six letters mostly are one token."""
_OTHER = 3.5
_DENSE_EACH = 0.8
_SIGNS = 2.0
"""Signs (and blanks) in a row that make one piece."""
_SAFETY = 1.35
_MESSAGE = 40
"""Tokens that a provider's own frame around messages and schema may take."""


def count(text: str) -> int:
    """An estimate of a text's tokens: words by their length, signs by two, digits one by one."""
    dense = _DENSE.findall(text)
    total = _DENSE_EACH * len(dense)
    for piece in _PIECES.findall(_DENSE.sub("", text) if dense else text):
        if piece[0].isascii():
            total += max(1.0, len(piece) / (_PLAIN if piece.isalpha() else _SIGNS))
        else:
            total += max(1.0, len(piece) / _OTHER) if piece.isalpha() else 1.5
    return round(total + 0.499)


def bound(counted: int) -> int:
    """More tokens than a text so counted is likely to have with any tokenizer, what the provider adds included."""
    return round(counted * _SAFETY) + _MESSAGE
