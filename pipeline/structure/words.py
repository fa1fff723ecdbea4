"""The lexicon's words as regular expressions: in both scripts, with white space allowed between their characters."""

import re
from functools import cache

from opencc import OpenCC

from pipeline.lexicon import rows

Pattern = re.Pattern[str]


@cache
def listed_words(name: str, *kinds: str, place: str | None = None) -> tuple[str, ...]:
    """The words of a lexicon file, of the given kinds (and place) where any are given, with their traditional forms."""
    found = [
        row["word"]
        for row in rows(name)
        if (not kinds or row["kind"] in kinds) and (place is None or row["place"] == place)
    ]
    return tuple(dict.fromkeys(form for word in found for form in (word, *_traditional(word))))


@cache
def spaced(name: str, *kinds: str, place: str | None = None) -> str:
    """An alternation of the words, longest first, that also matches them letter-spaced. Example: "目　录" for 目录."""
    words = sorted(listed_words(name, *kinds, place=place), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(r"\s{0,4}".join(map(re.escape, word)) for word in words) + ")"


@cache
def kind_of(name: str) -> dict[str, str]:
    """The first kind that a lexicon file gives each word, in both scripts."""
    found: dict[str, str] = {}
    for row in rows(name):
        for form in (row["word"], *_traditional(row["word"])):
            found.setdefault(form, row["kind"])
    return found


def compact(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


@cache
def _converters() -> tuple[OpenCC, ...]:
    return OpenCC("s2t"), OpenCC("s2hk")


def _traditional(word: str) -> tuple[str, ...]:
    return tuple(converter.convert(word) for converter in _converters())
