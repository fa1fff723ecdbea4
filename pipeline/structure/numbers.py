"""Issue numbers and years in Arabic and Chinese numerals."""

import unicodedata

# A run of numerals as mastheads print them. Examples: 62, １２, 二〇一二, 十二.
NUMERAL = r"[0-9０-９〇○零一二三四五六七八九十百]{1,6}"

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


def read_number(text: str) -> int | None:
    """The value of a numeral, positional (二〇一二) or with 十 and 百 (十二); None where it is none.

    >>> [read_number(n) for n in ("62", "二〇一二", "十二", "一百零三", "年")]
    [62, 2012, 12, 103, None]
    """
    compact = unicodedata.normalize("NFKC", "".join(text.split()))
    if compact.isascii() and compact.isdigit():
        return int(compact)
    if not compact or any(c not in _DIGITS and c not in "十百" for c in compact):
        return None
    if not set(compact) & set("十百"):
        return int("".join(str(_DIGITS[c]) for c in compact))
    return _count(compact)


def _count(text: str) -> int:
    total, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * (100 if character == "百" else 10)
            digit = 0
    return total + digit
