"""Who wrote an article and where it was taken from: contributor (供稿) and source (来源) lines and endings."""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import rows
from pipeline.structure.paragraphs import OPENERS
from pipeline.structure.passage import Passage
from pipeline.structure.words import spaced

_LONGEST = 120
# A body, perhaps with its writer's name after a blank. Example: 临夏州科技局 马晓明.
_BODY_LINE = re.compile(r"([^\s，。；：:、！？“”《》]{3,24})(?:[ \u3000]{1,2}[一-鿿]{2,4})?\Z")


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
    # A word that says what follows, with its colon. Examples: 供稿单位：, 来源：.
    contributor, source = (spaced("credit_words", kind, place="before") for kind in ("contributor", "source"))
    return re.compile(rf"(?:(?P<contributor>{contributor})|(?P<source>{source}))\s*[：:]\s*")


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
        found = _parse(inner, bracketed=True) or _unkeyed(inner)
        if found:
            return found
    elif len(passage) <= _LONGEST and "。" not in passage.text:
        found = _parse(passage, bracketed=False)
        if found:
            return found
    return _ending(passage)


def _unkeyed(inner: Passage) -> Credits:
    """A body alone in brackets on its line wrote what stands above: （金昌市科技局）, （综合处 李明）."""
    match = _BODY_LINE.match(inner.text)
    if match is None or not match[1].endswith(tuple(_body_suffixes())):
        return Credits(inner)
    return Credits(inner.cut(0, 0), contributor=inner)


@cache
def _body_suffixes() -> frozenset[str]:
    return frozenset(row["suffix"] for row in rows("organization_suffixes"))


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
    found = _parse(passage.cut(start + 1, -1).strip(), bracketed=True)
    rest = passage.cut(0, start).strip()
    return Credits(rest, found.contributor, found.source) if found else Credits(passage)
