"""What has changed between two versions of articles.ndjson, found without reading what both have in common.

The lines of a bulletin stand together. What the two files begin and end with alike is compared as bytes; only the
bulletins in between are read.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

import msgspec

from pipeline.search.articles import Buffer, let_go

_CHUNK = 1 << 20
# Bytes of a file held in memory at a time while all of it is read.
_HELD = 1 << 24


class _Ids(msgspec.Struct, frozen=True):
    article_id: str
    bulletin_id: str


_IDS = msgspec.json.Decoder(_Ids)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: where it begins, and of which article of which bulletin it is."""

    offset: int
    article_id: str
    bulletin_id: str
    content: bytes


@dataclass(slots=True)
class Changes:
    """The bytes between `first` and `last` of the old file stand for those between `first` and `new_last` of the new.

    `bulletins()` yields those to be indexed, with whether the old file held them; after it, `lines` holds the article
    id and offset of every line that was read, and `gone` the bulletins that are no more.
    """

    old: Buffer
    new: Buffer
    first: int
    last: int
    new_last: int
    lines: list[tuple[str, int]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def bulletins(self) -> Iterator[tuple[str, list[Line], bool]]:
        """Each bulletin whose lines are new or others than before, in the order of the new file."""
        before = {bulletin: _digest(lines) for bulletin, lines in _bulletins(self.old, self.first, self.last)}
        self.gone = set(before)
        for bulletin, lines in _bulletins(self.new, self.first, self.new_last):
            self.lines += ((line.article_id, line.offset) for line in lines)
            self.gone.discard(bulletin)
            if before.get(bulletin) != _digest(lines):
                yield bulletin, lines, bulletin in before


def compare(old: Buffer, new: Buffer) -> Changes:
    """What has changed; whole bulletins only."""
    shorter = min(len(old), len(new))
    first = _bulletin_start(old, new, _alike_at_start(old, new, shorter))
    last, new_last = _bulletin_end(old, new, _alike_at_end(old, new, shorter - first))
    return Changes(old, new, first, last, new_last)


def _alike_at_start(old: Buffer, new: Buffer, most: int) -> int:
    """How many bytes both begin with."""
    at = 0
    while at < most:
        a, b = old[at : min(at + _CHUNK, most)], new[at : min(at + _CHUNK, most)]
        if a != b:
            return at + next(i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y)
        at = _read_on(at, len(a), old, new)
    return at


def _read_on(at: int, size: int, *files: Buffer) -> int:
    """The place after what was read there; now and then what lies behind is let go."""
    if at // _HELD != (at + size) // _HELD:
        for lines in files:
            let_go(lines)
    return at + size


def _alike_at_end(old: Buffer, new: Buffer, most: int) -> int:
    """How many bytes both end with."""
    at = 0
    while at < most:
        size = min(_CHUNK, most - at)
        a, b = old[len(old) - at - size : len(old) - at], new[len(new) - at - size : len(new) - at]
        if a != b:
            return at + next(i for i, (x, y) in enumerate(zip(reversed(a), reversed(b), strict=True)) if x != y)
        at = _read_on(at, size, old, new)
    return at


def _bulletin_start(old: Buffer, new: Buffer, alike: int) -> int:
    """The last place within the first `alike` bytes where a bulletin ends in both files, else the beginning."""
    at = old.rfind(b"\n", 0, alike) + 1
    while at:
        before = old.rfind(b"\n", 0, at - 1) + 1
        if _bulletin_at(old, before) not in (_bulletin_at(old, at), _bulletin_at(new, at)):
            break
        at = before
    return at


def _bulletin_end(old: Buffer, new: Buffer, alike: int) -> tuple[int, int]:
    """The first place within the last `alike` bytes where a bulletin begins in both files, else their ends."""
    at, shift = len(old) - alike, len(new) - len(old)
    if not (_begins_line(old, at) and _begins_line(new, at + shift)):
        at = _line_end(old, at)
    while at < len(old):
        if _bulletin_at(old, at) not in (_bulletin_before(old, at), _bulletin_before(new, at + shift)):
            break
        at = _line_end(old, at)
    return at, at + shift


def _begins_line(lines: Buffer, at: int) -> bool:
    return at == 0 or lines[at - 1 : at] == b"\n"


def _line_end(lines: Buffer, at: int) -> int:
    """Where the line that holds this place ends, its line feed included."""
    return lines.find(b"\n", at) + 1 or len(lines)


def _bulletin_at(lines: Buffer, at: int) -> str | None:
    """The bulletin of the line that begins here."""
    return _IDS.decode(lines[at : _line_end(lines, at)]).bulletin_id if at < len(lines) else None


def _bulletin_before(lines: Buffer, at: int) -> str | None:
    """The bulletin of the line that ends here."""
    return _bulletin_at(lines, lines.rfind(b"\n", 0, at - 1) + 1) if at else None


def _bulletins(lines: Buffer, first: int, last: int) -> Iterator[tuple[str, list[Line]]]:
    for bulletin, group in groupby(_lines(lines, first, last), key=lambda line: line.bulletin_id):
        yield bulletin, list(group)


def _lines(lines: Buffer, at: int, last: int) -> Iterator[Line]:
    while at < last:
        end = _line_end(lines, at)
        ids = _IDS.decode(lines[at:end])
        yield Line(at, ids.article_id, ids.bulletin_id, lines[at:end])
        at = _read_on(at, end - at, lines)


def _digest(lines: list[Line]) -> bytes:
    return hashlib.blake2b(b"".join(line.content for line in lines), digest_size=12).digest()
