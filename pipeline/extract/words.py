"""The words of a line of an article: dictionary tokens with part-of-speech tags, known names kept whole.

A line is a paragraph, a title, a note, a contributor or source line, or a table cell. Components that decide where a
name begins or ends look at words; the names themselves are matched over characters.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, repeat
from operator import itemgetter
from typing import NamedTuple

from pipeline.extract.view import ArticleView
from pipeline.lexicon.dictionary import with_terms


class Word(NamedTuple):
    """line.text[start:end]; `tag` is jieba's, or in capitals the kind of a known name (`ORG`, `PLACE`, `TITLE` …)."""

    start: int
    end: int
    tag: str

    @property
    def known(self) -> bool:
        """Whether this is a known name, not a dictionary token."""
        return self.tag.isupper()


@dataclass(frozen=True)
class Line:
    """A line of an article: offsets in `words` are relative to the line, whose first character is at `start`."""

    text: str
    start: int
    words: tuple[Word, ...]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where the words start, ascending."""
        return tuple(map(itemgetter(0), self.words))

    def index(self, offset: int) -> int:
        """The index of the word that holds the character at `offset`; -1 before the first word."""
        return bisect_right(self.starts, offset) - 1

    def at(self, offset: int) -> Word | None:
        """The word that holds the character at `offset`."""
        at = self.index(offset)
        return self.words[at] if at >= 0 and offset < self.words[at].end else None

    def straddles(self, offset: int) -> Word | None:
        """The word that `offset` would cut in two, None where a word starts or ends there."""
        word = self.at(offset)
        return word if word is not None and word.start < offset else None

    def word(self, word: Word) -> str:
        """The text of a word."""
        return self.text[word.start : word.end]


@lru_cache(maxsize=512)
def tag(text: str) -> tuple[Word, ...]:
    """Dictionary tokens of a text with jieba's part-of-speech tags.

    >>> [text[w.start : w.end] for text in ["科技部副部长"] for w in tag(text)]
    ['科技部', '副', '部长']
    """
    tagged = with_terms().tag(text)
    edges = [*accumulate((len(word) for word, _ in tagged), initial=0)]
    spans = zip(edges, edges[1:], (kind for _, kind in tagged), strict=False)
    # As Word(…) makes them, without a call of Python for each.
    return tuple(map(tuple.__new__, repeat(Word), spans))


def mark(line: Line, names: Iterable[Word]) -> Line:
    """The line with these names kept whole; of overlapping ones the first, then the longest, stays."""
    kept: list[Word] = []
    for name in sorted(names, key=lambda w: (w.start, -w.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    if not kept:
        return line
    words, at = [], 0
    for name in kept:
        words += [*_clip(line, at, name.start), name]
        at = name.end
    return Line(line.text, line.start, (*words, *_clip(line, at, len(line.text))))


def _clip(line: Line, start: int, end: int) -> list[Word]:
    if start >= end:
        return []
    first, last = max(line.index(start), 0), line.index(end - 1)
    words = list(line.words[first : last + 1])
    for at in {0, len(words) - 1} if words else ():
        word = words[at]
        if word.start < start or word.end > end:
            words[at] = Word(max(word.start, start), min(word.end, end), word.tag)
    return words


@dataclass(frozen=True)
class Spans:
    """Spans that may overlap, ordered for the question whether one of them holds another span."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @staticmethod
    def of(spans: Iterable[tuple[int, int]]) -> "Spans":
        """These spans; each end is the farthest reached by any span that starts no later."""
        ordered = sorted(spans)
        return Spans(tuple(a for a, _ in ordered), tuple(accumulate((b for _, b in ordered), max)))

    def hold(self, start: int, end: int) -> bool:
        """Whether [start, end) lies inside what the spans that start no later cover."""
        at = bisect_right(self.starts, start) - 1
        return at >= 0 and end <= self.ends[at]


def lines(view: ArticleView, *kinds: str) -> tuple[Line, ...]:
    """The lines of these kinds of zones, in order; of a table, one line a cell."""
    return tuple(_line(view, start, end) for start, end in line_spans(view, *kinds))


def line_spans(view: ArticleView, *kinds: str) -> list[tuple[int, int]]:
    """Where the lines of these kinds of zones stand, in order."""
    spans = [(z.start, z.end) for z in view.zones if z.kind in kinds and z.kind != "table"]
    if "table" in kinds:
        spans += [(c.start, c.end) for c in view.cells]
    return sorted(span for span in spans if span[0] < span[1])


def _line(view: ArticleView, start: int, end: int) -> Line:
    line: Line | None = view.read.get(("line", start, end))
    if line is None:
        text = view.text[start:end]
        line = view.read["line", start, end] = Line(text, start, tag(text))
    return line
