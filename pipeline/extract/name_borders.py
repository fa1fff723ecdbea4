"""What follows a personal name: borders, titles, and words that follow names (出席, 指出, 在)."""

from functools import cache

from pipeline import lexicon
from pipeline.extract.words import Line

BORDER = frozenset("，。；：、！？,;:!?（）()【】[]《》〈〉“”‘’\"'\n\t \u3000…—-/|》")
"""Characters that end a name for certain."""

WEAK = 1.0
"""What a dictionary verb or adverb after a name of three characters is worth; a shorter name may have lost its last."""


@cache
def follower_words() -> frozenset[str]:
    """Words that follow names of persons; none is such a name itself."""
    return frozenset(lexicon.column("name_followers", "word"))


@cache
def appointing_verbs() -> frozenset[str]:
    """Verbs that call for a name after them: 选举, 聘任."""
    return frozenset(row["verb"] for row in lexicon.rows("conferral_verbs") if row["kind"] == "appoint")


@cache
def _actions() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon.rows("name_followers") if row["kind"] == "act")


def acts(line: Line, end: int) -> bool:
    """Whether what stands at `end` is something that only persons do: 介绍, 表示, 被聘为."""
    return any(line.text[end : end + n] in _actions() for n in (1, 2, 3))


def follows(line: Line, end: int) -> float:
    """How well what stands at `end` follows a name: 3 a border, 2.5 and 1.5 words that follow names, below 0 others."""
    text = line.text
    if end >= len(text) or text[end] in BORDER or text[end].isascii():
        return 3.0
    if text[end] in "和与及" and text[end + 1 : end + 2] in BORDER:
        return -2.5
    word = line.at(end)
    if word is not None and word.start == end and word.known:
        return 3.0 if word.tag == "TITLE" else -1.0
    longest = max((n for n in (1, 2, 3, 4) if text[end : end + n] in follower_words()), default=0)
    if longest == 0 and word is not None and word.start == end and word.tag[0] in "vdpt" and word.end - end > 1:
        return WEAK
    return {0: -2.5, 1: 1.5}.get(longest, 2.5)
