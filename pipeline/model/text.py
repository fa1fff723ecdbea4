"""The one place where text changes: how normalised text is built, and the way back from it to the page.

The structure stage appends pieces of ingest lines to a `TextBuilder`; what it drops is recorded too, so that
every character of every line is accounted for. Every later offset can be walked back with `SourceMap`.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from pipeline.model.page import Box, Document

_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Piece:
    """text[start:end] came, unchanged in length, from characters [offset, offset + end - start) of a line.

    `page` counts from 1, `line` indexes that page's lines.
    """

    start: int
    end: int
    page: int
    line: int
    offset: int


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of one page that holds (part of) a span."""

    page: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class SourceMap:
    """The pieces of a bulletin's normalised text in order of `start`, not overlapping."""

    pieces: tuple[Piece, ...]

    def between(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces that share characters with text[start:end], clipped to it."""
        return tuple(self._clipped(start, end))

    def _clipped(self, start: int, end: int) -> Iterator[Piece]:
        at = max(bisect_right(self.pieces, start, key=_START) - 1, 0)
        for piece in islice(self.pieces, at, None):
            if piece.start >= end:
                return
            low, high = max(start, piece.start), min(end, piece.end)
            if low < high:
                yield Piece(low, high, piece.page, piece.line, piece.offset + low - piece.start)

    def places(self, document: Document, start: int, end: int) -> tuple[Place, ...]:
        """Where text[start:end] stands: one place a printed line, in reading order."""
        return tuple(Place(p.page, _box(document, p)) for p in self.between(start, end))

    def first_place(self, document: Document, start: int, end: int) -> Place | None:
        """The page where the span begins and the box of its characters on the first printed line of that page."""
        piece = next(self._clipped(start, end), None)
        return Place(piece.page, _box(document, piece)) if piece else None

    def page(self, offset: int) -> int | None:
        """The page on which the character at `offset` (or the next one that was printed) stands."""
        at = bisect_right(self.pieces, offset, key=_START) - 1
        if at < 0 or (self.pieces[at].end <= offset and at + 1 < len(self.pieces)):
            at += 1
        return self.pieces[at].page if at < len(self.pieces) else None


def _box(document: Document, piece: Piece) -> Box | None:
    line = document.pages[piece.page - 1].lines[piece.line]
    if line.box is None or line.edges is None:
        return line.box
    return Box(line.edges[piece.offset], line.box.y0, line.edges[piece.offset + piece.end - piece.start], line.box.y1)
