"""What each stage last did for each document, and from what: the keys that say whether its file is still right.

A key is a digest of everything the output depends on: the key of the stage before, the stage's code and the lexicon.
The state lives apart from the data, in `.state.db`, and a row is written only after the file that it vouches for.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

# Noted items a transaction: a commit waits for the disk.
_TOGETHER = 100

PACKAGE = Path(__file__).parents[1]


def combine(*parts: str) -> str:
    """A key from the keys and fingerprints that an output depends on."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


@cache
def code_version(*packages: str) -> str:
    """A digest of the source of these sub-packages (and of the model): it changes when the code does."""
    total = hashlib.sha256()
    for package in sorted({"model", *packages}):
        for path in sorted((PACKAGE / package).rglob("*.py")):
            total.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:24]


class State:
    """The table of keys: (stage, item) → key, with a small JSON note a row for what a later step must know."""

    def __init__(self, out: Path) -> None:
        self._waiting = 0
        self._known: dict[str, dict[str, tuple[str, str]]] = {}
        self._connection = sqlite3.connect(out / ".state.db")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS done (stage TEXT, item TEXT, key TEXT, note TEXT, PRIMARY KEY (stage, item))"
        )

    def keys(self, stage: str) -> dict[str, tuple[str, str]]:
        """Item → (key, note) for one stage; read once and kept until something is remembered or forgotten of it."""
        if stage not in self._known:
            self._known[stage] = {item: (key, note) for item, key, note in self.rows(stage)}
        return self._known[stage]

    def rows(self, stage: str) -> Iterator[tuple[str, str, str]]:
        """Item, key and note, one after the other from the disk: for notes too long to be held together."""
        yield from self._connection.execute("SELECT item, key, note FROM done WHERE stage = ?", (stage,))

    def digests(self, stage: str) -> dict[str, str]:
        """Item → key for one stage, its notes left on the disk."""
        return dict(self._connection.execute("SELECT item, key FROM done WHERE stage = ?", (stage,)))

    def renew(self, stage: str, keys: Mapping[str, str]) -> None:
        """Give items other keys; their notes stay."""
        rows = [(key, stage, item) for item, key in keys.items()]
        self._known.pop(stage, None)
        with self._connection:
            self._begin()
            self._connection.executemany("UPDATE done SET key = ? WHERE stage = ? AND item = ?", rows)

    def record(self, stage: str, done: Mapping[str, tuple[str, str]]) -> None:
        """Remember that these items' files are right for these keys."""
        if not done:
            return
        self._known.pop(stage, None)
        rows = [(stage, item, key, note) for item, (key, note) in done.items()]
        with self._connection:
            self._begin()
            self._connection.executemany("INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?)", rows)

    def note(self, stage: str, item: str, key: str, note: str) -> None:
        """Remember one item; many are written together, and those of the last moment are redone after a crash."""
        self._known.pop(stage, None)
        self._begin()
        self._connection.execute("INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?)", (stage, item, key, note))
        self._waiting += 1
        if self._waiting >= _TOGETHER:
            self.commit()

    def _begin(self) -> None:
        """Open a transaction if none is open: Python knows INSERT by its lower case, which is another in Turkish."""
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN")

    def commit(self) -> None:
        """Write what was noted."""
        self._connection.commit()
        self._waiting = 0

    def forget(self, stage: str, items: Iterable[str]) -> None:
        """Drop the rows of items that are gone."""
        rows = [(stage, item) for item in items]
        if not rows:
            return
        self._known.pop(stage, None)
        with self._connection:
            self._begin()
            self._connection.executemany("DELETE FROM done WHERE stage = ? AND item = ?", rows)

    def close(self) -> None:
        """Write what was noted and close the file."""
        self.commit()
        self._connection.close()
