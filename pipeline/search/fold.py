"""Folding: what counts as the same character in a search, one character for one, so that offsets stay what they are.

Compatibility forms (full width, half width, circled …) become plain, upper case becomes lower, traditional characters
simplified (OpenCC's t2s table, a character at a time), any white space one mark. A mapping that would change the length
is left out: fold(text)[i] always stands for text[i].
"""

import unicodedata
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Stands for any white space, so that tokens can be joined by blanks.
SPACE = "␣"
# Stands between the parts of an article; folded text never holds it.
BORDER = "␞"
_OTHERS = {BORDER: "␟", "\0": "␀"}

Codes = NDArray[np.uint32]

# Folded code point of every code point; 0 where the character was not met yet.
_FOLDED: Codes = np.zeros(0x110000, dtype="<u4")


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


def folded_codes(text: str) -> Codes:
    """The folded text as code points."""
    codes: Codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded: Codes = _FOLDED[codes]
    if not folded.all():
        for code in np.unique(codes[folded == 0]).tolist():
            _FOLDED[code] = ord(fold_character(chr(code)))
        folded = _FOLDED[codes]
    return folded


def decode(codes: Codes) -> str:
    """Code points as text."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def fold_long(text: str) -> str:
    """The same as fold(text), faster where it is long."""
    return decode(folded_codes(text))
