"""The lines of extracted/search/articles.ndjson as types, and where each line begins in the file."""

import hashlib
import mmap
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

import msgspec

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


def article_key(article_id: str) -> int:
    """A number of 64 bits that stands for an article id."""
    return int.from_bytes(hashlib.blake2b(article_id.encode(), digest_size=8).digest(), "little")


def write_places(path: Path, keys: Sequence[int], offsets: Sequence[int]) -> None:
    """Write where lines begin: all keys in order, then the offset of each, as little-endian unsigned 64-bit numbers."""
    import numpy as np

    key_array = np.array(keys, dtype="<u8")
    order = np.argsort(key_array, kind="stable")
    path.write_bytes(key_array[order].tobytes() + np.array(offsets, dtype="<u8")[order].tobytes())


class Lines:
    """Articles by key, read straight from the file's memory map; safe to share between threads."""

    def __init__(self, articles: Path, places: Path) -> None:
        numbers = memoryview(places.read_bytes()).cast("Q")
        self._keys, self._offsets = numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :]
        with articles.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if articles.stat().st_size else b""
        self._decoder = msgspec.json.Decoder(Article)

    def read(self, key: int) -> Article:
        """The article; raises UnusableOutput where the file and the index do not belong together."""
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key:
            raise UnusableOutput("the search index and its articles do not belong together; run `make search`")
        start = self._offsets[at]
        return self._decoder.decode(self._bytes[start : self._bytes.find(b"\n", start)])
