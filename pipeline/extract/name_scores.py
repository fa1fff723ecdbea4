"""How well a text reads as a Chinese name, by itself: its surname and the characters of the given name."""

from functools import cache
from math import log

from pipeline import lexicon
from pipeline.extract.name_borders import follower_words

NEVER_LAST = -3.2
"""A character that follows names and is this unlikely to end one ends none: 刘洪|说, 曹志|及."""

PREFIX = 4.0
"""What it costs a name to begin with a word that names no person (成立|新)."""


@cache
def surnames() -> dict[str, float]:
    """Surname to the logarithm of its share of the people, in percent."""
    return {row["surname"]: log(float(row["weight"])) for row in lexicon.rows("surnames")}


@cache
def compound_surnames() -> frozenset[str]:
    """Surnames of two characters: 令狐, 欧阳."""
    return frozenset(surname for surname in surnames() if len(surname) == 2)


@cache
def _characters() -> dict[str, tuple[float, float]]:
    """Character to log-likelihood ratios of standing in the middle and at the end of a name."""
    return {r["character"]: (float(r["middle"]), float(r["last"])) for r in lexicon.rows("given_name_characters")}


@cache
def name_words() -> frozenset[str]:
    """Words that are also names of persons: 成立, 谷雨."""
    return frozenset(lexicon.column("name_words", "word"))


@cache
def stopwords() -> frozenset[str]:
    """Words that begin as names do and name no person: 成员, 高峰论坛."""
    return frozenset(lexicon.column("name_stopwords", "word"))


def chinese_score(text: str, sure: bool = False) -> float | None:
    """How well a text of two to four characters reads as surname and given name; None where it cannot.

    Words that name no person can only be read so where the context is `sure`.
    """
    if not 2 <= len(text) <= 4 or (not sure and text in stopwords()) or text in follower_words():
        return None
    size = 2 if (text[:2] in surnames() and len(text) > 2) or len(text) == 4 else 1
    surname, given = text[:size], text[size:]
    if not _is_surname(surname) or (len(given) > 1 and given in follower_words()):
        return None
    share = max(surnames().get(surname, -3.0), -3.0)
    table = _characters()
    if given[-1] in follower_words() and table.get(given[-1], (0.0, 0.0))[1] < NEVER_LAST:
        return None
    unknown = (0.0, 0.0)  # rare characters, which hardly stand elsewhere
    score = sum(table.get(c, unknown)[0] for c in given[:-1]) + table.get(given[-1], unknown)[1]
    if not all("㐀" <= c <= "鿿" for c in text):
        return None
    bonus = 0.6 * share + 1.0 if size == 1 else 5.5 if surname in surnames() else -0.5
    prefix = text[:2] in stopwords() and len(text) > 2
    return score + bonus - (PREFIX if prefix else 0.0)


def _is_surname(text: str) -> bool:
    """A surname, or two common ones together, as married women of Hong Kong print them (陈冯|富珍)."""
    return text in surnames() or (len(text) == 2 and all(surnames().get(c, -9.0) > -1.5 for c in text))
