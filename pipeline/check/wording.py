"""Comparing printed wordings and reading the small numerals that count points and items."""

import re
import unicodedata
from functools import lru_cache

from pipeline.lexicon import rows

_QUOTES = str.maketrans(dict.fromkeys("“”‘’「」『』'＂", '"'))
_BLANK = re.compile(r"\s+")
_SIGN = re.compile(r"[^\w]+")
_DIGITS = "零一二三四五六七八九"

NUMERAL = r"(?:[一二三四五六七八九十两]{1,3}|[0-9]{1,3})"
"""A numeral below one hundred as points and items are counted. Example: 十二, 两, 33."""


def count_words(role: str) -> tuple[str, ...]:
    """The words of lexicon/count_words.csv with a role."""
    return tuple(row["word"] for row in rows("count_words") if row["role"] == role)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The text without blanks and with one width and one kind of quotes: what two wordings may differ in unnoticed."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES)


def letters(text: str) -> str:
    """The letters, digits and characters alone."""
    return _SIGN.sub("", plain(text))


def read_numeral(text: str) -> int | None:
    """The value of a numeral below one hundred; None where it is none.

    >>> read_numeral("十二"), read_numeral("两"), read_numeral("33")
    (12, 2, 33)
    """
    if text.isascii():
        return int(text) if text.isdigit() else None
    tens, ten, ones = text.replace("两", "二").partition("十")
    if not ten:
        return _DIGITS.index(tens) if len(tens) == 1 and tens in _DIGITS else None
    if len(tens) > 1 or len(ones) > 1 or any(part and part not in _DIGITS for part in (tens, ones)):
        return None
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)
