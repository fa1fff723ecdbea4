"""Words with what jieba joins or parts wrongly put right, before noun phrases are read from them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.extract.view import ViewToken
from pipeline.lexicon import rows

# Administrative units that may stand for the one before: `县（市、区）`, `乡（镇、街道）`; a noun in one.
UNITS = r"[省市区县州盟旗乡镇村街道、]{1,8}"
ALTERNATIVES = rf"[省市区县州盟旗乡镇村][（(]{UNITS}[）)]"
# The abbreviation of what stands before it: `研究与试验发展（R&D）经费`, `广义货币（M2）余额`.
ABBREVIATION = r"[（(][A-Za-z][A-Za-z\d&.+-]{0,11}[）)]"
# A class of size, which jieba parts: `百亿级企业`.
SIZE_CLASS = r"(?<![\d.])[十百千万亿]{1,3}级"
# An ordinal before 是, which begins a point of a list: `二是单位GDP能耗`.
POINT = r"[一二三四五六七八九十]是"
# Firms by rank, whose number is part of a name: `世界500强企业`.
RANKED = r"\d{1,4}强(?:企业)?"
WHOLE = re.compile(rf"(?P<n>{ALTERNATIVES}|{ABBREVIATION}|{RANKED})|(?P<b>{SIZE_CLASS})|(?P<m>{POINT})")
LONGEST_COMPOUND = 4  # words
BOUNDS = ("以上", "以下")


# A word of a zone, as the view has it or put right.
Word = ViewToken


@cache
def role(name: str) -> frozenset[str]:
    """The words of lexicon/indicator_words.csv with this role."""
    return frozenset(row["word"] for row in rows("indicator_words") if row["role"] == name)


@cache
def _bases() -> tuple[str, ...]:
    return tuple(row["word"] for row in rows("change_words") if row["role"] == "basis")


def between(words: Sequence[Word], low: int, high: int) -> list[Word]:
    """The words inside [low, high); one that only begins or ends inside is cut."""
    # Words are ordered by their start, so that a tuple of it alone finds its place among them.
    first = max(bisect_left(words, (low + 1,)) - 1, 0)
    found = list(words[first : bisect_left(words, (high,))])
    if found and found[0].start < low:
        found[:1] = [_part(found[0], low, found[0].end)] if found[0].end > low else []
    if found and found[-1].end > high:
        found[-1] = _part(found[-1], found[-1].start, high)
    return found


def mended(text: str, words: Sequence[Word]) -> list[Word]:
    """The words of a zone put right; `text` is the article's.

    同比增加, 深达 and 出席会议 are two words; 省部级以上, 国际组织, 县（市、区） and （R&D） are one.
    """
    found: list[Word] = []
    for word in _whole(text, words):
        pieces = _pieces(word.text, word.tag)
        if word.text in BOUNDS and found and found[-1].text.endswith("级"):
            found[-1] = Word(found[-1].start, word.end, found[-1].text + word.text, "b")
        elif pieces is None:
            found.append(word)
        else:
            found += _cut(word, pieces)
    return _joined(text, found)


@lru_cache(maxsize=1 << 14)
def _pieces(text: str, tag: str) -> tuple[tuple[str, str], ...] | None:
    """What a word is to be read as, each piece with its tag; None for the many that stay as they are."""
    basis = next((b for b in _bases() if text.startswith(b) and text != b), None)
    if basis is not None:
        return (basis, "d"), (text[len(basis) :], "v")
    if text.endswith("达") and (tag.startswith("nr") or text in role("split")):
        return (text[:-1], "n"), ("达", "v")
    if tag in ("l", "i") and len(text) > 3 and text[:2] in role("stop"):
        return (text[:2], "v"), (text[2:], "n")
    mended_tag = _mended_tag(text, tag)
    return None if mended_tag == tag else ((text, mended_tag),)


def _mended_tag(text: str, tag: str) -> str:
    if text in role("action") and tag[0] in "az":
        return "v"
    return "n" if text in role("bound") and tag[0] in "dav" else tag


def _cut(word: Word, pieces: Sequence[tuple[str, str]]) -> Iterator[Word]:
    at = word.start
    for text, tag in pieces:
        yield Word(at, at + len(text), text, tag)
        at += len(text)


def _whole(text: str, words: Sequence[Word]) -> Sequence[Word]:
    """The words, those that touch a span of WHOLE cut at its borders and joined inside it."""
    spans = list(WHOLE.finditer(text, words[0].start, words[-1].end)) if words else []
    if not spans:
        return words
    found, at = [], words[0].start
    for span in spans:
        whole = Word(span.start(), span.end(), span.group(), str(span.lastgroup))
        found += [*between(words, at, span.start()), whole]
        at = span.end()
    return found + between(words, at, words[-1].end)


def _part(word: Word, start: int, end: int) -> Word:
    return Word(start, end, word.text[start - word.start : end - word.start], word.tag)


def _joined(text: str, words: list[Word]) -> list[Word]:
    """Neighbours that the lexicon knows as one word become one: 国际 + 组织, 不 + 合格, 脱贫 + 县."""
    known = _known_spans(text, words)
    if not known:
        return words
    found: list[Word] = []
    for word in words:
        end = known.get(word.start, 0)
        if found and word.start < found[-1].end:
            continue
        found.append(
            Word(word.start, end, text[word.start : end], _compound_tag(text[word.start : end])) if end else word
        )
    return found


def _known_spans(text: str, words: Sequence[Word]) -> dict[int, int]:
    """Where compounds of the lexicon stand that are several of the words: the start of each and its farthest end."""
    if not words:
        return {}
    low, high = words[0].start, words[-1].end
    places = _compounds().find_matches_as_indexes(text[low:high], overlapping=True)
    if not places:
        return {}
    starts = {word.start - low: at for at, word in enumerate(words)}
    ends = {word.end - low: at for at, word in enumerate(words)}
    known: dict[int, int] = {}
    for _, start, end in places:
        if 0 < ends.get(end, -1) - starts.get(start, len(words)) < LONGEST_COMPOUND:
            known[low + start] = max(low + end, known.get(low + start, 0))
    return known


@cache
def _compounds() -> AhoCorasick:
    return AhoCorasick(sorted(role("compound") | role("attribute")), matchkind=MatchKind.Standard)


def _compound_tag(text: str) -> str:
    return "b" if text in role("attribute") else "n"
