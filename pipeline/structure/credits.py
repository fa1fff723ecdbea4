"""Who wrote an article and where it was taken from: contributor (供稿) and source (来源) lines and endings."""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import rows
from pipeline.structure.paragraphs import OPENERS
from pipeline.structure.passage import Passage
from pipeline.structure.words import spaced

_LONGEST = 120
# Names of writers, each after a blank or a comma that lists. Example: the end of 发展中心 马晓明、李然.
_WRITERS = r"(?:[ \u3000、]{1,2}[一-鿿]{2,4})"
# A body, perhaps with its writers' names after a blank. Example: 临夏州科技局 马晓明.
_BODY_LINE = re.compile(rf"([^\s，。；：:、！？“”《》]{{3,24}})({_WRITERS}{{0,3}})\Z")
# Brackets that stand around a column's heading, and around no body that signs: 【地方联盟】.
_OF_HEADINGS = ("【", "〖")
# What a sentence ends in. Example: 。 before （发展中心 马晓明）.
_STOPS = ("。", "！", "？", "”", "…")
# A surname borne by fewer people than this share (per cent) is as likely a word: 全 in （全文）.
_COMMON_SURNAME = 0.1


@dataclass(frozen=True, slots=True)
class Credits:
    """What is left of a paragraph without its credits, and the credits found in it."""

    rest: Passage
    contributor: Passage | None = None
    source: Passage | None = None

    def __bool__(self) -> bool:
        return self.contributor is not None or self.source is not None


@cache
def _keyed() -> re.Pattern[str]:
    # A word that says what follows, with its colon; a slash will do for a writer. Examples: 供稿单位：, 来源：, 文/.
    contributor, source = (spaced("credit_words", kind, place="before") for kind in ("contributor", "source"))
    return re.compile(rf"(?:(?P<contributor>{contributor})|(?P<source>{source}))\s*(?:[：:]|(?<!图)[/／](?!图))\s*")


@cache
def _bare_source() -> re.Pattern[str]:
    # A word that needs no colon. Example: 摘自《科技日报》.
    return re.compile(spaced("credit_words", "source", place="bare") + r"\s*")


@cache
def _after() -> re.Pattern[str]:
    # A word at the end of the line. Example: the last of 秘书处供稿.
    return re.compile(rf"\s*{spaced('credit_words', 'contributor', place='after')}\s*\Z")


@cache
def _supplied() -> re.Pattern[str]:
    # The same word where no brackets stand around the line: only the unmistakable ones. Example: 办公室供稿.
    return re.compile(r"\s*[供投撰]\s?稿\s*\Z")


def read_credits(passage: Passage) -> Credits:
    """The credits of a paragraph: all of it, or a bracketed ending. Example: …… 发展。（秘书处供稿）."""
    passage = passage.strip()
    inner = _unwrap(passage)
    if inner is not None:
        found = _parse(inner, bracketed=True) or (None if passage.text[0] in _OF_HEADINGS else _unkeyed(inner))
        if found:
            return found
    elif len(passage) <= _LONGEST and "。" not in passage.text:
        found = _parse(passage, bracketed=False)
        if found:
            return found
    return _ending(passage)


def _unkeyed(inner: Passage) -> Credits:
    """A body or its writers alone in brackets wrote what stands before: （金昌市科技局）, （综合处 李明）, （张敏）."""
    match = _BODY_LINE.match(inner.text)
    by_body = match is not None and match[1].endswith(_body_suffixes())
    if not by_body and not _are_names(inner.text.split()):
        return Credits(inner)
    return Credits(inner.cut(0, 0), contributor=inner)


def is_byline(text: str) -> bool:
    """Whether a line is a body's name and its writers', as stands under a title. Example: 产业政策研究所　徐静."""
    match = _BODY_LINE.match(text.strip())
    return match is not None and _are_names(match[2].replace("、", " ").split()) and match[1].endswith(_body_suffixes())


def _are_names(words: list[str]) -> bool:
    """Whether each word reads as a person's name: two or three characters, a common surname first."""
    return bool(words) and all(len(word) in (2, 3) and word[0] in _common_surnames() for word in words)


@cache
def _common_surnames() -> frozenset[str]:
    return frozenset(row["surname"] for row in rows("surnames") if float(row["weight"]) >= _COMMON_SURNAME)


@cache
def _body_suffixes() -> tuple[str, ...]:
    return tuple(row["suffix"] for row in rows("organization_suffixes"))


def _unwrap(passage: Passage) -> Passage | None:
    """The inside of a short passage that stands in one pair of brackets as a whole."""
    if len(passage) < 3 or len(passage) > _LONGEST or passage.text[0] not in OPENERS:
        return None
    if _opening(passage.text) != 0:
        return None
    return passage.cut(1, -1).strip()


def _opening(text: str) -> int | None:
    """Where the bracket opens that the text's last character closes."""
    pairs = {closing: opening for opening, closing in OPENERS.items()} | {")": "（(", "）": "（("}
    opening = pairs.get(text[-1:])
    if opening is None:
        return None
    closing = "）)" if text[-1] in "）)" else text[-1]
    depth = 0
    for at in range(len(text) - 1, max(-1, len(text) - 1 - _LONGEST), -1):
        depth += (text[at] in closing) - (text[at] in opening)
        if depth == 0:
            return at
    return None


def _parse(inner: Passage, bracketed: bool) -> Credits:
    empty = inner.cut(0, 0)
    keys = list(_keyed().finditer(inner.text))
    if keys and keys[0].start() == 0:
        found: dict[str, Passage] = {}
        for key, end in zip(keys, [k.start() for k in keys[1:]] + [len(inner)], strict=True):
            found.setdefault(str(key.lastgroup), inner.cut(key.end(), end).strip(" \t　，,；;。|/"))
        return Credits(empty, found.get("contributor") or None, found.get("source") or None)
    bare = _bare_source().match(inner.text)
    if bare and bare.end() < len(inner):
        return Credits(empty, source=inner.cut(bare.end()).strip("：: "))
    after = (_after() if bracketed else _supplied()).search(inner.text)
    if after and after.start() > 1 and not re.search(r"[。；;！]", inner.text):
        return Credits(empty, contributor=inner.cut(0, after.start()).strip(" 　、，：:"))
    return Credits(inner)


def _ending(passage: Passage) -> Credits:
    """The credits in brackets at the end of a paragraph of prose."""
    start = _opening(passage.text)
    if not start or len(passage) - start > _LONGEST:
        return Credits(passage)
    inner, rest = passage.cut(start + 1, -1).strip(), passage.cut(0, start).strip()
    found = _parse(inner, bracketed=True)
    if not found and rest.text.endswith(_STOPS):
        found = _unkeyed(inner)
    return Credits(rest, found.contributor, found.source) if found else Credits(passage)
