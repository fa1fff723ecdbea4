"""Excerpts: the part of a body that shows most of what was asked for, with the words marked."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from pipeline.search.fold import fold, fold_long

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
    """What to mark: texts as they are folded."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.folded = tuple(sorted({fold(text) for text in texts if text}))

    def spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """Where they stand in each text, by beginning, the longer first; all texts are folded and searched at once."""
        found: list[list[Span]] = [[] for _ in texts]
        starts = [0, *accumulate(len(text) + 1 for text in texts)]
        folded = fold_long("\n".join(texts))
        for needle in self.folded:
            _find(folded, needle, starts, found)
        for spans in found:
            spans.sort(key=_longest_first)
        return found


def _longest_first(span: Span) -> Span:
    return span[0], -span[1]


def _find(folded: str, needle: str, starts: list[int], found: list[list[Span]]) -> None:
    """Add the first PLACES occurrences in each text; a text begins at `starts` and ends before the next one begins."""
    number, count, length = 0, 0, len(needle)
    at = folded.find(needle)
    while at >= 0:
        if at >= starts[number + 1]:
            number, count = bisect_right(starts, at) - 1, 0
        start = starts[number]
        if at + length < starts[number + 1]:
            found[number].append((at - start, at - start + length))
            count += 1
        at = folded.find(needle, at + length if count < PLACES else starts[number + 1])


def mark(text: str, spans: list[Span]) -> tuple[Fragment, ...]:
    """The whole text in fragments."""
    return tuple(_cut(text, spans, 0, len(text)))


def excerpt(body: str, spans: list[Span], length: int = LENGTH) -> tuple[Fragment, ...]:
    """About `length` characters of a body with the most needles in it; its beginning where there are none."""
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
