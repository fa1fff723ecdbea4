"""Excerpts: the part of a body that shows most of what was asked for, with the words marked."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from pipeline.search.fold import fold

Span = tuple[int, int]

LENGTH = 100
# How far before the first marked word an excerpt may begin, to begin with a sentence or with a little context.
BEFORE, CONTEXT = 30, 12
# The excerpt is chosen among this many places from the beginning of the body.
PLACES = 40
# The end of a sentence or paragraph: `。`.
SENTENCE_END = re.compile(r"[。！？；\n]")
_ELLIPSIS = "…"


class Fragment(NamedTuple):
    """A run of text, and whether it is one of the words asked for."""

    text: str
    marked: bool


class Needles:
    """What to mark: texts as they are folded, the longest first."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.folded = tuple(sorted({fold(text) for text in texts if text}, key=lambda t: (-len(t), t)))

    def spans(self, text: str) -> list[Span]:
        """Where they stand, by beginning, the longer first; the text is folded only where one is not found in it."""
        found = [_occurrences(text, needle) for needle in self.folded]
        if not all(found):
            folded = fold(text)
            found = [_occurrences(folded, needle) for needle in self.folded]
        return sorted(chain.from_iterable(found), key=_longest_first)


def _longest_first(span: Span) -> Span:
    return span[0], -span[1]


def _occurrences(text: str, needle: str) -> list[Span]:
    """The first PLACES occurrences."""
    found: list[Span] = []
    at = text.find(needle)
    while at >= 0 and len(found) < PLACES:
        found.append((at, at + len(needle)))
        at = text.find(needle, at + len(needle))
    return found


def mark(text: str, needles: Needles) -> tuple[Fragment, ...]:
    """The whole text in fragments."""
    return tuple(_cut(text, needles.spans(text), 0, len(text)))


def excerpt(body: str, needles: Needles, length: int = LENGTH) -> tuple[Fragment, ...]:
    """About `length` characters of a body with the most needles in it; its beginning where there are none."""
    spans = needles.spans(body)
    start = _start(body, spans, length)
    end = _end(body, start + length)
    shown = _cut(body, spans, start, end)
    if start:
        shown.insert(0, Fragment(_ELLIPSIS, False))
    if end < len(body):
        shown.append(Fragment(_ELLIPSIS, False))
    return tuple(shown)


def _start(body: str, spans: list[Span], length: int) -> int:
    """At the sentence that holds the best place, or a little before the place."""
    if not spans:
        return 0
    first = _best(body, spans, length - BEFORE)
    ends = [match.end() for match in SENTENCE_END.finditer(body, max(0, first - BEFORE), first)]
    if ends:
        return ends[-1]
    return 0 if first <= BEFORE else first - CONTEXT


def _best(body: str, spans: list[Span], reach: int) -> int:
    """The span from which most different words, then most words, stand within reach; the first of equals."""
    if len(spans) == 1 or spans[-1][0] - spans[0][0] < reach:
        return spans[0][0]
    starts = [start for start, _ in spans[:PLACES]]
    best, at = (0, 0), starts[0]
    for i, start in enumerate(starts):
        within = spans[i : bisect_left(starts, start + reach, i)]
        found = (len({body[a:b] for a, b in within}), len(within))
        if found > best:
            best, at = found, start
    return at


def _end(body: str, end: int) -> int:
    """The end of a sentence shortly before, so that an excerpt ends well where it can."""
    if end >= len(body):
        return len(body)
    ends = [match.end() for match in SENTENCE_END.finditer(body, end - CONTEXT, end)]
    return ends[-1] if ends else end


def _cut(text: str, spans: list[Span], start: int, end: int) -> list[Fragment]:
    fragments, at = [], start
    for first, last in spans:
        if first >= end:
            break
        if last <= at:
            continue
        if first > at:
            fragments.append(Fragment(text[at:first], False))
        fragments.append(Fragment(text[max(first, at) : min(last, end)], True))
        at = min(last, end)
    if at < end:
        fragments.append(Fragment(text[at:end], False))
    return fragments
