"""Words with what jieba joins or parts wrongly put right, before noun phrases are read from them."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

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


class Word(NamedTuple):
    """A word with its tag, offsets relative to the article."""

    start: int
    end: int
    text: str
    tag: str


@cache
def role(name: str) -> frozenset[str]:
    """The words of lexicon/indicator_words.csv with this role."""
    return frozenset(row["word"] for row in rows("indicator_words") if row["role"] == name)


@cache
def _bases() -> tuple[str, ...]:
    return tuple(row["word"] for row in rows("change_words") if row["role"] == "basis")


def _basis(text: str) -> str | None:
    """The basis of a comparison with which a longer word begins: 同比 of 同比增加."""
    return next((basis for basis in _bases() if text.startswith(basis) and text != basis), None)


def mended(text: str, words: Sequence[Word]) -> list[Word]:
    """The words of a zone put right; `text` is the article's.

    同比增加, 深达 and 出席会议 are two words; 省部级以上, 国际组织, 县（市、区） and （R&D） are one.
    """
    if not words:
        return []
    found: list[Word] = []
    for word in _whole(text, words):
        if word.text.startswith(_bases()) and (basis := _basis(word.text)) is not None:
            cut = word.start + len(basis)
            found += [Word(word.start, cut, basis, "d"), Word(cut, word.end, word.text[len(basis) :], "v")]
        elif word.text in ("以上", "以下") and found and found[-1].text.endswith("级"):
            found[-1] = Word(found[-1].start, word.end, found[-1].text + word.text, "b")
        elif word.text.endswith("达") and (word.tag.startswith("nr") or word.text in role("split")):
            found += [Word(word.start, word.end - 1, word.text[:-1], "n"), Word(word.end - 1, word.end, "达", "v")]
        elif word.tag in ("l", "i") and len(word.text) > 3 and word.text[:2] in role("stop"):
            cut = word.start + 2
            found += [Word(word.start, cut, word.text[:2], "v"), Word(cut, word.end, word.text[2:], "n")]
        else:
            found.append(_retagged(word))
    return _joined(found)


def _retagged(word: Word) -> Word:
    if word.text in role("action") and word.tag[0] in "az":
        return Word(word.start, word.end, word.text, "v")
    if word.text in role("bound") and word.tag[0] in "dav":
        return Word(word.start, word.end, word.text, "n")
    return word


def _whole(text: str, words: Sequence[Word]) -> Iterator[Word]:
    """The words, those that touch a span of WHOLE cut at its borders and joined inside it."""
    spans = WHOLE.finditer(text, words[0].start, words[-1].end)
    span = next(spans, None)
    for word in words:
        start = word.start
        while span is not None and span.start() < word.end:
            if span.start() > start:
                yield _part(word, start, span.start())
            start = max(start, min(span.end(), word.end))
            if span.end() > word.end:
                break
            yield Word(span.start(), span.end(), span.group(), str(span.lastgroup))
            span = next(spans, None)
        if start < word.end:
            yield _part(word, start, word.end)


def _part(word: Word, start: int, end: int) -> Word:
    return Word(start, end, word.text[start - word.start : end - word.start], word.tag)


def _joined(words: Sequence[Word]) -> list[Word]:
    """Neighbours that the lexicon knows as one word become one: 国际 + 组织, 不 + 合格, 脱贫 + 县."""
    found: list[Word] = []
    at = 0
    while at < len(words):
        count, tag = _compound(words[at : at + LONGEST_COMPOUND])
        last = words[at + count - 1]
        joined = "".join(w.text for w in words[at : at + count])
        found.append(words[at] if count == 1 else Word(words[at].start, last.end, joined, tag))
        at += count
    return found


@cache
def _compounds() -> frozenset[str]:
    return role("compound") | role("attribute")


def _compound(words: Sequence[Word]) -> tuple[int, str]:
    """How many of the words, from the first, make one word of the lexicon, and its tag."""
    for count in range(len(words), 1, -1):
        text = "".join(w.text for w in words[:count])
        if text in _compounds():
            return count, "b" if text in role("attribute") else "n"
    return 1, ""
