"""The lines of extracted/search/articles.ndjson as types, and where each line begins in the file."""

import hashlib
import mmap
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from pipeline.model.errors import UnusableOutput


class Figure(msgspec.Struct, frozen=True):
    """A figure of an article: as printed, and its value with the scale multiplied out."""

    text: str
    value: float | None = None
    unit: str | None = None
    indicator: str | None = None
    qualifier: str | None = None


class Article(msgspec.Struct, frozen=True):
    """An article as search shows it; the entity fields hold canonical names."""

    article_id: str
    bulletin_id: str
    title: str
    body: str
    series: str | None = None
    date: str | None = None
    section: str | None = None
    contributor: str | None = None
    source: str | None = None
    alliances: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


class Entry(Article, frozen=True):
    """An article with the words by which it is ranked, separated by blanks."""

    title_tokens: str = ""
    body_tokens: str = ""


Buffer = mmap.mmap | bytes


def open_bytes(path: Path) -> Buffer:
    """A file as a memory map; a file that is empty or absent as no bytes."""
    if not path.is_file() or not path.stat().st_size:
        return b""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def let_go(lines: Buffer) -> None:
    """Give back the memory of a map's pages that were read; what is asked for again is read again."""
    if isinstance(lines, mmap.mmap):
        lines.madvise(mmap.MADV_DONTNEED)


def article_key(article_id: str) -> int:
    """A number of 64 bits that stands for an article id."""
    return int.from_bytes(hashlib.blake2b(article_id.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Places:
    """Where lines begin in a file: the keys of their articles in order, and the offset of each."""

    keys: NDArray[np.uint64]
    offsets: NDArray[np.uint64]

    def replaced(self, first: int, last: int, new_last: int, lines: Sequence[tuple[str, int]]) -> "Places":
        """Those of a file in which these lines stand from `first` to `new_last` in place of those up to `last`."""
        stay = (self.offsets < first) | (self.offsets >= last)
        offsets = self.offsets[stay]
        offsets = np.where(offsets >= last, offsets + np.uint64(new_last) - np.uint64(last), offsets)
        added = np.array([article_key(article) for article, _ in lines], dtype="<u8")
        keys = np.concatenate([self.keys[stay], added])
        offsets = np.concatenate([offsets, np.array([offset for _, offset in lines], dtype="<u8")])
        order = np.argsort(keys, kind="stable")
        return Places(keys[order], offsets[order])

    def write(self, path: Path) -> None:
        """Keep them as little-endian unsigned 64-bit numbers, the keys before the offsets."""
        path.write_bytes(self.keys.tobytes() + self.offsets.tobytes())


def read_places(path: Path) -> Places:
    """The places that were kept; none where there are none."""
    numbers = np.fromfile(path, dtype="<u8") if path.is_file() else np.array([], dtype="<u8")
    return Places(numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :])


class Lines:
    """Articles by key, read straight from the file's memory map; safe to share between threads."""

    def __init__(self, articles: Path, places: Path) -> None:
        numbers = memoryview(open_bytes(places)).cast("Q")
        self._keys, self._offsets = numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :]
        self._path, self._bytes = articles, open_bytes(articles)
        self._decoder = msgspec.json.Decoder(Article)

    def read(self, key: int) -> Article:
        """The article; raises UnusableOutput where the file and the index do not belong together."""
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key:
            raise UnusableOutput(f"{self._path} and its index do not belong together; run `make search`")
        start = self._offsets[at]
        return self._decoder.decode(self._bytes[start : self._bytes.find(b"\n", start)])
