"""Folding: what counts as the same character in a search, one character for one, so that offsets stay what they are.

Compatibility forms (full width, half width, circled …) become plain, upper case becomes lower, traditional characters
simplified (OpenCC's t2s table, a character at a time), any white space one mark. A mapping that would change the length
is left out: fold(text)[i] always stands for text[i].
"""

import unicodedata
from functools import cache
from typing import Any

# Stands for any white space, so that tokens can be joined by blanks.
SPACE = "␣"
# Stands between the parts of an article; folded text never holds it.
BORDER = "␞"
_OTHERS = {BORDER: "␟", "\0": "␀"}


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def _one(folded: str, char: str) -> str:
    """The folded form where it is one character, else the character itself."""
    return folded if len(folded) == 1 else char


def fold_character(char: str) -> str:
    """The character that stands for all that count as the same as this one."""
    plain = _one(unicodedata.normalize("NFKC", char), char)
    lower = _one(plain.lower(), plain)
    if lower.isspace():
        return SPACE
    if lower.isascii() or lower in _OTHERS or "\ud800" <= lower <= "\udfff":
        return _OTHERS.get(lower, lower)
    return _one(_converter().convert(lower), lower)


class _Folds(dict[int, int]):
    """Code point → folded code point, filled as characters are met."""

    def __missing__(self, code: int) -> int:
        folded = self[code] = ord(fold_character(chr(code)))
        return folded


_FOLDS = _Folds()


def fold(text: str) -> str:
    """The text with every character folded; the same length.

    >>> fold("５Ｇ 產業")
    '5g␣产业'
    """
    return text.translate(_FOLDS)
