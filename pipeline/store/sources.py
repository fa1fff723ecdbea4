"""Where the rows of the tables come from, so that a new database can copy those that an old one holds already.

Rows are added to the tables source by source (a bulletin is one), each with a digest of what it adds. A source that two
versions of the tables share has the same rows in both, whatever stands around it.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline.store.cache import code_version
from pipeline.store.files import write_bytes


class Source(msgspec.Struct, array_like=True, frozen=True):
    """Rows that were added together: how many of each table; the digest is empty where they are never copied."""

    digest: bytes
    rows: dict[str, int]


def content_digest(content: bytes) -> bytes:
    """What tells a source's content from all others."""
    return hashlib.blake2b(content, digest_size=12).digest()


class Filled(msgspec.Struct, array_like=True, frozen=True):
    """What a database was filled from, and which file it is: its size in bytes and time of change in nanoseconds."""

    version: str
    size: int
    changed: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """`count` rows of a table from row `start` (from 0) on; they stand in the old table from `old` on, None for new."""

    start: int
    count: int
    old: int | None


def runs(table: str, new: Sequence[Source], old: Sequence[Source]) -> Iterator[Run]:
    """The table as few long runs of rows, in order."""
    known = {digest: start for digest, start, _ in _spans(table, old) if digest}
    run = Run(0, 0, None)
    for digest, start, count in _spans(table, new):
        at = known.get(digest)
        if at == (None if run.old is None else run.old + run.count):
            run = Run(run.start, run.count + count, run.old)
            continue
        if run.count:
            yield run
        run = Run(start, count, at)
    if run.count:
        yield run


def _spans(table: str, sources: Sequence[Source]) -> Iterator[tuple[bytes, int, int]]:
    start = 0
    for source in sources:
        count = source.rows.get(table, 0)
        if count:
            yield source.digest, start, count
            start += count


def write_sources(path: Path, sources: Sequence[Source]) -> None:
    """Keep the sources of a folder of tables."""
    write_bytes(path, msgspec.msgpack.encode(sources))


def read_sources(path: Path) -> tuple[Source, ...]:
    """The sources of a folder of tables; none where they were not kept."""
    return msgspec.msgpack.decode(path.read_bytes(), type=tuple[Source, ...]) if path.is_file() else ()


def write_filled(path: Path, database: Path, sources: tuple[Source, ...]) -> None:
    """Keep what a database was filled from."""
    write_bytes(path, msgspec.msgpack.encode(_filled(database, sources)))


def read_filled(path: Path, database: Path) -> tuple[Source, ...]:
    """What the database was filled from; nothing where that is unknown, or the file or the code is another now."""
    try:
        known = msgspec.msgpack.decode(path.read_bytes(), type=Filled)
        return known.sources if _filled(database, known.sources) == known else ()
    except (OSError, msgspec.DecodeError):
        return ()


def _filled(database: Path, sources: tuple[Source, ...]) -> Filled:
    status = database.stat()
    version = f"{code_version('store')} {sqlite3.sqlite_version}"
    return Filled(version, status.st_size, status.st_mtime_ns, sources)
